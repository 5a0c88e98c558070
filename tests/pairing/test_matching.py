"""The most pairs that are possible: against brute force, against known results, and on large rooms."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, strategies as st

from pairing.rules.matching import ALONE, count_pairs, maximum_matching

Edges = list[tuple[int, int]]


def graph_of(people: int, edges: Edges) -> list[list[int]]:
    graph: list[list[int]] = [[] for _ in range(people)]
    for one, other in edges:
        graph[one].append(other)
        graph[other].append(one)
    return graph


def most_pairs_by_trying_all(graph: list[list[int]]) -> int:
    @cache
    def best(free: int) -> int:
        if not free:
            return 0
        one = (free & -free).bit_length() - 1
        rest = free & ~(1 << one)
        with_one = (1 + best(rest & ~(1 << other)) for other in graph[one] if rest >> other & 1)
        return max(best(rest), *with_one, 0)

    return best((1 << len(graph)) - 1)


def check(graph: list[list[int]]) -> int:
    """Everybody is in one pair at most, and pairs are only between people who may pair."""
    partner = maximum_matching(graph)
    for one, other in enumerate(partner):
        if other != ALONE:
            assert partner[other] == one
            assert other in graph[one]
    return count_pairs(partner)


@st.composite
def rooms(draw: st.DrawFn) -> list[list[int]]:
    people = draw(st.integers(0, 10))
    everybody = [(one, other) for one in range(people) for other in range(one)]
    return graph_of(people, draw(st.lists(st.sampled_from(everybody), unique=True)) if everybody else [])


@given(rooms())
def test_as_many_pairs_as_trying_everything_finds(graph: list[list[int]]) -> None:
    assert check(graph) == most_pairs_by_trying_all(graph)


@given(rooms())
def test_same_room_same_answer(graph: list[list[int]]) -> None:
    assert maximum_matching(graph) == maximum_matching(graph)


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


@given(rooms())
def test_searches_find_all_pairs_without_a_good_start(graph: list[list[int]]) -> None:
    """The first greedy pass hides the searches in small rooms; a path hung on each person defeats it."""
    people = len(graph)
    longer = [*([*others, people + one] for one, others in enumerate(graph))]
    longer += [[one] for one in range(people)]
    assert check(longer) == people


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
    function = [number for number, size in enumerate(sizes) for _ in range(size)]
    graph = [[other for other in range(len(function)) if function[other] != own] for own in function]
    assert check(graph) == pairs == min(len(function) // 2, len(function) - max(sizes))


def test_a_room_of_three_hundred() -> None:
    """Two halves that may not mix, in circles of odd length: greedy pairs alone leave many."""
    people = 300
    edges = [(one, (one + 1) % people) for one in range(people)]
    assert check(graph_of(people, edges)) == 150
    triangles = [(base + a, base + b) for base in range(0, 300, 3) for a, b in ((0, 1), (1, 2), (2, 0))]
    assert check(graph_of(people, triangles)) == 100
