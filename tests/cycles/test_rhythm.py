"""How the dates of a plan follow each other, and what is said about them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from cycles.rules.months import last_day_of_cycle, months_of
from cycles.rules.rhythm import Rhythm, dates_of, day_note, months_left, months_without, rhythm_in_words

D = dt.date
OCTOBER = D(2026, 10, 1)


def said(first: dt.date, rhythm: Rhythm, count: int = 6) -> list[str]:
    return [f"{day:%a} {day.day}.{day.month}." for day in dates_of(first, rhythm, count)]


@pytest.mark.parametrize(
    ("first", "rhythm", "dates"),
    [
        (
            D(2026, 10, 6),
            Rhythm.WEEKDAY,
            ["Tue 6.10.", "Tue 3.11.", "Tue 1.12.", "Tue 5.1.", "Tue 2.2.", "Tue 2.3."],
        ),
        # A fifth Saturday: not every month has one, so it is the last.
        (
            D(2026, 10, 31),
            Rhythm.WEEKDAY,
            ["Sat 31.10.", "Sat 28.11.", "Sat 26.12.", "Sat 30.1.", "Sat 27.2.", "Sat 27.3."],
        ),
        (
            D(2026, 10, 6),
            Rhythm.FOUR_WEEKS,
            ["Tue 6.10.", "Tue 3.11.", "Tue 1.12.", "Tue 29.12.", "Tue 26.1.", "Tue 23.2."],
        ),
        # The 31st is the last of shorter months, and the 31st again after them.
        (
            D(2026, 10, 31),
            Rhythm.DATE,
            ["Sat 31.10.", "Mon 30.11.", "Thu 31.12.", "Sun 31.1.", "Sun 28.2.", "Wed 31.3."],
        ),
    ],
)
def test_the_dates_that_follow(first: dt.date, rhythm: Rhythm, dates: list[str]) -> None:
    assert said(first, rhythm) == dates


@given(
    first=st.dates(D(2024, 1, 1), D(2032, 12, 31)),
    rhythm=st.sampled_from(Rhythm),
    count=st.integers(1, 6),
)
def test_they_go_up_and_the_first_is_the_one_that_was_chosen(
    first: dt.date, rhythm: Rhythm, count: int
) -> None:
    dates = dates_of(first, rhythm, count)
    assert dates[0] == first
    assert len(dates) == count
    assert dates == sorted(set(dates))
    if rhythm != Rhythm.FOUR_WEEKS:
        assert len({(day.year, day.month) for day in dates}) == count
    if rhythm != Rhythm.DATE:
        assert {day.weekday() for day in dates} == {first.weekday()}


@given(starts_on=st.dates(D(2024, 1, 1), D(2032, 12, 31)), into=st.integers(0, 27))
def test_a_date_in_each_month_leaves_no_month_of_the_cycle_out(starts_on: dt.date, into: int) -> None:
    first = starts_on + dt.timedelta(days=into)
    dates = dates_of(first, Rhythm.DATE, months_left(starts_on, first))
    assert months_without(starts_on, dates, starts_on) == ""
    assert dates[-1] <= last_day_of_cycle(starts_on)


@pytest.mark.parametrize(
    ("first", "rhythm", "words"),
    [
        (D(2026, 10, 6), Rhythm.WEEKDAY, "the first Tuesday of each month"),
        (D(2026, 10, 27), Rhythm.WEEKDAY, "the fourth Tuesday of each month"),
        (D(2026, 10, 31), Rhythm.WEEKDAY, "the last Saturday of each month"),
        (D(2026, 10, 6), Rhythm.FOUR_WEEKS, "every four weeks, on a Tuesday"),
        (D(2026, 10, 1), Rhythm.DATE, "the 1st of each month"),
        (D(2026, 10, 22), Rhythm.DATE, "the 22nd of each month"),
        (D(2026, 10, 13), Rhythm.DATE, "the 13th of each month"),
        (D(2026, 10, 23), Rhythm.DATE, "the 23rd of each month"),
        (D(2026, 10, 30), Rhythm.DATE, "the 30th of each month"),
    ],
)
def test_in_words(first: dt.date, rhythm: Rhythm, words: str) -> None:
    assert rhythm_in_words(first, rhythm) == words


@pytest.mark.parametrize(
    ("day", "left"),
    [(D(2026, 9, 20), 6), (OCTOBER, 6), (D(2026, 11, 1), 5), (D(2027, 3, 31), 1), (D(2027, 4, 2), 1)],
)
def test_how_many_months_are_left(day: dt.date, left: int) -> None:
    assert months_left(OCTOBER, day) == left


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (D(2026, 12, 8), ""),
        (D(2026, 12, 12), "At the weekend."),
        (D(2027, 3, 31), ""),
        (D(2027, 4, 1), "After the last day of the cycle, 31 March."),
        (D(2027, 4, 4), "At the weekend. After the last day of the cycle, 31 March."),
    ],
)
def test_what_one_may_want_to_know_of_a_day(day: dt.date, note: str) -> None:
    assert day_note(day, OCTOBER) == note


def test_months_that_are_still_without_a_session_are_named() -> None:
    today = D(2026, 11, 20)
    assert months_without(OCTOBER, [D(2026, 11, 3), D(2027, 1, 5)], today) == (
        "Still without a session: December, February and March."
    )
    assert months_without(OCTOBER, [month.first_day for month in months_of(OCTOBER)], today) == ""
    # Months that are over are not brought up again.
    assert months_without(OCTOBER, [], D(2027, 3, 1)) == "Still without a session: March."
    assert months_without(D(2026, 9, 18), [], D(2027, 2, 20)) == ("Still without a session: 18 Feb – 17 Mar.")
