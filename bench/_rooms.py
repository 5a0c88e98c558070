"""Rooms to measure with: the same seed, the same room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from pairing.rules.assembly import Assembly, assemble
from pairing.rules.bits import bits_of
from pairing.rules.eligibility import Chooser, Terms, possible_masks
from pairing.rules.matching import ALONE, maximum_matching

LONGEST_SHORTLIST = 5


@dataclass(frozen=True)
class Kind:
    """So many people in so many functions with so many cycles behind them.

    ``half``: one function is half of the room, the others share the rest; otherwise all are of one size.
    """

    people: int
    functions: int
    half: bool
    past: int

    def function_of(self, place: int) -> int:
        if not self.half:
            return place % self.functions
        return 0 if place < self.people // 2 else 1 + place % (self.functions - 1)


def make_room(kind: Kind, seed: int) -> Assembly | None:
    """With shortlists of up to five. None when there is no room for so many complete cycles."""
    rng = Random(seed)
    choosers = [
        Chooser(UUID(int=place + 1), str(place), UUID(int=kind.function_of(place) + 1))
        for place in range(kind.people)
    ]
    history: dict[frozenset[UUID], int] = {}
    for cycle in range(1, kind.past + 1):
        for one, other in _complete_pairing(choosers, Terms(history), rng):
            history[frozenset((one.id, other.id))] = cycle
    if len(history) < kind.past * (kind.people // 2):
        return None
    graph = possible_masks(choosers, Terms(history))
    return assemble(choosers, Terms(history), shortlists=[_some_of(row, rng) for row in graph])


def _complete_pairing(
    choosers: Sequence[Chooser], terms: Terms, rng: Random
) -> list[tuple[Chooser, Chooser]]:
    """Most pairs, found with everybody at a place drawn anew."""
    drawn = rng.sample(choosers, len(choosers))
    partner = maximum_matching(possible_masks(drawn, terms))
    return [(drawn[one], drawn[other]) for one, other in enumerate(partner) if other != ALONE and one < other]


def _some_of(row: int, rng: Random) -> list[int]:
    possible = list(bits_of(row))
    return rng.sample(possible, min(len(possible), rng.randint(0, LONGEST_SHORTLIST)))
