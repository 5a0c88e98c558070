"""What a schedule still has to do: so many pairs for each, in what is left of the graph, beside trios.

A plan aims at a number of rounds. Trios are laid by for all of them at the start, because near the end there
would hardly be three left who may all meet. Whoever has no more partners left than they need must meet all of
these; that decides for others too, and shows many a dead end early.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.horizon.rounds import Chance, Group, without_twos
from pairing.rules.horizon.trimming import trimmed
from pairing.rules.horizon.trios import Style, lay_by_trios
from pairing.rules.matching import Graph


@dataclass(frozen=True)
class Plan:
    """``need[v]``: how many pairs ``v`` still has to be in; the twos of ``trios`` are not in ``graph``."""

    graph: list[int]
    need: list[int]
    trios: tuple[Group, ...] = ()

    def after(self, pairs: Iterable[Group], trio: Group) -> Plan:
        """The plan when a round of it is done; ``trio`` is empty in an even room."""
        need = [number - (one not in trio) for one, number in enumerate(self.need)]
        trios = tuple(other for other in self.trios if other != trio)
        return Plan(without_twos(self.graph, pairs), need, trios)

    def trimmed(self, chance: Chance) -> Plan:
        """Without partners nobody needs, as far as possible."""
        return Plan(trimmed(self.graph, self.need, chance), self.need, self.trios)

    def narrowed(self) -> list[int] | None:
        """What is left of the graph when everybody meets those they must; None when that cannot be."""
        narrowing = _Narrowing(self.graph, self.need)
        return narrowing.graph if narrowing.is_possible() else None


class _Narrowing:
    """``bound``: those who must meet everybody whom they have left."""

    def __init__(self, graph: Graph, need: list[int]) -> None:
        self.graph, self.need = list(graph), need
        self.degree = [row.bit_count() for row in graph]
        self.bound = mask_of(one for one, degree in enumerate(self.degree) if degree <= need[one])

    def is_possible(self) -> bool:
        """Bind people until nothing more follows; False when somebody has too few, or must meet too many."""
        if any(degree < need for degree, need in zip(self.degree, self.need, strict=True)):
            return False
        before = 0
        while before != self.bound:
            before = self.bound
            for one in range(len(self.graph)):
                if not self.bound >> one & 1 and not self._look_at(one):
                    return False
        return True

    def _look_at(self, one: int) -> bool:
        must = (self.graph[one] & self.bound).bit_count()
        if must < self.need[one]:
            return True
        return must == self.need[one] and self._bind(one)

    def _bind(self, one: int) -> bool:
        """One must meet those who are bound, and so nobody else."""
        given_up = self.graph[one] & ~self.bound
        self.graph[one] &= self.bound
        self.degree[one] = self.need[one]
        self.bound |= 1 << one
        for other in bits_of(given_up):
            self.graph[other] ^= 1 << one
            self.degree[other] -= 1
            if self.degree[other] <= self.need[other]:
                self.bound |= 1 << other
        return all(self.degree[other] >= self.need[other] for other in bits_of(given_up))


def plan_for(graph: Graph, rounds: int, chance: Chance, *, style: Style) -> Plan | None:
    """A plan for so many rounds, or None when no trios for them were found."""
    can_spare = [row.bit_count() - rounds for row in graph]
    if min(can_spare) < 0:
        return None
    trios = lay_by_trios(graph, rounds, can_spare, chance, style=style) if len(graph) % 2 else ()
    if trios is None:
        return None
    times = Counter(place for trio in trios for place in trio)
    return Plan(without_twos(graph, trios), [rounds - times[one] for one in range(len(graph))], trios)
