"""When a pair can plan to meet, by the clocks of its zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cycles.rules.planning import (
    PAST,
    TOO_FAR,
    clock_note,
    last_day_for_plans,
    moment_problem,
    skipped_problem,
    when_in_words,
)

LONDON, LORD_HOWE, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/London", "Australia/Lord_Howe", "America/New_York")
)
NOW = dt.datetime(2026, 8, 31, 14, 5, tzinfo=dt.UTC)
"""Five past three in London, the first of September in Lord Howe."""


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("starts_at", "zone", "problem"),
    [
        (NOW, LONDON, PAST),
        (NOW - dt.timedelta(minutes=1), LONDON, PAST),
        (NOW + dt.timedelta(minutes=1), LONDON, ""),
        # Six months from 31 August end with the last day of February, to midnight by the local clock.
        (utc(2027, 2, 28, 23, 59), LONDON, ""),
        (utc(2027, 3, 1, 0, 0), LONDON, TOO_FAR),
        (utc(2027, 3, 1, 12, 59), LORD_HOWE, ""),
        (utc(2027, 3, 1, 13, 0), LORD_HOWE, TOO_FAR),
    ],
)
def test_from_now_on_for_six_months(starts_at: dt.datetime, zone: ZoneInfo, problem: str) -> None:
    assert moment_problem(starts_at, now=NOW, zone=zone) == problem


def test_the_last_day_is_counted_from_the_local_one() -> None:
    assert last_day_for_plans(NOW, LONDON) == dt.date(2027, 2, 28)
    assert last_day_for_plans(NOW, LORD_HOWE) == dt.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("day", "time", "zone", "problem"),
    [
        (dt.date(2027, 3, 28), dt.time(0, 59), LONDON, ""),
        (
            dt.date(2027, 3, 28),
            dt.time(1, 30),
            LONDON,
            "The clocks go forward then and skip 1.30. The next time they show is 2.00.",
        ),
        (dt.date(2027, 3, 28), dt.time(2, 0), LONDON, ""),
        # Half an hour is skipped there.
        (
            dt.date(2026, 10, 4),
            dt.time(2, 15),
            LORD_HOWE,
            "The clocks go forward then and skip 2.15. The next time they show is 2.30.",
        ),
        (dt.date(2026, 10, 4), dt.time(2, 30), LORD_HOWE, ""),
        (dt.date(2027, 3, 14), dt.time(3, 0), NEW_YORK, ""),
    ],
)
def test_a_time_that_clocks_skip_is_said(day: dt.date, time: dt.time, zone: ZoneInfo, problem: str) -> None:
    assert skipped_problem(day, time, zone) == problem


@pytest.mark.parametrize(
    ("starts_at", "zone", "note"),
    [
        (
            utc(2026, 10, 25, 0, 30),
            LONDON,
            "The clocks go back then, and 1.30 comes twice. This is the first.",
        ),
        (
            utc(2026, 10, 25, 1, 30),
            LONDON,
            "The clocks go back then, and 1.30 comes twice. This is the second.",
        ),
        (utc(2026, 10, 25, 2, 0), LONDON, ""),
        (
            utc(2027, 4, 3, 14, 45),
            LORD_HOWE,
            "The clocks go back then, and 1.45 comes twice. This is the first.",
        ),
        (utc(2026, 12, 8, 10, 0), LONDON, ""),
        # Skipped times are no times that come twice.
        (utc(2027, 3, 28, 1, 0), LONDON, ""),
    ],
)
def test_a_time_that_comes_twice_is_said(starts_at: dt.datetime, zone: ZoneInfo, note: str) -> None:
    assert clock_note(starts_at, zone) == note


def test_a_time_in_words_is_the_local_one() -> None:
    assert when_in_words(utc(2026, 12, 8, 10, 0), LONDON) == "Tuesday 8 December, 10.00"
    assert when_in_words(utc(2026, 10, 1, 8, 5), LONDON) == "Thursday 1 October, 9.05"
    assert when_in_words(utc(2026, 12, 8, 23, 30), LORD_HOWE) == "Wednesday 9 December, 10.30"
