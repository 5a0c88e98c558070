"""When somebody is reminded of what they mean to try out."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from coachingpairs.hours import local_moment, previous_working_day
from cycles.rules.reminders import DAY, TIME, Kind, Reminder

FURTHEST = 3
"""Days: on a Friday comes the note for Monday."""


def try_out_reminder(on: dt.date, zone: ZoneInfo) -> Reminder:
    """9.30 on the working day before: on Friday for Saturday, Sunday and Monday. Never on the day itself."""
    return Reminder(
        kind=Kind.TRY_OUT,
        month=0,
        period=on.isoformat(),
        due_at=local_moment(previous_working_day(on - DAY), TIME, zone),
        expires_at=local_moment(on, dt.time(), zone),
    )


def try_out_reminders_at(zone: ZoneInfo, at: dt.datetime) -> dict[dt.date, Reminder]:
    """By day of the occasion: the reminders that are to be sent now, if there are such occasions."""
    today = at.astimezone(zone).date()
    coming = [today + ahead * DAY for ahead in range(1, FURTHEST + 1)]
    found = {on: try_out_reminder(on, zone) for on in coming}
    return {on: one for on, one in found.items() if one.due_at <= at < one.expires_at}
