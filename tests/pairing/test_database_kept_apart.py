"""Those who are kept apart, past the services."""

from __future__ import annotations

import uuid

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import KeptApart
from teams.models import Leader, Team
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import (
    agree,
    insert_pair,
    join,
    pair_past_services,
    put_aside,
    refused_by,
    settle,
)
from tests.pairing.room import open_room


def keep_apart_past_services(cast: Northmere, *names: str) -> KeptApart:
    one, other = sorted((cast.leader(name) for name in names), key=lambda leader: leader.pk)
    return KeptApart.objects.create(organisation=cast.organisation, team=cast.team, one=one, other=other)


@pytest.mark.parametrize("names", [("Helen", "Priya"), ("Priya", "Helen")])
def test_they_are_no_pair_in_this_cycle_nor_a_later_one(
    inside: Northmere, cycle: Cycle, names: tuple[str, str]
) -> None:
    row = keep_apart_past_services(inside, *names)
    agree(inside, cycle, "Helen", "Priya")
    with refused_by("pair_kept_apart"):
        insert_pair(inside, cycle, "Helen", "Priya")
    row.delete()
    insert_pair(inside, cycle, "Helen", "Priya")
    settle()


def test_they_are_not_in_one_trio_either(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, "Maggie")
    keep_apart_past_services(inside, "Helen", "Joanna")
    agree(inside, cycle, "Helen", "Priya", "Joanna")
    with refused_by("pair_kept_apart"):
        insert_pair(inside, cycle, "Helen", "Priya", "Joanna", trio=True)
    pair = insert_pair(inside, cycle, "Helen", "Priya")
    with refused_by("pair_kept_apart"):
        join(inside, pair, "Joanna")
    pair_past_services(inside, cycle, "Joanna", "Vikram")
    settle()
    assert Pair.objects.count() == 2


def test_two_are_kept_apart_once_and_in_order(inside: Northmere) -> None:
    row = keep_apart_past_services(inside, "Helen", "Priya")
    with refused_by("kept_apart_once"):
        keep_apart_past_services(inside, "Priya", "Helen")
    with refused_by("kept_apart_in_order"):
        KeptApart.objects.create(
            organisation=inside.organisation, team=inside.team, one=row.other, other=row.one
        )
    with refused_by("kept_apart_in_order"):
        KeptApart.objects.create(
            organisation=inside.organisation, team=inside.team, one=row.one, other=row.one
        )


@pytest.mark.parametrize(("number", "constraint"), [(1, "one"), (2**128 - 1, "other")])
def test_both_are_of_the_team(inside: Northmere, number: int, constraint: str) -> None:
    other = Team.objects.create(organisation=inside.organisation, name="Pilot", slug="pilot")
    otto = Leader.objects.create(
        id=uuid.UUID(int=number),
        organisation=inside.organisation,
        team=other,
        name="Otto Lindqvist",
        sort_name="Lindqvist Otto",
    )
    one, second = sorted((otto, inside.leader("Helen")), key=lambda leader: leader.pk)
    with refused_by(f"kept_apart_{constraint}_in_team"):
        KeptApart.objects.create(organisation=inside.organisation, team=inside.team, one=one, other=second)


def test_nobody_of_another_organisation(db: None) -> None:
    here, there = make_northmere(), make_northmere("southmere")
    with scope(organisation=there.organisation.pk):
        keep_apart_past_services(there, "Helen", "Priya")
    with scope(organisation=here.organisation.pk):
        assert not KeptApart.objects.exists()
        pair_past_services(here, open_room(here), "Helen", "Priya")
        settle()
