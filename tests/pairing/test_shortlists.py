"""Whom a leader would be glad to work with: theirs alone, and one door for computing suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from pairing.models import ShortlistEntry
from pairing.services.shortlists import all_shortlists, choose_shortlist, own_shortlist
from teams.models import AuditEntry, Leader, Team
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import refused_by
from tests.pairing.room import names


@contextmanager
def as_somebody(cast: Northmere, who: str) -> Iterator[Leader]:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        yield cast.leader(who)


def choose(cast: Northmere, who: str, *colleagues: str) -> None:
    with as_somebody(cast, who) as leader:
        choose_shortlist(
            leader=leader, colleagues=[cast.leader(name) for name in colleagues], by=cast.person(who)
        )


def chosen(cast: Northmere, who: str) -> list[str]:
    with as_somebody(cast, who) as leader:
        return names(own_shortlist(leader))


def ids(cast: Northmere, *who: str) -> tuple[UUID, ...]:
    return tuple(cast.leader(name).pk for name in who)


def write(cast: Northmere, who: str, colleague: Leader) -> ShortlistEntry:
    return ShortlistEntry.objects.create(
        organisation=cast.organisation, leader=cast.leader(who), colleague=colleague
    )


def test_a_list_keeps_the_order_of_choosing_and_is_replaced_as_a_whole(northmere: Northmere) -> None:
    choose(northmere, "Helen", "Priya", "Amara", "Idris")
    assert chosen(northmere, "Helen") == ["Priya", "Amara", "Idris"]
    choose(northmere, "Helen", "Idris", "Joanna", "Priya", "Idris")
    assert chosen(northmere, "Helen") == ["Idris", "Joanna", "Priya"]
    choose(northmere, "Helen")
    assert chosen(northmere, "Helen") == []


def test_it_leaves_no_trace_in_the_trail(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        before = AuditEntry.objects.count()
    choose(northmere, "Helen", "Priya")
    with scope(organisation=northmere.organisation.pk):
        assert AuditEntry.objects.count() == before


def test_those_who_have_left_are_not_shown(northmere: Northmere) -> None:
    choose(northmere, "Helen", "Priya", "Idris")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=timezone.now().date())
    assert chosen(northmere, "Helen") == ["Idris"]


def stranger(cast: Northmere) -> Leader:
    """Of another team of the same organisation."""
    with scope(organisation=cast.organisation.pk):
        other = Team.objects.create(organisation=cast.organisation, name="Pilot", slug="pilot")
        return Leader.objects.create(
            organisation=cast.organisation, team=other, name="Otto Lindqvist", sort_name="Lindqvist Otto"
        )


def test_whom_nobody_can_put_on_a_list(northmere: Northmere) -> None:
    choose(northmere, "Helen", "Priya")
    with pytest.raises(DomainError, match=r"^Choose up to five colleagues\.$"):
        choose(northmere, "Helen", "Priya", "Idris", "Joanna", "Amara", "Siobhan", "Maggie")
    otto = stranger(northmere)
    with as_somebody(northmere, "Helen") as helen:
        gone = northmere.leader("Idris")
        Leader.objects.filter(pk=gone.pk).update(left_on=timezone.now().date())
        for wrong in (otto, helen, gone):
            with pytest.raises(DomainError, match=r"^Choose colleagues who are in this team\.$"):
                choose_shortlist(leader=helen, colleagues=[wrong], by=northmere.person("Helen"))
    assert chosen(northmere, "Helen") == ["Priya"]


def test_nobody_writes_for_somebody_else(northmere: Northmere) -> None:
    with as_somebody(northmere, "Priya"), pytest.raises(DomainError, match=r"^Only Helen Armitage can say"):
        choose_shortlist(
            leader=northmere.leader("Helen"),
            colleagues=[northmere.leader("Priya")],
            by=northmere.person("Priya"),
        )


@pytest.mark.parametrize("who", ["Priya", "facilitator", "sponsor", "administrator", "nobody"])
def test_nobody_else_sees_or_changes_it_past_the_services(northmere: Northmere, who: str) -> None:
    choose(northmere, "Helen", "Priya", "Idris")
    people = {"facilitator": northmere.facilitator, "sponsor": northmere.sponsor}
    people |= {"administrator": northmere.administrator, "Priya": northmere.person("Priya")}
    person = people[who].pk if who in people else None
    with scope(organisation=northmere.organisation.pk, person=person):
        assert ShortlistEntry.objects.count() == 0
        assert ShortlistEntry.objects.update(colleague=northmere.leader("Maggie")) == 0
        assert ShortlistEntry.objects.all().delete() == (0, {})
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            write(northmere, "Helen", northmere.leader("Amara"))
    assert chosen(northmere, "Helen") == ["Priya", "Idris"]


def test_a_row_cannot_be_handed_to_another_leader(northmere: Northmere) -> None:
    choose(northmere, "Helen", "Priya")
    with (
        as_somebody(northmere, "Helen"),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        ShortlistEntry.objects.update(leader=northmere.leader("Idris"))
    assert chosen(northmere, "Helen") == ["Priya"]


def test_the_rules_hold_past_the_services(northmere: Northmere) -> None:
    otto = stranger(northmere)
    choose(northmere, "Helen", "Priya", "Idris", "Joanna", "Amara", "Siobhan")
    with as_somebody(northmere, "Helen") as helen:
        with refused_by("shortlist_at_most_five"):
            write(northmere, "Helen", northmere.leader("Maggie"))
        ShortlistEntry.objects.filter(colleague=northmere.leader("Siobhan")).delete()
        with refused_by("shortlist_colleague_once"):
            write(northmere, "Helen", northmere.leader("Priya"))
        with refused_by("shortlist_not_oneself"):
            write(northmere, "Helen", helen)
        with refused_by("shortlist_of_team"):
            write(northmere, "Helen", otto)
        with refused_by("shortlist_of_team"):
            ShortlistEntry.objects.filter(colleague=northmere.leader("Priya")).update(colleague=otto)


def test_one_door_tells_all_lists_of_a_team_in_order(northmere: Northmere) -> None:
    choose(northmere, "Helen", "Priya", "Amara")
    choose(northmere, "Priya", "Helen")
    with scope(organisation=northmere.organisation.pk):
        assert all_shortlists(northmere.team) == {
            northmere.leader("Helen").pk: ids(northmere, "Priya", "Amara"),
            northmere.leader("Priya").pk: ids(northmere, "Helen"),
        }
        assert all_shortlists(stranger(northmere).team) == {}


def test_the_door_opens_to_no_other_organisation(db: None) -> None:
    here, there = make_northmere(), make_northmere("southmere")
    choose(there, "Helen", "Priya")
    with scope(organisation=here.organisation.pk):
        assert all_shortlists(there.team) == {}
    with scope(person=there.person("Helen").pk):
        assert all_shortlists(there.team) == {}
    with scope(organisation=there.organisation.pk):
        assert all_shortlists(there.team) == {there.leader("Helen").pk: ids(there, "Priya")}


def test_lists_go_with_their_leaders_though_nobody_sees_them(northmere: Northmere) -> None:
    choose(northmere, "Helen", "Priya", "Idris")
    choose(northmere, "Priya", "Helen", "Idris")
    choose(northmere, "Idris", "Amara")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(manager=northmere.leader("Priya")).update(manager=None)
        northmere.leader("Priya").delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert all_shortlists(northmere.team) == {
            northmere.leader("Helen").pk: ids(northmere, "Idris"),
            northmere.leader("Idris").pk: ids(northmere, "Amara"),
        }
