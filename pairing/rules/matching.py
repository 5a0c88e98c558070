"""How many pairs are possible at most: maximum matching in a general graph.

Edmonds' algorithm (J. Edmonds, Paths, trees, and flowers, Canad. J. Math. 17, 1965): look for an alternating
path between two people without a partner; a circle of odd length met on the way (a blossom) is treated as one
person. Neighbourhoods are bit masks (pairing.rules.bits), so each person is looked at once per search.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.bits import bits_of, lowest_of, mask_of

ALONE = -1
Graph = Sequence[int]
"""``graph[v]`` is the set of those whom ``v`` may pair with; both ways round, nobody with themself."""


def maximum_matching(graph: Graph, start: Sequence[int] | None = None) -> list[int]:
    """A largest set of pairs.

    ``start`` is a set of pairs to go on from, as returned; without it one is made greedily. Returns each
    one's partner, ALONE (-1) for those left. Same input, same answer.
    """
    partner = _pair_greedily(graph) if start is None else list(start)
    for root in range(len(graph)):
        if partner[root] == ALONE:
            _Search(graph, partner, root).extend()
    return partner


def count_pairs(partner: Sequence[int]) -> int:
    return sum(other != ALONE for other in partner) // 2


def pairs_in(partner: Sequence[int]) -> list[tuple[int, int]]:
    """Each pair once, lower place first, in order."""
    return [(one, other) for one, other in enumerate(partner) if one < other]


def _pair_greedily(graph: Graph) -> list[int]:
    """A first set of pairs, those with least choice first; the searches then mend what is missing."""
    partner = [ALONE] * len(graph)
    choice = [mask.bit_count() for mask in graph]
    free = (1 << len(graph)) - 1
    for one in sorted(range(len(graph)), key=choice.__getitem__):
        if free >> one & 1 and graph[one] & free:
            other = min(bits_of(graph[one] & free), key=choice.__getitem__)
            partner[one], partner[other] = other, one
            free &= ~(1 << one | 1 << other)
    return partner


class _Search:
    """Alternating paths from one person without a partner.

    Outer people are reached by a path of even length and may be asked for more; ``base[v]`` stands for the
    blossom that ``v`` has been drawn into, ``blossom[base]`` is everybody in it; ``came_from`` says who asked
    an inner person.
    """

    def __init__(self, graph: Graph, partner: list[int], root: int) -> None:
        self.graph, self.partner, self.root = graph, partner, root
        self.free = mask_of(one for one, other in enumerate(partner) if other == ALONE and one != root)
        self.came_from = [ALONE] * len(graph)
        self.base = list(range(len(graph)))
        self.blossom: dict[int, int] = {root: 1 << root}
        self.outer, self.inner = 1 << root, 0
        self.queue = [root]

    def extend(self) -> bool:
        """One pair more, when there is a path to somebody else without a partner."""
        for one in self.queue:
            if self.graph[one] & self.free:
                end = lowest_of(self.graph[one] & self.free)
                self.came_from[end] = one
                self._switch(end)
                return True
            self._look_around(one)
        return False

    def _look_around(self, one: int) -> None:
        for inner in bits_of(self.graph[one] & ~self.outer & ~self.inner):
            # An earlier one of these may have been the partner of this one.
            if not (self.outer | self.inner) >> inner & 1:
                self.came_from[inner] = one
                self.inner |= 1 << inner
                self._reach(self.partner[inner])
        while met := self.graph[one] & self.outer & ~self.blossom[self.base[one]]:
            self._draw_together(one, lowest_of(met))

    def _reach(self, one: int) -> None:
        self.outer |= 1 << one
        self.blossom[one] = 1 << one
        self.queue.append(one)

    def _switch(self, end: int) -> None:
        """Walk the path back from its end and swap who is paired with whom along it."""
        while end != ALONE:
            before = self.came_from[end]
            further = self.partner[before]
            self.partner[end], self.partner[before] = before, end
            end = further

    def _draw_together(self, one: int, other: int) -> None:
        """Two outer people meet: the circle through both becomes one blossom, all of it outer."""
        stem = self._common_stem(one, other)
        drawn = self._draw_in(one, stem, other) | self._draw_in(other, stem, one)
        for place in bits_of(drawn):
            self.base[place] = stem
        self.queue.extend(bits_of(drawn & self.inner))
        self.outer |= drawn
        self.inner &= ~drawn
        self.blossom[stem] |= drawn

    def _common_stem(self, one: int, other: int) -> int:
        on_the_way = set(self._way_to_root(one))
        return next(place for place in self._way_to_root(other) if place in on_the_way)

    def _way_to_root(self, one: int) -> list[int]:
        """The bases from an outer person down to the root."""
        way = [self.base[one]]
        while self.base[self.root] != way[-1]:
            way.append(self.base[self.came_from[self.partner[way[-1]]]])
        return way

    def _draw_in(self, one: int, stem: int, next_to: int) -> int:
        """One side of the circle; notes how each inner person is reached the other way round."""
        drawn = 0
        while self.base[one] != stem:
            inner = self.partner[one]
            drawn |= self.blossom.pop(self.base[one], 0) | 1 << inner
            self.came_from[one] = next_to
            next_to, one = inner, self.came_from[inner]
        return drawn
