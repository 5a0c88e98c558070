"""Files with several events, and those that mail programs act upon: REQUEST and CANCEL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from coachingpairs.hours import local_moment
from cycles.calendars import Appointment, Attendee, calendar_file
from cycles.rules.rhythm import Rhythm, dates_of

AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
TEN = dt.time(10)
ASKED = (
    Attendee("Helen Armitage", "helen@northmere.example"),
    Attendee("Priya Nair", "priya@northmere.example"),
)
ZONES = ["Europe/London", "America/New_York", "Australia/Lord_Howe"]
CHANGES = {
    # The nights on which clocks change in the months of a cycle that begins in October.
    "Europe/London": [dt.date(2026, 10, 25), dt.date(2027, 3, 28)],
    "America/New_York": [dt.date(2026, 11, 1), dt.date(2027, 3, 14)],
    "Australia/Lord_Howe": [dt.date(2026, 10, 4), dt.date(2027, 4, 4)],
}


def hour(name: str, day: dt.date, number: int = 0, time: dt.time = TEN) -> Appointment:
    zone = ZoneInfo(name)
    return Appointment(
        uid=f"session-{number}@coaching-pairs",
        sequence=number,
        starts_at=local_moment(day, time, zone),
        length=dt.timedelta(hours=1),
        zone=zone,
        title="Coaching hour with Priya",
        where="Room 3",
        is_private=True,
        attendees=ASKED,
    )


def events(file: bytes) -> tuple[Any, list[Any]]:
    calendar: Any = Calendar.from_ical(file)
    return calendar, calendar.walk("VEVENT")


@pytest.mark.parametrize("name", ZONES)
def test_ten_stays_ten_over_the_changes_of_clocks(name: str) -> None:
    days = dates_of(dt.date(2026, 10, 6), Rhythm.WEEKDAY, 6)
    file = calendar_file(*[hour(name, day, number) for number, day in enumerate(days)], at=AT)
    calendar, found = events(file)
    assert [event["dtstart"].dt.replace(tzinfo=None) for event in found] == [
        dt.datetime.combine(day, TEN) for day in days
    ]
    assert [event.DTSTART.astimezone(ZoneInfo(name)).time() for event in found] == [TEN] * 6
    assert [event["uid"] for event in found] == [f"session-{number}@coaching-pairs" for number in range(6)]
    # One description of the zone, however many events.
    [described] = calendar.walk("VTIMEZONE")
    assert described["tzid"] == name


@pytest.mark.parametrize("name", ZONES)
def test_on_the_very_days(name: str) -> None:
    for day in CHANGES[name]:
        for time in (dt.time(0, 15), dt.time(1, 45), TEN, dt.time(23, 30)):
            one = hour(name, day, time=time)
            _calendar, [event] = events(calendar_file(one, at=AT))
            assert event.DTSTART.astimezone(dt.UTC) == one.starts_at
            assert event["duration"].dt == dt.timedelta(hours=1)


def test_the_zone_is_described_to_the_last_event_and_on() -> None:
    far = [hour("Europe/London", dt.date(2026, 12, 1)), hour("Europe/London", dt.date(2028, 6, 6), 1)]
    calendar, found = events(calendar_file(*far, at=AT))
    assert [event.DTSTART.astimezone(dt.UTC).hour for event in found] == [10, 9]
    [described] = calendar.walk("VTIMEZONE")
    onsets = [part["dtstart"].dt.date() for part in described.subcomponents]
    assert dt.date(2028, 3, 26) in onsets


def test_two_zones_are_both_described() -> None:
    both = [hour(name, dt.date(2026, 12, 1), number) for number, name in enumerate(ZONES[:2])]
    calendar, _found = events(calendar_file(*both, at=AT))
    assert [one["tzid"] for one in calendar.walk("VTIMEZONE")] == ["America/New_York", "Europe/London"]


def test_a_request_asks_each_and_is_sent_by_neither() -> None:
    calendar, [event] = events(
        calendar_file(hour("Europe/London", dt.date(2026, 12, 8), 2), at=AT, method="REQUEST")
    )
    assert calendar["method"] == "REQUEST"
    assert (event["status"], event["sequence"], event["class"]) == ("CONFIRMED", 2, "PRIVATE")
    assert event["organizer"] == "mailto:pairs@localhost"
    assert [str(asked) for asked in event["attendee"]] == [
        "mailto:helen@northmere.example",
        "mailto:priya@northmere.example",
    ]
    assert dict(event["attendee"][1].params) == {
        "CN": "Priya Nair",
        "PARTSTAT": "NEEDS-ACTION",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }


def test_a_cancellation_is_of_the_same_event() -> None:
    one = hour("Europe/London", dt.date(2026, 12, 8))
    _calendar, [asked] = events(calendar_file(one, at=AT, method="REQUEST"))
    calendar, [event] = events(calendar_file(replace(one, sequence=1), at=AT, method="CANCEL"))
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    for name in ("uid", "organizer", "attendee", "dtstart"):
        assert event[name] == asked[name]


def test_what_is_published_names_nobody() -> None:
    file = calendar_file(hour("Europe/London", dt.date(2026, 12, 8)), at=AT)
    assert b"METHOD:PUBLISH" in file
    assert b"ATTENDEE" not in file
    assert b"northmere.example" not in file


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("count", [0, 2])
def test_mail_is_about_one_event(method: Any, count: int) -> None:
    many = [hour("Europe/London", dt.date(2026, 12, 8), number) for number in range(count)]
    with pytest.raises(ValueError, match=f"^{method} is about one appointment"):
        calendar_file(*many, at=AT, method=method)


def test_nobody_is_asked_to_nothing() -> None:
    alone = replace(hour("Europe/London", dt.date(2026, 12, 8)), attendees=())
    with pytest.raises(ValueError, match="those who are asked"):
        calendar_file(alone, at=AT, method="REQUEST")
