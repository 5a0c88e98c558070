"""Rooms to try the engine on. A graph has, for each person, the set of those they may pair with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, combinations
from random import Random

import networkx as nx

from pairing.rules.guard import Hall

Edges = Iterable[tuple[int, int]]


def graph_of(people: int, edges: Edges) -> list[int]:
    graph = [0] * people
    for one, other in edges:
        graph[one] |= 1 << other
        graph[other] |= 1 << one
    return graph


def edges_of(graph: Sequence[int]) -> list[tuple[int, int]]:
    """Each two who may pair once, the lower place first, in order."""
    return [(one, other) for one, other in combinations(range(len(graph)), 2) if graph[one] >> other & 1]


def renamed(graph: Sequence[int], order: Sequence[int]) -> list[int]:
    """The same room with everybody at another place: who was at ``v`` is at ``order[v]``."""
    return graph_of(len(graph), ((order[one], order[other]) for one, other in edges_of(graph)))


def all_graphs(people: int) -> Iterator[list[int]]:
    everybody = list(combinations(range(people), 2))
    for chosen in range(1 << len(everybody)):
        yield graph_of(people, (two for place, two in enumerate(everybody) if chosen >> place & 1))


def atlas(rng: Random, *, odd: bool) -> Iterator[list[int]]:
    """Every graph of up to seven people, of an ``odd`` number or not, everybody at a place drawn anew.

    From R. Read and R. Wilson, An Atlas of Graphs, 1998, as NetworkX has it: 1,253 in all.
    """
    for graph in nx.graph_atlas_g():
        people = graph.number_of_nodes()
        if people % 2 == odd:
            yield renamed(graph_of(people, graph.edges), shuffled(people, rng))


def shuffled(people: int, rng: Random) -> list[int]:
    order = list(range(people))
    rng.shuffle(order)
    return order


def random_graph(people: int, density: float, rng: Random) -> list[int]:
    everybody = combinations(range(people), 2)
    return graph_of(people, (two for two in everybody if rng.random() < density))


def random_circles(people: int, rng: Random) -> list[int]:
    """Triangles, circles and small groups hung on one another: blossoms within blossoms, and rare trios."""
    edges: set[tuple[int, int]] = set()
    here = 1
    while here < people:
        size = min(rng.choice([1, 2, 2, 2, 3, 4]), people - here)
        ring = [rng.randrange(here), *range(here, here + size)]
        edges.update(zip(ring, [*ring[1:], ring[0]], strict=True))
        if rng.random() < 0.3:
            edges.update(combinations(ring, 2))
        here += size
    proper = ((one, other) for one, other in edges if one != other)
    return renamed(graph_of(people, proper), shuffled(people, rng))


def functions_apart(function: Sequence[int]) -> list[int]:
    """Everybody may pair with everybody of another function."""
    everybody = combinations(range(len(function)), 2)
    return graph_of(
        len(function), ((one, other) for one, other in everybody if function[one] != function[other])
    )


def random_room(people: int, rng: Random) -> list[int]:
    """Two to eight functions, one of them at times half of the room; lines, and up to five cycles past."""
    functions, half = rng.randint(2, 8), rng.random() < 0.25
    function = [
        0 if half and place < people // 2 else half + place % (functions - half) for place in range(people)
    ]
    graph = functions_apart(function)
    for place in range(1, people):
        # The heads report to the first of all, the others now and then to somebody of another function.
        manager = 0 if place < functions else rng.randrange(place)
        if place < functions or rng.random() < 0.3:
            _forbid(graph, place, manager)
    for _cycle in range(rng.randint(0, 5)):
        _pair_as_it_comes(graph, rng)
    return graph


def _forbid(graph: list[int], one: int, other: int) -> None:
    graph[one] &= ~(1 << other)
    graph[other] &= ~(1 << one)


def _pair_as_it_comes(graph: list[int], rng: Random) -> None:
    """A cycle behind them: in random order everybody took one of those who were left."""
    free = set(range(len(graph)))
    for one in shuffled(len(graph), rng):
        others = [other for other in sorted(free) if graph[one] >> other & 1] if one in free else []
        if others:
            other = rng.choice(others)
            free -= {one, other}
            _forbid(graph, one, other)


def random_hall(graph: Sequence[int], rng: Random, *, trio: bool = True) -> Hall:
    """The room with up to two groups, pairs or the trio, formed already; the graph need not allow them."""
    order = shuffled(len(graph), rng)
    sizes = rng.choice([(), (), (2,), (2, 2), (3,), (2, 3)])
    ends = list(accumulate(sizes))
    formed = (
        tuple(order[end - size : end]) for size, end in zip(sizes, ends, strict=True) if end <= len(order)
    )
    return Hall(tuple(graph), tuple(formed), trio)
