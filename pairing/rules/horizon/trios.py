"""The trios of an odd room, one for each round to come, chosen before the rounds are."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.horizon.rounds import Chance, Group, left_over, pair_at_random, trio_of, without_twos
from pairing.rules.matching import Graph

DRAWS = 8
"""So often a trio is looked for beside random pairs before the plan is given up; and so often among those
who can be asked best, before it is taken that the others could not pair without them."""


def lay_by_trios(
    graph: Graph, rounds: int, can_spare: Sequence[int], chance: Chance, *, style: Style
) -> tuple[Group, ...] | None:
    """So many trios, no two of one together in another, each leaving a room that can pair; None if not found.

    ``can_spare[v]``: in how many trios ``v`` can be, as each takes one partner more than a pair.
    """
    laying = _LayingBy(graph, can_spare, chance, style)
    for _ in range(rounds):
        if not laying.add():
            return None
    return tuple(laying.trios)


class Style(Enum):
    """Whom trios are taken from, of those who can be in one at all. None suits every room."""

    EVENLY = "in proportion to how many partners they can spare"
    AMPLY = "whoever can spare most"
    ALIKE = "everybody the same"


class _LayingBy:
    """``worth[v]``: how gladly ``v`` is taken next; nothing when ``v`` has no partner to spare."""

    def __init__(self, graph: Graph, can_spare: Sequence[int], chance: Chance, style: Style) -> None:
        self.graph, self.can_spare = list(graph), can_spare
        self.chance, self.style = chance, style
        self.everybody = (1 << len(graph)) - 1
        self.times = [0] * len(graph)
        self.tie = [turn / (1000 * len(graph)) for turn in chance.shuffled(range(len(graph)))]
        self.worth = [self._worth(one) for one in range(len(graph))]
        self.trios: list[Group] = []
        self.in_vain = 0

    def add(self) -> bool:
        trio = self._of_those_who_can_best() if self.in_vain < DRAWS else None
        self.in_vain += trio is None
        trio = trio or self._beside_random_pairs()
        if trio is None:
            return False
        self.trios.append(trio)
        self.graph = without_twos(self.graph, [trio])
        for one in trio:
            self.times[one] += 1
            self.worth[one] = self._worth(one)
        return True

    def _worth(self, one: int) -> float:
        spare, times = self.can_spare[one], self.times[one]
        if spare <= times:
            return 0.0
        worth = {
            Style.EVENLY: spare / (times + 1),
            Style.ALIKE: 1 / (times + 1),
            Style.AMPLY: spare - times,
        }[self.style]
        return worth + self.tie[one]

    def _of_those_who_can_best(self) -> Group | None:
        willing = mask_of(one for one, worth in enumerate(self.worth) if worth > 0)
        for one in self._best(willing, 2):
            for other in self._best(self.graph[one] & willing, 2):
                for third in self._best(self.graph[one] & self.graph[other] & willing, 1):
                    trio = tuple(sorted((one, other, third)))
                    if self._rest_can_pair(mask_of(trio)):
                        return trio
        return None

    def _best(self, mask: int, number: int) -> list[int]:
        return sorted(bits_of(mask), key=self.worth.__getitem__, reverse=True)[:number]

    def _rest_can_pair(self, trio: int) -> bool:
        """Half of the room being next to everybody is enough (G. A. Dirac, 1952); else try."""
        if 2 * (min(row.bit_count() for row in self.graph) - 3) >= len(self.graph) - 3:
            return True
        rest = self.everybody & ~trio
        return not left_over(pair_at_random(self.graph, rest, self.worth, self.chance), rest)

    def _beside_random_pairs(self) -> Group | None:
        for _ in range(DRAWS):
            partner = pair_at_random(self.graph, self.everybody, self.worth, self.chance)
            left = left_over(partner, self.everybody)
            if left & left - 1 == 0:
                trio = trio_of(self.graph, partner, lowest_of(left), self.worth)
                if trio is not None:
                    return trio
        return None
