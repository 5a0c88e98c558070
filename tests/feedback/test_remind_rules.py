"""When a giver who has said nothing is reminded."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from feedback.rules.reminding import APART, MOST, SoFar, is_due, may_nudge

LONDON = ZoneInfo("Europe/London")
TEN = dt.timedelta(minutes=10)
ASKED = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
"""A Friday afternoon."""


def moment(text: str, zone: ZoneInfo = LONDON) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(dt.UTC)


def reminders(so_far: SoFar, zone: ZoneInfo = LONDON) -> list[str]:
    """Local days and times of those that come by themselves, when it is asked every ten minutes."""
    given_at, at = [], so_far.asked_at.replace(minute=0)
    while at < so_far.closes_at + APART:
        if is_due(so_far, zone, at):
            given_at.append(at)
            so_far = SoFar(so_far.asked_at, so_far.closes_at, so_far.reminders + 1, at)
        at += TEN
    return [f"{one.astimezone(zone):%a %d %b %H:%M}" for one in given_at]


def until(last_day: str, asked_at: dt.datetime = ASKED) -> SoFar:
    """Open until the midnight that ends that day in London."""
    midnight = moment(f"{dt.date.fromisoformat(last_day) + dt.timedelta(days=1)} 00:00")
    return SoFar(asked_at, midnight)


@pytest.mark.parametrize(
    ("last_day", "come"),
    [
        ("2026-12-04", ["Fri 27 Nov 09:30", "Wed 02 Dec 09:30"]),
        ("2026-12-11", ["Tue 01 Dec 09:30", "Wed 09 Dec 09:30"]),
        ("2026-11-27", ["Tue 24 Nov 09:30", "Thu 26 Nov 09:30"]),
        ("2026-12-06", ["Mon 30 Nov 09:30", "Fri 04 Dec 09:30"]),
        ("2026-11-26", ["Tue 24 Nov 09:30"]),
        ("2026-11-25", ["Mon 23 Nov 09:30"]),
        ("2026-11-23", ["Sun 22 Nov 14:10"]),
        ("2026-11-21", []),
    ],
)
def test_half_way_and_two_days_before_the_end(last_day: str, come: list[str]) -> None:
    assert reminders(until(last_day)) == come


def test_in_another_place_by_its_own_clocks() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    asked = moment("2026-11-20 14:05", auckland)
    so_far = SoFar(asked, moment("2026-12-05 00:00", auckland))
    assert reminders(so_far, auckland) == ["Fri 27 Nov 09:30", "Wed 02 Dec 09:30"]


def test_the_askers_own_words_count_as_one_of_the_two() -> None:
    nudged = SoFar(ASKED, until("2026-12-11").closes_at, 1, moment("2026-11-24 11:00"))
    assert reminders(nudged) == ["Wed 09 Dec 09:30"]
    on_the_eve = SoFar(ASKED, nudged.closes_at, 1, moment("2026-12-08 11:00"))
    assert reminders(on_the_eve) == ["Thu 10 Dec 11:00"]
    since = SoFar(ASKED, nudged.closes_at, 1, moment("2026-12-09 09:40"))
    assert reminders(since) == []


def test_a_date_that_is_moved_on_moves_the_last_reminder_but_brings_no_third() -> None:
    half_way = SoFar(ASKED, until("2026-12-18").closes_at, 1, moment("2026-11-30 09:30"))
    assert reminders(half_way) == ["Wed 16 Dec 09:30"]
    both = SoFar(ASKED, half_way.closes_at, 2, moment("2026-12-02 09:30"))
    assert reminders(both) == []


def test_what_an_outage_has_kept_back_comes_once() -> None:
    late = moment("2026-12-03 10:00")
    so_far = until("2026-12-04")
    assert is_due(so_far, LONDON, late)
    assert not is_due(SoFar(ASKED, so_far.closes_at, 1, late), LONDON, late + APART)
    assert not is_due(so_far, LONDON, so_far.closes_at)


@given(
    minutes=st.integers(0, 14 * 24 * 60),
    lasts=st.integers(1, 60 * 24 * 60),
    zone=st.sampled_from(["Europe/London", "Pacific/Auckland", "America/St_Johns", "UTC"]),
)
def test_never_more_than_two_never_soon_after_another_never_after_the_end(
    minutes: int, lasts: int, zone: str
) -> None:
    asked = ASKED + dt.timedelta(minutes=minutes)
    so_far = SoFar(asked, asked + dt.timedelta(minutes=lasts))
    at, last, count = asked, asked, 0
    while at < so_far.closes_at + APART:
        if is_due(so_far, ZoneInfo(zone), at):
            assert at - last >= APART
            assert at < so_far.closes_at
            last, count = at, count + 1
            so_far = SoFar(asked, so_far.closes_at, count, at)
        at += dt.timedelta(hours=1)
    assert count <= MOST


def test_whoever_asks_may_remind_twice_with_two_days_between() -> None:
    at = moment("2026-11-24 11:00")
    closes = until("2026-12-04").closes_at
    assert may_nudge(SoFar(ASKED, closes), at) == ""
    once = SoFar(ASKED, closes, 1, at)
    assert may_nudge(once, at + APART - TEN) == (
        "A reminder went out less than two days ago. Give it a little time."
    )
    assert may_nudge(once, at + APART) == ""
    twice = SoFar(ASKED, closes, 2, at)
    assert may_nudge(twice, at + 5 * APART) == (
        "There have been two reminders. A third is better said in person."
    )
