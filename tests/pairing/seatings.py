"""Every way to seat a small room, and what each is worth; nothing of the engine's but the room's facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from random import Random
from uuid import UUID

from pairing.rules.assembly import Assembly, Bridge
from pairing.rules.bits import mask_of
from pairing.rules.eligibility import Chooser
from pairing.rules.guard import Group, Hall
from tests.pairing.graphs import graph_of, random_circles, random_graph, random_hall, random_room
from tests.pairing.trying import places

Told = tuple[int, int, int, int]
"""People placed, mutual choices, one-sided ones, functions that meet for the first time."""


def everybody(people: int, *formed: Group, trio: bool = True) -> Hall:
    """All may be with all."""
    return Hall(tuple(graph_of(people, combinations(range(people), 2))), formed, trio)


def assembly_of(
    hall: Hall,
    *,
    listed: Mapping[int, Iterable[int]] | None = None,
    function: Sequence[int] = (),
    bridged: Iterable[Bridge] = (),
) -> Assembly:
    """``listed`` is by place; without ``function`` everybody has one of their own."""
    people = range(len(hall.graph))
    choosers = tuple(Chooser(UUID(int=place + 1), f"Leader {place}", UUID(int=place + 1)) for place in people)
    lists = tuple(sum(1 << other for other in (listed or {}).get(place, ())) for place in people)
    return Assembly(choosers, hall, lists, tuple(function) or tuple(people), frozenset(bridged))


def random_assembly(people: int, rng: Random, *, odd_graphs: bool = True) -> Assembly:
    """A room with pairs formed already, shortlists and functions, some of which have met."""
    graphs = [
        lambda: random_room(people, rng),
        lambda: random_graph(people, rng.choice([0.25, 0.4, 0.7]), rng),
        lambda: random_circles(people, rng),
    ]
    graph = rng.choice(graphs if odd_graphs else graphs[:1])()
    hall = random_hall(graph, rng, trio=rng.random() < 0.8)
    count = rng.randint(2, 6)
    function = [rng.randrange(count) for _place in range(people)]
    together = [two for group in hall.formed for two in combinations(group, 2)]
    bridged = {tuple(sorted((function[one], function[other]))) for one, other in together}
    bridged |= {(one, other) for one, other in combinations(range(count), 2) if rng.random() < 0.4}
    length = rng.choice([0, 1, 2, 5])
    # A few are on many lists, as in any room.
    listed = {
        one: sorted(places(row), key=lambda other: other * rng.random())[: rng.randint(0, length)]
        for one, row in enumerate(graph)
    }
    return assembly_of(hall, listed=listed, function=function, bridged=bridged)  # type: ignore[arg-type]


def seatings(assembly: Assembly) -> Iterator[list[Group]]:
    """Each set of pairs, with at most one trio where the number is odd; anybody may be left out."""
    hall = assembly.hall
    together = [place for group in hall.formed for place in group]
    free = [place for place in range(len(hall.graph)) if place not in together]
    trio = hall.trio and len(free) % 2 == 1 and all(len(group) == 2 for group in hall.formed)
    yield from _seat(hall, free, trio)


def _seat(hall: Hall, free: list[int], trio: bool) -> Iterator[list[Group]]:
    if not free:
        yield []
        return
    first, *rest = free
    yield from _seat(hall, rest, trio)
    ways: list[tuple[Group, bool]] = [((first, other), trio) for other in rest]
    if trio:
        ways += [((first, *two), False) for two in combinations(rest, 2)]
        ways += [((*two, first), False) for two in hall.formed]
    for group, still in ways:
        if all_may_meet(hall, group):
            left = [place for place in rest if place not in group]
            for others in _seat(hall, left, still):
                yield [group, *others]


def all_may_meet(hall: Hall, group: Group) -> bool:
    return all(hall.graph[one] >> other & 1 for one, other in new_twos(hall, group))


def new_twos(hall: Hall, group: Group) -> list[tuple[int, int]]:
    """Who come together in a group: all but the two who are a pair already."""
    formed = [set(pair) for pair in hall.formed]
    return [two for two in combinations(sorted(group), 2) if not any(set(two) <= pair for pair in formed)]


def told(assembly: Assembly, groups: Iterable[Group]) -> Told:
    hall, function, listed = assembly.hall, assembly.function, assembly.listed
    groups = list(groups)
    twos = [two for group in groups for two in new_twos(hall, group)]
    wishes = [(listed[one] >> other & 1) + (listed[other] >> one & 1) for one, other in twos]
    met = {tuple(sorted((function[one], function[other]))) for one, other in twos} - assembly.bridged
    already = {place for group in hall.formed for place in group}
    placed = sum(place not in already for group in groups for place in group)
    return placed, wishes.count(2), wishes.count(1), len(met)


def best(assembly: Assembly) -> Told:
    return max(told(assembly, groups) for groups in seatings(assembly))


def most_wishes(assembly: Assembly) -> tuple[int, int, int]:
    """The best of a larger room with everybody placed, but for functions; nobody may have a partner yet."""
    people = range(len(assembly.listed))
    worth = {two: told(assembly, [two])[:3] for two in combinations(people, 2)}
    known = {0: (0, 0, 0)}

    def most(free: int) -> tuple[int, int, int]:
        if free not in known:
            one = free.bit_length() - 1
            rest = free ^ 1 << one
            ways = [
                _sum(most(rest ^ 1 << other), worth[other, one])
                for other in places(rest & assembly.hall.graph[one])
            ]
            known[free] = max(ways, default=(-len(people), 0, 0))
        return known[free]

    everybody = (1 << len(people)) - 1
    if len(people) % 2 == 0:
        return most(everybody)
    trios = [trio for trio in combinations(people, 3) if all_may_meet(assembly.hall, trio)]
    return max(_sum(most(everybody & ~mask_of(trio)), told(assembly, [trio])) for trio in trios)


def _sum(one: Sequence[int], other: Sequence[int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
