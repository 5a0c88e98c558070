"""Whether everybody could be cut down to the same number of partners; if not, which sets stand in the way.

Everybody stands in the graph twice, as a giver and as a taker. Each has to drop as many partners as they
have more than ``rounds``; dropping is a flow from givers to takers, grown along shortest paths (E. A.
Dinic, 1970) with whole layers as bit masks. A flow that cannot grow any more shows the cut.
"""

from __future__ import annotations

from collections.abc import Iterable

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.matching import Graph


def scarce_sets(graph: Graph, rounds: int) -> tuple[int, int] | None:
    """Disjoint sets (people, others) such that ``people`` have fewer partners outside ``others`` than
    ``rounds * (len(people) - len(others))``; None when there are none.

    Everybody has at least ``rounds`` partners.
    """
    dropping = _Dropping(graph, rounds)
    dropping.start()
    while dropping.still_to_give:
        if not dropping.look_around():
            givers, takers = _united(dropping.givers), _united(dropping.takers)
            return takers & ~givers, givers & ~takers
        dropping.push()
    return None


class _Dropping:
    """``kept[u]``: those whom giver ``u`` keeps; ``kept_by[v]``: the givers who keep taker ``v``."""

    def __init__(self, graph: Graph, rounds: int) -> None:
        self.graph, self.kept, self.kept_by = graph, list(graph), list(graph)
        self.to_give = [row.bit_count() - rounds for row in graph]
        self.to_take = list(self.to_give)
        self.still_to_give = mask_of(one for one, number in enumerate(self.to_give) if number)
        self.still_to_take = self.still_to_give
        self.givers: list[int] = []
        self.takers: list[int] = []

    def start(self) -> None:
        """Drop what can be dropped at once, those who have to drop most first."""
        for giver in sorted(bits_of(self.still_to_give), key=self.to_give.__getitem__, reverse=True):
            willing = bits_of(self.kept[giver] & self.still_to_take)
            takers = sorted(willing, key=self.to_take.__getitem__, reverse=True)
            for taker in takers[: self.to_give[giver]]:
                self._switch(giver, taker)
                self._settle(giver, taker)

    def look_around(self) -> bool:
        """Layers of givers and takers by distance; False when no taker who has still to take is reached."""
        self.givers, self.takers = [self.still_to_give], []
        known_givers, known_takers = self.still_to_give, 0
        while self.givers[-1]:
            reached = _united(self.kept[giver] for giver in bits_of(self.givers[-1])) & ~known_takers
            known_takers |= reached
            self.takers.append(reached)
            if reached & self.still_to_take:
                return True
            dropped_by = (self.graph[taker] & ~self.kept_by[taker] for taker in bits_of(reached))
            self.givers.append(_united(dropped_by) & ~known_givers)
            known_givers |= self.givers[-1]
        return False

    def push(self) -> None:
        """One path, at least, to a taker of the last layer."""
        for end in bits_of(self.takers[-1] & self.still_to_take):
            way = self._way_back(end)
            if way:
                for place in range(len(way) - 1):
                    giver, taker = way[place | 1], way[(place + 1) & ~1]
                    self._switch(giver, taker)
                self._settle(way[-1], end)

    def _way_back(self, end: int) -> list[int]:
        """Taker, giver, taker, … giver; empty when earlier paths are in the way."""
        way = [end]
        for givers, takers in zip(reversed(self.givers[1:]), reversed(self.takers[:-1]), strict=True):
            keeping = givers & self.kept_by[way[-1]]
            if not keeping:
                return []
            way.append(lowest_of(keeping))
            dropped = takers & self.graph[way[-1]] & ~self.kept[way[-1]]
            if not dropped:
                return []
            way.append(lowest_of(dropped))
        beginning = self.still_to_give & self.kept_by[way[-1]]
        return [*way, lowest_of(beginning)] if beginning else []

    def _switch(self, giver: int, taker: int) -> None:
        """Drop the taker, or keep them again."""
        self.kept[giver] ^= 1 << taker
        self.kept_by[taker] ^= 1 << giver

    def _settle(self, giver: int, taker: int) -> None:
        """One path more begins at the giver and ends at the taker."""
        self.to_give[giver] -= 1
        self.to_take[taker] -= 1
        if not self.to_give[giver]:
            self.still_to_give ^= 1 << giver
        if not self.to_take[taker]:
            self.still_to_take ^= 1 << taker


def _united(layers: Iterable[int]) -> int:
    united = 0
    for layer in layers:
        united |= layer
    return united
