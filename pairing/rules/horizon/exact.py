"""Small rooms: every schedule tried, so that the last doubt between two bounds goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.horizon.rounds import Group, Round, as_round, without_twos
from pairing.rules.matching import Graph

MOST_PEOPLE = 10


class TakesTooLong(Exception):
    """More steps than were allowed."""


def schedule_of(graph: Graph, first: Sequence[Group], rounds: int, steps: int) -> tuple[Round, ...] | None:
    """A schedule of so many rounds, the first of them around ``first``, or None: then there is none.

    ``graph`` lets those who are together in ``first`` pair. Raises TakesTooLong after ``steps`` rounds tried.
    """
    return _Trying(graph, steps).schedule(first, rounds)


class _Trying:
    """Rounds are tried in the order of the partners of one person, the pivot, who has fewest of them."""

    def __init__(self, graph: Graph, steps: int) -> None:
        self.graph, self.steps = graph, steps
        self.pivot = min(range(len(graph)), key=lambda one: graph[one].bit_count())
        self.hopeless: set[tuple[int, ...]] = set()

    def schedule(self, first: Sequence[Group], rounds: int) -> tuple[Round, ...] | None:
        if not first:
            return self._rounds(list(self.graph), rounds)
        for opening in self._around(first):
            self._step()
            later = self._rounds(without_twos(self.graph, opening), rounds - 1)
            if later is not None:
                return (opening, *later)
        return None

    def _around(self, first: Sequence[Group]) -> Iterator[Round]:
        """Every round that has each of ``first`` in one of its groups."""
        twos = [mask_of(group) for group in first]
        for groups in _rounds_of(self.graph, (1 << len(self.graph)) - 1, len(self.graph) % 2 > 0, self.pivot):
            masks = [mask_of(group) for group in groups]
            if all(any(two & mask == two for mask in masks) for two in twos):
                yield as_round(groups)

    def _rounds(self, graph: list[int], rounds: int) -> tuple[Round, ...] | None:
        if not rounds:
            return ()
        if min(row.bit_count() for row in graph) < rounds or (rounds, *graph) in self.hopeless:
            return None
        for groups in _rounds_of(graph, (1 << len(graph)) - 1, len(graph) % 2 > 0, self.pivot):
            self._step()
            later = self._rounds(self._left_after(graph, groups), rounds - 1)
            if later is not None:
                return (as_round(groups), *later)
        self.hopeless.add((rounds, *graph))
        return None

    def _left_after(self, graph: Graph, groups: Sequence[Group]) -> list[int]:
        """Later rounds give the pivot later partners: the order of rounds makes no difference."""
        left = without_twos(graph, groups)
        partner = next(min(set(group) - {self.pivot}) for group in groups if self.pivot in group)
        passed = left[self.pivot] & ((1 << partner) - 1)
        return without_twos(left, ((self.pivot, other) for other in bits_of(passed)))

    def _step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TakesTooLong


def _rounds_of(graph: Graph, free: int, trio: bool, one: int) -> Iterator[list[Group]]:
    """Every way to put all who are free into pairs and, with ``trio``, one trio; ``one`` comes first."""
    rest = free & ~(1 << one)
    for other in bits_of(graph[one] & rest):
        left = rest & ~(1 << other)
        for group, still in (((one, other), trio), *_trios(graph, one, other, left, trio)):
            remaining = free & ~mask_of(group)
            if not remaining:
                if not still:
                    yield [group]
                continue
            for groups in _rounds_of(graph, remaining, still, lowest_of(remaining)):
                yield [group, *groups]


def _trios(graph: Graph, one: int, other: int, left: int, trio: bool) -> Iterator[tuple[Group, bool]]:
    """The trios of two with a third above the second, when one is still to be formed."""
    if trio:
        for third in bits_of((graph[one] & graph[other] & left) >> other << other):
            yield (one, other, third), False
