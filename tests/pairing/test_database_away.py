"""Repeats that a cycle allows, people who are away or sit out, and trios: kept by the database by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from cycles.models import Cycle, Pair
from teams.models import Leader
from tests.cast import Northmere
from tests.pairing.past_services import (
    agree,
    insert_pair,
    join,
    pair_past_services,
    put_aside,
    refused_by,
    settle,
)
from tests.pairing.room import AT, earlier_cycle, open_room, seal


def third_cycle(cast: Northmere) -> Cycle:
    """Helen was Priya's partner in cycle 1 and Joanna's in cycle 2; Amara was Vikram's in both."""
    earlier_cycle(cast, ("Helen", "Priya"), ("Amara", "Vikram"), starts_on=dt.date(2025, 12, 1))
    second = open_room(cast, dt.date(2026, 6, 1))
    Cycle.objects.filter(pk=second.pk).update(repeats_through=1)
    pair_past_services(cast, second, "Helen", "Joanna")
    pair_past_services(cast, second, "Amara", "Vikram")
    seal(cast, second)
    return open_room(cast)


def allow(cycle: Cycle, through: int) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(repeats_through=through)


def test_partners_pair_again_when_their_last_cycle_together_is_long_enough_ago(inside: Northmere) -> None:
    cycle = third_cycle(inside)
    for two in (("Helen", "Priya"), ("Helen", "Joanna"), ("Amara", "Vikram")):
        agree(inside, cycle, *two)
    with refused_by("pair_not_again"):
        insert_pair(inside, cycle, "Helen", "Priya")
    allow(cycle, 1)
    for two in (("Helen", "Joanna"), ("Amara", "Vikram")):
        with refused_by("pair_not_again"):
            insert_pair(inside, cycle, *two)
    insert_pair(inside, cycle, "Helen", "Priya")
    allow(cycle, 2)
    insert_pair(inside, cycle, "Amara", "Vikram")
    settle()


def test_a_third_may_not_be_an_earlier_partner_of_either(inside: Northmere) -> None:
    cycle = third_cycle(inside)
    put_aside(inside, cycle, "Maggie")
    agree(inside, cycle, "Priya", "Joanna", "Helen")
    pair = insert_pair(inside, cycle, "Priya", "Joanna")
    with refused_by("pair_not_again"):
        join(inside, pair, "Helen")
    allow(cycle, 1)
    with refused_by("pair_not_again"):
        join(inside, pair, "Helen")
    allow(cycle, 2)
    join(inside, pair, "Helen")
    settle()


def test_only_cycles_before_this_one_can_be_repeated(inside: Northmere) -> None:
    cycle = third_cycle(inside)
    with refused_by("cycle_repeats_of_earlier_cycles"):
        allow(cycle, 3)


def test_repeats_are_settled_once_sealed(inside: Northmere) -> None:
    cycle = third_cycle(inside)
    pair_past_services(inside, cycle, "Helen", "Idris")
    allow(cycle, 1)
    seal(inside, cycle)
    with refused_by("cycle_repeats_before_sealing"):
        allow(cycle, 2)
    with refused_by("cycle_repeats_before_sealing"):
        allow(cycle, 0)


def test_repeats_in_use_are_not_taken_back(inside: Northmere) -> None:
    cycle = third_cycle(inside)
    allow(cycle, 2)
    pair_past_services(inside, cycle, "Helen", "Priya")
    allow(cycle, 1)
    with refused_by("cycle_repeats_in_use"):
        allow(cycle, 0)


@pytest.mark.parametrize("how", ["absent", "sits_out"])
def test_whoever_is_away_or_sits_out_is_in_no_pair(inside: Northmere, cycle: Cycle, how: str) -> None:
    agree(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Priya", **{how: True})
    with refused_by("member_is_there"):
        insert_pair(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Priya", **{how: False})
    insert_pair(inside, cycle, "Helen", "Priya")
    with refused_by("member_is_there"):
        put_aside(inside, cycle, "Priya", **{how: True})
    put_aside(inside, cycle, "Idris", **{how: True})
    settle()


def test_nobody_is_away_and_sits_out(inside: Northmere, cycle: Cycle) -> None:
    with refused_by("participant_absent_or_resting"):
        put_aside(inside, cycle, "Idris", absent=True, sits_out=True)


def test_once_sealed_too_whoever_is_in_a_pair_is_there(inside: Northmere, cycle: Cycle) -> None:
    """Their pair ends first."""
    pair_past_services(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    with refused_by("member_is_there"):
        put_aside(inside, cycle, "Priya", absent=True)


TRIO = ("Helen", "Priya", "Joanna")


@pytest.mark.parametrize("aside", [{"sits_out": True}, {"absent": True}, {}])
def test_a_trio_only_when_the_number_of_those_there_is_odd(
    inside: Northmere, cycle: Cycle, aside: dict[str, bool]
) -> None:
    agree(inside, cycle, *TRIO)
    with refused_by("trio_when_odd"):
        insert_pair(inside, cycle, *TRIO, trio=True)
    if aside:
        put_aside(inside, cycle, "Maggie", **aside)
    else:
        Leader.objects.filter(pk=inside.leader("Maggie").pk).update(left_on=AT.date())
    insert_pair(inside, cycle, *TRIO, trio=True)
    settle()


def test_a_pair_takes_in_a_third(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    agree(inside, cycle, "Joanna", "Helen")
    agree(inside, cycle, "Joanna", "Priya")
    with refused_by("trio_when_odd"):
        join(inside, pair, "Joanna")
    put_aside(inside, cycle, "Maggie")
    join(inside, pair, "Joanna")
    settle()
    assert pair.members.count() == 3


def test_a_pair_takes_in_nobody_without_a_yes_from_both(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    agree(inside, cycle, "Joanna", "Priya")
    with refused_by("pair_both_said_yes"):
        join(inside, pair, "Joanna")


@pytest.mark.parametrize(
    ("who", "constraint"),
    [
        ("Siobhan", "pair_different_functions"),
        ("Maggie", "pair_no_reporting_line"),
        ("Idris", "member_of_one_pair"),
        ("Amara", "member_is_there"),
    ],
)
def test_whom_a_pair_does_not_take_in(inside: Northmere, cycle: Cycle, who: str, constraint: str) -> None:
    """A manager, somebody of a function that is in it, a member of another pair, somebody who sits out."""
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    pair_past_services(inside, cycle, "Idris", "Vikram")
    put_aside(inside, cycle, "Amara")
    agree(inside, cycle, who, "Helen")
    agree(inside, cycle, who, "Priya")
    with refused_by(constraint):
        join(inside, pair, who)
    assert pair.members.count() == 2


def test_a_pair_that_takes_in_a_third_is_a_trio(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    pair = pair_past_services(inside, cycle, "Helen", "Priya")
    agree(inside, cycle, "Helen", "Priya", "Joanna")
    with refused_by("pair_size"):
        join(inside, pair, "Joanna")
        Pair.objects.filter(pk=pair.pk).update(is_trio=False)
    with refused_by("pair_size"):
        Pair.objects.filter(pk=pair.pk).update(is_trio=True)
