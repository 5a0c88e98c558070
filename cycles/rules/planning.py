"""When a pair can plan to meet, and how that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coachingpairs.hours import local_moment
from cycles.rules.months import MONTHS, same_day_later

PAST = "This time is past already. Choose a later one."
TOO_FAR = "Choose a day within the next six months."
OVERLAPS = "This overlaps with another of your sessions. Choose another time."
MOST = 12
"""Sessions that a pair can have ahead of it."""
TOO_MANY = "That is more than twelve sessions ahead. Take some out, and plan the rest later."


def moment_problem(
    starts_at: dt.datetime, *, now: dt.datetime, zone: ZoneInfo, until: dt.date | None = None
) -> str:
    """Why nobody can plan for that moment, or ''. Both moments are aware; days are counted in ``zone``.

    ``until`` is a day that can be planned for in any case: the last of a cycle that is yet to begin.
    """
    if starts_at <= now:
        return PAST
    last = last_day_for_plans(now, zone)
    return TOO_FAR if starts_at.astimezone(zone).date() > max(last, until or last) else ""


def overlapping(slots: Sequence[tuple[dt.datetime, int]]) -> set[int]:
    """The places of those slots (beginning, minutes) that begin before an earlier one is over."""
    found: set[int] = set()
    over = None
    for place in sorted(range(len(slots)), key=lambda place: slots[place]):
        starts_at, minutes = slots[place]
        if over is not None and starts_at < over:
            found.add(place)
        ends_at = starts_at + dt.timedelta(minutes=minutes)
        over = max(over, ends_at) if over else ends_at
    return found


def last_day_for_plans(now: dt.datetime, zone: ZoneInfo) -> dt.date:
    """Six months from the local day on."""
    return same_day_later(now.astimezone(zone).date(), MONTHS)


def skipped_problem(day: dt.date, time: dt.time, zone: ZoneInfo) -> str:
    """That clocks in ``zone`` skip this time on that day, and which they show next; '' when they show it."""
    shown = local_moment(day, time, zone).astimezone(zone).time()
    if shown == time:
        return ""
    return f"The clocks go forward then and skip {clock(time)}. The next time they show is {clock(shown)}."


def clock_note(starts_at: dt.datetime, zone: ZoneInfo) -> str:
    """A sentence for a time that comes twice because clocks go back, else ''."""
    local = starts_at.astimezone(zone)
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    which = "second" if local.fold else "first"
    return f"The clocks go back then, and {clock(local.time())} comes twice. This is the {which}."


def when_in_words(starts_at: dt.datetime, zone: ZoneInfo) -> str:
    """“Tuesday 8 December, 10.00”, by the clocks of ``zone``."""
    local = starts_at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}, {clock(local.time())}"


def times_in_words(starts_at: dt.datetime, minutes: int, zone: ZoneInfo) -> str:
    """“9.30 to 10.30”, by the clocks of ``zone``."""
    ends_at = starts_at + dt.timedelta(minutes=minutes)
    begins, ends = (clock(at.astimezone(zone).time()) for at in (starts_at, ends_at))
    return f"{begins} to {ends}"


def clock(time: dt.time) -> str:
    """“9.30”."""
    return f"{time.hour}.{time.minute:02}"
