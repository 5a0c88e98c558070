"""How many, until when, and where each of them stands."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from feedback.rules import asking as rules
from feedback.rules.asking import Stands

TODAY = dt.date(2026, 11, 20)
ENDS = dt.date(2027, 3, 31)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("answered", "declined", "withdrawn", "left", "expected"),
    [
        (False, False, False, False, Stands.WAITING),
        (True, False, False, False, Stands.ANSWERED),
        (True, False, False, True, Stands.ANSWERED),
        (False, True, False, False, Stands.DECLINED),
        (False, True, False, True, Stands.LEFT),
        (False, False, False, True, Stands.LEFT),
        (False, False, True, False, Stands.TAKEN_BACK),
        (False, True, True, True, Stands.TAKEN_BACK),
    ],
)
def test_where_somebody_stands(
    answered: bool, declined: bool, withdrawn: bool, left: bool, expected: Stands
) -> None:
    assert rules.stands(answered=answered, declined=declined, withdrawn=withdrawn, left=left) is expected


def test_every_state_has_words_and_only_waiting_reads_otherwise_once_it_is_closed() -> None:
    assert [rules.IN_WORDS[one] for one in Stands] == [
        "Not answered yet",
        "Has answered",
        "Could not answer",
        "Taken back",
        "Has left the team",
    ]
    changed = {one for one in Stands if rules.IN_WORDS[one] != rules.CLOSED_IN_WORDS[one]}
    assert changed == {Stands.WAITING}
    assert rules.CLOSED_IN_WORDS[Stands.WAITING] == "Did not answer"


@pytest.mark.parametrize(
    ("today", "usual", "latest"),
    [
        (TODAY, dt.date(2026, 12, 4), ENDS),
        (dt.date(2027, 3, 25), ENDS, ENDS),
        (ENDS - DAY, ENDS, ENDS),
        (ENDS, ENDS + 14 * DAY, ENDS + 14 * DAY),
        (ENDS + DAY, ENDS + 15 * DAY, ENDS + 15 * DAY),
    ],
)
def test_a_fortnight_within_the_cycle(today: dt.date, usual: dt.date, latest: dt.date) -> None:
    assert rules.usual_day(today, ENDS) == usual
    assert rules.latest_day(today, ENDS) == latest


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (TODAY - DAY, "Give them until tomorrow at least."),
        (TODAY, "Give them until tomorrow at least."),
        (TODAY + DAY, ""),
        (ENDS, ""),
        (ENDS + DAY, "Choose a day up to Wednesday 31 March, when the cycle ends."),
    ],
)
def test_the_day_lies_between_tomorrow_and_the_end_of_the_cycle(day: dt.date, problem: str) -> None:
    assert rules.day_problem(day, today=TODAY, cycle_ends_on=ENDS) == problem


def test_in_a_cycle_that_goes_on_beyond_its_end_a_fortnight_is_the_most() -> None:
    problem = rules.day_problem(ENDS + 15 * DAY, today=ENDS, cycle_ends_on=ENDS)
    assert problem == "Choose a day up to Wednesday 14 April."


@given(st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)), st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)))
def test_the_day_that_is_offered_can_always_be_taken(today: dt.date, ends_on: dt.date) -> None:
    usual = rules.usual_day(today, ends_on)
    assert rules.day_problem(usual, today=today, cycle_ends_on=ends_on) == ""


def test_the_date_only_moves_on() -> None:
    last = dt.date(2026, 12, 4)
    words = "Those you asked have been told 4 December, so the date can only move on."
    assert rules.moving_problem(last - DAY, last_day=last, today=TODAY, cycle_ends_on=ENDS) == words
    assert rules.moving_problem(last + DAY, last_day=last, today=TODAY, cycle_ends_on=ENDS) == ""
    assert rules.moving_problem(ENDS + DAY, last_day=last, today=TODAY, cycle_ends_on=ENDS) == (
        "Choose a day up to Wednesday 31 March, when the cycle ends."
    )


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        ("Europe/London", dt.date(2026, 12, 4), dt.datetime(2026, 12, 5, tzinfo=dt.UTC)),
        ("Europe/London", dt.date(2027, 6, 4), dt.datetime(2027, 6, 4, 23, tzinfo=dt.UTC)),
        ("Asia/Kolkata", dt.date(2026, 12, 4), dt.datetime(2026, 12, 4, 18, 30, tzinfo=dt.UTC)),
        # Clocks go forward at midnight there: the day ends when the next one begins at one o'clock.
        ("Africa/Cairo", dt.date(2027, 4, 29), dt.datetime(2027, 4, 29, 22, tzinfo=dt.UTC)),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_cycle_is(zone: str, day: dt.date, ends: dt.datetime) -> None:
    assert rules.end_of(day, ZoneInfo(zone)) == ends


@given(
    st.sampled_from(
        [
            *("Africa/Cairo", "America/Havana", "America/Santiago", "Asia/Beirut", "Atlantic/Azores"),
            *("Australia/Lord_Howe", "Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago"),
        ]
    ),
    st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31)),
)
def test_wherever_clocks_change_a_day_ends_with_its_last_second(zone: str, day: dt.date) -> None:
    end = rules.end_of(day, ZoneInfo(zone))
    assert (end - dt.timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() == day
    assert end.astimezone(ZoneInfo(zone)).date() == day + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (0, "Choose two to five colleagues. One voice alone is hard to weigh."),
        (1, "Choose two to five colleagues. One voice alone is hard to weigh."),
        (2, ""),
        (5, ""),
        (6, "Choose two to five colleagues. You have chosen 6."),
    ],
)
def test_two_to_five(number: int, problem: str) -> None:
    assert rules.number_problem(number) == problem


@pytest.mark.parametrize(
    ("functions", "says"),
    [
        (["Housing", "Housing"], True),
        (["Housing", "Care"], False),
        (["Housing"], False),
        (["", ""], False),
        (["Housing", ""], False),
        ([], False),
    ],
)
def test_a_gentle_word_when_all_are_from_one_function(functions: list[str], says: bool) -> None:
    said = rules.one_function_hint(functions)
    assert said == (
        "All of them are from Housing. Somebody from another function often sees something else. "
        "It is up to you."
        if says
        else ""
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [("", True), ("okafor", True), ("hous oka", True), ("AMARA  director", True), ("amara care", False)],
)
def test_a_search_looks_at_name_title_and_function(words: str, found: bool) -> None:
    assert rules.matches(words, "Amara Okafor", "Director of Homes", "Housing") is found
