"""When everything but the month's nudge goes out, to the minute; and whom it is for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from coachingpairs.hours import is_working
from cycles.rules.cycle_reminders import (
    next_reminder_after,
    reminder_of,
    reminders_at,
    reminders_of,
    wraps_up_on,
)
from cycles.rules.months import last_day_of_cycle
from cycles.rules.nudges import PairSoFar
from cycles.rules.reminders import Kind, Reminder
from cycles.rules.try_out_reminders import try_out_reminder, try_out_reminders_at
from cycles.rules.wanted import Standing, is_for

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
LORD_HOWE, KIRITIMATI = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Kiritimati")
ZONES = (LONDON, NEW_YORK, LORD_HOWE, KIRITIMATI)
TEN_MINUTES, DAY = dt.timedelta(minutes=10), dt.timedelta(days=1)
AUGUST = dt.date(2026, 8, 31)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def said(reminder: Reminder, zone: ZoneInfo = LONDON) -> tuple[str, str, str]:
    """Kind, when it is due and until when it may come, by local clocks."""
    due_at, expires_at = (moment.astimezone(zone) for moment in (reminder.due_at, reminder.expires_at))
    return reminder.kind.value, f"{due_at:%a %d %b %H:%M}", f"{expires_at:%a %d %b %H:%M}"


def test_all_of_a_cycle_from_the_first_of_october() -> None:
    reminders = reminders_of(dt.date(2026, 10, 1), LONDON)
    assert [said(one) for one in reminders] == [
        ("session-nudge", "Thu 15 Oct 09:30", "Thu 22 Oct 09:30"),
        ("session-nudge", "Mon 16 Nov 09:30", "Mon 23 Nov 09:30"),
        ("session-nudge", "Tue 15 Dec 09:30", "Tue 22 Dec 09:30"),
        ("half-way", "Thu 31 Dec 09:30", "Thu 07 Jan 09:30"),
        ("session-nudge", "Fri 15 Jan 09:30", "Fri 22 Jan 09:30"),
        ("session-nudge", "Mon 15 Feb 09:30", "Mon 22 Feb 09:30"),
        ("wrapping-up", "Thu 04 Mar 09:30", "Thu 11 Mar 09:30"),
        ("session-nudge", "Mon 15 Mar 09:30", "Mon 22 Mar 09:30"),
        ("lessons-invited", "Thu 18 Mar 09:30", "Thu 25 Mar 09:30"),
        ("last-week", "Thu 25 Mar 09:30", "Thu 01 Apr 00:00"),
    ]


def test_those_towards_the_end_of_a_cycle_from_the_last_of_august() -> None:
    """Its last month has 28 days, so the nudge and the invitation would come on the same morning."""
    assert [said(one) for one in reminders_of(AUGUST, LONDON)[6:]] == [
        ("wrapping-up", "Mon 01 Feb 09:30", "Mon 08 Feb 09:30"),
        ("session-nudge", "Mon 15 Feb 09:30", "Mon 22 Feb 09:30"),
        ("lessons-invited", "Tue 16 Feb 09:30", "Tue 23 Feb 09:30"),
        ("last-week", "Mon 22 Feb 09:30", "Sun 28 Feb 00:00"),
    ]
    assert said(reminders_of(AUGUST, LONDON)[3])[:2] == (
        "half-way",
        "Fri 27 Nov 09:30",
    )  # the 29th is a Sunday


def every_start() -> Iterator[dt.date]:
    """Each day of four years, the leap year among them."""
    return (dt.date(2027, 1, 1) + number * DAY for number in range(4 * 365 + 1))


@pytest.mark.parametrize("zone", [LONDON, LORD_HOWE])
def test_whenever_a_cycle_starts_never_two_on_a_day_and_each_in_working_hours(zone: ZoneInfo) -> None:
    for starts_on in every_start():
        reminders = reminders_of(starts_on, zone)
        days = [one.due_at.astimezone(zone).date() for one in reminders]
        assert len(set(days)) == len({(one.kind, one.period) for one in reminders}) == 10
        assert all(is_working(one.due_at, zone) for one in reminders)
        assert all(starts_on <= day <= last_day_of_cycle(starts_on) for day in days)
        assert all(DAY < one.expires_at - one.due_at <= 7 * DAY + DAY / 24 for one in reminders)
        assert all(one.due_at < other.due_at for one, other in pairwise(reminders))


@pytest.mark.parametrize("zone", ZONES)
def test_a_beat_every_ten_minutes_finds_each_of_a_whole_cycle_exactly_while_it_is_due(zone: ZoneInfo) -> None:
    at, found = utc("2026-08-30 00:00"), dict[tuple[str, str], list[dt.datetime]]()
    while at < utc("2027-03-10 00:00"):
        for one in reminders_at(AUGUST, zone, at):
            found.setdefault((one.kind, one.period), []).append(at)
        at += TEN_MINUTES
    for one in reminders_of(AUGUST, zone):
        moments = found.pop((one.kind, one.period))
        assert moments[0] == one.due_at
        assert moments[-1] < one.expires_at <= moments[-1] + TEN_MINUTES
    assert found == {}


def test_which_is_next_and_which_a_row_was_planned_for() -> None:
    first, second, *_others, last = reminders_of(AUGUST, LONDON)
    assert next_reminder_after(AUGUST, LONDON, first.due_at - TEN_MINUTES) == first
    assert next_reminder_after(AUGUST, LONDON, first.due_at) == second
    assert next_reminder_after(AUGUST, LONDON, last.due_at) is None
    assert reminder_of(AUGUST, LONDON, kind="session-nudge", period=second.period) == second
    assert reminder_of(AUGUST, LONDON, kind="last-week", period="end") == last
    assert reminder_of(AUGUST, LONDON, kind="last-week", period="half") is None


def test_the_last_four_weeks_are_twenty_eight_days() -> None:
    assert wraps_up_on(dt.date(2027, 3, 31)) == dt.date(2027, 3, 4)


@pytest.mark.parametrize(
    ("on", "due", "until"),
    [
        ("2027-03-03", "Tue 02 Mar 09:30", "Wed 03 Mar 00:00"),
        ("2027-03-05", "Thu 04 Mar 09:30", "Fri 05 Mar 00:00"),
        ("2027-03-06", "Fri 05 Mar 09:30", "Sat 06 Mar 00:00"),
        ("2027-03-07", "Fri 05 Mar 09:30", "Sun 07 Mar 00:00"),
        ("2027-03-08", "Fri 05 Mar 09:30", "Mon 08 Mar 00:00"),
    ],
)
def test_the_working_day_before_somebody_tries_something_out(on: str, due: str, until: str) -> None:
    assert said(try_out_reminder(dt.date.fromisoformat(on), LONDON)) == ("try-out-tomorrow", due, until)


@pytest.mark.parametrize(
    ("zone", "on", "due_at"),
    [
        # The night before, the clocks change; and the Monday after such a Sunday.
        (LONDON, "2027-03-29", "2027-03-26 09:30"),
        (LONDON, "2027-03-30", "2027-03-29 08:30"),
        (LONDON, "2027-11-01", "2027-10-29 08:30"),
        (LONDON, "2027-11-02", "2027-11-01 09:30"),
        (NEW_YORK, "2027-03-15", "2027-03-12 14:30"),
        (NEW_YORK, "2027-03-16", "2027-03-15 13:30"),
        (NEW_YORK, "2027-11-09", "2027-11-08 14:30"),
        (LORD_HOWE, "2026-10-05", "2026-10-01 23:00"),
        (LORD_HOWE, "2026-10-06", "2026-10-04 22:30"),  # Monday there, half an hour ahead of winter
        (LORD_HOWE, "2027-04-06", "2027-04-04 23:00"),
        (KIRITIMATI, "2027-03-03", "2027-03-01 19:30"),
    ],
)
def test_half_past_nine_by_local_clocks_around_their_turns(zone: ZoneInfo, on: str, due_at: str) -> None:
    assert try_out_reminder(dt.date.fromisoformat(on), zone).due_at == utc(due_at)


@pytest.mark.parametrize("zone", ZONES)
def test_a_beat_finds_every_occasion_of_a_year_while_its_note_may_come(zone: ZoneInfo) -> None:
    at, found = utc("2026-12-20 00:00"), dict[dt.date, list[dt.datetime]]()
    while at < utc("2028-01-06 00:00"):
        for on, one in try_out_reminders_at(zone, at).items():
            assert one == try_out_reminder(on, zone)
            found.setdefault(on, []).append(at)
        at += TEN_MINUTES
    for number in range(365):
        one = try_out_reminder(on := dt.date(2027, 1, 1) + number * DAY, zone)
        assert found[on][0] == one.due_at
        assert one.expires_at - TEN_MINUTES <= found[on][-1] < one.expires_at


REMINDERS = {one.kind: one for one in reminders_of(dt.date(2026, 10, 1), LONDON)}
TWO = (uuid.uuid4(), uuid.uuid4())
EARLY, LATE = utc("2026-09-28 09:00"), utc("2026-12-25 09:00")
HALF, END = {Kind.HALF_WAY}, {Kind.WRAPPING_UP, Kind.LESSONS}
PAIRS = {Kind.NUDGE, Kind.LAST_WEEK}


@pytest.mark.parametrize(
    ("standing", "gets"),
    [
        (Standing(PairSoFar(EARLY, TWO, [])), END | HALF | PAIRS),
        (Standing(PairSoFar(EARLY, TWO, []), has_offered=True), {Kind.WRAPPING_UP} | HALF | PAIRS),
        # Met in the last month, which the nudge in REMINDERS is of.
        (Standing(PairSoFar(EARLY, TWO, [dt.date(2027, 3, 2)])), END | HALF | {Kind.LAST_WEEK}),
        (Standing(PairSoFar(LATE, TWO, [])), END | PAIRS),
        (Standing(PairSoFar(EARLY, TWO[:1], [])), END),
        (Standing(None), END),
        (Standing(None, has_offered=True), {Kind.WRAPPING_UP}),
    ],
)
def test_whom_each_is_for(standing: Standing, gets: set[Kind]) -> None:
    wanted = {kind for kind, one in REMINDERS.items() if is_for(one, standing, dt.date(2026, 10, 1))}
    assert wanted == gets
