"""The month strip: six months of a cycle and the sessions a pair has logged in each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cycles.rules.months import MONTHS, Month, month_on, months_of
from cycles.rules.words import ORDINALS, day_and_month, short_day

MARKS_DRAWN = 4


class When(StrEnum):
    PAST = "past"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class StripMonth:
    """One of the six boxes: its name, how many sessions were logged in it, and where today is.

    ``planned`` are those still to come. ``is_before``: the month was over when the pair was formed.
    """

    name: str
    sessions: int
    when: When
    planned: int = 0
    is_before: bool = False

    @property
    def marks(self) -> range:
        """As many as are drawn; the words beside them say how many there are."""
        return range(min(self.sessions, MARKS_DRAWN))

    @property
    def open_marks(self) -> range:
        """Those drawn for what is planned, where there is room left."""
        return range(min(self.planned, MARKS_DRAWN - len(self.marks)))

    @property
    def note(self) -> str:
        """“1 session, 1 planned”, “1 planned”, “To plan”."""
        logged = [f"{self.sessions} session{'s' * (self.sessions > 1)}"] * bool(self.sessions)
        if said := logged + [f"{self.planned} planned"] * bool(self.planned):
            return ", ".join(said)
        if self.is_before:
            return "Not yet together"
        return {When.PAST: "None logged", When.NOW: "Not yet", When.AHEAD: "To plan"}[self.when]


def strip(
    starts_on: dt.date,
    days: Iterable[dt.date],
    today: dt.date,
    planned: Iterable[dt.date] = (),
    formed_on: dt.date | None = None,
) -> tuple[StripMonth, ...]:
    """The six boxes; ``days`` are those on which the pair met, ``planned`` those on which it means to.

    Of a pair that was formed in mid-cycle no session is missed in the months before ``formed_on``.
    """
    logged = Counter(month_counted(starts_on, day) for day in days)
    ahead = Counter(month_counted(starts_on, day) for day in planned)
    return tuple(
        StripMonth(
            month_name(month, starts_on),
            logged[month.number],
            when(month, today),
            ahead[month.number],
            is_before=formed_on is not None and month.last_day < formed_on,
        )
        for month in months_of(starts_on)
    )


def month_counted(starts_on: dt.date, day: dt.date) -> int:
    """The month, 1 to 6, a session counts for.

    A pair may meet between its choosing and the first day, and after the last day until the cycle is
    closed: those count for the first and the last month.
    """
    month = month_on(starts_on, day)
    return month.number if month else (1 if day < starts_on else MONTHS)


def month_name(month: Month, starts_on: dt.date) -> str:
    """“October” when months begin on the first, else “18 Sept – 17 Oct”."""
    if starts_on.day == 1:
        return f"{month.first_day:%B}"
    return f"{short_day(month.first_day)} – {short_day(month.last_day)}"


def when(month: Month, today: dt.date) -> When:
    if today in month:
        return When.NOW
    return When.AHEAD if today < month.first_day else When.PAST


def position(number: int, starts_on: dt.date, today: dt.date) -> str:
    """Where today is in a cycle: “the second month of cycle 3”."""
    month = month_on(starts_on, today)
    if month:
        return f"the {ORDINALS[month.number - 1]} month of cycle {number}"
    if today < starts_on:
        return f"cycle {number} begins on {day_and_month(starts_on)}"
    return f"the six months of cycle {number} are over"


def short_position(number: int, starts_on: dt.date, today: dt.date) -> str:
    """“Cycle 3, month 2”; before and after its months “Cycle 3”."""
    month = month_on(starts_on, today)
    return f"Cycle {number}, month {month.number}" if month else f"Cycle {number}"
