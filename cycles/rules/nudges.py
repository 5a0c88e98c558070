"""When a pair that has not met this month is reminded, and when it is left in peace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from coachingpairs.hours import next_working_day
from cycles.rules.months import Month, months_of
from cycles.rules.reminders import Kind, Reminder, reminder_on
from cycles.rules.strip import month_counted

FIFTEENTH = dt.timedelta(days=14)
"""Half of the month has gone, so it is worth a word, and a fortnight is left to find an hour in."""
SETTLES = dt.timedelta(days=7)
"""A pair formed less than a week before has hardly had time to meet."""
SMALLEST_PAIR = 2


@dataclass(frozen=True)
class PairSoFar:
    """``present`` are its leaders who are still in the pair and in the team; ``met_on`` its sessions."""

    formed_at: dt.datetime
    present: Collection[UUID]
    met_on: Collection[dt.date]


def nudge_of(month: Month, zone: ZoneInfo) -> Reminder:
    """9.30 on the month's fifteenth day, or on the Monday after when that is a weekend."""
    return reminder_on(
        next_working_day(month.first_day + FIFTEENTH),
        kind=Kind.NUDGE,
        month=month.number,
        period=f"{month.first_day:%Y-%m}",
        last_day=month.last_day,
        zone=zone,
    )


def nudges_of(starts_on: dt.date, zone: ZoneInfo) -> tuple[Reminder, ...]:
    """The six of a cycle. No two months begin in the same calendar month, so every period is another."""
    return tuple(nudge_of(month, zone) for month in months_of(starts_on))


def is_wanted(nudge: Reminder, pair: PairSoFar, starts_on: dt.date) -> bool:
    """Whether the pair has yet to meet this month, and could have."""
    return (
        len(pair.present) >= SMALLEST_PAIR
        and pair.formed_at + SETTLES <= nudge.due_at
        and nudge.month not in {month_counted(starts_on, day) for day in pair.met_on}
    )
