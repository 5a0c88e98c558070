"""What several people chose between −3 and +3: where the dots stand, and when an average says anything.

Nothing here compares anybody with anybody: it is about one target of one leader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cycles.rules.words import listed
from feedback.rules.again import SCALE, signed, words_of
from feedback.rules.answers import LEAST, MOST

FEWEST = 3
"""Choices from which on an average is said: of one or two it would say less than they do."""

APART = 3
"""So many places between the lowest and the highest, and the average hides that they differ."""


STEP, MARGIN = 48, 24
"""Units of the drawing between two places, and beside the outer ones."""

DOT, BELOW = 20, 46
"""Units that one dot takes of the height, and that the axis takes with its words."""


@dataclass(frozen=True)
class Tick:
    x: int
    signed: str


@dataclass(frozen=True)
class Dot:
    x: int
    y: int


@dataclass(frozen=True)
class Plot:
    """``counts``: how many chose each of the seven places, from −3 on.

    The drawing is seven steps wide; it grows with the dots above one another.
    """

    counts: tuple[int, ...]

    @property
    def chosen(self) -> int:
        return sum(self.counts)

    @property
    def line(self) -> int:
        """Where the axis is, from the top."""
        return DOT * max(self.counts) + DOT // 2

    @property
    def tick(self) -> int:
        return self.line + 5

    @property
    def numbers(self) -> int:
        return self.line + 20

    @property
    def ends(self) -> int:
        return self.line + 40

    @property
    def height(self) -> int:
        return self.line + BELOW

    @property
    def ticks(self) -> tuple[Tick, ...]:
        return tuple(Tick(_x(number), place.signed) for number, place in enumerate(SCALE))

    @property
    def dots(self) -> tuple[Dot, ...]:
        """One for each choice; those of one place stand on one another."""
        return tuple(
            Dot(_x(number), self.line - DOT // 2 - DOT * level)
            for number, count in enumerate(self.counts)
            for level in range(count)
        )

    @property
    def in_words(self) -> str:
        """“1 at −1 and 2 at +2”; '' when nobody chose."""
        pairs = zip(SCALE, self.counts, strict=True)
        return listed([f"{count} at {place.signed}" for place, count in pairs if count])


def plot(changes: Iterable[int | None]) -> Plot:
    """What was left open has no dot. ValueError outside of the scale."""
    chosen = _chosen(changes)
    if any(not LEAST <= one <= MOST for one in chosen):
        raise ValueError(chosen)
    return Plot(tuple(chosen.count(place.number) for place in SCALE))


def average_in_words(changes: Iterable[int | None]) -> str:
    """“On average +1.3, a little better, from 4 answers.”; with fewer than three, that there is none.

    '' when nobody chose.
    """
    chosen = _chosen(changes)
    if not chosen:
        return ""
    if len(chosen) < FEWEST:
        return "There is no average of fewer than three answers: what each of them says is worth more."
    mean = Decimal(sum(chosen)) / len(chosen)
    said = f"On average {_one_place(mean)}, {_nearest(mean).lower()}, from {len(chosen)} answers."
    if max(chosen) - min(chosen) < APART:
        return said
    return f"{said} They see it differently: from {signed(min(chosen))} to {signed(max(chosen))}."


def _x(number: int) -> int:
    """Of the place that is so many from the left."""
    return MARGIN + STEP * number


def _chosen(changes: Iterable[int | None]) -> list[int]:
    return [one for one in changes if one is not None]


def _one_place(mean: Decimal) -> str:
    """“+1.3”, “−0.7”, “0”: halves away from zero, so that both sides are treated alike."""
    tenths = int((mean * 10).to_integral_value(ROUND_HALF_UP))
    if not tenths:
        return "0"
    return f"{signed(tenths)[0]}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _nearest(mean: Decimal) -> str:
    return words_of(int(mean.to_integral_value(ROUND_HALF_UP)))
