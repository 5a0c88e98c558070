"""Where a team runs short of partners: for how many cycles everybody could be served, counted in fractions.

Take disjoint sets, ``people`` and ``others``. In a round at most as many of the people as there are others
have one of the others as partner; the rest of them use up partners elsewhere, and only so many are left. In
even rooms the least such ratio belongs to the largest fractional r-factor (R. P. Anstee, 1985), and is
found as a cut in the graph that has everybody twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.horizon.bounds import Bound, Limit
from pairing.rules.horizon.cut import scarce_sets
from pairing.rules.horizon.rounds import has_trio
from pairing.rules.matching import Graph

MOST_LEVELS = 12
"""How many sets of “those with the fewest partners” are looked at in an odd room."""


def shortage(graph: Graph, most: int) -> Bound | None:
    """The scarcest two sets, when they allow fewer than ``most`` rounds.

    ``most`` is no more than anybody's partners. Odd rooms are taken to have one trio in every round.
    """
    best: Bound | None = None
    while cut := scarce_sets(graph, best.most if best else most):
        best = _less(best, _bound(graph, *cut), most)
    for people in _level_sets(graph) if len(graph) % 2 else ():
        best = _less(best, _bound(graph, people, 0), most)
    return best


def _less(best: Bound | None, found: Bound | None, most: int) -> Bound | None:
    return found if found is not None and found.most < (best.most if best else most) else best


def _bound(graph: Graph, people: int, others: int) -> Bound | None:
    each = _each_round(graph, people, others)
    if each <= 0:
        return None
    left = sum((graph[one] & ~others).bit_count() for one in bits_of(people))
    return Bound(
        Limit.SHORTAGE, left // each, tuple(bits_of(people)), tuple(bits_of(others)), left=left, each=each
    )


def _level_sets(graph: Graph) -> Iterator[int]:
    """Everybody, and those with the fewest partners left: in an odd room the trio makes them run short."""
    degrees = [row.bit_count() for row in graph]
    for level in sorted(set(degrees))[:MOST_LEVELS]:
        yield mask_of(one for one, degree in enumerate(degrees) if degree <= level)
    yield (1 << len(graph)) - 1


def _each_round(graph: Graph, people: int, others: int) -> int:
    """How many partners outside ``others`` the ``people`` use up in a round, at the least."""
    if len(graph) % 2:
        sets = (others, people, (1 << len(graph)) - 1 & ~people & ~others)
        for used, (first, second, third) in _kinds_of_trio(graph, people, others):
            if has_trio(graph, sets[first], sets[second], sets[third]):
                return used
    return people.bit_count() - others.bit_count()


def _kinds_of_trio(graph: Graph, people: int, others: int) -> list[tuple[int, tuple[int, ...]]]:
    """What a round uses with each kind of trio, least first; a kind is how its three are spread.

    Over others (0), people (1) and the rest (2). A kind after which the people could not all pair is left
    out.
    """
    apart = not any(graph[one] & people for one in bits_of(people))
    kinds = []
    for kind in combinations_with_replacement(range(3), 3):
        served = others.bit_count() - kind.count(0)
        left = people.bit_count() - kind.count(1)
        rest = len(graph) - (others | people).bit_count() - kind.count(2)
        if not apart or left <= served + rest:
            kinds.append((kind.count(1) * (2 - kind.count(0)) + max(0, left - served), kind))
    return sorted(kinds)
