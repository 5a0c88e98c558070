"""The cheapest of the largest pairings, where some twos cost something and all others nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop
from itertools import combinations

import networkx as nx

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.matching import Graph, maximum_matching
from pairing.rules.thirds import Third, find_third, without

Two = tuple[int, int]
Costs = Mapping[Two, int]
"""The twos that cost something, lower place first."""
MOST_WORK = 800_000
"""So many matchings, times people squared, are looked at for a trio: some seconds at the most."""
Groups = tuple[tuple[int, ...], ...]


def cheapest_pairing(graph: Graph, costs: Costs, *, trio: bool) -> Groups:
    """As many people as possible in pairs, at the least cost; with ``trio`` one more joins one, if they can.

    A trio costs what its three twos cost. Of equally cheap pairings always the same one. In an odd room of
    more than about sixty people the search for the cheapest trio may end early, with a good one.
    """
    pairs = _cheapest_pairs(graph, costs)
    third = find_third(graph, maximum_matching(graph), 0) if trio else None
    if third is None:
        return pairs
    return _WithThird(graph, costs, pairs, third).find()


def cost_of(groups: Groups, costs: Costs) -> int:
    return sum(costs.get(two, 0) for group in groups for two in combinations(group, 2))


def _cheapest_pairs(graph: Graph, costs: Costs) -> Groups:
    room: nx.Graph[int] = nx.Graph()
    room.add_weighted_edges_from((*two, -costs.get(two, 0)) for two in _twos(graph))
    found = nx.max_weight_matching(room, maxcardinality=True)
    return tuple(sorted((min(two), max(two)) for two in found))


def _twos(graph: Graph) -> Iterator[Two]:
    """Those who may pair, the lower place first, in order."""
    return ((one, other) for one, row in enumerate(graph) for other in bits_of(row >> one << one))


class _WithThird:
    """Everybody is tried as the third. The cheapest pairs without them are a lower bound, whatever they join.

    Mostly one of these pairs can be joined at no cost, and so cheaply that nothing is cheaper. Where not,
    the pairs that could be joined are fixed in turn, the most promising first, until no other can be
    better.
    """

    def __init__(self, graph: Graph, costs: Costs, pairs: Groups, known: Third) -> None:
        self.graph, self.costs, self.pairs = graph, costs, pairs
        self.floor = cost_of(pairs, costs)
        joined = (known.place, *(known.pair or ()))
        rest = [(one, other) for one, other in enumerate(known.partner) if one < other and one not in joined]
        self.best: Groups = _sorted([*rest, joined])
        self.least = cost_of(self.best, costs)
        self.bounds: list[tuple[int, int]] = []
        self.tries = MOST_WORK // len(graph) ** 2

    def find(self) -> Groups:
        in_pairs = mask_of(place for two in self.pairs for place in two)
        joining = {place: self._least_joining(place) for place in range(len(self.graph))}
        for third in sorted(joining, key=lambda place: (in_pairs >> place & 1, joining[place], place)):
            if self.floor + joining[third] < self.least and self._may_try():
                self._try(third, joining[third])
        self._settle_doubts()
        return self.best

    def _least_joining(self, third: int) -> int:
        """What it costs the third, at the least, to join two; more than anything when there are no two."""
        return min((self._joining(third, two) for two in self._joinable(third)), default=self.least)

    def _try(self, third: int, joining: int) -> None:
        """The cheapest pairs without the third; of equals, with two whom they join at that cost."""
        finer = len(self.graph) + 1
        costs = {two: finer * self.costs.get(two, 0) + 1 for two in _twos(self.graph)}
        for two in self._joinable(third):
            costs[two] -= self._joining(third, two) == joining
        found = _cheapest_pairs(without(self.graph, 1 << third), costs)
        if len(found) == len(self.pairs):
            self.bounds.append((cost_of(found, self.costs), third))
            for pair in found:
                self._offer(found, pair, third)

    def _settle_doubts(self) -> None:
        doubts = [
            (bound + self._joining(third, two), third, two)
            for bound, third in self.bounds
            if bound < self.least
            for two in self._joinable(third)
        ]
        heapify(doubts)
        while doubts and doubts[0][0] < self.least and self._may_try():
            _, third, two = heappop(doubts)
            found = _cheapest_pairs(without(self.graph, mask_of((third, *two))), self.costs)
            if len(found) == len(self.pairs) - 1:
                self._offer((*found, two), two, third)

    def _may_try(self) -> bool:
        self.tries -= 1
        return self.tries >= 0

    def _joinable(self, third: int) -> Iterator[Two]:
        """The twos who may meet each other and the third."""
        return _twos(without(self.graph, ~self.graph[third]))

    def _joining(self, third: int, two: Two) -> int:
        one, other = two
        return self._cost(third, one) + self._cost(third, other)

    def _offer(self, pairs: Groups, two: Sequence[int], third: int) -> None:
        """Note the pairs with a third beside one of them, when they may all meet and it is cheaper."""
        together = mask_of(two)
        if self.graph[third] & together == together:
            groups = _sorted([*(other for other in pairs if other != two), (*two, third)])
            cost = cost_of(groups, self.costs)
            if cost < self.least:
                self.best, self.least = groups, cost

    def _cost(self, one: int, other: int) -> int:
        return self.costs.get((min(one, other), max(one, other)), 0)


def _sorted(groups: Sequence[Sequence[int]]) -> Groups:
    return tuple(sorted(tuple(sorted(group)) for group in groups))
