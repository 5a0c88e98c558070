"""Circles: people who can choose one another and a few others besides, and are of an odd number.

Each circle needs one of the others, so that somebody is left over where the others are fewer (the witness of
Tutte and Berge: C. Berge, Sur le couplage maximum d'un graphe, 1958).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.matching import ALONE, Graph


class Circles:
    """``partner`` are most pairs of ``graph``; ``people`` is the set of those in circles."""

    def __init__(self, graph: Graph, partner: Sequence[int], people: int) -> None:
        self.graph, self.partner = graph, partner
        self.all = tuple(_parts(graph, people))

    def others_of(self, people: int) -> int:
        """Whom they can choose outside their circles."""
        return _next_to(self.graph, people)

    def count_in(self, people: int) -> int:
        return sum(bool(circle & people) for circle in self.all)

    def connected_with(self, circle: int) -> int:
        """The people of all circles that have an other in common with it, or with one that has, and so on."""
        return self._grown(circle, lambda others: _next_to(self.graph, others))

    def needed_with(self, circle: int) -> int:
        """The people of the fewest circles that have no other but those they need, this one among them.

        Where all others are needed: each has a partner in some circle, which needs another of its others in
        their place (the fine decomposition of A. L. Dulmage and N. S. Mendelsohn, Canad. J. Math. 10, 1958).
        """
        return self._grown(circle, lambda others: mask_of(self._partners_of(others)))

    def _partners_of(self, people: int) -> Iterator[int]:
        return (self.partner[one] for one in bits_of(people) if self.partner[one] != ALONE)

    def _grown(self, people: int, reached_from: Callable[[int], int]) -> int:
        """These and all circles that are reached from their others, from the others of those, and so on."""
        while True:
            reached = reached_from(self.others_of(people)) & ~people
            more = sum(circle for circle in self.all if circle & reached)
            if not more:
                return people
            people |= more


def _parts(graph: Graph, people: int) -> Iterator[int]:
    """The connected parts of some people."""
    while people:
        part = now = people & -people
        while now:
            now = _next_to(graph, now) & people & ~part
            part |= now
        yield part
        people &= ~part


def _next_to(graph: Graph, people: int) -> int:
    near = 0
    for one in bits_of(people):
        near |= graph[one]
    return near & ~people
