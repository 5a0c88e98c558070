"""Planning an Awayday."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from awayday.models import Awayday
from awayday.services.doors import open_doors
from awayday.services.planning import DOORS_OPEN, SEALED_ALREADY, cancel_awayday, plan_awayday
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Person
from tests.awayday.held import PLAN, draft, planned
from tests.cast import Northmere
from tests.pairing.room import earlier_cycle, open_room, pair_up, seal

pytestmark = pytest.mark.django_db
SENT = {
    "held_on": "2027-03-01",
    "starts_at": "9:00",
    "ends_at": "13:00",
    "venue": "The Old Library, Northmere",
    "link": "calls.northmere.example/awayday",
}


def test_it_opens_the_cycle_ahead_and_closes_the_one_under_way(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        before = earlier_cycle(northmere, ("Priya", "Helen"))
        awayday = planned(northmere)
        assert (awayday.opens.number, awayday.closes, awayday.stage) == (2, before, "planned")
        entry = AuditEntry.objects.get(verb="awayday planned")
        assert (entry.by, entry.details) == (northmere.facilitator, {"held_on": "2026-12-01"})


def test_changing_the_plan_counts_for_calendars_and_the_same_plan_does_not(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        again = plan_awayday(opens=awayday.opens, plan=PLAN, by=northmere.facilitator)
        assert (again.pk, again.sequence) == (awayday.pk, 0)
        moved = plan_awayday(
            opens=awayday.opens, plan=replace(PLAN, venue="Elsewhere"), by=northmere.facilitator
        )
        assert (moved.pk, moved.venue, moved.sequence) == (awayday.pk, "Elsewhere", 1)
        assert Awayday.objects.count() == 1


def test_a_sealed_cycle_has_no_awayday_any_more(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        cycle = open_room(northmere)
        pair_up(northmere, cycle, "Priya", "Helen")
        seal(northmere, cycle)
        with pytest.raises(DomainError) as refused:
            plan_awayday(opens=cycle, plan=PLAN, by=northmere.facilitator)
        assert str(refused.value) == SEALED_ALREADY


def test_cancelling_before_the_doors_open_and_not_after(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        cancel_awayday(awayday=awayday, by=northmere.facilitator)
        cancel_awayday(awayday=awayday, by=northmere.facilitator)
        assert not Awayday.objects.exists()
        again = open_doors(awayday=planned(northmere, awayday.opens), by=northmere.facilitator)
        with pytest.raises(DomainError) as refused:
            cancel_awayday(awayday=again, by=northmere.facilitator)
        assert str(refused.value) == DOORS_OPEN


def test_the_database_knows_that_days_end_after_they_begin(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        with pytest.raises(IntegrityError, match="awayday_times_in_order"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(ends_at=dt.time(9))
        with pytest.raises(IntegrityError, match="awayday_code_of_digits"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(code="12345x")
        with pytest.raises(IntegrityError, match="awayday_code_while_open"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(code="123456")


def sign_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_planning_on_the_page(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        cycle = draft(northmere)
    address = f"{northmere.base}cycles/{cycle.number}/awayday/plan/"
    client = sign_in(northmere.sponsor)
    page = client.get(address)
    assert "Plan an Awayday" in page.text
    assert "Everyone can find a partner" in page.text
    answer = client.post(address, SENT)
    assert (answer.status_code, answer["Location"]) == (302, f"{northmere.base}cycles/1/awayday/")
    with scope(organisation=northmere.organisation.pk):
        awayday = Awayday.objects.get()
    assert (awayday.held_on, awayday.starts_at) == (dt.date(2027, 3, 1), dt.time(9))
    assert awayday.link == "https://calls.northmere.example/awayday"
    assert "Back to the Awayday" not in page.text
    again = client.get(address).text
    assert "The plan of the Awayday" in again
    assert f'<a href="{northmere.base}cycles/1/awayday/">Back to the Awayday</a>' in again


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"held_on": "2020-01-01"}, "This day is over. Choose today or a later day."),
        ({"held_on": "soon"}, "Enter the day, for example 26 November 2026."),
        ({"held_on": "2099-01-01"}, "Choose a day within the next two years."),
        ({"ends_at": "8:30"}, "An Awayday ends after it begins. Choose a later time."),
        ({"starts_at": ""}, "Enter a time, for example 9.00."),
        ({"link": "not an address"}, "Enter the whole address of the call, beginning with https://."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(
    northmere: Northmere, changed: dict[str, str], said: str
) -> None:
    with scope(organisation=northmere.organisation.pk):
        draft(northmere)
    page = sign_in(northmere.facilitator).post(f"{northmere.base}cycles/1/awayday/plan/", SENT | changed)
    assert page.status_code == 422
    assert said in page.text
    assert "The Old Library, Northmere" in page.text
    with scope(organisation=northmere.organisation.pk):
        assert not Awayday.objects.exists()
