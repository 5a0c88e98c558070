"""A reminder of a cycle: which it is, when it goes out, and when it is too late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from coachingpairs.hours import local_moment, next_working_moment

TIME = dt.time(9, 30)
TIMELY = dt.timedelta(days=7)
"""A worker that was down sends a note up to a week late; after that it would only puzzle people."""
DAY = dt.timedelta(days=1)


class Kind(StrEnum):
    """As the outbox knows them."""

    NUDGE = "session-nudge"
    HALF_WAY = "half-way"
    WRAPPING_UP = "wrapping-up"
    LESSONS = "lessons-invited"
    LAST_WEEK = "last-week"
    TRY_OUT = "try-out-tomorrow"


@dataclass(frozen=True)
class Reminder:
    """``period`` sets it apart from others of its kind in a cycle; ``month``, 1 to 6, is where it falls.

    It goes out at ``due_at`` or later in working hours, and not any more at ``expires_at``; both in UTC.
    """

    kind: Kind
    month: int
    period: str
    due_at: dt.datetime
    expires_at: dt.datetime


def reminder_on(
    day: dt.date, *, kind: Kind, month: int, period: str, last_day: dt.date, zone: ZoneInfo
) -> Reminder:
    """Due at 9.30 on ``day``; not later than a week after that, nor after ``last_day``."""
    return Reminder(
        kind=kind,
        month=month,
        period=period,
        due_at=local_moment(day, TIME, zone),
        expires_at=min(local_moment(day + TIMELY, TIME, zone), local_moment(last_day + DAY, dt.time(), zone)),
    )


def goes_at(reminder: Reminder, zone: ZoneInfo, at: dt.datetime) -> dt.datetime | None:
    """When it goes out if it is planned at ``at``: never out of hours; None when that would be too late."""
    moment = next_working_moment(max(at, reminder.due_at), zone)
    return moment if moment < reminder.expires_at else None
