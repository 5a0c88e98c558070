"""Why a pair is suggested, so that it can be read; and whom to suggest to one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from pairing.rules.assembly import Assembly
from pairing.rules.bits import bits_of
from pairing.rules.guard import Group, Guard
from pairing.rules.suggesting import Suggestion


class Because(Enum):
    """The first three read shortlists, which are confidential: ``Reason.of`` says whose."""

    EACH_LISTED_THE_OTHER = "each listed the other"
    LISTED = "listed"
    NEW_BRIDGE = "new bridge"
    ONLY_CHOICE = "only choice"
    WHOLE = "whole"


@dataclass(frozen=True)
class Ground:
    """One reason for a group: who it is about, by place; for ``LISTED`` who listed whom."""

    because: Because
    about: Group

    @property
    def reads_shortlists(self) -> bool:
        return self.because in (Because.EACH_LISTED_THE_OTHER, Because.LISTED)


def grounds_for(assembly: Assembly, guard: Guard, group: Group) -> list[Ground]:
    """Everything that speaks for a pair or trio, most telling first; never empty.

    Where a pair that is formed takes in a third, only what the third brings counts.
    """
    twos = list(_meetings(assembly, group))
    found = [*_wishes(assembly, twos), *_new_bridges(assembly, twos), *_only_choices(guard, group)]
    return found or [Ground(Because.WHOLE, group)]


def partners_for(
    assembly: Assembly, guard: Guard, place: int, suggestion: Suggestion, *, most: int = 3
) -> list[int]:
    """Whom to suggest to one person, best first: only those with whom the room stays whole.

    In the order of the whole room's suggestion: mutual choices, one-sided ones, functions that have not met;
    then whom the whole room's suggestion has for them, then whom they listed, then the order of the room.
    """
    together = suggestion.group_of(place) or ()

    def standing(other: int) -> tuple[bool, bool, bool, bool, bool, int]:
        mine = bool(assembly.listed[place] >> other & 1)
        theirs = bool(assembly.listed[other] >> place & 1)
        new = assembly.bridge(place, other) not in assembly.bridged
        return (not (mine and theirs), not (mine or theirs), not new, other not in together, not mine, other)

    return sorted(bits_of(guard.offered[place]), key=standing)[:most]


def _meetings(assembly: Assembly, group: Group) -> Iterator[Group]:
    """Every two of a group who are not in a pair with each other already."""
    there = [set(formed) for formed in assembly.hall.formed]
    return (two for two in combinations(group, 2) if not any(formed.issuperset(two) for formed in there))


def _wishes(assembly: Assembly, twos: Iterable[Group]) -> list[Ground]:
    """Mutual ones first."""
    mutual, single = [], []
    for one, other in twos:
        mine = assembly.listed[one] >> other & 1
        theirs = assembly.listed[other] >> one & 1
        if mine and theirs:
            mutual.append(Ground(Because.EACH_LISTED_THE_OTHER, (one, other)))
        elif mine or theirs:
            single.append(Ground(Because.LISTED, (one, other) if mine else (other, one)))
    return mutual + single


def _new_bridges(assembly: Assembly, twos: Iterable[Group]) -> Iterator[Ground]:
    """Each two functions once, however many bring them together."""
    met = set(assembly.bridged)
    for one, other in twos:
        if assembly.bridge(one, other) not in met:
            met.add(assembly.bridge(one, other))
            yield Ground(Because.NEW_BRIDGE, (one, other))


def _only_choices(guard: Guard, group: Group) -> Iterator[Ground]:
    if len(group) == 2:
        for one in group:
            if guard.offered[one].bit_count() == 1:
                yield Ground(Because.ONLY_CHOICE, (one, *(other for other in group if other != one)))
