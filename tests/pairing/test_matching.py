"""The most pairs that are possible: against trying everything, NetworkX and known results."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings, strategies as st

from pairing.rules.matching import ALONE, count_pairs, maximum_matching, pairs_in
from tests.pairing.graphs import (
    Edges,
    atlas,
    edges_of,
    functions_apart,
    graph_of,
    random_circles,
    random_graph,
    random_room,
)
from tests.pairing.trying import Trying

untimed = settings(deadline=None)


def check(graph: list[int], start: list[int] | None = None) -> int:
    """Everybody is in one pair at most, and pairs are only between people who may pair."""
    partner = maximum_matching(graph, start)
    for one, other in enumerate(partner):
        if other != ALONE:
            assert partner[other] == one
            assert graph[one] >> other & 1
    assert len(pairs_in(partner)) == count_pairs(partner)
    return count_pairs(partner)


def most_pairs_by_trying_all(graph: list[int]) -> int:
    return Trying(graph).most_pairs((1 << len(graph)) - 1)


def most_pairs_by_networkx(graph: list[int]) -> int:
    room: nx.Graph[int] = nx.Graph(edges_of(graph))
    return len(nx.max_weight_matching(room, maxcardinality=True))


@st.composite
def rooms(draw: st.DrawFn) -> list[int]:
    people = draw(st.integers(0, 10))
    everybody = [(one, other) for one in range(people) for other in range(one)]
    return graph_of(people, draw(st.lists(st.sampled_from(everybody), unique=True)) if everybody else [])


@untimed
@given(rooms())
def test_as_many_pairs_as_trying_everything_finds(graph: list[int]) -> None:
    assert check(graph) == most_pairs_by_trying_all(graph)


@untimed
@given(rooms())
def test_same_room_same_answer(graph: list[int]) -> None:
    assert maximum_matching(graph) == maximum_matching(list(graph))


@pytest.mark.parametrize("seed", range(3))
def test_every_room_of_up_to_seven(seed: int) -> None:
    """Begun with nobody in a pair, so that every pair is found by a search."""
    rng = Random(seed)
    for odd in (False, True):
        for graph in atlas(rng, odd=odd):
            assert check(graph) == check(graph, [ALONE] * len(graph)) == most_pairs_by_trying_all(graph)


def test_rooms_of_any_kind_against_networkx() -> None:
    rng = Random(1)
    for _room in range(60):
        people = rng.randint(8, 40)
        for graph in (
            random_graph(people, rng.choice([1.5, 2.5, 4.0]) / people, rng),
            random_circles(people, rng),
            random_room(people, rng),
        ):
            most = most_pairs_by_networkx(graph)
            assert check(graph) == check(graph, [ALONE] * people) == most


def test_goes_on_from_pairs_it_is_given_and_leaves_them_as_they_are() -> None:
    square = graph_of(4, [(0, 1), (1, 2), (2, 3), (3, 0)])
    start = [3, ALONE, ALONE, 0]
    assert maximum_matching(square, start) == [3, 2, 1, 0]
    assert start == [3, ALONE, ALONE, 0]


def test_each_pair_once() -> None:
    assert pairs_in([3, ALONE, 4, 0, 2]) == [(0, 3), (2, 4)]
    assert count_pairs([3, ALONE, 4, 0, 2]) == 2


CIRCLE_OF_FIVE_WITH_A_TAIL = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (2, 5)]
TWO_CIRCLES_ON_A_BRIDGE = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)]
A_CIRCLE_IN_A_CIRCLE = [(0, 1), (1, 2), (2, 0), (1, 3), (3, 4), (4, 2), (0, 5), (3, 6), (4, 7), (5, 6)]
# Pairing those with least choice first goes wrong here: a search has to walk through a blossom.
MENDED_THROUGH_A_BLOSSOM = [
    (0, 2), (0, 4), (0, 5), (1, 3), (1, 4), (1, 5), (1, 6), (2, 3), (2, 5), (3, 7), (4, 7), (5, 6), (6, 7),
]  # fmt: skip


@pytest.mark.parametrize(
    ("people", "edges", "pairs"),
    [
        (0, [], 0),
        (1, [], 0),
        (2, [(0, 1)], 1),
        (3, [(0, 1), (1, 2), (2, 0)], 1),
        (6, CIRCLE_OF_FIVE_WITH_A_TAIL, 3),
        (6, TWO_CIRCLES_ON_A_BRIDGE, 3),
        (8, A_CIRCLE_IN_A_CIRCLE, 4),
        (8, MENDED_THROUGH_A_BLOSSOM, 4),
        (10, [(0, other) for other in range(1, 10)], 1),
    ],
)
def test_small_rooms(people: int, edges: Edges, pairs: int) -> None:
    graph = graph_of(people, edges)
    assert check(graph) == pairs == most_pairs_by_trying_all(graph)


@untimed
@given(rooms())
def test_searches_find_all_pairs_without_a_good_start(graph: list[int]) -> None:
    """The first greedy pass hides the searches in small rooms; a path hung on each person defeats it."""
    people = len(graph)
    tails = [(one, people + one) for one in range(people)]
    assert check(graph_of(2 * people, [*edges_of(graph), *tails])) == people


# Only functions count: min(half of the room, everybody outside the largest function) pairs. D. Sitton, 1996.
@pytest.mark.parametrize(
    ("sizes", "pairs"),
    [
        ([1, 1], 1),
        ([2, 2], 2),
        ([3, 1], 1),
        ([3, 3, 1], 3),
        ([5, 2, 1], 3),
        ([4, 4, 4], 6),
        ([9, 6, 5, 3, 3, 1], 13),
        ([10, 9, 8, 7, 6, 4, 2, 1, 1], 24),
        ([30, 5, 5], 10),
        ([7], 0),
    ],
)
def test_functions_alone(sizes: list[int], pairs: int) -> None:
    assert check(room_of(sizes)) == pairs == min(sum(sizes) // 2, sum(sizes) - max(sizes))


def test_every_way_to_divide_up_to_twelve_people_into_functions() -> None:
    tried = 0
    for people in range(1, 13):
        for sizes in divisions(people, people):
            assert check(room_of(sizes)) == min(people // 2, people - max(sizes)), sizes
            tried += 1
    assert tried == 271


def room_of(sizes: list[int]) -> list[int]:
    return functions_apart([number for number, size in enumerate(sizes) for _ in range(size)])


def divisions(people: int, largest: int) -> Iterator[list[int]]:
    """All ways to divide them, the largest function first, none above ``largest``."""
    if not people:
        yield []
    for size in range(min(people, largest), 0, -1):
        for rest in divisions(people - size, size):
            yield [size, *rest]


def test_a_room_of_three_hundred() -> None:
    """Two halves that may not mix, in circles of odd length: greedy pairs alone leave many."""
    people = 300
    edges = [(one, (one + 1) % people) for one in range(people)]
    assert check(graph_of(people, edges)) == 150
    triangles = [(base + a, base + b) for base in range(0, 300, 3) for a, b in ((0, 1), (1, 2), (2, 0))]
    assert check(graph_of(people, triangles)) == 100
