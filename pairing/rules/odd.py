"""The guard of an odd room: which pairs can be chosen so that the one who is left can still join a pair."""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.bits import bits_of, mask_of, renumber
from pairing.rules.couples import keeping_the_most
from pairing.rules.matching import ALONE, Graph, maximum_matching
from pairing.rules.thirds import Third, find_third, released, sure_thirds, without


def keeping_a_third(graph: Graph, third: Third, joiners: int) -> list[int]:
    """For each person the set of those with whom they can pair so that as many are placed as can be.

    ``joiners`` are those who may join a pair that is formed; ``third`` is one way to place the most. Whoever
    is a third in any case is given a place of their own beside the room: what the most pairs of that room
    allow is settled at once. What is left in doubt is tried by exchanging partners, then by looking for a
    third in what would be left.
    """
    settled = _with_sure_thirds(graph, third, joiners)
    if settled != list(graph):
        possible = keeping_the_most(graph, third.partner)
        doubtful = [keep & ~known for keep, known in zip(possible, settled, strict=True)]
        _Doubt(graph, third, joiners, settled).clear_up(doubtful)
    return settled


def _with_sure_thirds(graph: Graph, third: Third, joiners: int) -> list[int]:
    """The pairs of all largest sets of pairs that leave out somebody who is a third in any case."""
    size = len(graph)
    sure = sure_thirds(graph, third.partner, joiners)
    if not sure >> third.place & 1:
        return [0] * size
    extended = [row | (sure >> one & 1) << size for one, row in enumerate(graph)] + [sure]
    partner = [*third.partner, third.place]
    partner[third.place] = size
    people = (1 << size) - 1
    return [row & people for row in keeping_the_most(extended, partner)[:size]]


class _Doubt:
    """``settled`` gains what turns out to be possible after all."""

    def __init__(self, graph: Graph, third: Third, joiners: int, settled: list[int]) -> None:
        self.graph, self.third, self.joiners, self.settled = graph, third, joiners, settled
        beside = [len(graph) if other == ALONE else other for other in third.partner]
        self.partners_near = renumber(graph, beside, len(graph) + 1)
        """For each person the set of those whose partner is next to them."""

    def clear_up(self, doubtful: Sequence[int]) -> None:
        hard = []
        for one, row in enumerate(doubtful):
            for other in bits_of(row >> one << one):
                if self._by_exchange(one, other):
                    self._settle(one, other)
                else:
                    hard.append((one, other))
        for one, other in hard:
            if not self.settled[one] >> other & 1:
                self._look_for_a_third(one, other)

    def _settle(self, *together: int) -> None:
        for one in together:
            self.settled[one] |= mask_of(together) & ~(1 << one)

    def _by_exchange(self, one: int, other: int) -> bool:
        """Whether somebody can join these two once those who lose their partner are paired among them."""
        partner, left = self.third.partner, self.third.place
        near = self.graph[one] & self.graph[other]
        bare = [place for place in (partner[one], partner[other], left) if place not in (ALONE, one, other)]
        usable = near & ~mask_of(bare)
        for last in bare:
            first, *second = [place for place in bare if place != last] or [last]
            if second and not self.graph[first] >> second[0] & 1:
                continue
            if near >> last & 1 or usable & self.partners_near[last]:
                return True
        return False

    def _look_for_a_third(self, one: int, other: int) -> None:
        """Settle these two when somebody can be the third in what they leave, and all that goes with it."""
        two = 1 << one | 1 << other
        rest = without(self.graph, two)
        partner = maximum_matching(rest, released(self.third.partner, two))
        joiners = (self.joiners | self.graph[one] & self.graph[other]) & ~two
        third = find_third(rest, partner, joiners)
        if third is None:
            return
        self._settle(one, other)
        if third.pair is not None:
            self._settle_beside((third.place, *third.pair), third)

    def _settle_beside(self, trio: tuple[int, ...], third: Third) -> None:
        self._settle(*trio)
        gone = mask_of(trio)
        rest = without(self.graph, gone)
        partner = maximum_matching(rest, released(third.partner, gone))
        for one, row in enumerate(keeping_the_most(rest, partner)):
            self.settled[one] |= row
