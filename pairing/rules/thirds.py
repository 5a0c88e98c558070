"""The third of a trio, when the number is odd: who can join which pair so that most people are in one.

For a room of people without a partner. A trio of three who are all still choosing lies within the people whom
some largest set of pairs leaves out (D of Gallai–Edmonds): nobody else can be the third, and the third's
partners-to-be are paired with each other inside the same part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.couples import keeping_the_most, missable
from pairing.rules.matching import ALONE, Graph, count_pairs, maximum_matching


@dataclass(frozen=True)
class Third:
    """``place`` joins a pair; ``partner`` is the largest set of pairs in which they are the one left.

    ``pair`` is the pair of ``partner`` they join, or None when they join one that is formed already.
    """

    place: int
    pair: tuple[int, int] | None
    partner: tuple[int, ...]


def sure_thirds(graph: Graph, partner: Sequence[int], joiners: int) -> int:
    """Those who are a third in *every* largest set of pairs that leaves them out.

    Either they may join a pair that is formed (``joiners``), or they may meet more people than there are
    pairs: all of those have partners then, so two of them are partners of each other.
    """
    pairs = count_pairs(partner)
    return joiners | mask_of(one for one, row in enumerate(graph) if row.bit_count() > pairs)


def leaving_out_one_of(graph: Graph, partner: Sequence[int], people: int) -> list[int] | None:
    """A largest set of pairs that leaves out one of ``people``, or None when there is none."""
    for one in bits_of(people):
        if partner[one] == ALONE:
            return list(partner)
    size = len(graph)
    extended = [row | (people >> one & 1) << size for one, row in enumerate(graph)] + [people]
    found = maximum_matching(extended, [*partner, ALONE])
    third = found.pop()
    if third == ALONE:
        return None
    found[third] = ALONE
    return found


def find_third(graph: Graph, partner: Sequence[int], joiners: int) -> Third | None:
    """Somebody who can be the third, or None when nobody can. ``partner`` is a largest set of pairs."""
    sure = sure_thirds(graph, partner, joiners)
    found = leaving_out_one_of(graph, partner, sure)
    if found is not None:
        return _as_third(graph, found, sure, joiners)
    return _among_the_missable(graph, partner)


def _as_third(graph: Graph, found: Sequence[int], sure: int, joiners: int) -> Third:
    place = next(one for one in bits_of(sure) if found[one] == ALONE)
    if joiners >> place & 1:
        return Third(place, None, tuple(found))
    pair = next((a, found[a]) for a in bits_of(graph[place]) if graph[place] >> found[a] & 1)
    return Third(place, pair, tuple(found))


def _among_the_missable(graph: Graph, partner: Sequence[int]) -> Third | None:
    """A trio of three who are left out by some largest set of pairs, each by another."""
    left_out = missable(graph, partner)
    for place in bits_of(left_out):
        near = graph[place] & left_out
        if any(graph[one] & near for one in bits_of(near)):
            third = _beside_a_pair(graph, partner, place, near)
            if third is not None:
                return third
    return None


def _beside_a_pair(graph: Graph, partner: Sequence[int], place: int, near: int) -> Third | None:
    """``place`` beside a pair of two from ``near``, when some largest set of pairs without them has one."""
    rest = without(graph, 1 << place)
    found = keeping_the_most(rest, maximum_matching(rest, released(partner, 1 << place)))
    for one in bits_of(near):
        if found[one] & near:
            other = lowest_of(found[one] & near)
            two = 1 << one | 1 << other
            matched = maximum_matching(without(rest, two), released(partner, two | 1 << place))
            matched[one], matched[other] = other, one
            return Third(place, (one, other), tuple(matched))
    return None


def without(graph: Graph, gone: int) -> list[int]:
    """The graph with nobody next to those who are gone; everybody keeps their place."""
    return [0 if gone >> one & 1 else row & ~gone for one, row in enumerate(graph)]


def released(partner: Sequence[int], gone: int) -> list[int]:
    """The pairs that are left when some people are gone."""
    return [
        ALONE if other == ALONE or (gone >> one | gone >> other) & 1 else other
        for one, other in enumerate(partner)
    ]
