"""The Awayday on a leader's home and on the organisers' overview."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.doors import close_doors, open_doors
from coachingpairs.tenancy.scope import scope
from teams.models import Person
from tests.awayday.held import moved, planned
from tests.cast import Northmere
from tests.pairing.room import pair_up, seal

pytestmark = pytest.mark.django_db


def page(cast: Northmere, person: Person, path: str) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(f"{cast.base}{path}")
    assert response.status_code == 200
    return response.text


def test_on_the_day_leaders_read_when_and_where_until_the_doors_open(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    idris, today = northmere.person("Idris"), "The Awayday is today"
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        Awayday.objects.update(venue="The Old Boathouse")
    midnight = dt.datetime.combine(awayday.held_on, dt.time(), northmere.organisation.zone)
    monkeypatch.setattr("django.utils.timezone.now", lambda: midnight - dt.timedelta(minutes=1))
    assert today not in page(northmere, idris, "")
    monkeypatch.setattr("django.utils.timezone.now", lambda: midnight + dt.timedelta(minutes=1))
    said = page(northmere, idris, "")
    assert today in said
    assert "9.00 to 13.00, The Old Boathouse. You join from this page once" in said
    assert f'href="{northmere.base}cycles/1/awayday.ics"' in said
    with scope(organisation=northmere.organisation.pk):
        open_doors(awayday=awayday, by=northmere.facilitator)
    said = page(northmere, idris, "")
    assert today not in said
    assert "The Awayday has begun" in said


def test_what_leaders_and_organisers_read_from_planning_to_closing(northmere: Northmere) -> None:
    idris, facilitator = northmere.person("Idris"), northmere.facilitator
    joins = "The Awayday has begun"
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
    assert joins not in page(northmere, idris, "")
    said = page(northmere, facilitator, "cycle/")
    assert "The Awayday is on Tuesday 1 December" in said
    assert f'href="{northmere.base}cycles/1/awayday/"' in said

    with scope(organisation=northmere.organisation.pk):
        open_doors(awayday=awayday, by=facilitator)
    said = page(northmere, idris, "")
    assert joins in said
    assert f'href="{northmere.base}cycles/1/awayday/phone/"' in said
    assert "The doors are open" in page(northmere, northmere.sponsor, "cycle/")
    assert "The doors are open" not in page(northmere, northmere.administrator, "cycle/")

    with scope(organisation=northmere.organisation.pk):
        awayday = moved(northmere, awayday, Stage.CHOOSING)
        pair_up(northmere, awayday.opens, "Priya", "Helen")
        seal(northmere, awayday.opens)
    assert joins not in page(northmere, idris, "")
    with scope(organisation=northmere.organisation.pk):
        close_doors(awayday=awayday, by=facilitator)
    assert "The doors are open" not in page(northmere, facilitator, "cycle/")
