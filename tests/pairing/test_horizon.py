"""The horizon: by example, and against trying every schedule in small rooms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from pairing.rules.horizon import Horizon, horizon
from pairing.rules.horizon.bounds import Limit
from tests.pairing.graphs import Edges, edges_of, functions_apart, graph_of, renamed

Group = tuple[int, ...]
untimed = settings(deadline=None)


def twos_of(groups: Sequence[Group]) -> set[tuple[int, int]]:
    return {(one, other) for group in groups for one, other in combinations(sorted(group), 2)}


def check(found: Horizon, graph: list[int], first: Sequence[Group] = ()) -> tuple[int, int]:
    """The schedule is one: everybody in each round, nobody together twice. Returns both bounds."""
    allowed = set(edges_of(graph)) | twos_of(first)
    for number, groups in enumerate(found.schedule):
        assert sorted(place for group in groups for place in group) == list(range(len(graph)))
        assert sorted(map(len, groups))[-1:] == [2 + len(graph) % 2]
        assert sum(map(len, groups)) - 2 * len(groups) == len(graph) % 2
        assert list(groups) == sorted(tuple(sorted(group)) for group in groups)
        assert twos_of(groups) <= allowed
        allowed -= twos_of(groups)
        if number == 0:
            assert all(any(set(group) <= set(whole) for whole in groups) for group in first)
    assert found.at_least == len(found.schedule) <= found.at_most == found.because.most
    return found.at_least, found.at_most


# Against trying every schedule


def all_rounds(people: tuple[int, ...], allowed: set[tuple[int, int]], trio: bool) -> Iterator[list[Group]]:
    """Every way to put these into pairs and, with ``trio``, exactly one trio."""
    if not people:
        if not trio:
            yield []
        return
    for others in [*combinations(people[1:], 1), *(combinations(people[1:], 2) if trio else ())]:
        group = (people[0], *others)
        if twos_of([group]) <= allowed:
            rest = tuple(place for place in people if place not in group)
            for groups in all_rounds(rest, allowed, trio and len(group) == 2):
                yield [group, *groups]


def longest_by_trying_all(graph: list[int], first: Sequence[Group] = ()) -> int:
    allowed = set(edges_of(graph)) | twos_of(first)
    bit = {two: 1 << number for number, two in enumerate(sorted(allowed))}
    rounds = [
        (sum(bit[two] for two in twos_of(groups)), groups)
        for groups in all_rounds(tuple(range(len(graph))), allowed, len(graph) % 2 > 0)
    ]

    @cache
    def longest(left: int, chosen_before: int) -> int:
        """Rounds are put in the order in which they are listed: any order would do."""
        fits = (
            (at, used) for at, (used, _) in enumerate(rounds) if at >= chosen_before and used & left == used
        )
        return max((1 + longest(left & ~used, at + 1) for at, used in fits), default=0)

    everything = (1 << len(bit)) - 1
    if not first:
        return longest(everything, 0)
    openings = [
        used
        for used, groups in rounds
        if all(any(set(group) <= set(whole) for whole in groups) for group in first)
    ]
    return max((1 + longest(everything & ~used, 0) for used in openings), default=0)


@st.composite
def rooms(draw: st.DrawFn, people: st.SearchStrategy[int]) -> list[int]:
    everybody = list(combinations(range(draw(people)), 2))
    size = max((other for _, other in everybody), default=0) + 1
    missing = draw(st.lists(st.sampled_from(everybody), unique=True)) if everybody else []
    return graph_of(size, set(everybody) - set(missing))


@st.composite
def begun(draw: st.DrawFn) -> tuple[list[int], list[Group]]:
    """A room with some groups formed already, which the graph need not allow."""
    graph = draw(rooms(st.integers(2, 7)))
    order = draw(st.permutations(range(len(graph))))
    trio = len(graph) % 2 == 1 and draw(st.booleans())
    groups = [tuple(order[:3])] if trio else []
    rest = order[3:] if trio else order
    pairs = draw(st.integers(0, len(rest) // 2))
    return graph, [*groups, *(tuple(rest[2 * at : 2 * at + 2]) for at in range(pairs))]


@untimed
@given(rooms(st.integers(2, 7)))
def test_small_rooms_are_answered_exactly(graph: list[int]) -> None:
    longest = longest_by_trying_all(graph)
    assert check(horizon(graph), graph) == (longest, longest)


@untimed
@given(begun())
def test_small_rooms_with_groups_formed_are_answered_exactly(room: tuple[list[int], list[Group]]) -> None:
    graph, first = room
    longest = longest_by_trying_all(graph, first)
    assert check(horizon(graph, first=first), graph, first) == (longest, longest)


@untimed
@given(begun())
def test_both_bounds_hold_before_everything_is_tried(room: tuple[list[int], list[Group]]) -> None:
    graph, first = room
    at_least, at_most = check(horizon(graph, first=first, effort=0), graph, first)
    assert at_least <= longest_by_trying_all(graph, first) <= at_most


def test_eight_people_with_little_choice() -> None:
    """Dense rooms of eight have too many schedules to try; these are sparse, so that bounds differ."""
    rng = Random(8)
    everybody = list(combinations(range(8), 2))
    found = set()
    for _ in range(150):
        graph = graph_of(8, rng.sample(everybody, rng.randint(12, 19)))
        longest = longest_by_trying_all(graph)
        assert check(horizon(graph), graph) == (longest, longest)
        found.add(longest)
    assert found == {0, 1, 2, 3, 4}


# Properties


@untimed
@given(rooms(st.integers(2, 12)), st.randoms(use_true_random=False))
def test_names_make_no_difference_to_what_is_proven(graph: list[int], rng: Random) -> None:
    order = list(range(len(graph)))
    rng.shuffle(order)
    other = renamed(graph, order)
    here, there = horizon(graph), horizon(other)
    check(there, other)
    assert here.at_least <= there.at_most
    assert there.at_least <= here.at_most


@untimed
@given(rooms(st.integers(2, 12)))
def test_same_room_same_answer(graph: list[int]) -> None:
    assert horizon(graph) == horizon(tuple(graph))


@untimed
@given(rooms(st.integers(2, 12)), st.data())
def test_another_allowed_two_never_shortens_it(graph: list[int], data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(list(combinations(range(len(graph)), 2))))
    more = graph_of(len(graph), {*edges_of(graph), (one, other)})
    assert horizon(more).at_most >= horizon(graph).at_least


# By example


def functions(*sizes: int) -> list[int]:
    return functions_apart([number for number, size in enumerate(sizes) for _ in range(size)])


def after(graph: list[int], pairs: Edges) -> list[int]:
    return graph_of(len(graph), set(edges_of(graph)) - set(pairs))


@pytest.mark.parametrize(
    ("sizes", "cycles", "limit"),
    [
        ((1, 1), 1, Limit.FEWEST_PARTNERS),
        ((2, 1), 0, Limit.SHORTAGE),
        ((1, 1, 1), 1, Limit.SHORTAGE),
        ((3, 1), 0, Limit.SHORTAGE),
        ((4, 4, 4), 8, Limit.FEWEST_PARTNERS),
        ((5, 4, 3), 6, Limit.SHORTAGE),
        ((6, 2, 2, 2), 6, Limit.FEWEST_PARTNERS),
        ((5, 4, 4), 6, Limit.SHORTAGE),
        ((1,) * 13, 9, Limit.SHORTAGE),
        ((7, 7, 7, 7, 6, 6), 33, Limit.FEWEST_PARTNERS),
        ((10, 9, 8, 6, 4, 3), 30, Limit.FEWEST_PARTNERS),
        ((20, 8, 6, 6), 20, Limit.FEWEST_PARTNERS),
        ((7, 7, 7, 7, 7, 6), 31, Limit.SHORTAGE),
        ((20, 8, 6, 5, 2), 20, Limit.SHORTAGE),
        ((1,) * 41, 37, Limit.SHORTAGE),
        ((15, 12, 10, 9, 8, 6), 45, Limit.FEWEST_PARTNERS),
        ((10,) * 6, 50, Limit.FEWEST_PARTNERS),
        ((60, 50, 50, 40, 40, 30, 30), 240, Limit.FEWEST_PARTNERS),
    ],
)
def test_a_team_at_its_beginning(sizes: tuple[int, ...], cycles: int, limit: Limit) -> None:
    graph = functions(*sizes)
    found = horizon(graph)
    assert check(found, graph) == (cycles, cycles)
    assert found.because.limit is limit


@pytest.mark.parametrize(
    "sizes", [(4, 4, 4), (7, 7, 7, 7, 6, 6), (10,) * 6, (15, 12, 10, 9, 8, 6), (7,) * 5 + (6,)]
)
def test_every_cycle_of_a_schedule_takes_one_off_the_horizon(sizes: tuple[int, ...]) -> None:
    graph = functions(*sizes)
    schedule = horizon(graph).schedule
    for number, groups in enumerate(schedule[:8]):
        graph = after(graph, twos_of(groups))
        at_least, at_most = check(horizon(graph), graph)
        assert at_least <= len(schedule) - number - 1 <= at_most


@pytest.mark.parametrize("half", [3, 5, 7, 19])
def test_two_groups_of_odd_size_used_up_across(half: int) -> None:
    """Everybody in a function of their own. Two halves that always pair across are left with nobody there."""
    graph = functions(*[1] * (2 * half))
    assert check(horizon(graph), graph) == (2 * half - 1, 2 * half - 1)
    across = [[(one, half + (one + turn) % half) for one in range(half)] for turn in range(half)]
    for pairs in across[:-1]:
        graph = after(graph, pairs)
    planned, forced = horizon(graph), horizon(graph, first=across[-1])
    assert check(planned, graph) == (half, half)
    assert check(forced, graph, across[-1]) == (1, 1)
    assert (forced.because.limit, forced.because.later, forced.because.left) == (Limit.ODD_GROUP, True, 0)
    graph = after(graph, across[-1])
    ended = horizon(graph)
    assert check(ended, graph) == (0, 0)
    assert ended.because.limit is Limit.ODD_GROUP
    assert len(ended.because.people) == half


def test_the_last_choices_of_a_cycle_are_thought_through_to_the_end() -> None:
    """The two who are left have nobody but each other, and with that the halves are used up."""
    half = 7
    graph = functions(*[1] * (2 * half))
    for turn in range(half - 1):
        graph = after(graph, [(one, half + (one + turn) % half) for one in range(half)])
    first = [(one, half + (one + half - 1) % half) for one in range(half - 1)]
    assert check(horizon(graph, first=first), graph, first) == (1, 1)


@pytest.mark.parametrize("people", [0, 1])
def test_nobody_to_pair(people: int) -> None:
    found = horizon([0] * people)
    assert check(found, [0] * people) == (0, 0)
    assert found.because.limit is Limit.TOO_FEW


def test_an_odd_room_without_a_trio_has_no_complete_round() -> None:
    graph = functions(1, 1, 1, 1, 1)
    found = horizon(graph, trio=False)
    assert (found.at_least, found.at_most, found.because.limit) == (0, 0, Limit.ODD)


def test_what_is_formed_counts_though_the_graph_does_not_allow_it() -> None:
    graph = functions(2, 1, 1)
    found = horizon(graph, first=[(0, 1)])
    assert check(found, graph, [(0, 1)]) == (3, 3)
    assert found.schedule[0] == ((0, 1), (2, 3))


def test_what_is_formed_can_leave_somebody() -> None:
    found = horizon(functions(2, 2), first=[(0, 1)])
    assert (found.at_most, found.because.limit, found.because.people) == (0, Limit.FORMED, (2, 3))


def test_a_third_may_join_a_pair_that_is_formed() -> None:
    graph = functions(1, 1, 1)
    assert horizon(graph, first=[(0, 1)]).schedule == (((0, 1, 2),),)


def test_a_trio_formed_in_an_even_room_leaves_somebody() -> None:
    found = horizon(functions(1, 1, 1, 1), first=[(0, 1, 2)])
    assert (found.at_most, found.because.limit, found.because.people) == (0, Limit.FORMED, (3,))


def test_more_effort_is_never_worse() -> None:
    graph = functions(7, 6, 5, 4, 2, 1)
    lengths = [horizon(graph, effort=effort).at_least for effort in (0, 20, 60, 600)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (1, 17)


def test_a_thousand_people_get_a_schedule_too() -> None:
    graph = functions(*[84] * 11, 76)
    at_least, at_most = check(horizon(graph), graph)
    assert 50 < at_least < at_most == 915
