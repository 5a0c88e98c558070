"""As many rounds in a row as can be found: random rounds, and from a dead end a few rounds back.

Not every dead end is met in the last round: see ``Plan``. What is found is a schedule: a proven lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.bits import mask_of
from pairing.rules.horizon.odd import close_group
from pairing.rules.horizon.plan import Plan, plan_for
from pairing.rules.horizon.rounds import (
    Chance,
    Group,
    Round,
    as_round,
    draw_opening,
    left_over,
    pair_at_random,
    with_twos,
    without_twos,
)
from pairing.rules.horizon.trios import Style
from pairing.rules.matching import Graph, pairs_in

PATIENCE = 60
"""After so many dead ends a shorter schedule is aimed at."""
ANEW = 20
"""After so many dead ends the search begins anew."""
DRAWS = 3
"""So many of the trios laid by are tried in a round."""
NO_TRIO: Group = ()
STYLES = list(Style)
SEED = 2_520


def search_schedule(
    graph: Graph, first: Sequence[Group], opening: Round, most: int, attempts: int
) -> tuple[Round, ...]:
    """A schedule of up to ``most`` rounds, in so many attempts at one.

    ``graph`` lets those who are together in ``first`` pair; ``opening`` is a round that contains them.
    """
    search = _Search(graph, first, opening, most, attempts)
    search.run()
    return tuple(search.best)


class _Search:
    def __init__(
        self, graph: Graph, first: Sequence[Group], opening: Round, most: int, attempts: int
    ) -> None:
        self.graph, self.first, self.most, self.attempts = graph, first, most, attempts
        self.side = close_group(graph, most)
        self.chance = Chance(SEED)
        self.best: list[Round] = [opening]
        self.may_reach_most = most <= attempts
        self.target = min(most, attempts)
        self.begun = self.dead_ends = 0
        self.plan: Plan | None = None
        self.earlier: list[Plan] = []
        """The plan before each round that follows the opening, if there is one."""
        self.rounds: list[Round] = []

    def run(self) -> None:
        while len(self.best) < self.most and self.attempts > 0:
            self.attempts -= 1
            if self.plan is None:
                self._begin()
            elif not self._add_round(self.plan):
                self._go_back()

    def _begin(self) -> None:
        """Plan for the target anew, each time a little differently."""
        self.begun += 1
        self.earlier, self.rounds = [], []
        graph: Graph = self.graph
        if self.first:
            self.rounds = [self._draw_opening()]
            graph = without_twos(graph, self.rounds[0])
        rounds_to_come = self.target - len(self.rounds)
        self.plan = plan_for(graph, rounds_to_come, self.chance, style=STYLES[self.begun % len(STYLES)])
        if self.plan is None:
            self.attempts -= self.target // 2
            self._after_dead_ends(ANEW)
        elif self.begun % 4 and self.may_reach_most:
            self.plan = self._trimmed(self.plan)

    def _trimmed(self, plan: Plan) -> Plan:
        for _ in range(DRAWS):
            trimmed = plan.trimmed(self.chance)
            if trimmed.narrowed() is not None:
                return trimmed
        return plan

    def _draw_opening(self) -> Round:
        narrowed = Plan(list(self.graph), [self.target] * len(self.graph)).narrowed() or self.graph
        spare = [row.bit_count() - self.target for row in narrowed]
        graph = with_twos(narrowed, self.first)
        return draw_opening(graph, self.first, spare, self.chance) or self.best[0]

    def _add_round(self, plan: Plan) -> bool:
        found = self._draw(plan)
        if found is None:
            return False
        pairs, trio = found
        self.earlier.append(plan)
        self.rounds.append(as_round([*pairs, trio] if trio else pairs))
        self.plan = plan.after(pairs, trio)
        if len(self.rounds) > len(self.best):
            self.best = list(self.rounds)
        if len(self.rounds) >= self.target:
            self.target, self.dead_ends, self.plan = self.target + 1, 0, None
        return True

    def _draw(self, plan: Plan) -> tuple[list[Group], Group] | None:
        """The pairs of a round, and its trio or none in an even room; None when no round was found."""
        graph = plan.narrowed()
        if graph is None:
            return None
        spare = [row.bit_count() - need for row, need in zip(graph, plan.need, strict=True)]
        everybody = (1 << len(graph)) - 1
        for trio in self.chance.shuffled(plan.trios)[:DRAWS] if len(graph) % 2 else [NO_TRIO]:
            rest = everybody & ~mask_of(trio)
            partner = pair_at_random(graph, rest, spare, self.chance, self.side)
            if not left_over(partner, rest):
                return list(pairs_in(partner)), trio
        return None

    def _go_back(self) -> None:
        self._after_dead_ends(1 if self.earlier else 5)
        back = 2 + self.chance.below(5)
        if self.plan is None or not self.earlier or self.dead_ends % ANEW == 0:
            self.plan = None
            return
        back = min(back, len(self.earlier))
        self.plan = self.earlier[-back]
        del self.earlier[-back:], self.rounds[-back:]

    def _after_dead_ends(self, number: int) -> None:
        self.dead_ends += number
        if self.dead_ends >= PATIENCE:
            half_way = (self.target + len(self.best) + 1) // 2
            nearly = max(self.target - 1, len(self.best) + 1)
            self.target, self.dead_ends, self.plan = half_way if self.earlier else nearly, 0, None
