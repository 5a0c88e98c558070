"""When a pair that has not met this month is reminded, and when it is left in peace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from coachingpairs.hours import local_moment, next_working_day, next_working_moment
from cycles.rules.months import Month, months_of
from cycles.rules.strip import month_counted

FIFTEENTH = dt.timedelta(days=14)
"""Half of the month has gone, so it is worth a word, and a fortnight is left to find an hour in."""
TIME = dt.time(9, 30)
TIMELY = dt.timedelta(days=7)
"""A worker that was down sends a note up to a week late; after that it would only puzzle people."""
SETTLES = dt.timedelta(days=7)
"""A pair formed less than a week before has hardly had time to meet."""
SMALLEST_PAIR = 2


@dataclass(frozen=True)
class Nudge:
    """The note of one month, 1 to 6: ``period`` names it ("2027-03", when the month begins).

    It goes out at ``due_at`` or later in working hours, and not any more at ``expires_at``; both in UTC.
    """

    month: int
    period: str
    due_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True)
class PairSoFar:
    """``present`` are its leaders who are still in the pair and in the team; ``met_on`` its sessions."""

    formed_at: dt.datetime
    present: Collection[UUID]
    met_on: Collection[dt.date]


def nudge_of(month: Month, zone: ZoneInfo) -> Nudge:
    """9.30 on the month's fifteenth day, or on the Monday after when that is a weekend."""
    day = next_working_day(month.first_day + FIFTEENTH)
    month_ends = local_moment(month.last_day + dt.timedelta(days=1), dt.time(), zone)
    return Nudge(
        month=month.number,
        period=f"{month.first_day:%Y-%m}",
        due_at=local_moment(day, TIME, zone),
        expires_at=min(local_moment(day + TIMELY, TIME, zone), month_ends),
    )


def nudges_of(starts_on: dt.date, zone: ZoneInfo) -> tuple[Nudge, ...]:
    """The six of a cycle. No two months begin in the same calendar month, so every period is another."""
    return tuple(nudge_of(month, zone) for month in months_of(starts_on))


def nudge_at(starts_on: dt.date, zone: ZoneInfo, at: dt.datetime) -> Nudge | None:
    """The one that is to be sent now; None most of the time."""
    return next(
        (nudge for nudge in nudges_of(starts_on, zone) if nudge.due_at <= at < nudge.expires_at), None
    )


def next_nudge_after(starts_on: dt.date, zone: ZoneInfo, at: dt.datetime) -> Nudge | None:
    return next((nudge for nudge in nudges_of(starts_on, zone) if nudge.due_at > at), None)


def goes_at(nudge: Nudge, zone: ZoneInfo, at: dt.datetime) -> dt.datetime | None:
    """When it goes out if it is planned at ``at``: never out of hours; None when that would be too late."""
    moment = next_working_moment(max(at, nudge.due_at), zone)
    return moment if moment < nudge.expires_at else None


def is_wanted(nudge: Nudge, pair: PairSoFar, starts_on: dt.date) -> bool:
    """Whether the pair has yet to meet this month, and could have."""
    return (
        len(pair.present) >= SMALLEST_PAIR
        and pair.formed_at + SETTLES <= nudge.due_at
        and nudge.month not in {month_counted(starts_on, day) for day in pair.met_on}
    )
