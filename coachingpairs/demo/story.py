"""When the demo's pairs met, as plans: dates relative to today, the same for the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from coachingpairs.demo.people import NORTHMERE_PAIRS, QUIET, YET_TO_MEET
from coachingpairs.demo.words import HELEN_AND_PRIYA, PAIR_NOTES, PRIVATE_NOTES
from cycles.rules.months import Month, months_of, same_day_later

RUNNING = 3
SINCE = dt.timedelta(weeks=7)
"""The running cycle started about so long ago: it is in its second month, or at the start of its third."""
LENGTHS = (60, 75, 45, 60, 90, 30)


@dataclass(frozen=True)
class Meeting:
    """One session to log: ``logged_by`` is 0 or 1, the place in the pair of who logs it."""

    held_on: dt.date
    minutes: int
    logged_by: int
    pair_note: str = ""
    private_note: str = ""


def cycle_starts(today: dt.date) -> dict[int, dt.date]:
    """First day of each of Northmere's cycles: firsts of a month, half a year apart."""
    about = today - SINCE
    this = about.replace(day=1)
    following = same_day_later(this, 1)
    start = this if about - this <= following - about else following
    return {number: same_day_later(start, 6 * (number - RUNNING)) for number in NORTHMERE_PAIRS}


def meetings(number: int, place: int, starts_on: dt.date, today: dt.date) -> list[Meeting]:
    """What the pair at ``place`` of cycle ``number`` has logged by ``today``, in order of date."""
    days = sorted(set(_days(number, place, starts_on, today)))
    return [_meeting(number, place, count, day) for count, day in enumerate(days)]


def _days(number: int, place: int, starts_on: dt.date, today: dt.date) -> Iterator[dt.date]:
    names = set(NORTHMERE_PAIRS[number][place])
    if number == RUNNING and names & YET_TO_MEET:
        return
    for month in months_of(starts_on):
        if month.first_day > today or (number == RUNNING and names & QUIET and month.number > 1):
            return
        if number != RUNNING and (place * 5 + month.number * 3 + number) % 7 == 0:
            continue
        yield _day_in(month, today, place * 5 + month.number * 4)
        if number == RUNNING and month.number == 1 and place % 3 == 2:
            yield _day_in(month, today, place * 5 + 14)


def _day_in(month: Month, today: dt.date, spread: int) -> dt.date:
    """A working day of the month where there is one, not after today."""
    last = min(month.last_day, today)
    days = [month.first_day + dt.timedelta(days=count) for count in range((last - month.first_day).days + 1)]
    working = [day for day in days if day.weekday() < 5] or days
    return working[spread % len(working)]


def _meeting(number: int, place: int, count: int, day: dt.date) -> Meeting:
    spread = number * 11 + place * 3 + count * 5
    logged_by, minutes = spread % 2, LENGTHS[spread % len(LENGTHS)]
    if number == RUNNING and "Priya" in NORTHMERE_PAIRS[number][place]:
        pair_note, private_note = HELEN_AND_PRIYA[count % len(HELEN_AND_PRIYA)]
        return Meeting(day, 60, 0, pair_note, private_note)
    pair_note = PAIR_NOTES[spread % len(PAIR_NOTES)] if spread % 4 else ""
    private_note = PRIVATE_NOTES[spread % len(PRIVATE_NOTES)] if spread % 3 else ""
    return Meeting(day, minutes, logged_by, pair_note, private_note)
