"""What is suggested: nobody left out, then whom people would be glad of, then bridges, then the plan."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random
from uuid import UUID

import networkx as nx
import pytest

from pairing.rules.assembly import Assembly, assemble
from pairing.rules.bits import bits_of
from pairing.rules.eligibility import Chooser, Terms
from pairing.rules.guard import Hall, guard
from pairing.rules.horizon import horizon
from pairing.rules.suggesting import Suggestion, suggest
from tests.pairing.graphs import edges_of, functions_apart, graph_of, random_room, renamed, shuffled
from tests.pairing.seatings import (
    all_may_meet,
    assembly_of,
    best,
    everybody,
    most_wishes,
    random_assembly,
    told,
)

TRIANGLE = [(0, 1), (0, 2), (1, 2)]


def check_form(assembly: Assembly, suggestion: Suggestion) -> None:
    """Each is in one group or left out, and all of a group may meet."""
    hall = assembly.hall
    twos, trio = suggestion.pairs, suggestion.trio
    assert list(twos) == sorted(tuple(sorted(two)) for two in twos)
    assert trio is None or list(trio) == sorted(trio)
    joined = next((two for two in hall.formed if trio and set(two) < set(trio)), ())
    seated = [place for group in suggestion.groups for place in group if place not in joined]
    assert sorted([*seated, *suggestion.out]) == list(bits_of(hall.choosing))
    assert list(suggestion.out) == sorted(suggestion.out)
    for group in suggestion.groups:
        assert all_may_meet(hall, group), (assembly, group)


# Nobody left out, and the best of all


@pytest.mark.parametrize("people", range(1, 9))
def test_the_best_that_trying_everything_finds(people: int) -> None:
    rng = Random(people)
    for _ in range(60):
        assembly = random_assembly(people, rng)
        found = suggest(assembly)
        check_form(assembly, found)
        assert told(assembly, found.groups) == best(assembly), assembly


@pytest.mark.parametrize(("people", "rooms"), [(9, 12), (10, 8)])
def test_the_best_of_larger_rooms(people: int, rooms: int) -> None:
    rng = Random(people)
    for _ in range(rooms):
        assembly = random_assembly(people, rng, odd_graphs=False)
        found = suggest(assembly)
        check_form(assembly, found)
        assert told(assembly, found.groups) == best(assembly), assembly


@pytest.mark.parametrize("people", [14, 15, 17])
def test_as_many_wishes_as_can_be_where_not_everything_is_tried(people: int) -> None:
    """Exact when the number is even. An odd room may miss a one-sided choice; none of these does."""
    rng = Random(people)
    for _ in range(4):
        listed = {one: rng.sample(range(people), rng.randint(0, 4)) for one in range(people)}
        function = [place % 5 for place in range(people)]
        assembly = assembly_of(Hall(tuple(functions_apart(function))), listed=listed, function=function)
        found = suggest(assembly)
        check_form(assembly, found)
        assert told(assembly, found.groups)[:3] == most_wishes(assembly)


@pytest.mark.parametrize("people", [20, 31, 40])
def test_as_many_are_placed_as_networkx_can_place(people: int) -> None:
    rng = Random(people)
    for _ in range(6):
        hall = Hall(tuple(random_room(people, rng)), trio=False)
        most = nx.max_weight_matching(nx.Graph(edges_of(hall.graph)), maxcardinality=True)
        found = suggest(assembly_of(hall))
        check_form(assembly_of(hall), found)
        assert len(found.pairs) == len(most)


@pytest.mark.parametrize("people", [16, 25, 33])
def test_large_rooms_with_pairs_and_a_trio_leave_nobody_out_who_could_be_placed(people: int) -> None:
    rng = Random(people)
    for _ in range(10):
        assembly = random_assembly(people, rng)
        found = suggest(assembly)
        check_form(assembly, found)
        assert len(found.out) == guard(assembly.hall).prospect.left_over


# The same answer, whatever people are called


@pytest.mark.parametrize("people", [8, 9, 18, 21])
def test_same_room_same_answer(people: int) -> None:
    rng = Random(people)
    for _ in range(10):
        assembly = random_assembly(people, rng)
        assert suggest(assembly) == suggest(assembly)


@pytest.mark.parametrize("people", [10, 15])
def test_what_people_and_functions_are_called_changes_nothing(people: int) -> None:
    for seed in range(10):
        plain = room_called(people, range(people), range(4), Random(seed))
        rng = Random(people + seed)
        renamed_room = room_called(people, shuffled(people, rng), shuffled(4, rng), Random(seed))
        assert suggest(renamed_room) == suggest(plain)


def room_called(people: int, ids: Sequence[int], functions: Sequence[int], rng: Random) -> Assembly:
    """The same room for the same ``rng``, but for what its people and functions are called."""
    choosers = [
        Chooser(UUID(int=number + 1), f"Leader {number}", UUID(int=functions[rng.randrange(4)] + 1))
        for number in ids
    ]
    met = [rng.sample(range(people), 2) for _ in range(8)]
    history = {frozenset((choosers[one].id, choosers[other].id)): 1 for one, other in met}
    lists = [rng.sample(range(people), rng.randint(0, 4)) for _place in range(people)]
    return assemble(choosers, Terms(history), shortlists=lists)


@pytest.mark.parametrize("people", [7, 8, 11, 12])
def test_the_order_of_people_changes_nothing_of_what_is_reached(people: int) -> None:
    rng = Random(people)
    for _ in range(15):
        assembly = random_assembly(people, rng)
        order = shuffled(people, rng)
        moved = assembly_of(
            Hall(
                tuple(renamed(assembly.hall.graph, order)),
                tuple(tuple(order[place] for place in group) for group in assembly.hall.formed),
                assembly.hall.trio,
            ),
            listed={
                order[one]: [order[other] for other in bits_of(row)]
                for one, row in enumerate(assembly.listed)
            },
            function=[assembly.function[order.index(place)] for place in range(people)],
            bridged=assembly.bridged,
        )
        assert told(moved, suggest(moved).groups) == told(assembly, suggest(assembly).groups)


# What comes before what


def test_nobody_left_out_comes_before_a_mutual_choice() -> None:
    """The two in the middle would be glad of each other, and the two at the ends have nobody else."""
    assembly = assembly_of(Hall(tuple(graph_of(4, [(0, 1), (1, 2), (2, 3)]))), listed={1: [2], 2: [1]})
    assert suggest(assembly) == Suggestion(((0, 1), (2, 3)), None, ())


SQUARE = Hall(tuple(graph_of(4, [(0, 1), (1, 2), (2, 3), (0, 3)])))
"""Either 0–1 and 2–3, or 0–3 and 1–2."""


def test_one_mutual_choice_comes_before_two_one_sided_ones() -> None:
    listed = {0: [1], 1: [0], 2: [1], 3: [0]}
    assert suggest(assembly_of(SQUARE, listed=listed)).pairs == ((0, 1), (2, 3))


def test_a_one_sided_choice_comes_before_bridges() -> None:
    assembly = assembly_of(SQUARE, listed={3: [0]}, function=[0, 1, 2, 3], bridged=[(0, 3), (1, 2)])
    assert suggest(assembly).pairs == ((0, 3), (1, 2))


def test_functions_that_have_not_met_come_before_the_plan() -> None:
    assembly = assembly_of(SQUARE, bridged=[(0, 1), (2, 3), (1, 2)])
    assert suggest(assembly, planned=[(0, 1), (2, 3)]).pairs == ((0, 3), (1, 2))


@pytest.mark.parametrize("turned", [0, 1])
def test_two_functions_count_once_however_many_pairs_bring_them_together(turned: int) -> None:
    """Round a circle of six: one way brings functions 0 and 1 together twice, the other three new ones."""
    functions = [0, 1, 0, 1, 2, 3]
    assembly = assembly_of(
        Hall(tuple(graph_of(6, [(place, (place + 1) % 6) for place in range(6)]))),
        function=[functions[(place + turned) % 6] for place in range(6)],
    )
    ways = (((0, 1), (2, 3), (4, 5)), ((0, 5), (1, 2), (3, 4)))
    assert suggest(assembly).pairs == ways[1 - turned]
    assert [told(assembly, way)[3] for way in ways] == [2 + turned, 3 - turned]


@pytest.mark.parametrize("people", [8, 9, 24, 25])
def test_the_schedule_is_followed_when_nothing_else_decides(people: int) -> None:
    graph = functions_apart([place % 4 for place in range(people)])
    everything = combinations(range(4), 2)
    assembly = assembly_of(
        Hall(tuple(graph)), function=[place % 4 for place in range(people)], bridged=everything
    )
    planned = horizon(graph).schedule[-1]
    assert sorted(suggest(assembly, planned=planned).groups) == sorted(planned)


def test_a_plan_of_what_cannot_be_is_no_harm() -> None:
    assert suggest(assembly_of(SQUARE), planned=[(0, 2), (1, 3)]) == suggest(assembly_of(SQUARE))


# The trio


def test_three_people_are_a_trio() -> None:
    found = suggest(assembly_of(Hall(tuple(graph_of(3, TRIANGLE)))))
    assert found == Suggestion((), (0, 1, 2), ())
    assert (found.groups, found.group_of(1), found.group_of(3)) == ([(0, 1, 2)], (0, 1, 2), None)


def test_without_a_trio_one_of_three_is_left() -> None:
    found = suggest(assembly_of(Hall(tuple(graph_of(3, TRIANGLE)), trio=False), listed={2: [1], 1: [2]}))
    assert found == Suggestion(((1, 2),), None, (0,))


def test_there_is_one_trio_at_most() -> None:
    hall = Hall(tuple(graph_of(6, [*TRIANGLE, (3, 4), (3, 5), (4, 5)])), formed=((0, 1, 2),))
    found = suggest(assembly_of(hall, listed={3: [5]}))
    assert found == Suggestion(((3, 5),), None, (4,))


def test_the_last_one_joins_a_pair_that_is_formed() -> None:
    hall = Hall(tuple(graph_of(5, [(0, 4), (1, 4), (2, 4)])), formed=((0, 1), (2, 3)))
    assert suggest(assembly_of(hall)) == Suggestion((), (0, 1, 4), ())


def test_a_pair_formed_against_the_rules_takes_in_a_third_as_any_other() -> None:
    """Nothing but the third and each of the two is asked about: the two are a fact."""
    hall = Hall(tuple(graph_of(3, [(0, 2), (1, 2)])), formed=((0, 1),))
    assert suggest(assembly_of(hall)) == Suggestion((), (0, 1, 2), ())


def test_the_third_joins_the_pair_they_would_be_glad_of() -> None:
    hall = everybody(5, (0, 1), (2, 3))
    assert suggest(assembly_of(hall, listed={4: [2]})).trio == (2, 3, 4)


def test_that_the_two_of_a_formed_pair_listed_each_other_draws_no_third() -> None:
    hall = everybody(5, (0, 1), (2, 3))
    assembly = assembly_of(hall, listed={0: [1], 1: [0], 4: [3]})
    assert suggest(assembly, planned=[(0, 1)]).trio == (2, 3, 4)


def test_all_three_of_a_trio_are_asked_whom_they_would_be_glad_of() -> None:
    """Any three may be the trio: it is two who listed each other with the one who listed both."""
    hall = everybody(5)
    assert suggest(assembly_of(hall, listed={1: [3], 3: [1], 4: [1, 3]})).trio == (1, 3, 4)


# Nothing to suggest


def test_nobody() -> None:
    assert suggest(assembly_of(Hall(()))) == Suggestion((), None, ())


def test_nobody_is_still_choosing() -> None:
    hall = Hall(tuple(graph_of(2, [(0, 1)])), formed=((0, 1),))
    assert suggest(assembly_of(hall)) == Suggestion((), None, ())


def test_people_of_one_function_are_all_left_out() -> None:
    assert suggest(assembly_of(Hall((0, 0, 0)))) == Suggestion((), None, (0, 1, 2))


@pytest.mark.parametrize("people", [130, 131])
def test_a_large_room_places_everybody_and_meets_all_mutual_wishes(people: int) -> None:
    """Two by two across the room: those wishes can all be met, and in a large room they are not left out."""
    choosers = [Chooser(UUID(int=place + 1), str(place), UUID(int=place % 5 + 1)) for place in range(people)]
    far = {place: place + 61 for place in range(40)}
    listed = [[far[place]] if place in far else [] for place in range(people)]
    for one, other in far.items():
        listed[other] = [one]
    assembly = assemble(choosers, Terms(), shortlists=listed)
    found = suggest(assembly)
    assert found.out == ()
    assert all(far[one] in (found.group_of(one) or ()) for one in far)
    assert (found.trio is not None) == bool(people % 2)
    assert suggest(assembly) == found
