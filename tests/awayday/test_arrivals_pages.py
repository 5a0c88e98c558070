"""“I’m here” on a phone, and the facilitator's list."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from awayday.models import Arrival, Awayday
from awayday.services.arrivals import record_arrival
from awayday.services.doors import close_doors
from coachingpairs.tenancy.scope import scope
from tests.awayday.at_the_door import (
    base_of,
    by_card,
    by_code,
    by_name,
    facilitator,
    say_name,
    signed_in,
    without_tokens,
)
from tests.awayday.held import opened
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db
DESK: dict[str, Any] = {"headers": {"HX-Request": "true", "HX-Target": "desk"}}
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return opened(northmere)


def arrived(cast: Northmere) -> dict[str, str]:
    with scope(organisation=cast.organisation.pk):
        return {row.leader.called: row.how for row in Arrival.objects.select_related("leader")}


def test_everybody_arrives_the_way_they_came(northmere: Northmere, awayday: Awayday) -> None:
    here = f"{base_of(northmere, awayday)}arrival/"
    confirmed = by_name(northmere, awayday, "Amara")
    with scope(organisation=northmere.organisation.pk):
        Arrival.objects.all().delete()
    for client in (
        signed_in(northmere, "Priya"),
        by_card(northmere, awayday, "Helen"),
        confirmed,
    ):
        for _twice in range(2):
            answer = client.post(here)
            assert answer.status_code == 302
            assert answer.headers["Location"] == f"{base_of(northmere, awayday)}phone/"
    assert arrived(northmere) == {"Priya": "signed in", "Helen": "place card", "Amara": "confirmed"}


def test_a_phone_that_says_so_by_itself_gets_its_page_as_it_stands(
    northmere: Northmere, awayday: Awayday
) -> None:
    client = by_card(northmere, awayday, "Helen")
    answer = client.post(f"{base_of(northmere, awayday)}arrival/", **HTMX)
    assert answer.status_code == 200
    assert "You are here, and on the wall." in answer.content.decode()


def test_opening_the_phone_records_nothing(northmere: Northmere, awayday: Awayday) -> None:
    client = by_card(northmere, awayday, "Helen")
    for _twice in range(2):
        assert client.get(f"{base_of(northmere, awayday)}phone/").status_code == 200
    assert client.get(f"{base_of(northmere, awayday)}arrival/").status_code == 405
    assert arrived(northmere) == {}


def test_whoever_nobody_knows_does_not_arrive(northmere: Northmere, awayday: Awayday) -> None:
    here = f"{base_of(northmere, awayday)}arrival/"
    asked = by_code(awayday).post(here)
    assert asked.headers["Location"] == f"{base_of(northmere, awayday)}names/"
    assert Client().post(here).headers["Location"].startswith("/account/login/")
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    assert client.post(here).headers["Location"] == f"{base_of(northmere, awayday)}names/"
    assert arrived(northmere) == {}


def test_forms_from_elsewhere_are_refused(northmere: Northmere, awayday: Awayday) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/join/{awayday.code}/")
    for where in ("arrival/", "claims/", "claims/withdrawal/", "leaving/"):
        assert strict.post(f"{base_of(northmere, awayday)}{where}").status_code == 403


def test_the_list_at_the_desk(northmere: Northmere, awayday: Awayday) -> None:
    base = base_of(northmere, awayday)
    with scope(organisation=northmere.organisation.pk):
        record_arrival(awayday=awayday, leader=northmere.leader("Helen"), how=Arrival.How.CARD)
    page = " ".join(without_tokens(facilitator(northmere).get(base)).decode().split())
    here, awaited = page.index("Helen Armitage"), page.index("Priya Nair")
    assert awaited < page.index('id="here-h"') < here
    assert '<span class="person__why">By place card</span>' in page
    assert f'action="{base}arrivals/{northmere.leader("Helen").pk}/removal/"' in page
    assert f'name="leader" value="{northmere.leader("Priya").pk}">Is here' in page
    assert f'name="leader" value="{northmere.leader("Helen").pk}">Is here' not in page


def test_somebody_without_a_phone_is_noted_and_taken_back(northmere: Northmere, awayday: Awayday) -> None:
    client, base = facilitator(northmere), base_of(northmere, awayday)
    helen = northmere.leader("Helen").pk
    noted = client.post(f"{base}arrivals/", {"leader": str(helen)})
    assert (noted.status_code, noted.headers["Location"]) == (302, base)
    assert arrived(northmere) == {"Helen": "noted"}
    swapped = client.post(f"{base}arrivals/{helen}/removal/", **DESK)
    assert swapped.content.decode().lstrip().startswith('<div id="desk"')
    assert arrived(northmere) == {}


def test_taking_back_puts_the_confirmed_phone_out(northmere: Northmere, awayday: Awayday) -> None:
    base, phone = base_of(northmere, awayday), by_name(northmere, awayday, "Helen")
    assert phone.get(f"{base}phone/").status_code == 200
    facilitator(northmere).post(f"{base}arrivals/{northmere.leader('Helen').pk}/removal/")
    assert phone.get(f"{base}phone/").headers["Location"] == f"{base}names/"


def test_what_cannot_be_noted_is_said(northmere: Northmere, awayday: Awayday) -> None:
    client, base = facilitator(northmere), base_of(northmere, awayday)
    empty = client.post(f"{base}arrivals/", **DESK)
    assert "Choose a name from the list." in empty.content.decode()
    stranger = make_northmere("southmere").leader("Priya").pk
    unknown = client.post(f"{base}arrivals/", {"leader": str(stranger)}, **DESK)
    assert "That person is not in the team any more." in unknown.content.decode()
    assert client.post(f"{base}arrivals/{stranger}/removal/").status_code == 404
    with scope(organisation=northmere.organisation.pk):
        close_doors(awayday=awayday, by=northmere.facilitator)
    late = client.post(f"{base}arrivals/", {"leader": str(northmere.leader("Helen").pk)}, **DESK)
    assert "The doors are not open." in late.content.decode()
    assert arrived(northmere) == {}
