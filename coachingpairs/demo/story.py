"""When the demo's pairs met, as plans: dates relative to today, the same for the same day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from coachingpairs.demo.people import NORTHMERE_PAIRS, QUIET, YET_TO_MEET
from coachingpairs.demo.words import HELEN_AND_PRIYA, PAIR_NOTES, PRIVATE_NOTES
from cycles.rules.months import MONTHS, Month, months_of, same_day_later

RUNNING = 3
SINCE = dt.timedelta(weeks=7)
"""The running cycle started about so long ago: it is in its second month, or at the start of its third."""
LENGTHS = (60, 75, 45, 60, 90, 30)
MONDAY = 0
IN_EVERY_MONTH = 28
"""The last day that no month lacks: a cycle that starts on it or before ends the day before the next."""


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
    return {number: same_day_later(start, MONTHS * (number - RUNNING)) for number in NORTHMERE_PAIRS}


def starts_around(awayday: dt.date) -> tuple[dt.date, dt.date]:
    """First days of the cycle that an Awayday of that day closes and of the one that it opens.

    The second starts on a Monday within a fortnight; the first ends the day before.
    """
    ahead = (awayday + dt.timedelta(days=days) for days in range(1, 15))
    opens = next(day for day in ahead if day.weekday() == MONDAY and day.day <= IN_EVERY_MONTH)
    return same_day_later(opens, -MONTHS), opens


def meetings(number: int, place: int, starts_on: dt.date, today: dt.date) -> list[Meeting]:
    """What Northmere's pair at ``place`` of cycle ``number`` has logged by ``today``, in order of date."""
    days = sorted(set(_days(number, place, starts_on, today)))
    if number == RUNNING and "Priya" in NORTHMERE_PAIRS[number][place]:
        return [
            Meeting(day, 60, 0, *HELEN_AND_PRIYA[count % len(HELEN_AND_PRIYA)])
            for count, day in enumerate(days)
        ]
    return [_meeting(number * 11 + place * 3 + count * 5, day) for count, day in enumerate(days)]


def meetings_to_the_end(place: int, starts_on: dt.date, today: dt.date) -> list[Meeting]:
    """The same for a pair of Merrow Water: hardly a month was missed, and nobody missed the last."""
    months = [
        month
        for month in months_of(starts_on)
        if month.number == MONTHS or (place * 3 + month.number * 5) % 7 != 0
    ]
    days = [_day_in(month, today, place * 7 + month.number * 3) for month in months]
    return [_meeting(place * 3 + count * 5 + 1, day) for count, day in enumerate(days)]


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


def _meeting(spread: int, day: dt.date) -> Meeting:
    """Most leave a note of one kind or the other."""
    pair_note = PAIR_NOTES[spread % len(PAIR_NOTES)] if spread % 4 else ""
    private_note = PRIVATE_NOTES[spread % len(PRIVATE_NOTES)] if spread % 3 else ""
    return Meeting(day, LENGTHS[spread % len(LENGTHS)], spread % 2, pair_note, private_note)
