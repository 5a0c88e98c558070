"""The pages on which a cycle is made, moved and taken back."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from cycles.forms.cycles import CycleForm, zone_choices
from cycles.models import Cycle
from cycles.services.cycles import create_cycle, open_cycle, start_cycle
from cycles.views.cycles import sensible_start
from tests.cast import Northmere

TODAY = dt.date(2026, 11, 20)
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


@pytest.fixture
def desk(inside: Northmere) -> Client:
    client = Client()
    client.force_login(inside.facilitator)
    return client


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def soon() -> dt.date:
    """The first of the month after next: always a sensible day."""
    first = timezone.localdate().replace(day=1)
    return (first + dt.timedelta(days=63)).replace(day=1)


def make(cast: Northmere) -> Cycle:
    return create_cycle(team=cast.team, starts_on=soon(), time_zone="Europe/London", by=cast.facilitator)


def test_a_cycle_is_made_and_leads_to_the_preflight(inside: Northmere, desk: Client) -> None:
    page = desk.get(f"{inside.base}cycles/new/")
    assert "Make cycle 1" in words(page)
    assert "Settle in: how we work together" in words(page)
    assert '<option value="Europe/London" selected>London</option>' in page.content.decode()
    made = desk.post(
        f"{inside.base}cycles/new/", {"starts_on": soon().isoformat(), "time_zone": "Europe/Paris"}
    )
    assert made.headers["Location"] == f"{inside.base}cycles/1/pre-flight/"
    cycle = Cycle.objects.get()
    assert (cycle.starts_on, cycle.time_zone, cycle.stage) == (soon(), "Europe/Paris", "draft")


def test_the_months_of_another_day_are_shown_at_once(inside: Northmere, desk: Client) -> None:
    page = desk.get(f"{inside.base}cycles/new/", {"starts_on": "2027-08-31"}, **HTMX)
    assert "31 August to 29 September" in words(page)
    assert "The last day is 28 February 2028." in words(page)
    for odd in ("", "soon", "2027-02-31", "0001-01-01", "9999-12-31"):
        assert desk.get(f"{inside.base}cycles/new/", {"starts_on": odd}).status_code == 200


@pytest.mark.parametrize(
    ("starts_on", "zone", "said"),
    [
        ("", "Europe/London", "Enter the first day of the cycle, for example 1 April 2027."),
        ("soon", "Europe/London", "Enter the first day of the cycle, for example 1 April 2027."),
        ("2206-04-01", "Europe/London", "Choose a day within the next two years."),
        ("2016-04-01", "Europe/London", "A cycle that started then would be over already."),
        ("", "Mars/Olympus", "Choose a time zone from the list, for example Europe/London."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(
    inside: Northmere, desk: Client, starts_on: str, zone: str, said: str
) -> None:
    page = desk.post(f"{inside.base}cycles/new/", {"starts_on": starts_on, "time_zone": zone})
    assert page.status_code == 422
    assert said in words(page)
    assert f'value="{starts_on}"' in page.content.decode() or not starts_on
    assert not Cycle.objects.exists()


def test_dates_are_understood_as_people_write_them(inside: Northmere) -> None:
    for typed in ("2027-04-01", "01/04/2027", "1.4.2027", "1 April 2027", "1 Apr 2027"):
        form = CycleForm({"starts_on": typed, "time_zone": "UTC"}, today=TODAY)
        assert form.is_valid(), typed
        assert form.cleaned_data["starts_on"] == dt.date(2027, 4, 1)


def test_a_second_cycle_ahead_leads_to_the_first(inside: Northmere, desk: Client) -> None:
    make(inside)
    for answer in (desk.get(f"{inside.base}cycles/new/"), desk.post(f"{inside.base}cycles/new/")):
        assert answer.headers["Location"] == f"{inside.base}cycles/1/pre-flight/"
    assert Cycle.objects.count() == 1


def test_a_day_before_the_last_cycle_is_said_in_words(inside: Northmere, desk: Client) -> None:
    opened = open_cycle(cycle=make(inside), leaders=[], by=inside.facilitator)
    start_cycle(cycle=opened, sitting_out=[], pairs=0, by=inside.facilitator)
    page = desk.post(f"{inside.base}cycles/new/", {"starts_on": soon().isoformat(), "time_zone": "UTC"})
    assert page.status_code == 422
    assert "when cycle 1 started." in words(page)
    assert "Make cycle 2" in words(page)


def test_a_draft_is_moved_and_deleted(inside: Northmere, desk: Client) -> None:
    make(inside)
    dates = f"{inside.base}cycles/1/dates/"
    assert f'value="{soon().isoformat()}"' in desk.get(dates).content.decode()
    later = soon() + dt.timedelta(days=14)
    moved = desk.post(dates, {"starts_on": later.isoformat(), "time_zone": "Europe/London"})
    assert moved.headers["Location"] == f"{inside.base}cycles/1/pre-flight/"
    assert Cycle.objects.get().starts_on == later
    assert desk.post(dates, {"starts_on": "", "time_zone": "UTC"}).status_code == 422
    assert desk.get(f"{inside.base}cycles/1/deletion/").status_code == 405
    gone = desk.post(f"{inside.base}cycles/1/deletion/", follow=True)
    assert "The draft of cycle 1 is deleted." in words(gone)
    assert not Cycle.objects.exists()
    assert desk.get(dates).status_code == 404


def test_once_choosing_is_open_the_dates_are_only_shown(inside: Northmere, desk: Client) -> None:
    open_cycle(cycle=make(inside), leaders=[], by=inside.facilitator)
    dates = f"{inside.base}cycles/1/dates/"
    assert "These dates stay" in words(desk.get(dates))
    refused = desk.post(dates, {"starts_on": "2027-01-01", "time_zone": "UTC"})
    assert refused.status_code == 409
    kept = desk.post(f"{inside.base}cycles/1/deletion/", follow=True)
    assert "Choosing has opened, so the dates of this cycle stay as they are." in words(kept)
    assert Cycle.objects.get().starts_on == soon()


def test_only_facilitators_and_sponsors_make_cycles(inside: Northmere) -> None:
    for person, status in (
        (inside.facilitator, 200),
        (inside.sponsor, 200),
        (inside.administrator, 403),
        (inside.person("Helen"), 403),
    ):
        client = Client()
        client.force_login(person)
        assert client.get(f"{inside.base}cycles/new/").status_code == status


@pytest.mark.parametrize(
    ("ended", "start"),
    [
        (None, dt.date(2026, 12, 1)),
        (dt.date(2027, 2, 14), dt.date(2027, 2, 15)),
        (dt.date(2026, 11, 19), dt.date(2026, 11, 20)),
        (dt.date(2026, 9, 30), dt.date(2026, 12, 1)),
    ],
)
def test_the_day_offered(ended: dt.date | None, start: dt.date) -> None:
    last = Cycle(number=1, ends_on=ended) if ended else None
    assert sensible_start(last, TODAY) == start


def test_the_day_offered_at_the_end_of_a_long_month() -> None:
    assert sensible_start(None, dt.date(2027, 1, 31)) == dt.date(2027, 2, 1)


def test_zones_are_grouped_and_an_odd_one_stays_on_offer() -> None:
    groups = dict(zone_choices("Europe/London", "Etc/GMT+3"))
    assert ("Europe/London", "London") in groups["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in groups["America"]
    assert groups["Other"] == [("Etc/GMT+3", "Etc/GMT+3"), ("UTC", "UTC")]
    assert "Etc" not in groups
