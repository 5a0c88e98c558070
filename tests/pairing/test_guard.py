"""The guard of a room of an even number: by example, and against trying everything."""

from __future__ import annotations

from itertools import combinations
from random import Random

import networkx as nx
import pytest

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.couples import keeping_the_most, missable
from pairing.rules.guard import Guard, Hall, guard, keeps_whole, look_ahead
from pairing.rules.matching import count_pairs, maximum_matching
from tests.pairing.graphs import (
    all_graphs,
    atlas,
    edges_of,
    functions_apart,
    graph_of,
    random_circles,
    random_graph,
    random_hall,
)
from tests.pairing.guarding import check_every_group, check_guard
from tests.pairing.trying import Trying

MAGGIE, AMARA, SIOBHAN, PRIYA, HELEN, VIKRAM, JOANNA, IDRIS = range(8)
IN_A_ROW = graph_of(4, [(MAGGIE, AMARA), (AMARA, SIOBHAN), (SIOBHAN, PRIYA)])


def offered(found: Guard) -> list[tuple[int, int]]:
    return edges_of(found.offered)


def held_back(found: Guard) -> list[tuple[int, int]]:
    return [two for two in edges_of(found.hall.open_graph) if not found.offers(*two)]


# By example


def test_the_two_in_the_middle_are_all_that_the_others_have() -> None:
    found = guard(Hall(tuple(IN_A_ROW)))
    assert offered(found) == [(MAGGIE, AMARA), (SIOBHAN, PRIYA)]
    assert held_back(found) == [(AMARA, SIOBHAN)]
    assert found.refuses
    assert (found.prospect.most_pairs, found.prospect.placed, found.prospect.left_over) == (2, 4, 0)
    assert found.prospect.is_whole


def test_where_everybody_may_meet_everybody_nothing_is_held_back() -> None:
    found = guard(Hall(tuple(functions_apart(range(8)))))
    assert offered(found) == list(combinations(range(8), 2))
    assert not found.refuses


def test_when_a_function_is_half_of_the_room_nobody_else_may_pair_among_themselves() -> None:
    """Maggie to Priya are one function; the other four are of two, and all of them are needed."""
    found = guard(Hall(tuple(functions_apart([0, 0, 0, 0, 1, 1, 2, 2]))))
    assert held_back(found) == [(HELEN, JOANNA), (HELEN, IDRIS), (VIKRAM, JOANNA), (VIKRAM, IDRIS)]
    assert found.prospect.is_whole


def test_with_one_fewer_in_that_function_nothing_is_held_back() -> None:
    assert not guard(Hall(tuple(functions_apart([0, 0, 0, 3, 1, 1, 2, 2])))).refuses


def test_when_some_are_stranded_in_any_case_nobody_more_is() -> None:
    """Five of one function have three others: two stay without a partner, and no third."""
    found = guard(Hall(tuple(functions_apart([0, 0, 0, 0, 0, 1, 1, 2]))))
    assert (found.prospect.most_pairs, found.prospect.left_over) == (3, 2)
    assert not found.prospect.is_whole
    assert held_back(found) == [(VIKRAM, IDRIS), (JOANNA, IDRIS)]


def test_somebody_nobody_may_meet_holds_nothing_back() -> None:
    graph = functions_apart([0, 1, 2, 3])
    alone = [row & ~(1 << PRIYA) for row in graph[:PRIYA]] + [0]
    found = guard(Hall(tuple(alone)))
    assert offered(found) == [(MAGGIE, AMARA), (MAGGIE, SIOBHAN), (AMARA, SIOBHAN)]
    assert found.prospect.left_over == 2


def test_those_in_a_pair_are_out_of_it() -> None:
    """Once the two in the middle are a pair after all, the two at the ends have nobody."""
    found = guard(Hall(tuple(IN_A_ROW), ((AMARA, SIOBHAN),)))
    assert found.hall.choosing == mask_of([MAGGIE, PRIYA])
    assert offered(found) == []
    assert not found.refuses
    assert (found.prospect.placed, found.prospect.left_over) == (0, 2)


@pytest.mark.parametrize("people", [0, 1, 2])
def test_the_smallest_rooms(people: int) -> None:
    found = guard(Hall(tuple(functions_apart(range(people)))))
    assert offered(found) == list(combinations(range(people), 2))
    assert found.prospect.left_over == people % 2


