"""The six months of a cycle, counted from its start date."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

MONTHS = 6


@dataclass(frozen=True)
class Month:
    """One month of a cycle: ``number`` from 1 to 6, first and last day, both included."""

    number: int
    first_day: dt.date
    last_day: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


def same_day_later(start: dt.date, months: int) -> dt.date:
    """The same day of the month so many months on, or that month's last day when it is shorter.

    Always counted from ``start``, so that 31 August gives 30 September and then 31 October again.
    """
    count = start.month - 1 + months
    year, month = start.year + count // 12, count % 12 + 1
    return dt.date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def months_of(starts_on: dt.date) -> tuple[Month, ...]:
    """The six months of a cycle that starts on that day; none overlaps, none is skipped."""
    firsts = [same_day_later(starts_on, number) for number in range(MONTHS + 1)]
    return tuple(
        Month(number + 1, firsts[number], firsts[number + 1] - dt.timedelta(days=1))
        for number in range(MONTHS)
    )


def last_day_of_cycle(starts_on: dt.date) -> dt.date:
    return months_of(starts_on)[-1].last_day


def month_on(starts_on: dt.date, today: dt.date) -> Month | None:
    """The cycle month that ``today`` falls into; None before the start and after the end."""
    return next((month for month in months_of(starts_on) if today in month), None)
