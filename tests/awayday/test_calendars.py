"""The Awayday in a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar

from awayday.models import Awayday
from awayday.services.doors import open_doors
from awayday.services.planning import plan_awayday
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from tests.awayday.held import PLAN, planned
from tests.cast import Northmere, make_northmere
from tests.cycles.pages import signed_in
from tests.pairing.room import earlier_cycle

pytestmark = pytest.mark.django_db


def file_of(cast: Northmere, number: int = 1) -> str:
    return f"{cast.base}cycles/{number}/awayday.ics"


def read(cast: Northmere, number: int = 1, name: str = "Priya") -> Any:
    answer = signed_in(cast, name).get(file_of(cast, number))
    assert answer.status_code == 200
    calendar: Any = Calendar.from_ical(answer.content)
    [event] = calendar.walk("VEVENT")
    return event


def test_the_first_awayday_of_a_team(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
    answer = signed_in(northmere, "Priya").get(file_of(northmere))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["Content-Disposition"] == 'attachment; filename="northmere-awayday-1.ics"'
    event = read(northmere)
    assert event["summary"] == "Awayday, Leadership team"
    assert event["location"] == "The Old Library, Northmere"
    assert event["description"] == (
        "It opens cycle 1: everybody chooses a partner.\n"
        "From elsewhere: https://calls.northmere.example/awayday"
    )
    assert event["url"] == "https://calls.northmere.example/awayday"
    assert (event["uid"], event["sequence"]) == (f"awayday-{awayday.pk}@coaching-pairs", 0)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.DTSTART.astimezone(dt.UTC) == dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
    assert event.duration == dt.timedelta(hours=4)
    assert "class" not in {name.lower() for name in event}


def test_one_that_closes_a_cycle_says_which(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        earlier_cycle(northmere, ("Priya", "Helen"))
        planned(northmere)
    assert read(northmere, 2)["description"].startswith(
        "It closes cycle 1 and opens cycle 2: those who wish share what they learnt, "
        "then everybody chooses a partner, somebody new.\n"
    )


def test_a_changed_plan_replaces_what_the_calendar_has(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
    before = read(northmere)
    with scope(organisation=northmere.organisation.pk):
        moved = replace(
            PLAN, held_on=dt.date(2026, 12, 2), venue="", starts_at=dt.time(14), ends_at=dt.time(17, 30)
        )
        plan_awayday(opens=awayday.opens, plan=moved, by=northmere.facilitator)
    after = read(northmere)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.DTSTART.astimezone(dt.UTC) == dt.datetime(2026, 12, 2, 14, 0, tzinfo=dt.UTC)
    assert after.duration == dt.timedelta(hours=3, minutes=30)
    # Where there is no room, the link is the place.
    assert after["location"] == "https://calls.northmere.example/awayday"
    assert after["description"] == "It opens cycle 1: everybody chooses a partner."


def test_without_a_link_it_leads_to_the_team(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        plan_awayday(opens=awayday.opens, plan=replace(PLAN, link=""), by=northmere.facilitator)
    assert read(northmere)["url"] == "http://127.0.0.1:8000/o/northmere/t/leadership-team/"


@pytest.mark.parametrize(
    ("zone", "held_on", "starts_at", "utc", "length"),
    [
        ("America/New_York", dt.date(2026, 12, 1), dt.time(9), (2026, 12, 1, 14, 0), 4),
        ("Australia/Lord_Howe", dt.date(2027, 4, 4), dt.time(9), (2027, 4, 3, 22, 30), 4),
        # The night when clocks go forward has an hour less between these two times.
        ("Europe/London", dt.date(2027, 3, 28), dt.time(0, 30), (2027, 3, 28, 0, 30), 11.5),
    ],
)
def test_times_are_local_to_the_cycle(
    northmere: Northmere,
    zone: str,
    held_on: dt.date,
    starts_at: dt.time,
    utc: tuple[int, ...],
    length: float,
) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        Cycle.objects.filter(pk=awayday.opens_id).update(time_zone=zone)
        Awayday.objects.filter(pk=awayday.pk).update(
            held_on=held_on, starts_at=starts_at, ends_at=dt.time(13)
        )
    event = read(northmere)
    assert event["dtstart"].params["TZID"] == zone
    assert event.DTSTART.astimezone(dt.UTC).timetuple()[:5] == utc
    assert event.duration == dt.timedelta(hours=length)


def test_anybody_in_the_team_and_nobody_else(northmere: Northmere) -> None:
    southmere = make_northmere("southmere")
    with scope(organisation=northmere.organisation.pk):
        planned(northmere)
    for name in ("Priya", "facilitator", "sponsor", "administrator"):
        assert signed_in(northmere, name).get(file_of(northmere)).status_code == 200
    assert signed_in(southmere, "Priya").get(file_of(northmere)).status_code == 404
    assert signed_in(northmere, "Priya").get(file_of(northmere, 2)).status_code == 404
    assert signed_in(northmere, "Priya").post(file_of(northmere)).status_code == 405


def test_the_code_of_the_doors_is_not_in_the_file(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = open_doors(awayday=planned(northmere), by=northmere.facilitator)
        Awayday.objects.filter(pk=awayday.pk).update(code="482913")
    text = signed_in(northmere, "Priya").get(file_of(northmere)).content.decode()
    assert "482913" not in text.replace(str(awayday.pk), "")