def test_keeping_whole_is_asked_of_two() -> None:
    hall = Hall(tuple(IN_A_ROW))
    assert keeps_whole(hall, (MAGGIE, AMARA))
    assert not keeps_whole(hall, (AMARA, SIOBHAN))


def test_a_room_changes_by_a_pair_and_back() -> None:
    hall = Hall(tuple(IN_A_ROW))
    paired = hall.with_group((MAGGIE, AMARA))
    assert paired.formed == ((MAGGIE, AMARA),)
    assert paired.choosing == mask_of([SIOBHAN, PRIYA])
    assert paired.open_graph == [0, 0, 1 << PRIYA, 1 << SIOBHAN]
    assert paired.without_group((MAGGIE, AMARA)) == hall


def test_a_pair_that_is_not_there_cannot_come_undone() -> None:
    with pytest.raises(ValueError, match=r"not in tuple"):
        Hall(tuple(IN_A_ROW), ((MAGGIE, AMARA),)).without_group((SIOBHAN, PRIYA))


# Against trying everything


def test_every_room_of_up_to_six_whoever_stands_where() -> None:
    for people in range(7):
        for graph in all_graphs(people):
            check_guard(Hall(tuple(graph)))


@pytest.mark.parametrize("seed", range(3))
def test_every_room_of_an_even_number_up_to_six(seed: int) -> None:
    for graph in atlas(Random(seed), odd=False):
        hall = Hall(tuple(graph))
        check_guard(hall)
        check_every_group(hall)


def test_rooms_of_eight_with_pairs_formed() -> None:
    rng = Random(8)
    for _room in range(2500):
        graph = random_graph(8, rng.choice([0.15, 0.25, 0.35, 0.5, 0.7]), rng)
        check_guard(random_hall(graph, rng, trio=rng.random() < 0.8))


def test_each_single_question_in_rooms_of_eight() -> None:
    rng = Random(88)
    for _room in range(300):
        check_every_group(random_hall(random_circles(8, rng), rng, trio=rng.random() < 0.8))


def test_who_may_be_without_a_partner() -> None:
    for odd in (False, True):
        for graph in atlas(Random(3), odd=odd):
            assert missable(graph, maximum_matching(graph)) == Trying(graph).missable(), graph


# Against NetworkX, where searches go deep


@pytest.mark.parametrize("seed", range(24))
def test_sparse_rooms_of_up_to_forty(seed: int) -> None:
    """Few lines, circles within circles: all the ways a search can go on are gone."""
    rng = Random(seed)
    people = rng.randint(16, 40)
    graph = random_circles(people, rng) if seed % 2 else random_graph(people, 2.6 / people, rng)
    partner = maximum_matching(graph)
    most = pairs_by_networkx(graph, 0)
    assert count_pairs(partner) == most
    keeping = keeping_the_most(graph, partner)
    assert keeping == graph_of(
        people,
        (two for two in edges_of(graph) if 1 + pairs_by_networkx(graph, mask_of(two)) == most),
    )


def pairs_by_networkx(graph: list[int], gone: int) -> int:
    """The most pairs of those who are not gone."""
    room: nx.Graph[int] = nx.Graph()
    room.add_edges_from(two for two in edges_of(graph) if not mask_of(two) & gone)
    return len(nx.max_weight_matching(room, maxcardinality=True))


def test_a_long_row_and_a_long_circle() -> None:
    """A row leaves no choice at all; joined at its ends there are two ways, and everything may be chosen."""
    row = [(one, one + 1) for one in range(299)]
    found = guard(Hall(tuple(graph_of(300, row))))
    assert offered(found) == row[::2]
    circle = guard(Hall(tuple(graph_of(300, [*row, (0, 299)]))))
    assert len(offered(circle)) == 300


def test_what_is_ahead_is_the_same_wherever_it_goes_on_from() -> None:
    """Pairs to go on from are for speed alone."""
    rng = Random(5)
    for _room in range(300):
        hall = random_hall(random_graph(9, 0.3, rng), rng)
        start = [-1] * 9
        for one, other in rng.sample(edges_of(hall.open_graph), min(2, len(edges_of(hall.open_graph)))):
            if start[one] == start[other] == -1:
                start[one], start[other] = other, one
        assert look_ahead(hall, start).placed == look_ahead(hall).placed
        assert set(bits_of(hall.choosing)) >= {one for one, other in enumerate(start) if other != -1}
