from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from coachingpairs.hours import (
    OwnHours,
    is_working,
    local_moment,
    next_wanted_moment,
    next_working_day,
    next_working_moment,
    previous_working_day,
)

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
LORD_HOWE, APIA = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "shown", "moment"),
    [
        (LONDON, "2027-03-26 09:30", "2027-03-26 09:30"),
        (LONDON, "2027-03-29 09:30", "2027-03-29 08:30"),  # summer time since the day before
        (LONDON, "2027-03-28 01:30", "2027-03-28 01:00"),  # skipped: clocks show 2.00 next
        (LONDON, "2027-10-31 01:30", "2027-10-31 00:30"),  # shown twice: the first
        (NEW_YORK, "2027-03-14 02:59", "2027-03-14 07:00"),
        (NEW_YORK, "2027-11-07 01:00", "2027-11-07 05:00"),
        (LORD_HOWE, "2026-10-04 02:10", "2026-10-03 15:30"),  # half an hour is skipped there
        (LORD_HOWE, "2027-04-04 01:45", "2027-04-03 14:45"),
        (APIA, "2011-12-30 09:00", "2011-12-30 10:00"),  # a whole day was skipped
    ],
)
def test_a_local_time_as_a_moment(zone: ZoneInfo, shown: str, moment: str) -> None:
    local = dt.datetime.fromisoformat(shown)
    assert local_moment(local.date(), local.time(), zone) == utc(moment)


@pytest.mark.parametrize(
    ("day", "working"),
    [("2027-03-05", "2027-03-05"), ("2027-03-06", "2027-03-08"), ("2027-03-07", "2027-03-08")],
)
def test_weekends_move_to_monday(day: str, working: str) -> None:
    assert next_working_day(dt.date.fromisoformat(day)) == dt.date.fromisoformat(working)


@pytest.mark.parametrize(
    ("day", "working"),
    [("2027-03-05", "2027-03-05"), ("2027-03-06", "2027-03-05"), ("2027-03-07", "2027-03-05")],
)
def test_and_weekends_move_back_to_friday(day: str, working: str) -> None:
    assert previous_working_day(dt.date.fromisoformat(day)) == dt.date.fromisoformat(working)


@pytest.mark.parametrize(
    ("at", "working"),
    [
        ("2027-03-05 08:59:59", False),
        ("2027-03-05 09:00", True),
        ("2027-03-05 16:59:59", True),
        ("2027-03-05 17:00", False),
        ("2027-03-06 12:00", False),
    ],
)
def test_working_hours(at: str, working: bool) -> None:
    assert is_working(utc(at), LONDON) is working


@pytest.mark.parametrize(
    ("zone", "at", "moment"),
    [
        (LONDON, "2027-03-05 16:59", "2027-03-05 16:59"),
        (LONDON, "2027-03-05 17:00", "2027-03-08 09:00"),
        (LONDON, "2027-03-08 03:00", "2027-03-08 09:00"),
        (LONDON, "2027-03-27 03:00", "2027-03-29 08:00"),  # the Monday after the clocks change
        (NEW_YORK, "2027-03-08 03:00", "2027-03-08 14:00"),  # Sunday evening there
        (LORD_HOWE, "2027-03-04 23:00", "2027-03-04 23:00"),  # Friday 10.00 there
        (LORD_HOWE, "2027-03-05 06:00", "2027-03-07 22:00"),  # Friday 17.00 there; Monday 9.00
    ],
)
def test_the_next_moment_within_working_hours(zone: ZoneInfo, at: str, moment: str) -> None:
    assert next_working_moment(utc(at), zone) == utc(moment)


TEN_TO_NOON = OwnHours(dt.time(10), dt.time(12))
UNTIL_TUESDAY = OwnHours(not_before=dt.date(2027, 3, 9))


@pytest.mark.parametrize(
    ("own", "zone", "at", "moment"),
    [
        (OwnHours(), LONDON, "2027-03-05 16:59", "2027-03-05 16:59"),
        (OwnHours(), LONDON, "2027-03-05 17:00", "2027-03-08 09:00"),
        (TEN_TO_NOON, LONDON, "2027-03-05 09:59", "2027-03-05 10:00"),
        (TEN_TO_NOON, LONDON, "2027-03-05 10:00", "2027-03-05 10:00"),
        (TEN_TO_NOON, LONDON, "2027-03-05 12:00", "2027-03-08 10:00"),
        (TEN_TO_NOON, LONDON, "2027-03-26 12:00", "2027-03-29 09:00"),  # the clocks changed meanwhile
        (TEN_TO_NOON, LORD_HOWE, "2027-03-05 00:30", "2027-03-05 00:30"),  # 11.30 there
        (UNTIL_TUESDAY, LONDON, "2027-03-05 10:00", "2027-03-09 09:00"),
        (UNTIL_TUESDAY, LONDON, "2027-03-09 10:00", "2027-03-09 10:00"),
        (UNTIL_TUESDAY, LONDON, "2027-03-10 10:00", "2027-03-10 10:00"),
        (OwnHours(not_before=dt.date(2027, 3, 6)), LONDON, "2027-03-05 10:00", "2027-03-08 09:00"),
        (OwnHours(not_before=dt.date(2027, 3, 8)), LORD_HOWE, "2027-03-07 23:00", "2027-03-07 23:00"),
        # Outside of working hours altogether: those then hold.
        (OwnHours(dt.time(18), dt.time(20)), LONDON, "2027-03-05 18:30", "2027-03-08 09:00"),
        # Working hours narrow what somebody would allow.
        (OwnHours(dt.time(6), dt.time(22)), LONDON, "2027-03-05 06:00", "2027-03-05 09:00"),
    ],
)
def test_the_next_moment_within_somebodys_own_hours(
    own: OwnHours, zone: ZoneInfo, at: str, moment: str
) -> None:
    assert next_wanted_moment(utc(at), zone, own) == utc(moment)
