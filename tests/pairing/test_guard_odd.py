"""The guard of an odd room, which ends in pairs and one trio: by example, and against trying everything."""

from __future__ import annotations

from random import Random

import pytest

from pairing.rules.bits import mask_of
from pairing.rules.guard import Guard, Hall, guard, keeps_whole, may_join
from pairing.rules.matching import ALONE, count_pairs, maximum_matching
from pairing.rules.thirds import leaving_out_one_of
from tests.pairing.graphs import (
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

MAGGIE, AMARA, SIOBHAN, PRIYA, HELEN, VIKRAM, JOANNA = range(7)
ALL_THREE = [(MAGGIE, AMARA), (AMARA, SIOBHAN), (MAGGIE, SIOBHAN)]
ONE_TRIO_AND_TWO_MORE = graph_of(5, [*ALL_THREE, (SIOBHAN, PRIYA), (PRIYA, HELEN)])
IN_A_ROW = graph_of(5, [(MAGGIE, AMARA), (AMARA, SIOBHAN), (SIOBHAN, PRIYA), (PRIYA, HELEN)])


def offered(found: Guard) -> list[tuple[int, int]]:
    return edges_of(found.offered)


# By example


def test_three_who_may_all_meet_are_a_trio() -> None:
    found = guard(Hall(tuple(graph_of(3, ALL_THREE))))
    assert offered(found) == sorted(ALL_THREE)
    assert (found.prospect.most_pairs, found.prospect.placed, found.prospect.left_over) == (1, 3, 0)
    assert found.prospect.is_whole


def test_the_only_three_who_may_all_meet_are_not_parted() -> None:
    """Siobhan with Priya would leave as many pairs, and Helen alone for good."""
    found = guard(Hall(tuple(ONE_TRIO_AND_TWO_MORE)))
    assert offered(found) == [*sorted(ALL_THREE), (PRIYA, HELEN)]
    assert found.refuses
    assert found.prospect.is_whole
    assert not keeps_whole(found.hall, (SIOBHAN, PRIYA))
    assert keeps_whole(found.hall, (MAGGIE, AMARA, SIOBHAN))


def test_where_no_trio_is_wanted_only_pairs_count() -> None:
    found = guard(Hall(tuple(ONE_TRIO_AND_TWO_MORE), trio=False))
    assert offered(found) == edges_of(ONE_TRIO_AND_TWO_MORE)
    assert found.prospect.third is None
    assert found.prospect.left_over == 1
    assert not found.prospect.is_whole


def test_where_no_three_may_all_meet_one_is_left_over() -> None:
    found = guard(Hall(tuple(IN_A_ROW)))
    assert found.prospect.third is None
    assert offered(found) == edges_of(IN_A_ROW)
    assert (found.prospect.most_pairs, found.prospect.left_over) == (2, 1)
    assert may_join(found.prospect) == []


def test_a_trio_that_costs_a_pair_is_no_gain() -> None:
    """Five of one function have one each of two others: both are needed for a pair of their own."""
    found = guard(Hall(tuple(functions_apart([0, 0, 0, 0, 0, 1, 2]))))
    assert found.prospect.third is None
    assert (found.prospect.placed, found.prospect.left_over) == (4, 3)
    assert not found.offers(VIKRAM, JOANNA)


def test_the_last_one_joins_a_pair_that_is_formed() -> None:
    found = guard(Hall(tuple(graph_of(3, ALL_THREE)), ((AMARA, SIOBHAN),)))
    assert offered(found) == []
    assert found.prospect.is_whole
    assert found.prospect.third is not None
    assert (found.prospect.third.place, found.prospect.third.pair) == (MAGGIE, None)
    assert may_join(found.prospect) == [(MAGGIE, (AMARA, SIOBHAN))]


def test_whoever_alone_can_join_the_pair_is_kept_for_it() -> None:
    """Helen and Priya are a pair that only Maggie may join; so Amara is left to Siobhan."""
    lines = [(MAGGIE, AMARA), (AMARA, SIOBHAN), (MAGGIE, HELEN), (MAGGIE, PRIYA)]
    found = guard(Hall(tuple(graph_of(5, lines)), ((HELEN, PRIYA),)))
    assert offered(found) == [(AMARA, SIOBHAN)]
    assert may_join(found.prospect) == [(MAGGIE, (HELEN, PRIYA))]


def test_nobody_joins_who_is_somebodys_only_choice() -> None:
    """Only Amara may join the pair; then Maggie and Siobhan would both be alone."""
    lines = [(MAGGIE, AMARA), (AMARA, SIOBHAN), (AMARA, HELEN), (AMARA, PRIYA)]
    found = guard(Hall(tuple(graph_of(5, lines)), ((HELEN, PRIYA),)))
    assert may_join(found.prospect) == []
    assert found.prospect.left_over == 1
    assert not keeps_whole(found.hall, (HELEN, PRIYA, AMARA))


def test_once_the_trio_is_formed_there_is_no_second_one() -> None:
    """Six may all meet; the trio leaves three of them, who can only be a pair and one more."""
    found = guard(Hall(tuple(functions_apart(range(6))), ((MAGGIE, AMARA, SIOBHAN),)))
    assert not found.hall.awaits_trio
    assert offered(found) == [(PRIYA, HELEN), (PRIYA, VIKRAM), (HELEN, VIKRAM)]
    assert found.prospect.left_over == 1
    assert may_join(found.prospect) == []


def test_a_pair_that_takes_in_a_third_is_a_pair_no_more() -> None:
    hall = Hall(tuple(functions_apart(range(5))), ((MAGGIE, AMARA), (SIOBHAN, PRIYA)))
    joined = hall.with_group((SIOBHAN, PRIYA, HELEN))
    assert joined.formed == ((MAGGIE, AMARA), (SIOBHAN, PRIYA, HELEN))
    assert joined.choosing == 0
    assert guard(joined).prospect.is_whole
    undone = joined.without_group((SIOBHAN, PRIYA, HELEN))
    assert undone.choosing == mask_of([SIOBHAN, PRIYA, HELEN])
    assert undone.awaits_trio


def test_who_may_join() -> None:
    """Maggie is of the same function as Amara, who is in the pair; the pair of three takes nobody."""
    hall = Hall(tuple(functions_apart([0, 0, 1, 2, 1, 2, 0])), ((AMARA, SIOBHAN), (HELEN, VIKRAM, JOANNA)))
    assert hall.may_join((AMARA, SIOBHAN)) == mask_of([PRIYA])
    assert hall.may_join((HELEN, VIKRAM, JOANNA)) == 0
    assert hall.joiners == mask_of([PRIYA])


# Against trying everything


@pytest.mark.parametrize("seed", range(3))
def test_every_room_of_an_odd_number_up_to_seven(seed: int) -> None:
    for graph in atlas(Random(seed), odd=True):
        check_guard(Hall(tuple(graph)))


def test_each_single_question_in_every_room_of_an_odd_number_up_to_seven() -> None:
    for graph in atlas(Random(4), odd=True):
        check_every_group(Hall(tuple(graph)))


def test_every_room_of_an_odd_number_up_to_seven_without_a_trio() -> None:
    for graph in atlas(Random(5), odd=True):
        check_guard(Hall(tuple(graph), trio=False))


def test_every_room_of_seven_with_each_pair_formed() -> None:
    for graph in atlas(Random(6), odd=True):
        if len(graph) == 7:
            for two in edges_of(graph):
                check_guard(Hall(tuple(graph), (two,)))


def test_rooms_of_nine() -> None:
    rng = Random(9)
    for room in range(3000):
        graph = random_circles(9, rng) if room % 2 else random_graph(9, rng.choice([0.2, 0.3, 0.5]), rng)
        check_guard(random_hall(graph, rng, trio=rng.random() < 0.9))


def test_each_single_question_in_rooms_of_nine() -> None:
    rng = Random(99)
    for _room in range(300):
        check_every_group(random_hall(random_circles(9, rng), rng))


@pytest.mark.parametrize("people", [11, 13])
def test_larger_rooms_in_which_a_trio_is_rare(people: int) -> None:
    rng = Random(people)
    for _room in range(250):
        check_guard(Hall(tuple(random_circles(people, rng))))


def test_most_pairs_that_leave_out_one_of_some() -> None:
    rng = Random(7)
    for graph in atlas(rng, odd=True):
        people = rng.getrandbits(len(graph))
        partner = maximum_matching(graph)
        found = leaving_out_one_of(graph, partner, people)
        assert (found is not None) == bool(people & Trying(graph).missable()), (graph, people)
        if found is not None:
            assert count_pairs(found) == count_pairs(partner)
            assert any(found[one] == ALONE for one in range(len(graph)) if people >> one & 1)
