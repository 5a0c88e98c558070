"""The dates of a plan: a first one, and how the others follow."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum

from cycles.rules.months import MONTHS, last_day_of_cycle, months_of, same_day_later
from cycles.rules.strip import month_counted, month_name
from cycles.rules.words import ORDINALS, day_and_month, listed

FOUR_WEEKS = dt.timedelta(days=28)
SATURDAY = 5
LAST = 5
"""Not every month has a fifth Tuesday: then the last one is meant."""


class Rhythm(StrEnum):
    WEEKDAY = "weekday"
    FOUR_WEEKS = "four-weeks"
    DATE = "date"


def dates_of(first: dt.date, rhythm: Rhythm, count: int) -> list[dt.date]:
    """``count`` dates from ``first`` on: one in each calendar month, or one every four weeks."""
    if rhythm == Rhythm.FOUR_WEEKS:
        return [first + FOUR_WEEKS * number for number in range(count)]
    if rhythm == Rhythm.DATE:
        return [same_day_later(first, number) for number in range(count)]
    which = (first.day - 1) // 7 + 1
    months = [same_day_later(first.replace(day=1), number) for number in range(count)]
    return [_weekday_of(month, first.weekday(), which) for month in months]


def rhythm_in_words(first: dt.date, rhythm: Rhythm) -> str:
    """“the first Tuesday of each month”, “every four weeks, on a Tuesday”, “the 8th of each month”."""
    if rhythm == Rhythm.FOUR_WEEKS:
        return f"every four weeks, on a {first:%A}"
    if rhythm == Rhythm.DATE:
        return f"the {_ordinal(first.day)} of each month"
    which = (first.day - 1) // 7 + 1
    return f"the {'last' if which == LAST else ORDINALS[which - 1]} {first:%A} of each month"


def months_left(starts_on: dt.date, day: dt.date) -> int:
    """How many months of the cycle a first session on ``day`` leaves, its own included: 1 to 6."""
    return MONTHS + 1 - month_counted(starts_on, day)


def day_note(day: dt.date, starts_on: dt.date) -> str:
    """What one may want to know of a day before one plans for it, or ''."""
    last = last_day_of_cycle(starts_on)
    notes = ["At the weekend."] * (day.weekday() >= SATURDAY)
    if day > last:
        notes.append(f"After the last day of the cycle, {day_and_month(last)}.")
    return " ".join(notes)


def months_without(starts_on: dt.date, days: Iterable[dt.date], today: dt.date) -> str:
    """A sentence that names the months from ``today``'s on in which none of the ``days`` falls, or ''."""
    covered: Collection[int] = {month_counted(starts_on, day) for day in days}
    empty = [
        month_name(month, starts_on)
        for month in months_of(starts_on)
        if month.last_day >= today and month.number not in covered
    ]
    return f"Still without a session: {listed(empty)}." if empty else ""


def _weekday_of(month: dt.date, weekday: int, which: int) -> dt.date:
    """The first, second … such weekday of the month that begins on ``month``; the fifth is the last."""
    first = month + dt.timedelta(days=(weekday - month.weekday()) % 7)
    day = first + dt.timedelta(weeks=which - 1)
    last = calendar.monthrange(month.year, month.month)[1]
    return day if day <= month.replace(day=last) else day - dt.timedelta(weeks=1)


def _ordinal(number: int) -> str:
    """“1st”, “12th”."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"
