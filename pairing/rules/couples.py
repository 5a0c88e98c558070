"""Which pairs are in some largest set of pairs, and who may be without a partner: all answers from one run.

Everybody is made to have a partner (dummies stand for “without one”), so that two may be chosen when, with
one of them taken out, the other is reached by an even alternating path from the one's partner
(Gallai–Edmonds; L. Lovász and M. D. Plummer, Matching Theory, 1986, chapter 3). One search per person.
"""

from __future__ import annotations

from collections.abc import Sequence

from pairing.rules.bits import bits_of, mask_of, renumber
from pairing.rules.matching import ALONE, Graph
from pairing.rules.reaching import Couples


def keeping_the_most(graph: Graph, partner: Sequence[int]) -> list[int]:
    """For each person the set of those with whom they are in *some* largest set of pairs.

    ``partner`` is a largest set of pairs of ``graph``, as ``maximum_matching`` returns it.
    """
    order, rows = _side_by_side(graph, partner)
    couples = Couples(rows)
    found = [row & couples.reached_without(place) for place, row in enumerate(rows)]
    return _put_back(found, order, len(graph))


def keeping_more(graph: Graph, partner: Sequence[int], known: Sequence[int], back: int) -> list[int]:
    """The same, when ``known`` are sure to be among them and nobody but those in ``back`` is new to the room.

    Only what is not known is searched for: for those who are back first, then for whoever is left in doubt.
    """
    order, rows = _side_by_side(graph, partner)
    couples, where = Couples(rows), _places_in(order, len(graph))
    found, answered = list(known), 0
    for one in sorted(range(len(graph)), key=lambda one: not back >> one & 1):
        doubt = graph[one] & ~known[one] & ~answered
        reached = couples.reached_without(where[one]) if doubt else 0
        for other in bits_of(doubt):
            if reached >> where[other] & 1:
                found[one] |= 1 << other
                found[other] |= 1 << one
        answered |= 1 << one
    return found


def missable(graph: Graph, partner: Sequence[int]) -> int:
    """The set of those who are without a partner in some largest set of pairs (D of Gallai–Edmonds)."""
    nobody_near = mask_of(one for one, row in enumerate(graph) if not row)
    order, rows = _side_by_side(graph, partner)
    if not order or order[1] < len(graph):
        return nobody_near
    reached = Couples(rows).reached_without(1)
    people = (1 << len(graph)) - 1
    return nobody_near | mask_of(order[place] for place in bits_of(reached)) & people


def _side_by_side(graph: Graph, partner: Sequence[int]) -> tuple[list[int], list[int]]:
    """Who stands where, and the graph renumbered so: partners at 2k and 2k + 1.

    Whoever has no partner stands beside a dummy, first; everybody is next to every dummy. People with nobody
    near are left out.
    """
    people = len(graph)
    alone = [one for one, other in enumerate(partner) if other == ALONE and graph[one]]
    order: list[int] = []
    for number, one in enumerate(alone):
        order += [one, people + number]
    order += [place for one, other in enumerate(partner) if one < other for place in (one, other)]
    dummies = ((1 << len(alone)) - 1) << people
    rows = [mask | dummies for mask in graph] + [(1 << people) - 1] * len(alone)
    return order, renumber((rows[one] for one in order), order, len(rows))


def _places_in(order: Sequence[int], people: int) -> list[int]:
    """Where each person stands; one past the end for those who were left out."""
    where = [len(order)] * people
    for place, one in enumerate(order):
        if one < people:
            where[one] = place
    return where


def _put_back(found: Sequence[int], order: Sequence[int], people: int) -> list[int]:
    where, padded = _places_in(order, people), [*found, 0]
    return renumber((padded[place] for place in where), where, len(order) + 1)
