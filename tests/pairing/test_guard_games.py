"""Rooms played to the end by people who choose at random among what is offered: nobody is stranded."""

from __future__ import annotations

from random import Random

import pytest

from pairing.rules.bits import bits_of
from pairing.rules.guard import Group, Guard, Hall, after_group, after_undoing, guard, may_join
from tests.pairing.graphs import random_room

ROOMS = 250
"""In each of eight lots, so that they can be run at once."""


@pytest.mark.parametrize("lot", range(8))
def test_nobody_is_stranded(lot: int) -> None:
    """Whoever would be left over when the first one chooses is all that is left over at the end."""
    rng = Random(lot)
    whole = odd = undone = 0
    for _room in range(ROOMS):
        graph = random_room(rng.randint(6, 40), rng)
        start = guard(Hall(tuple(graph)))
        end, steps_back = play(start, rng)
        check_groups(end.hall)
        assert end.hall.choosing.bit_count() == start.prospect.left_over, graph
        whole += start.prospect.is_whole
        odd += start.prospect.is_whole and len(graph) % 2
        undone += steps_back
    assert whole > 0.7 * ROOMS
    assert odd > 0.3 * ROOMS
    assert undone > ROOMS


def play(now: Guard, rng: Random) -> tuple[Guard, int]:
    """Until nothing more is offered; now and then a pair or the trio comes undone. The end, and how often."""
    undone = 0
    while group := any_offered(now, rng):
        now = after_group(now, group)
        if rng.random() < 0.12:
            now = after_undoing(now, rng.choice(now.hall.formed))
            undone += 1
    return now, undone


def any_offered(now: Guard, rng: Random) -> Group | None:
    """Two who are offered each other, or somebody who joins a pair; None when all is done."""
    choosers = [place for place, row in enumerate(now.offered) if row]
    if not choosers or rng.random() < 0.1:
        joining = may_join(now.prospect)
        if joining:
            place, two = rng.choice(joining)
            return (*two, place)
    if not choosers:
        return None
    one = rng.choice(choosers)
    return (one, rng.choice(list(bits_of(now.offered[one]))))


def check_groups(hall: Hall) -> None:
    """All in pairs and at most one trio, nobody twice, and only with people they may be with."""
    seated = [place for group in hall.formed for place in group]
    assert len(seated) == len(set(seated))
    assert sorted(len(group) for group in hall.formed)[:-1] == [2] * (len(hall.formed) - 1)
    for group in hall.formed:
        assert len(group) in (2, 3)
        assert all(hall.graph[one] >> other & 1 for one in group for other in group if one != other)
