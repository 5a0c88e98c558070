"""Whether everybody still choosing can still find a partner, against trying everything."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from pairing.rules.guard import Hall, guard
from pairing.rules.outlook import Outlook, outlook
from tests.pairing.graphs import random_circles, random_graph, random_hall, random_room
from tests.pairing.seatings import everybody
from tests.pairing.trying import Trying, places


@pytest.mark.parametrize("people", range(2, 9))
def test_what_trying_everything_finds(people: int) -> None:
    rng = Random(people)
    for _ in range(60):
        graph = rng.choice(
            [random_room(people, rng), random_circles(people, rng), random_graph(people, 0.4, rng)]
        )
        hall = random_hall(graph, rng, trio=rng.random() < 0.8)
        found, tried = outlook(guard(hall)), Trying(hall.graph, hall.formed, hall.trio)
        choosing = tried.choosing.bit_count()
        assert (found.choosing, found.pairs) == (choosing, tried.most_pairs(tried.choosing)), hall
        assert found.left_over == choosing - tried.placed(), hall
        assert found.trio == (tried.placed() % 2 == 1), hall
        eligible = [
            two for two in combinations(places(tried.choosing), 2) if hall.graph[two[0]] >> two[1] & 1
        ]
        assert found.holds_back == (not all(tried.keeps_whole(two) for two in eligible)), hall


def test_nobody_is_choosing_any_more() -> None:
    found = outlook(guard(everybody(4, (0, 1), (2, 3))))
    assert found == Outlook(0, 0, 0, trio=False, holds_back=False)
    assert found.is_whole
    assert not found.one_by_number


def test_the_last_one_may_join_a_pair() -> None:
    found = outlook(guard(everybody(5, (0, 1), (2, 3))))
    assert found == Outlook(1, 0, 0, trio=True, holds_back=False)
    assert found.is_whole


def test_the_last_one_when_there_is_a_trio_already() -> None:
    found = outlook(guard(everybody(6, (0, 1, 2), (3, 4))))
    assert found == Outlook(1, 0, 1, trio=False, holds_back=False)
    assert (found.is_whole, found.one_by_number) == (False, True)


def test_two_who_are_left_over_are_not_so_by_number() -> None:
    found = outlook(guard(Hall((0, 0), trio=True)))
    assert found == Outlook(2, 0, 2, trio=False, holds_back=False)
    assert (found.is_whole, found.one_by_number) == (False, False)
