"""Every reminder of a cycle that follows from its dates: the six nudges, half-way, and towards the end."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from coachingpairs.hours import next_working_day, previous_working_day
from cycles.rules.milestones import WRAPPING_UP
from cycles.rules.months import MONTHS, months_of
from cycles.rules.nudges import nudges_of
from cycles.rules.reminders import Kind, Reminder, reminder_on

HALF = 3
TWO_WEEKS = dt.timedelta(days=13)
"""The last fortnight begins so many days before the last day."""
ONE_WEEK = dt.timedelta(days=6)
DAY = dt.timedelta(days=1)


def reminders_of(starts_on: dt.date, zone: ZoneInfo) -> tuple[Reminder, ...]:
    """All ten of a cycle, in the order in which they are due. No two of them are due on the same day."""
    nudges = nudges_of(starts_on, zone)
    wrapping_up, lessons, last_week = _days_towards_the_end(starts_on)
    found = [
        *nudges,
        _half_way(starts_on, zone),
        _ending(Kind.WRAPPING_UP, wrapping_up, starts_on, zone),
        _ending(Kind.LESSONS, _beside(lessons, nudges[-1], zone), starts_on, zone),
        _ending(Kind.LAST_WEEK, last_week, starts_on, zone),
    ]
    return tuple(sorted(found, key=lambda reminder: reminder.due_at))


def reminders_at(starts_on: dt.date, zone: ZoneInfo, at: dt.datetime) -> list[Reminder]:
    """Those that are to be sent now; none most of the time."""
    return [one for one in reminders_of(starts_on, zone) if one.due_at <= at < one.expires_at]


def next_reminder_after(starts_on: dt.date, zone: ZoneInfo, at: dt.datetime) -> Reminder | None:
    return next((one for one in reminders_of(starts_on, zone) if one.due_at > at), None)


def reminder_of(starts_on: dt.date, zone: ZoneInfo, *, kind: str, period: str) -> Reminder | None:
    """The one that a row of the outbox was planned for; None when the cycle's dates are others now."""
    return next(
        (one for one in reminders_of(starts_on, zone) if (one.kind, one.period) == (kind, period)), None
    )


def wraps_up_on(ends_on: dt.date) -> dt.date:
    """The first day of the last four weeks."""
    return ends_on - WRAPPING_UP


def _half_way(starts_on: dt.date, zone: ZoneInfo) -> Reminder:
    """On the last working day of the third month: half of the six are over then, and not yet a day more."""
    months = months_of(starts_on)
    return reminder_on(
        previous_working_day(months[HALF - 1].last_day),
        kind=Kind.HALF_WAY,
        month=HALF,
        period="half",
        last_day=months[-1].last_day,
        zone=zone,
    )


def _days_towards_the_end(starts_on: dt.date) -> tuple[dt.date, ...]:
    """Four weeks, two weeks and one week before the end, or the Mondays after those."""
    ends_on = months_of(starts_on)[-1].last_day
    first_days = (wraps_up_on(ends_on), ends_on - TWO_WEEKS, ends_on - ONE_WEEK)
    return tuple(next_working_day(day) for day in first_days)


def _beside(day: dt.date, nudge: Reminder, zone: ZoneInfo) -> dt.date:
    """The working day after it when the nudge comes on that very day: two notes at once are one too many."""
    return next_working_day(day + DAY) if nudge.due_at.astimezone(zone).date() == day else day


def _ending(kind: Kind, day: dt.date, starts_on: dt.date, zone: ZoneInfo) -> Reminder:
    last = months_of(starts_on)[-1]
    return reminder_on(day, kind=kind, month=MONTHS, period="end", last_day=last.last_day, zone=zone)
