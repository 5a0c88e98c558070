"""How many pairs are possible at most: maximum matching in a general graph.

Edmonds' algorithm (J. Edmonds, Paths, trees, and flowers, Canad. J. Math. 17, 1965): look for an alternating
path between two people without a partner; a circle of odd length met on the way (a blossom) is treated as one
person. Grows by one search per person, O(n³) at worst.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

ALONE = -1
Graph = Sequence[Sequence[int]]


def maximum_matching(graph: Graph) -> list[int]:
    """A largest set of pairs. ``graph[v]`` lists who ``v`` may pair with, both ways round.

    Returns each one's partner, ALONE (-1) for those left. Same input, same answer.
    """
    partner = _pair_greedily(graph)
    for root in range(len(graph)):
        if partner[root] == ALONE:
            search = _Search(graph, partner, root)
            _switch(search.came_from, partner, search.end_of_path())
    return partner


def count_pairs(partner: Sequence[int]) -> int:
    return sum(other != ALONE for other in partner) // 2


def _pair_greedily(graph: Graph) -> list[int]:
    """A first set of pairs, those with least choice first; the searches then mend what is missing."""
    partner = [ALONE] * len(graph)
    for one in sorted(range(len(graph)), key=lambda place: len(graph[place])):
        if partner[one] == ALONE:
            free = (other for other in graph[one] if partner[other] == ALONE)
            other = min(free, key=lambda place: len(graph[place]), default=ALONE)
            if other != ALONE:
                partner[one], partner[other] = other, one
    return partner


def _switch(came_from: Sequence[int], partner: list[int], end: int) -> None:
    """Walk a path back from its end and swap who is paired with whom along it."""
    while end != ALONE:
        before = came_from[end]
        further = partner[before]
        partner[end], partner[before] = before, end
        end = further


class _Search:
    """Alternating paths from one person without a partner.

    Outer people are reached by a path of even length and may be asked for more; ``base[v]`` stands for the
    blossom that ``v`` has been drawn into; ``came_from`` says, for the others, who asked them.
    """

    def __init__(self, graph: Graph, partner: Sequence[int], root: int) -> None:
        self.graph, self.partner, self.root = graph, partner, root
        everybody = range(len(graph))
        self.came_from = [ALONE] * len(graph)
        self.base = list(everybody)
        self.outer = [False] * len(graph)
        self.outer[root] = True
        self.queue = deque([root])

    def end_of_path(self) -> int:
        """The free person at the far end of a path, or ALONE when there is none."""
        while self.queue:
            one = self.queue.popleft()
            for other in self.graph[one]:
                if self._ask(one, other):
                    return other
        return ALONE

    def _ask(self, one: int, other: int) -> bool:
        """Follow the edge from an outer person; True when it ends at somebody without a partner."""
        if self.base[one] == self.base[other] or self.partner[one] == other:
            return False
        if self.outer[other]:
            self._draw_together(one, other)
        elif self.came_from[other] == ALONE:
            self.came_from[other] = one
            if self.partner[other] == ALONE:
                return True
            self._reach(self.partner[other])
        return False

    def _reach(self, one: int) -> None:
        self.outer[one] = True
        self.queue.append(one)

    def _draw_together(self, one: int, other: int) -> None:
        """Two outer people meet: the circle through both becomes one blossom, all of it outer."""
        stem = self._common_stem(one, other)
        circle = self._petals(one, stem, other) | self._petals(other, stem, one)
        for place in range(len(self.graph)):
            if self.base[place] in circle:
                self.base[place] = stem
                if not self.outer[place]:
                    self._reach(place)

    def _common_stem(self, one: int, other: int) -> int:
        on_the_way = set(self._way_to_root(one))
        return next(place for place in self._way_to_root(other) if place in on_the_way)

    def _way_to_root(self, one: int) -> list[int]:
        """The bases from an outer person down to the root."""
        way = [self.base[one]]
        while self.base[self.root] != way[-1]:
            way.append(self.base[self.came_from[self.partner[way[-1]]]])
        return way

    def _petals(self, one: int, stem: int, next_to: int) -> set[int]:
        """The bases of one side of the circle; notes how each inner person is reached the other way round."""
        petals: set[int] = set()
        while self.base[one] != stem:
            inner = self.partner[one]
            petals |= {self.base[one], self.base[inner]}
            self.came_from[one] = next_to
            next_to, one = inner, self.came_from[inner]
        return petals
