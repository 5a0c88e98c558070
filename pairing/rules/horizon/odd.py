"""Groups of odd size with few pairs left to anybody outside: one of those pairs goes in every round.

The cuts come from a cut tree (R. E. Gomory and T. C. Hu, 1961, as simplified by D. Gusfield, 1990): among its
cuts is the smallest with an odd number of people on each side (M. W. Padberg and M. R. Rao, 1982).
"""

from __future__ import annotations

from collections.abc import Iterator

from pairing.rules.bits import bits_of, lowest_of
from pairing.rules.horizon.bounds import Bound, Limit
from pairing.rules.horizon.rounds import has_trio
from pairing.rules.matching import Graph

MOST_PEOPLE = 120
"""In larger rooms the cut tree would take longer than it is worth."""


def odd_group(graph: Graph, most: int) -> Bound | None:
    """The odd group with the fewest pairs to the outside, when they are fewer than ``most``.

    ``most`` is no more than anybody's partners. In an odd room only groups in which there is no trio count:
    else the trio of a round could be inside, and everybody else of the group paired among themselves.
    """
    best = None
    for group in _cuts(graph) if _is_worth_it(graph, most) else ():
        left = sum((graph[one] & ~group).bit_count() for one in bits_of(group))
        if (
            left < most
            and group.bit_count() % 2
            and not (len(graph) % 2 and has_trio(graph, group, group, group))
        ):
            most = left
            best = Bound(Limit.ODD_GROUP, left, tuple(bits_of(group)), left=left, each=1)
    return best


def close_group(graph: Graph, most: int) -> int:
    """An odd group who share half of their partners, when little more than ``most`` pairs lead out of it.

    A schedule has to be sparing with these. Nobody when there is no such group.
    """
    everybody = left = (1 << len(graph)) - 1 if len(graph) <= MOST_PEOPLE else 0
    while left:
        group = _sharing_half(graph, lowest_of(left))
        left &= ~group
        outside = sum((graph[one] & ~group).bit_count() for one in bits_of(group))
        if group != everybody and group.bit_count() % 2 and outside <= 2 * most:
            return group
    return 0


def _sharing_half(graph: Graph, one: int) -> int:
    """Somebody, those next to them with whom they have half of their partners in common, and so on."""
    group, queue = 1 << one, [one]
    for place in queue:
        for other in bits_of(graph[place] & ~group):
            if 2 * (graph[place] & graph[other]).bit_count() >= graph[place].bit_count():
                group |= 1 << other
                queue.append(other)
    return group


def _is_worth_it(graph: Graph, most: int) -> bool:
    """k people have k(d - k + 1) pairs to the outside or more, when everybody has d partners or more.

    So a group with fewer than d pairs has more than d people, and so has everybody else together.
    """
    fewest = min(row.bit_count() for row in graph)
    return most > 0 and 2 * (fewest + 1) <= len(graph) <= MOST_PEOPLE


def _cuts(graph: Graph) -> Iterator[int]:
    """Both sides of every cut of the tree."""
    everybody = (1 << len(graph)) - 1
    above, below = _cut_tree(graph), [1 << one for one in range(len(graph))]
    for one in _leaves_first(above):
        yield below[one]
        yield everybody & ~below[one]
        below[above[one]] |= below[one]


def _leaves_first(above: list[int]) -> list[int]:
    """Everybody but the root, nobody before those who hang from them."""

    def depth(one: int) -> int:
        steps = 0
        while one:
            one, steps = above[one], steps + 1
        return steps

    return sorted(range(1, len(above)), key=depth, reverse=True)


def _cut_tree(graph: Graph) -> list[int]:
    """Whom each one hangs from; place 0 is the root."""
    above = [0] * len(graph)
    for one in range(1, len(graph)):
        other = above[one]
        side = _smallest_cut(graph, one, other)
        for place in bits_of(side & ~(1 << one)):
            if above[place] == other:
                above[place] = one
        if side >> above[other] & 1:
            above[one], above[other] = above[other], one
    return above


def _smallest_cut(graph: Graph, one: int, other: int) -> int:
    """The side of ``one`` in a smallest cut between the two: whom it still reaches when all paths are taken.

    ``open_to[u]`` has ``v`` unless a path leads from ``u`` to ``v`` already.
    """
    open_to = list(graph)
    for middle in bits_of(graph[one] & graph[other]):
        open_to[one] ^= 1 << middle
        open_to[middle] ^= 1 << other
    while True:
        came_from = _reach(open_to, one, other)
        if other not in came_from:
            return sum(1 << place for place in came_from)
        place = other
        while place != one:
            before = came_from[place]
            if open_to[place] >> before & 1:
                open_to[before] ^= 1 << place
            else:
                open_to[place] ^= 1 << before
            place = before


def _reach(open_to: list[int], one: int, other: int) -> dict[int, int]:
    """Who is reached from ``one``, nearest first, until ``other`` is; and from where."""
    came_from = {one: one}
    queue, unseen = [one], ((1 << len(open_to)) - 1) & ~(1 << one)
    for place in queue:
        fresh = open_to[place] & unseen
        unseen &= ~fresh
        for reached in bits_of(fresh):
            came_from[reached] = place
        if fresh >> other & 1:
            return came_from
        queue.extend(bits_of(fresh))
    return came_from
