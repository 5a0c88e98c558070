"""The best seating of a small room, by trying everything that could be it.

What can be made of a set of people at best is found once for each set. Only seatings that reach it are then
gone through for the functions that meet for the first time, and for the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.guard import Prospect
from pairing.rules.worth import Table, Worth

MOST_PEOPLE = 13
STEPS = 4_000
"""So many steps among seatings of the same value; more are needed only where nobody has a shortlist."""

Value = tuple[int, int, int]
"""People placed, mutual choices, one-sided choices."""
Way = tuple[Table | None, int, bool]
"""Where the first of some people sits, None when they are left out; the others; whether a trio is to come."""


def best_seating(prospect: Prospect, worth: Worth, known: Sequence[Table]) -> list[Table]:
    """``known``, which places as many as can be, unless there is one of a higher score."""
    return _Search(_Room(prospect, worth), known).run()


class _Room:
    """``free`` are always people still choosing; ``trio`` whether one of them may yet be a third."""

    def __init__(self, prospect: Prospect, worth: Worth) -> None:
        self.everybody, self.trio = prospect.hall.choosing, prospect.third is not None
        self.some_are_left = not prospect.is_whole
        self.worth = worth
        self.graph = prospect.hall.open_graph
        self.may_join = [(two, prospect.hall.may_join(two)) for two in prospect.hall.formed]
        self._values: dict[tuple[int, bool], Value] = {}

    def value(self, free: int, trio: bool) -> Value:
        """The most that can be made of them."""
        key = free, trio
        if key not in self._values:
            ways = self.ways(free, trio) if free else ()
            self._values[key] = max(map(self.value_by, ways), default=(0, 0, 0))
        return self._values[key]

    def value_by(self, way: Way) -> Value:
        table, free, trio = way
        placed, mutual, single = self.value(free, trio)
        if table is None:
            return placed, mutual, single
        part = self.worth.part(table)
        return placed + len(table.free), mutual + part.mutual, single + part.single

    def ways(self, free: int, trio: bool) -> Iterator[Way]:
        first = lowest_of(free)
        free ^= 1 << first
        near = self.graph[first] & free
        for other in bits_of(near):
            yield Table((first, other)), free ^ 1 << other, trio
        if trio:
            for table in self._with_third(first, near):
                yield table, free & ~mask_of(table.free), False
        if self.some_are_left:
            yield None, free, trio

    def _with_third(self, first: int, near: int) -> Iterator[Table]:
        for one, other in combinations(bits_of(near), 2):
            if self.graph[one] >> other & 1:
                yield Table((first, one, other))
        for two, joiners in self.may_join:
            if joiners >> first & 1:
                yield Table((first,), two)


class _Search:
    """Among the seatings of the most value, for the most bridges and then the most pairs as planned."""

    def __init__(self, room: _Room, known: Sequence[Table]) -> None:
        self.room, self.best = room, list(known)
        mutual, single, bridges, planned = room.worth.score(known)
        is_of_most_value = (mutual, single) == room.value(room.everybody, room.trio)[1:]
        self.reached = (bridges, planned) if is_of_most_value else (-1, -1)
        self.planned = [mask_of(two) & room.everybody for two in room.worth.planned]
        self.steps = STEPS

    def run(self) -> list[Table]:
        self._seat(self.room.everybody, self.room.trio, [])
        return self.best

    def _seat(self, free: int, trio: bool, tables: list[Table]) -> None:
        self.steps -= 1
        bridges, planned = self.room.worth.score(tables)[2:]
        if self.steps < 0 or self._at_most(free, trio, bridges, planned) <= self.reached:
            return
        if not free:
            self.best, self.reached = tables, (bridges, planned)
            return
        most = self.room.value(free, trio)
        for way in self.room.ways(free, trio):
            if self.room.value_by(way) == most:
                table, rest, still = way
                self._seat(rest, still, [*tables, table] if table else tables)

    def _at_most(self, free: int, trio: bool, bridges: int, planned: int) -> tuple[int, int]:
        """What can still be reached: all who come together are of functions that have not met, or planned."""
        to_come = (free.bit_count() + 3 * trio) // 2
        return bridges + to_come, planned + sum(not two & ~free for two in self.planned)
