"""What a set of pairs is worth to those in it, and exchanging people between two of them while that helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import NamedTuple

from pairing.rules.assembly import Assembly, Bridge
from pairing.rules.guard import Group

Score = tuple[int, int, int, int]
"""Mutual choices, one-sided choices, functions that meet for the first time, pairs as planned."""


class Table(NamedTuple):
    """People who sit together: ``free`` are still choosing, ``formed`` a pair that one of them joins."""

    free: Group
    formed: Group = ()

    @property
    def everybody(self) -> Group:
        return self.free + self.formed

    @property
    def meetings(self) -> Iterator[tuple[int, int]]:
        """Every two who come together here, the lower place first; those of the pair are together already."""
        yield from combinations(sorted(self.free), 2)
        yield from ((min(two), max(two)) for two in product(self.free, self.formed))


@dataclass(frozen=True)
class Part:
    """What one table adds to the score, and which functions meet there that have not met before."""

    mutual: int
    single: int
    planned: int
    new: tuple[Bridge, ...]


class Worth:
    """Reads shortlists and functions of an assembly; ``planned`` are groups to follow, all else equal."""

    def __init__(self, assembly: Assembly, planned: Collection[Group] = ()) -> None:
        self.assembly = assembly
        self.planned = {two for group in planned for two in combinations(sorted(group), 2)}
        self._parts: dict[Table, Part] = {}

    @cached_property
    def wanted(self) -> list[int]:
        """For each person the set of those on their shortlist, or planned for them."""
        wanted = list(self.assembly.listed)
        for one, other in self.planned:
            wanted[one] |= 1 << other
        return wanted

    def allows(self, table: Table) -> bool:
        """Whether all who come together may be with each other. A pair that is formed is a fact."""
        graph = self.assembly.hall.graph
        return all(graph[one] >> other & 1 for one, other in table.meetings)

    def wishes(self, one: int, other: int) -> int:
        """How many of the two have the other on their shortlist."""
        listed = self.assembly.listed
        return (listed[one] >> other & 1) + (listed[other] >> one & 1)

    def weight(self, one: int, other: int) -> int:
        """Of a pair: what comes first outweighs any number of what comes after it."""
        part, base = self.part(Table((one, other))), len(self.assembly.choosers) + 1
        return ((part.mutual * base + part.single) * base + len(part.new)) * base + part.planned

    def part(self, table: Table) -> Part:
        if table not in self._parts:
            twos = list(table.meetings)
            wishes = Counter(self.wishes(one, other) for one, other in twos)
            bridges = {self.assembly.bridge(one, other) for one, other in twos}
            self._parts[table] = Part(
                wishes[2],
                wishes[1],
                sum(two in self.planned for two in twos),
                tuple(sorted(bridges - self.assembly.bridged)),
            )
        return self._parts[table]

    def score(self, tables: Sequence[Table]) -> Score:
        parts = [self.part(table) for table in tables]
        return (
            sum(part.mutual for part in parts),
            sum(part.single for part in parts),
            len({bridge for part in parts for bridge in part.new}),
            sum(part.planned for part in parts),
        )


def improved(tables: Sequence[Table], worth: Worth) -> list[Table]:
    """The same people at as many tables: two tables exchange people for as long as the score rises."""
    now = list(tables)
    met = Counter(bridge for table in now for bridge in worth.part(table).new)
    rising = True
    while rising:
        rising = False
        for here, there in combinations(range(len(now)), 2):
            old = now[here], now[there]
            new = _best_exchange(old, worth, met)
            if new is not None:
                now[here], now[there] = new
                met = Counter(bridge for table in now for bridge in worth.part(table).new)
                rising = True
    return now


def _best_exchange(
    old: tuple[Table, Table], worth: Worth, met: Counter[Bridge]
) -> tuple[Table, Table] | None:
    best, gained = None, (0, 0, 0, 0)
    for new in _exchanges(*old):
        if all(worth.allows(table) for table in new):
            gain = _gain(old, new, worth, met)
            if gain > gained:
                best, gained = new, gain
    return best


def _exchanges(one: Table, other: Table) -> Iterator[tuple[Table, Table]]:
    """All other ways to seat the same people at these two tables."""
    if len(one.free) == len(other.free) == 2:
        (a, b), (c, d) = one.free, other.free
        yield Table((a, c)), Table((b, d))
        yield Table((a, d)), Table((b, c))
        return
    people = one.free + other.free
    for free in combinations(people, len(one.free)):
        if free != one.free:
            rest = tuple(place for place in people if place not in free)
            yield Table(free, one.formed), Table(rest, other.formed)


def _gain(old: Sequence[Table], new: Sequence[Table], worth: Worth, met: Counter[Bridge]) -> Score:
    """How much the score of the room rises when ``old`` tables become ``new`` ones; nothing when it falls."""
    before, after = ([worth.part(table) for table in tables] for tables in (old, new))
    wishes = (
        sum(part.mutual for part in after) - sum(part.mutual for part in before),
        sum(part.single for part in after) - sum(part.single for part in before),
    )
    if wishes < (0, 0):
        return (0, 0, 0, 0)
    planned = sum(part.planned for part in after) - sum(part.planned for part in before)
    return (*wishes, _bridges_gained(before, after, met), planned)


def _bridges_gained(before: Sequence[Part], after: Sequence[Part], met: Counter[Bridge]) -> int:
    lost = Counter(bridge for part in before for bridge in part.new)
    won = {bridge for part in after for bridge in part.new}
    gone = sum(met[bridge] == count for bridge, count in lost.items() if bridge not in won)
    return sum(not met[bridge] for bridge in won) - gone
