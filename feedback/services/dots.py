"""What those who looked again say of each target: in their words first, then as dots."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.rules import again
from feedback.rules.answers import Again, OnTarget
from feedback.rules.dots import Plot, average_in_words, plot
from feedback.services.reading import AskedNow, Given, ReadAsking


@dataclass(frozen=True)
class OneSaid:
    """What one giver says of one target."""

    given: Given
    said: OnTarget

    @property
    def change_in_words(self) -> str:
        """“A little better (+1)”, or that it is left open."""
        return again.in_words(self.said.change)


@dataclass(frozen=True)
class LookedAt:
    """One target that was asked about, and what each giver says of it, in the order in which they came."""

    target: AskedNow
    said: tuple[OneSaid, ...]
    plot: Plot
    average: str
    """In a sentence; that there is none below three; '' when nobody chose."""


def read_again(page: ReadAsking) -> tuple[LookedAt, ...]:
    """Target by target, of an asking to look again. No query."""
    told = [(given, given.said) for given in page.answers if isinstance(given.said, Again)]
    return tuple(
        _looked_at(target, [OneSaid(given, said.targets[place]) for given, said in told])
        for place, target in enumerate(page.targets)
    )


def _looked_at(target: AskedNow, said: list[OneSaid]) -> LookedAt:
    changes = [one.said.change for one in said]
    return LookedAt(target, tuple(said), plot(changes), average_in_words(changes))
