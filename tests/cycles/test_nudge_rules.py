"""When a month's note goes out, to the minute, in any zone and at any turn of the clocks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from coachingpairs.hours import is_working
from cycles.rules.months import months_of
from cycles.rules.nudges import PairSoFar, is_wanted, nudges_of
from cycles.rules.reminders import Reminder, goes_at

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
LORD_HOWE, KIRITIMATI = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Kiritimati")
TEN_MINUTES, DAY = dt.timedelta(minutes=10), dt.timedelta(days=1)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def local(nudge: Reminder, zone: ZoneInfo) -> str:
    return f"{nudge.due_at.astimezone(zone):%a %Y-%m-%d %H:%M %Z}"


def test_the_six_notes_of_a_cycle_that_starts_on_the_last_of_august() -> None:
    nudges = nudges_of(dt.date(2026, 8, 31), LONDON)
    assert [(nudge.month, nudge.period, local(nudge, LONDON)) for nudge in nudges] == [
        (1, "2026-08", "Mon 2026-09-14 09:30 BST"),
        (2, "2026-09", "Wed 2026-10-14 09:30 BST"),
        (3, "2026-10", "Mon 2026-11-16 09:30 GMT"),  # the 14th is a Saturday
        (4, "2026-11", "Mon 2026-12-14 09:30 GMT"),
        (5, "2026-12", "Thu 2027-01-14 09:30 GMT"),
        (6, "2027-01", "Mon 2027-02-15 09:30 GMT"),  # the 14th is a Sunday
    ]


def every_start() -> Iterator[dt.date]:
    """Each day of four years, the leap year among them."""
    return (dt.date(2027, 1, 1) + number * DAY for number in range(4 * 365 + 1))


def test_every_month_of_every_start_has_a_note_of_its_own_within_it() -> None:
    for starts_on in every_start():
        _check_six_notes(starts_on)


def _check_six_notes(starts_on: dt.date) -> None:
    nudges = nudges_of(starts_on, LONDON)
    assert len({nudge.period for nudge in nudges}) == 6
    for nudge, month in zip(nudges, months_of(starts_on), strict=True):
        assert nudge.due_at.astimezone(LONDON).date() in month
        assert nudge.expires_at.astimezone(LONDON).date() in month
        assert is_working(nudge.due_at, LONDON)
    assert all(one.expires_at < other.due_at for one, other in pairwise(nudges))


@pytest.mark.parametrize(
    ("zone", "starts_on", "month", "due_at"),
    [
        # The fifteenth day is the Sunday on which the clocks change, so the note comes on the Monday.
        (LONDON, "2027-03-14", 1, "2027-03-29 08:30"),
        (LONDON, "2027-10-17", 1, "2027-11-01 09:30"),
        (NEW_YORK, "2027-02-28", 1, "2027-03-15 13:30"),
        (NEW_YORK, "2027-10-24", 1, "2027-11-08 14:30"),
        (LORD_HOWE, "2026-09-20", 1, "2026-10-04 22:30"),  # Monday the 5th, half an hour ahead of winter
        (LORD_HOWE, "2027-03-21", 1, "2027-04-04 23:00"),
        (KIRITIMATI, "2027-03-01", 1, "2027-03-14 19:30"),  # Monday the 15th there
        # The week of the change itself: half past nine before it and half past nine after it.
        (LONDON, "2027-03-12", 1, "2027-03-26 09:30"),
        (LONDON, "2027-03-15", 1, "2027-03-29 08:30"),
    ],
)
def test_half_past_nine_local_time_around_the_turns_of_the_clocks(
    zone: ZoneInfo, starts_on: str, month: int, due_at: str
) -> None:
    nudge = nudges_of(dt.date.fromisoformat(starts_on), zone)[month - 1]
    assert nudge.due_at == utc(due_at)
    shown = nudge.due_at.astimezone(zone)
    assert (shown.hour, shown.minute, shown.weekday() < 5) == (9, 30, True)


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-09-14 08:30", "2026-09-14 08:30"),  # on time: 9.30 in London
        ("2026-09-14 03:00", "2026-09-14 08:30"),
        ("2026-09-17 10:20", "2026-09-17 10:20"),  # the beat was down for three days
        ("2026-09-17 02:00", "2026-09-17 08:00"),  # … and came back in the night
        ("2026-09-18 16:00", "2026-09-21 08:00"),  # … or on Friday evening
        ("2026-09-21 08:29", "2026-09-21 08:29"),
        ("2026-09-21 08:30", None),  # a week late is too late
        ("2026-10-24 09:00", None),
    ],
)
def test_a_late_note_keeps_to_working_hours_or_stays_unsent(at: str, goes: str | None) -> None:
    [nudge, *_later] = nudges_of(dt.date(2026, 8, 31), LONDON)
    assert goes_at(nudge, LONDON, utc(at)) == (utc(goes) if goes else None)


TWO = (uuid.uuid4(), uuid.uuid4())
BEFORE = utc("2026-08-30 12:00")


@pytest.mark.parametrize(
    ("formed_at", "present", "met_on", "wanted"),
    [
        (BEFORE, TWO, [], True),
        (BEFORE, TWO[:1], [], False),  # the partner has left
        (BEFORE, (*TWO, uuid.uuid4()), [], True),
        (BEFORE, TWO, ["2026-09-29"], False),  # the last day of the first month
        (BEFORE, TWO, ["2026-09-30"], True),  # that is the second
        (BEFORE, TWO, ["2026-08-20"], False),  # before it began counts for the first
        (utc("2026-09-07 08:30"), TWO, [], True),
        (utc("2026-09-07 08:31"), TWO, [], False),  # formed less than a week before
    ],
)
def test_which_pairs_are_written_to(
    formed_at: dt.datetime, present: tuple[uuid.UUID, ...], met_on: list[str], wanted: bool
) -> None:
    starts_on = dt.date(2026, 8, 31)
    [nudge, *_later] = nudges_of(starts_on, LONDON)
    pair = PairSoFar(formed_at, present, [dt.date.fromisoformat(day) for day in met_on])
    assert is_wanted(nudge, pair, starts_on) is wanted
