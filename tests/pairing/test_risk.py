"""Who may be left without a partner and what mends it: witnesses are checked, and everything is tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random

import networkx as nx
import pytest

from pairing.rules.bits import mask_of
from pairing.rules.guard import Guard, Hall, guard, look_ahead
from pairing.rules.risk import FEW, Risk, Shortage, assess, shortage
from pairing.rules.suggesting import Suggestion, suggest
from tests.pairing.graphs import (
    edges_of,
    functions_apart,
    graph_of,
    random_circles,
    random_graph,
    random_hall,
    random_room,
)
from tests.pairing.seatings import assembly_of, everybody
from tests.pairing.trying import Trying, places

NOTHING = Suggestion((), None, ())
PEOPLE = range(2, 10)


def random_halls(people: int, rooms: int) -> Iterator[Hall]:
    rng = Random(people)
    for _ in range(rooms):
        graphs = [random_room(people, rng), random_circles(people, rng), random_graph(people, 0.4, rng)]
        yield random_hall(rng.choice(graphs), rng, trio=rng.random() < 0.8)


def risk_of(hall: Hall) -> tuple[Guard, Suggestion, Risk]:
    found, suggestion = guard(hall), suggest(assembly_of(hall))
    return found, suggestion, assess(found, suggestion)


def circles_of(hall: Hall, people: tuple[int, ...]) -> list[set[int]]:
    """The connected parts of these people."""
    room: nx.Graph[int] = nx.Graph(edges_of(hall.graph))
    room.add_nodes_from(people)
    return [set(part) for part in nx.connected_components(room.subgraph(people))]


def check_witness(hall: Hall, short: Shortage) -> None:
    """The people fall into so many parts of odd size, and the others are all whom they have besides."""
    people, others = set(short.people), set(short.others)
    assert not people & others
    assert list(short.people) == sorted(people)
    assert list(short.others) == sorted(others)
    near = {other for one in people for other in places(hall.open_graph[one])}
    assert near - people == others
    circles = circles_of(hall, short.people)
    assert len(circles) == short.circles
    assert all(len(circle) % 2 == 1 for circle in circles)
    assert short.left_over == short.circles - len(others) - short.third
    assert short.are_strangers == all(len(circle) == 1 for circle in circles)


# Somebody is left over


@pytest.mark.parametrize("people", PEOPLE)
def test_those_who_are_short_of_partners_have_a_witness(people: int) -> None:
    for hall in random_halls(people, 60):
        short = shortage(look_ahead(hall))
        tried = Trying(hall.graph, hall.formed, hall.trio)
        left_over = tried.choosing.bit_count() - tried.placed()
        assert (short is not None) == (left_over > 0), hall
        if short is not None:
            check_witness(hall, short)
            assert 0 < short.left_over <= left_over, hall


@pytest.mark.parametrize("people", PEOPLE)
def test_it_is_the_smallest_connected_block(people: int) -> None:
    """Of those whom some most pairs leave out, found by trying, with the others next to them."""
    for hall in random_halls(people, 60):
        short = shortage(look_ahead(hall))
        if short is None:
            continue
        left_out = places(Trying(hall.graph, hall.formed, hall.trio).missable())
        blocks: nx.Graph[int] = nx.Graph(two for two in edges_of(hall.open_graph) if set(two) & set(left_out))
        blocks.add_nodes_from(left_out)
        sizes = [len(part & set(left_out)) for part in nx.connected_components(blocks)]
        if look_ahead(hall).third is None:
            assert len(short.people) == min(sizes), hall
        assert any(set(short.people) == part & set(left_out) for part in nx.connected_components(blocks))


def test_five_people_with_three_others() -> None:
    """Places 0 to 4 are of one function and may only meet 5, 6 and 7."""
    short = shortage(look_ahead(Hall(tuple(functions_apart([0, 0, 0, 0, 0, 1, 1, 1])))))
    assert short == Shortage((0, 1, 2, 3, 4), (5, 6, 7), 5)
    assert (short.left_over, short.are_strangers) == (2, True)


def test_of_two_blocks_the_smaller_is_told() -> None:
    star = [(0, 3), (1, 3), (2, 3)]
    two_left = Hall(tuple(graph_of(9, [*star, *((one, other) for one in (4, 5, 6, 8) for other in [7])])))
    assert shortage(look_ahead(two_left)) == Shortage((0, 1, 2), (3,), 3)


def test_somebody_with_nobody_near() -> None:
    assert shortage(look_ahead(Hall((0, 0b100, 0b10, 0), trio=False))) == Shortage((0,), (), 1)


def test_circles_of_odd_size() -> None:
    """Two triangles and one more hang on place 6, which can serve only one of the three."""
    triangles = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]
    hall = Hall(tuple(graph_of(8, [*triangles, (2, 6), (5, 6), (6, 7)])))
    short = shortage(look_ahead(hall))
    assert short == Shortage((0, 1, 2, 3, 4, 5, 7), (6,), 3)
    assert (short.left_over, short.are_strangers) == (2, False)


def test_three_who_can_be_the_trio_are_not_short_of_partners() -> None:
    """The triangle is the smaller block, but it has its trio."""
    hall = Hall(tuple(graph_of(9, [(0, 1), (0, 2), (1, 2), (3, 7), (4, 7), (5, 7), (6, 7), (8, 7)])))
    prospect = look_ahead(hall)
    assert prospect.third is not None
    assert shortage(prospect) == Shortage((3, 4, 5, 6, 8), (7,), 5)
    without_trio = shortage(look_ahead(Hall(hall.graph, trio=False)))
    assert without_trio == Shortage((0, 1, 2), (), 1)


def test_the_third_is_taken_off_where_they_are_among_the_people() -> None:
    """Five strangers have two others and one of the five may join the pair that is formed."""
    edges = [*((one, other) for one in range(5) for other in (5, 6)), (0, 7), (0, 8)]
    short = shortage(look_ahead(Hall(tuple(graph_of(9, edges)), formed=((7, 8),))))
    assert short == Shortage((0, 1, 2, 3, 4), (5, 6), 5, third=True)
    assert short.left_over == 2


# Everybody can be placed, and some choices are held back


@pytest.mark.parametrize("people", PEOPLE)
def test_those_who_are_needed_are_offered_to_nobody_else(people: int) -> None:
    for hall in random_halls(people, 60):
        found, _suggestion, risk = risk_of(hall)
        if not found.prospect.is_whole or risk.short is None:
            continue
        check_witness(hall, risk.short)
        assert risk.short.left_over == 0, hall
        assert risk.short.others, hall
        offered = Trying(hall.graph, hall.formed, hall.trio).offered()
        needed, served = mask_of(risk.short.others), mask_of(risk.short.people)
        assert all(not offered[other] & ~served for other in risk.short.others), hall
        assert any(hall.open_graph[other] & ~served for other in places(needed)), hall


@pytest.mark.parametrize("people", PEOPLE)
def test_no_smaller_set_of_people_explains_a_choice_that_is_held_back(people: int) -> None:
    for hall in random_halls(people, 25):
        found, _suggestion, risk = risk_of(hall)
        if found.prospect.is_whole:
            sizes = [mask.bit_count() for mask in range(1 << people) if explains_something(hall, mask)]
            assert min(sizes, default=0) == (len(risk.short.people) if risk.short else 0), hall


def explains_something(hall: Hall, mask: int) -> bool:
    """These fall into as many circles as they have others, and none of those can be spared."""
    tried, people = Trying(hall.graph, hall.formed, hall.trio), places(mask)
    others = {other for one in people for other in places(hall.open_graph[one] & ~mask)}
    elsewhere = [(one, other) for one in others for other in places(hall.open_graph[one] & ~mask)]
    if mask & ~tried.choosing or not elsewhere:
        return False
    circles = circles_of(hall, tuple(people))
    if any(len(circle) % 2 == 0 for circle in circles):
        return False
    spare = len(circles) - len(others)
    most = tried.most_pairs(tried.choosing)
    return 0 <= spare <= len(places(tried.choosing)) % 2 and all(
        1 + tried.most_pairs(tried.choosing & ~mask_of(two)) < most for two in elsewhere
    )


@pytest.mark.parametrize("people", PEOPLE)
def test_a_reason_is_found_unless_only_the_third_is_at_stake(people: int) -> None:
    for hall in random_halls(people, 60):
        found, suggestion, risk = risk_of(hall)
        if not found.prospect.is_whole or risk.short is not None:
            continue
        tried = Trying(hall.graph, hall.formed, hall.trio)
        for one, other in combinations(places(tried.choosing), 2):
            if tried.may_meet(one, other):
                rest = tried.choosing & ~(1 << one | 1 << other)
                assert 1 + tried.most_pairs(rest) == tried.most_pairs(tried.choosing), hall
        if found.refuses:
            assert tried.choosing.bit_count() % 2 == 1, hall
            assert suggestion.trio in risk.settle, hall


def test_the_smallest_tight_block() -> None:
    """0 and 1 need both 2 and 3, and who else there is (4 to 7) has enough choice."""
    rest = list(combinations(range(4, 8), 2))
    hall = Hall(tuple(graph_of(8, [(0, 2), (0, 3), (1, 2), (1, 3), (2, 4), (3, 5), *rest])))
    assert risk_of(hall)[2].short == Shortage((0, 1), (2, 3), 2)


def test_a_triangle_that_needs_one_from_outside() -> None:
    hall = Hall(
        tuple(graph_of(8, [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), *combinations(range(4, 8), 2), (3, 5)]))
    )
    assert risk_of(hall)[2].short == Shortage((0, 1, 2), (3,), 1)


def test_a_free_room_is_at_no_risk() -> None:
    assert risk_of(everybody(8))[2] == Risk((), None, (), ())


def test_where_only_a_third_is_at_stake_the_trio_settles_it() -> None:
    """A circle of seven with one chord: without the triangle that it makes, somebody is left."""
    hall = Hall(tuple(graph_of(7, [*((one, (one + 1) % 7) for one in range(7)), (0, 2), (3, 6), (2, 5)])))
    found, suggestion, risk = risk_of(hall)
    assert (found.refuses, found.prospect.is_whole, risk.short) == (True, True, None)
    assert suggestion.trio == (0, 1, 2)
    assert (0, 1, 2) in risk.settle


# What mends it


@pytest.mark.parametrize("people", PEOPLE)
def test_undoing_mends_it(people: int) -> None:
    for hall in random_halls(people, 60):
        risk = risk_of(hall)[2]
        before = left_over(hall)
        assert risk.undo == tuple(
            group for group in hall.formed if before and left_over(hall.without_group(group)) < before
        ), hall


def left_over(hall: Hall) -> int:
    tried = Trying(hall.graph, hall.formed, hall.trio)
    return tried.choosing.bit_count() - tried.placed()


def test_a_pair_that_took_two_others_who_were_needed() -> None:
    """Two of one function are left; undone, the pair of the other two would have room for both."""
    hall = Hall(tuple(functions_apart([0, 0, 1, 2])), formed=((2, 3),))
    risk = risk_of(hall)[2]
    assert risk.undo == ((2, 3),)
    assert risk.short == Shortage((0,), (), 1)


@pytest.mark.parametrize("people", PEOPLE)
def test_what_settles_it_is_suggested_and_offered(people: int) -> None:
    for hall in random_halls(people, 60):
        found, suggestion, risk = risk_of(hall)
        concerned = {place for place, _choices in risk.few} | set(risk.short.people if risk.short else ())
        for group in risk.settle:
            assert group in suggestion.groups, hall
            assert len(group) == 3 or found.offers(*group), hall
        told = {place for group in risk.settle for place in group}
        assert concerned - set(suggestion.out) <= told, hall


def test_nobody_is_there_to_settle_it_with_before_there_is_a_suggestion() -> None:
    assert assess(guard(Hall(tuple(functions_apart([0, 0, 1, 2])))), NOTHING).settle == ()


@pytest.mark.parametrize("people", PEOPLE)
def test_few_choices_are_those_that_are_offered(people: int) -> None:
    for hall in random_halls(people, 60):
        offered = Trying(hall.graph, hall.formed, hall.trio).offered()
        choices = [(place, offered[place].bit_count()) for place in places(hall.choosing)]
        expected = sorted((two for two in choices if two[1] <= FEW), key=lambda two: (two[1], two[0]))
        assert list(risk_of(hall)[2].few) == expected, hall
