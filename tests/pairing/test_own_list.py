"""Everybody else as each sees them, for a whole room at once: the same as looked at two by two."""

from __future__ import annotations

import pytest

from pairing.rules.eligibility import NOT_OFFERED
from pairing.services.own_list import NOT_SIGNED_IN, Colleague, Lists
from teams.models import Function, Leader
from tests.pairing.invented import invent

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_at_once_is_the_same_as_two_by_two(seed: int) -> None:
    lists = Lists(invent(seed))
    for me in lists.leaders:
        two_by_two = [
            lists.between(me, place) for place, other in enumerate(lists.leaders) if other.pk != me.pk
        ]
        assert lists.of(me) == two_by_two, me.name


def test_the_invented_rooms_have_everything_in_them() -> None:
    said: set[str] = set()
    for seed in SEEDS:
        lists = Lists(invent(seed))
        for me in lists.leaders:
            for one in lists.of(me):
                said |= {one.why, *one.notes}
    assert said >= {
        "",
        NOT_OFFERED,
        NOT_SIGNED_IN,
        "You have no function yet",
        "No function yet",
        "Same function as you",
        "Your line manager",
        "Reports to you",
        "Your partner in cycle 3",
        "Your partner in cycle 1; may pair again this time",
        "Already in a pair",
        "Away just now; chooses later",
        "Sits this cycle out",
    }


def test_by_function_and_then_by_name_without_oneself() -> None:
    lists = Lists(invent(1))
    me = lists.leaders[4]
    order = [
        (one.leader.function.name if one.leader.function else "", one.leader.name) for one in lists.of(me)
    ]
    assert order == sorted(order)
    assert me.pk not in {one.leader.pk for one in lists.of(me)}
    assert len(order) == 13


def test_who_has_just_come_sees_everybody() -> None:
    lists = Lists(invent(2))
    late = Leader(name="Late Comer", sort_name="Comer Late", function=lists.leaders[-1].function)
    assert len(lists.of(late)) == 14
    assert {one.why for one in lists.of(late)} & {"", "Same function as you"} == {"Same function as you"}


def test_people_who_are_known_to_be_there_are_not_said_to_have_to_sign_in() -> None:
    room = invent(3)
    asking = Lists(room)
    me = next(leader for leader in room.still_choosing if leader.function)
    absent = {one.leader.pk for one in asking.of(me) if NOT_SIGNED_IN in one.notes}
    assert absent
    here = frozenset(list(absent)[:1])
    reached = {one.leader.pk for one in Lists(room, here).of(me) if NOT_SIGNED_IN in one.notes}
    assert reached == absent - here


def test_rows_are_shared_and_marked_by_what_they_show() -> None:
    lists = Lists(invent(4))
    seen: dict[tuple[object, ...], Colleague] = {}
    for me in lists.leaders:
        for one in lists.of(me):
            assert seen.setdefault((one.leader.pk, one.why, one.notes), one) is one
    marks = {one.mark for one in seen.values()}
    assert len(marks) == len({one.row for one in seen.values()}) == len(seen)


def test_a_row_changes_with_anything_that_it_shows() -> None:
    function = Function(name="Care", code="CARE", colour=2)
    leader = Leader(name="Priya Nair", title="Director", function=function)
    first = Colleague(leader)
    same = Leader(pk=leader.pk, name="Priya Nair", title="Director", function=function)
    assert (Colleague(same).row, Colleague(same).mark) == (first.row, first.mark)
    others = [
        Colleague(Leader(pk=leader.pk, name="Priya Rao", title="Director", function=function)),
        Colleague(Leader(pk=leader.pk, name="Priya Nair", title="Head", function=function)),
        Colleague(Leader(pk=leader.pk, name="Priya Nair", title="Director", function=None)),
        Colleague(leader, why=NOT_OFFERED),
        Colleague(leader, notes=(NOT_SIGNED_IN,)),
    ]
    assert len({one.row for one in (first, *others)}) == len({one.mark for one in (first, *others)}) == 6
