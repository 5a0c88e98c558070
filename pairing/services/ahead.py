"""How long a team can go on without a repeat, with the schedule that shows it, for those who run it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cycles.rules.words import listed
from pairing.rules.horizon import Horizon, horizon
from pairing.rules.horizon.words import cycles_in_words
from pairing.services.seating import Seating

MOST_SHOWN = 12
"""Six years: nobody plans further, and the page of sixty people stays light."""


@dataclass(frozen=True)
class Ahead:
    """``rounds`` are (number of the cycle, its pairs by name), the first of ``cycles`` that are possible."""

    words: str
    because: str
    cycles: int
    rounds: tuple[tuple[int, tuple[str, ...]], ...]


def horizon_of(seating: Seating) -> Horizon:
    """Counts without any repeat, whatever this cycle allows; pairs formed already are in the first cycle."""
    return horizon(seating.without_repeats.assembly.hall.graph, first=seating.formed)


def look_ahead_from(seating: Seating, number: int) -> Ahead:
    """``number`` is that of the cycle being prepared, which counts as the first of those ahead."""
    found = horizon_of(seating)
    names = [leader.name for leader in seating.leaders]
    rounds = tuple(
        (number + later, tuple(_together(group, names) for group in together))
        for later, together in enumerate(found.schedule[:MOST_SHOWN])
    )
    return Ahead(cycles_in_words(found), found.because.in_words(names), found.at_least, rounds)


def _together(group: Sequence[int], names: Sequence[str]) -> str:
    return listed([names[place] for place in group])
