"""Local hours: the moment a clock on the wall shows a time, and when people are at work. Pure."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

OPENS = dt.time(9)
CLOSES = dt.time(17)
SATURDAY = 5
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


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
