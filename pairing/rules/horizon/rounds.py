"""One complete round, by chance from a fixed seed: everybody in a pair, or in the trio of an odd room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.matching import ALONE, Graph, count_pairs, maximum_matching, pairs_in
from pairing.rules.thirds import find_third, without

T = TypeVar("T")
Group = tuple[int, ...]
Round = tuple[Group, ...]
"""Groups of two, and one of three in an odd room; places ascend in a group, and groups in a round."""


class Chance:
    """The same numbers in every run: a linear congruential generator (D. E. Knuth, MMIX), its upper bits."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, number: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (self.state >> 33) * number >> 31

    def shuffled(self, things: Iterable[T]) -> list[T]:
        order = list(things)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def one_of(self, mask: int, below: int) -> int:
        """Somebody in a set that is not empty: the next after a random place."""
        start = self.below(below)
        return start + lowest_of(mask >> start) if mask >> start else lowest_of(mask)


def as_round(groups: Iterable[Iterable[int]]) -> Round:
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def without_twos(graph: Graph, groups: Iterable[Group]) -> list[int]:
    """The graph when nobody of a group may pair with another of it any more."""
    left = list(graph)
    for group in groups:
        together = mask_of(group)
        for one in group:
            left[one] &= ~together
    return left


def with_twos(graph: Graph, groups: Iterable[Group]) -> list[int]:
    """The graph when all of a group may pair with each other, whatever it said."""
    more = list(graph)
    for group in groups:
        for one, other in combinations(group, 2):
            more[one] |= 1 << other
            more[other] |= 1 << one
    return more


def has_trio(graph: Graph, first: int, second: int, third: int) -> bool:
    """Whether three who may all pair with each other can be taken, one from each set."""
    return third > 0 and any(
        graph[one] & graph[other] & third for one in bits_of(first) for other in bits_of(graph[one] & second)
    )


def pair_at_random(
    graph: Graph, among: int, spare: Sequence[float], chance: Chance, side: int = 0
) -> list[int]:
    """As many pairs as possible among some people: each one's partner, ALONE for those left and all others.

    Those who can spare least come first, and so are not left. Pairs across the border of ``side`` come last.
    """
    partner = [ALONE] * len(graph)
    free = among
    for one in sorted(chance.shuffled(bits_of(among)), key=spare.__getitem__):
        if free >> one & 1 and graph[one] & free:
            own = side if side >> one & 1 else ~side
            other = chance.one_of(graph[one] & free & own or graph[one] & free, len(graph))
            partner[one], partner[other] = other, one
            free ^= 1 << one | 1 << other
    free = _exchange(graph, partner, free)
    return maximum_matching(without(graph, ~among), partner) if free & free - 1 else partner


def _exchange(graph: Graph, partner: list[int], free: int) -> int:
    """Pair two who are left by way of a pair that parts for them: the quick way. Those still left."""
    left = list(bits_of(free))
    for one, other in zip(left[::2], left[1::2], strict=False):
        for near in bits_of(graph[one]):
            far = partner[near]
            if far != ALONE and graph[other] >> far & 1:
                partner[one], partner[near], partner[other], partner[far] = near, one, far, other
                free ^= 1 << one | 1 << other
                break
    return free


def left_over(partner: Sequence[int], among: int) -> int:
    return mask_of(one for one in bits_of(among) if partner[one] == ALONE)


def trio_of(graph: Graph, partner: Sequence[int], third: int, spare: Sequence[float]) -> Group | None:
    """The third with a pair they may both meet, of those who can all spare it the one who can best."""
    beside = [
        (min(spare[one], spare[partner[one]]), spare[one] + spare[partner[one]], one)
        for one in bits_of(graph[third])
        if one < partner[one] and graph[third] >> partner[one] & 1
    ]
    if not beside or max(beside)[0] <= 0 or spare[third] <= 0:
        return None
    one = max(beside)[2]
    return tuple(sorted((third, one, partner[one])))


def draw_opening(
    graph: Graph, first: Sequence[Group], spare: Sequence[float], chance: Chance
) -> Round | None:
    """A round around what is formed already, or None when this draw leads to none.

    ``graph`` lets those who are together already pair. A third may join a pair that is formed.
    """
    rest = (1 << len(graph)) - 1 & ~mask_of(place for group in first for place in group)
    partner = pair_at_random(graph, rest, spare, chance)
    return _complete(graph, partner, first, left_over(partner, rest), spare)


def find_opening(graph: Graph, first: Sequence[Group]) -> Round | None:
    """The same, with no chance in it: None means that there is no such round."""
    formed = mask_of(place for group in first for place in group)
    rows = without(graph, formed)
    partner = maximum_matching(rows)
    left = len(graph) - formed.bit_count() - 2 * count_pairs(partner)
    if left == 0:
        return _complete(graph, partner, first, 0, ())
    if left > 1 or any(len(group) > 2 for group in first):
        return None
    twos = [mask_of(group) for group in first]
    joiners = mask_of(
        one
        for one in range(len(graph))
        if not formed >> one & 1 and any(graph[one] & two == two for two in twos)
    )
    third = find_third(rows, partner, joiners)
    if third is None:
        return None
    return _complete(graph, third.partner, first, 1 << third.place, [1.0] * len(graph))


def _complete(
    graph: Graph, partner: Sequence[int], first: Sequence[Group], left: int, spare: Sequence[float]
) -> Round | None:
    """A round out of pairs, what is formed, and at most one who is left, as the third of a trio."""
    has_trio = any(len(group) > 2 for group in first)
    if not left:
        return as_round([*pairs_in(partner), *first]) if has_trio == len(graph) % 2 else None
    if left & left - 1 or has_trio:
        return None
    together = list(partner)
    for one, other in first:
        together[one], together[other] = other, one
    trio = trio_of(graph, together, lowest_of(left), spare)
    if trio is None:
        return None
    return as_round([trio, *(pair for pair in pairs_in(together) if pair[0] not in trio)])
