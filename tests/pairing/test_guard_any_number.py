"""The guard once a cycle is under way: a trio is for those who cannot all be in pairs, at any number."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from pairing.rules.guard import Hall, guard, keeps_whole, may_join
from tests.pairing.graphs import graph_of, random_graph, random_hall
from tests.pairing.guarding import check_every_group, check_guard

HELEN, PRIYA, AMARA, JOANNA = range(4)


def test_of_two_who_may_not_pair_one_may_join_a_pair() -> None:
    graph = graph_of(4, [(HELEN, AMARA), (HELEN, JOANNA), (PRIYA, AMARA), (PRIYA, JOANNA)])
    hall = Hall(tuple(graph), ((AMARA, JOANNA),), at_any_number=True)
    found = guard(hall)
    assert (found.prospect.placed, found.prospect.left_over) == (1, 1)
    assert may_join(found.prospect) == [(HELEN, (AMARA, JOANNA)), (PRIYA, (AMARA, JOANNA))]
    assert not may_join(guard(replace(hall, at_any_number=False)).prospect)


def test_two_who_may_pair_do_not_join_others() -> None:
    graph = graph_of(4, [(HELEN, PRIYA), (HELEN, AMARA), (HELEN, JOANNA)])
    hall = Hall(tuple(graph), ((AMARA, JOANNA),), at_any_number=True)
    assert may_join(guard(hall).prospect) == []
    assert not keeps_whole(hall, (HELEN, AMARA, JOANNA))


def test_there_is_one_trio_at_most() -> None:
    graph = graph_of(5, [(HELEN, PRIYA), (HELEN, AMARA), (PRIYA, AMARA)])
    hall = Hall(tuple(graph), ((HELEN, PRIYA, AMARA),), at_any_number=True)
    assert guard(hall).prospect.third is None


@pytest.mark.parametrize("size", range(1, 9))
def test_small_rooms_against_trying_everything(size: int) -> None:
    rng = Random(size)
    for _again in range(60):
        graph = random_graph(size, rng.choice([0.3, 0.5, 0.7]), rng)
        check_guard(replace(random_hall(graph, rng), at_any_number=True))
    check_every_group(replace(random_hall(random_graph(size, 0.5, rng), rng), at_any_number=True))
