"""Calendar files, read back: by their bytes, by the library, and by RFC 5545's rules for time zones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Timezone

from cycles.calendars import Appointment, calendar_file, time_zone

LONDON = ZoneInfo("Europe/London")
ZONES = [
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "America/St_Johns",
    "Pacific/Chatham",
]
AT = dt.datetime(2026, 11, 20, 14, 5, 6, tzinfo=dt.UTC)
HALF_HOUR = dt.timedelta(minutes=30)
HOUR = Appointment(
    uid="session-1@coaching-pairs",
    sequence=3,
    starts_at=dt.datetime(2026, 12, 8, 10, 0, tzinfo=dt.UTC),
    length=dt.timedelta(hours=1),
    zone=LONDON,
    title="Coaching hour: Helen and Priya",
    where="Room 3",
)


def read(file: bytes) -> tuple[Any, Any]:
    """The calendar and its one event, as the library reads them."""
    calendar: Any = Calendar.from_ical(file)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def starts_at_in(event: Any) -> dt.datetime:
    """In UTC, because Python finds no two times equal of which one comes twice."""
    moment: dt.datetime = event.DTSTART.astimezone(dt.UTC)
    return moment


def lines(file: bytes) -> list[str]:
    """Unfolded."""
    return file.decode().replace("\r\n ", "").split("\r\n")


def test_one_event_read_back() -> None:
    calendar, event = read(calendar_file(HOUR, at=AT))
    assert (calendar["version"], calendar["prodid"]) == ("2.0", "-//Coaching Pairs//EN")
    assert (calendar["method"], calendar["calscale"]) == ("PUBLISH", "GREGORIAN")
    assert (event["uid"], event["sequence"], event["status"]) == ("session-1@coaching-pairs", 3, "CONFIRMED")
    assert event["summary"] == "Coaching hour: Helen and Priya"
    assert event["location"] == "Room 3"
    assert starts_at_in(event) == HOUR.starts_at
    assert event.start + event.duration == event.end == dt.datetime(2026, 12, 8, 11, 0, tzinfo=LONDON)
    assert event.DTSTAMP == AT
    assert not {"description", "url", "class"} & {name.lower() for name in event}


def test_what_stands_in_the_file() -> None:
    file = calendar_file(
        replace(HOUR, is_private=True, link="https://call.example/1", about="Bring tea."), at=AT
    )
    there = lines(file)
    for line in (
        "DTSTART;TZID=Europe/London:20261208T100000",
        "DURATION:PT1H",
        "DTSTAMP:20261120T140506Z",
        "SEQUENCE:3",
        "CLASS:PRIVATE",
        "URL:https://call.example/1",
        "DESCRIPTION:Bring tea.",
        'ORGANIZER;CN="Coaching Pairs":mailto:pairs@localhost',
    ):
        assert line in there
    assert (there[0], there[-2], there[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


def test_lines_end_and_fold_as_they_should() -> None:
    place = "Sala Zielińska, ulica Świętokrzyska 🌳; " * 6
    file = calendar_file(replace(HOUR, where=place), at=AT)
    assert file.count(b"\n") == file.count(b"\r\n") == file.count(b"\r")
    folded = file.split(b"\r\n")
    assert max(map(len, folded)) <= 75
    assert any(line.startswith(b" ") for line in folded)
    # No letter is cut in two: each line can be read by itself.
    assert all(line.decode() for line in folded[:-1])
    assert read(file)[1]["location"] == place


def test_nobody_writes_lines_of_their_own() -> None:
    evil = "Room 3\r\nBEGIN:VALARM\nATTENDEE:mailto:x@y.example\r\nEND:VALARM; a, b \\n c"
    file = calendar_file(replace(HOUR, where=evil, title=evil), at=AT)
    assert [line for line in lines(file) if line.startswith(("BEGIN:VA", "ATTENDEE", "END:VA"))] == []
    calendar, event = read(file)
    assert len(calendar.walk("VALARM")) == 0
    assert event["location"] == event["summary"] == evil.replace("\r\n", "\n")


@pytest.mark.parametrize("name", ZONES)
def test_the_file_shows_local_time_and_brings_its_zone(name: str) -> None:
    zone = ZoneInfo(name)
    calendar, event = read(calendar_file(replace(HOUR, zone=zone), at=AT))
    assert starts_at_in(event) == HOUR.starts_at
    assert event["dtstart"].params["TZID"] == name
    [described] = calendar.walk("VTIMEZONE")
    assert described["tzid"] == name


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("around", [HOUR.starts_at, dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC)])
def test_the_zones_rules_are_those_of_the_clocks_there(name: str, around: dt.datetime) -> None:
    zone = ZoneInfo(name)
    component: Any = Timezone.from_ical(time_zone(zone, around=around).to_ical())
    observances = sorted(
        (
            (part["dtstart"].dt - part["tzoffsetfrom"].td).replace(tzinfo=dt.UTC),
            part["tzoffsetto"].td,
        )
        for part in component.subcomponents
    )
    moment = around - dt.timedelta(days=360)
    while moment < around + dt.timedelta(days=360):
        in_force = [offset for onset, offset in observances if onset <= moment][-1]
        assert in_force == moment.astimezone(zone).utcoffset(), moment
        moment += HALF_HOUR


def test_the_hour_when_clocks_go_forward_is_written_as_they_showed_it_before() -> None:
    text = time_zone(LONDON, around=HOUR.starts_at).to_ical().decode()
    assert (
        "BEGIN:DAYLIGHT\r\nDTSTART:20270328T010000\r\nTZNAME:BST\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:DAYLIGHT\r\n"
    ) in text


def test_in_utc_there_is_no_zone_to_describe() -> None:
    file = calendar_file(replace(HOUR, zone=ZoneInfo("UTC")), at=AT)
    assert "DTSTART:20261208T100000Z" in lines(file)
    assert b"VTIMEZONE" not in file


@pytest.mark.parametrize(
    ("starts_at", "line"),
    [
        (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), "DTSTART;TZID=Europe/London:20261025T013000"),
        (dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC), "DTSTART:20261025T013000Z"),
    ],
)
def test_of_two_times_that_look_alike_each_is_its_own(starts_at: dt.datetime, line: str) -> None:
    file = calendar_file(replace(HOUR, starts_at=starts_at), at=AT)
    assert line in lines(file)
    assert starts_at_in(read(file)[1]) == starts_at


def test_an_hour_over_the_change_of_clocks_stays_an_hour() -> None:
    starts_at = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
    _calendar, event = read(calendar_file(replace(HOUR, starts_at=starts_at), at=AT))
    assert event["duration"].dt == dt.timedelta(hours=1)
    assert starts_at_in(event) == starts_at
