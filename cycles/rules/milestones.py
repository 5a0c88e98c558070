"""A cycle as a line of six points, and what the person who runs it does next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from cycles.rules.months import months_of
from cycles.rules.words import day_and_month

WRAPPING_UP = dt.timedelta(days=27)
"""The last four weeks begin so many days before the last day."""


@dataclass(frozen=True)
class Milestone:
    when: str
    what: str
    is_done: bool
    is_now: bool = False


def milestones(
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    opened_on: dt.date | None,
    sealed_on: dt.date | None,
    today: dt.date,
) -> tuple[Milestone, ...]:
    """Six points; the first that is not done yet is where the cycle stands now."""
    months = months_of(starts_on)
    wraps_on = ends_on - WRAPPING_UP
    points = [
        _on(opened_on, "First", "Choosing opens"),
        _on(sealed_on, "Then", "Pairs are sealed"),
        _by(months[0].last_day, "First sessions", today, sealed_on),
        _by(months[2].last_day, "Half-way", today, sealed_on),
        Milestone(day_and_month(wraps_on), "Last four weeks", sealed_on is not None and today >= wraps_on),
        Milestone(day_and_month(ends_on), "Awayday, new pairs", sealed_on is not None and today > ends_on),
    ]
    now = next((index for index, point in enumerate(points) if not point.is_done), None)
    return tuple(replace(point, is_now=index == now) for index, point in enumerate(points))


def _on(day: dt.date | None, otherwise: str, what: str) -> Milestone:
    return Milestone(day_and_month(day) if day else otherwise, what, is_done=day is not None)


def _by(day: dt.date, what: str, today: dt.date, sealed_on: dt.date | None) -> Milestone:
    return Milestone(f"By {day_and_month(day)}", what, sealed_on is not None and today > day)


def span(starts_on: dt.date, ends_on: dt.date) -> str:
    """“October 2026 to March 2027”, or with days when months do not begin on the first."""
    if starts_on.day == 1:
        return f"{starts_on:%B %Y} to {ends_on:%B %Y}"
    return f"{day_and_month(starts_on)} {starts_on.year} to {day_and_month(ends_on)} {ends_on.year}"
