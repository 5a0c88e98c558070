"""Local hours: the moment a clock on the wall shows a time, and when people are at work. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

OPENS = dt.time(9)
CLOSES = dt.time(17)
SATURDAY = 5
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class OwnHours:
    """When somebody wants their reminders: hours of the day, and no day before ``not_before``."""

    opens: dt.time = OPENS
    closes: dt.time = CLOSES
    not_before: dt.date | None = None


def local_moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The moment, in UTC, when clocks in ``zone`` show ``time`` on ``day``.

    Where the clocks skip it, the next minute they do show; where they show it twice, the first.
    """
    shown = dt.datetime.combine(day, time)
    while True:
        moment = shown.replace(tzinfo=zone).astimezone(dt.UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == shown:
            return moment
        shown += MINUTE


def next_working_day(day: dt.date) -> dt.date:
    """``day`` itself when it is a Monday to Friday, else the Monday after it."""
    while day.weekday() >= SATURDAY:
        day += DAY
    return day


def previous_working_day(day: dt.date) -> dt.date:
    """``day`` itself when it is a Monday to Friday, else the Friday before it."""
    while day.weekday() >= SATURDAY:
        day -= DAY
    return day


def is_working(at: dt.datetime, zone: ZoneInfo) -> bool:
    """Whether it is between 9.00 and 17.00 on a Monday to Friday in ``zone``."""
    local = at.astimezone(zone)
    return local.weekday() < SATURDAY and OPENS <= local.time() < CLOSES


def next_working_moment(at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """``at`` itself within working hours, else the next 9.00 of a working day, in UTC."""
    if is_working(at, zone):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() < OPENS else local.date() + DAY
    return local_moment(next_working_day(day), OPENS, zone)


def next_wanted_moment(at: dt.datetime, zone: ZoneInfo, own: OwnHours) -> dt.datetime:
    """``at`` itself within somebody's own hours of a working day, else when those begin next, in UTC.

    Own hours narrow working hours; those that lie outside of them altogether leave working hours as they are.
    """
    opens, closes = max(own.opens, OPENS), min(own.closes, CLOSES)
    if opens >= closes:
        opens, closes = OPENS, CLOSES
    local = at.astimezone(zone)
    day = next_working_day(max(local.date(), own.not_before or local.date()))
    if day == local.date() and local.time() < closes:
        return at if local.time() >= opens else local_moment(day, opens, zone)
    if day == local.date():
        day = next_working_day(day + DAY)
    return local_moment(day, opens, zone)
