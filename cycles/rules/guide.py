"""What the six months are for, in a few words each. DOMAIN.md, the months of a cycle."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.rules.months import months_of
from cycles.rules.strip import month_name
from cycles.rules.words import day_and_month

THEMES = (
    "Settle in: how we work together, what we rate in each other",
    "Choose one or two things to grow, and whom to ask about them",
    "Bring the feedback, decide, plan a first try-out",
    "Try, look back, adjust",
    "Try again, at a meeting that matters",
    "What did we learn, what will we share, end well",
)


@dataclass(frozen=True)
class GuidedMonth:
    """A month's name, its first and last day in words, and what it is for."""

    name: str
    days: str
    theme: str


def guided_months(starts_on: dt.date) -> tuple[GuidedMonth, ...]:
    return tuple(
        GuidedMonth(
            month_name(month, starts_on),
            f"{day_and_month(month.first_day)} to {day_and_month(month.last_day)}",
            theme,
        )
        for month, theme in zip(months_of(starts_on), THEMES, strict=True)
    )
