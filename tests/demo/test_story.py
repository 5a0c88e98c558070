"""The demo's dates: whatever day it is made, it looks like a team in the middle of things."""

from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from coachingpairs.demo.people import NORTHMERE, NORTHMERE_PAIRS, PLACES
from coachingpairs.demo.places import plain
from coachingpairs.demo.story import RUNNING, cycle_starts, meetings, meetings_to_the_end, starts_around
from coachingpairs.demo.water import MERROW_PAIRS, MERROW_WATER
from cycles.rules.months import last_day_of_cycle, month_on

ANY_DAY = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 10, 1)),
        (dt.date(2026, 12, 3), dt.date(2026, 10, 1)),
        (dt.date(2026, 12, 5), dt.date(2026, 11, 1)),
        (dt.date(2027, 2, 28), dt.date(2027, 1, 1)),
    ],
)
def test_the_running_cycle_started_about_seven_weeks_ago(today: dt.date, start: dt.date) -> None:
    assert cycle_starts(today)[RUNNING] == start


@given(ANY_DAY)
def test_cycles_begin_half_a_year_apart_on_the_first_and_the_last_is_in_its_second_or_third_month(
    today: dt.date,
) -> None:
    starts = cycle_starts(today)
    assert [day.day for day in starts.values()] == [1, 1, 1]
    months = [day.year * 12 + day.month for day in starts.values()]
    assert [later - earlier for earlier, later in pairwise(months)] == [6, 6]
    month = month_on(starts[RUNNING], today)
    assert month is not None
    assert month.number in (2, 3)


@given(ANY_DAY)
def test_pairs_meet_within_their_cycle_not_after_today_and_once_a_day(today: dt.date) -> None:
    for number, starts_on in cycle_starts(today).items():
        for place in range(len(NORTHMERE_PAIRS[number])):
            days = [meeting.held_on for meeting in meetings(number, place, starts_on, today)]
            assert days == sorted(set(days))
            assert all(starts_on <= day <= today for day in days)
            assert all(month_on(starts_on, day) for day in days)


@given(ANY_DAY)
def test_in_the_running_cycle_two_pairs_are_quiet_and_one_has_yet_to_meet(today: dt.date) -> None:
    starts_on = cycle_starts(today)[RUNNING]
    months_met = {
        names: {
            month.number
            for meeting in meetings(RUNNING, place, starts_on, today)
            if (month := month_on(starts_on, meeting.held_on))
        }
        for place, names in enumerate(NORTHMERE_PAIRS[RUNNING])
    }
    now = month_on(starts_on, today)
    assert now is not None
    quiet = {("Joanna", "Marek"): {1}, ("Kwame", "Chidi"): {1}, ("Leila", "Nia"): set()}
    everybody_else = set(range(1, now.number + 1))
    assert months_met == {names: quiet.get(names, everybody_else) for names in NORTHMERE_PAIRS[RUNNING]}


def test_the_same_day_tells_the_same_story() -> None:
    day = dt.date(2026, 11, 20)
    assert meetings(1, 4, dt.date(2025, 10, 1), day) == meetings(1, 4, dt.date(2025, 10, 1), day)


@pytest.mark.parametrize(
    ("awayday", "closing", "opening"),
    [
        (dt.date(2026, 11, 26), dt.date(2026, 6, 7), dt.date(2026, 12, 7)),
        (dt.date(2026, 11, 22), dt.date(2026, 5, 23), dt.date(2026, 11, 23)),
        (dt.date(2026, 11, 23), dt.date(2026, 6, 7), dt.date(2026, 12, 7)),
        (dt.date(2026, 8, 30), dt.date(2026, 3, 7), dt.date(2026, 9, 7)),
    ],
)
def test_an_awayday_stands_between_two_cycles(awayday: dt.date, closing: dt.date, opening: dt.date) -> None:
    assert starts_around(awayday) == (closing, opening)


@given(ANY_DAY)
def test_one_cycle_ends_within_a_fortnight_and_the_other_follows_on_a_monday(awayday: dt.date) -> None:
    closing, opening = starts_around(awayday)
    assert last_day_of_cycle(closing) == opening - dt.timedelta(days=1)
    assert awayday < opening <= awayday + dt.timedelta(days=14)
    assert opening.weekday() == 0
    month = month_on(closing, awayday)
    assert month is not None
    assert month.number == 6


@given(ANY_DAY)
def test_before_an_awayday_every_pair_has_met_in_the_last_month_and_in_most_others(awayday: dt.date) -> None:
    closing, _opening = starts_around(awayday)
    for place in range(len(MERROW_PAIRS)):
        days = [meeting.held_on for meeting in meetings_to_the_end(place, closing, awayday)]
        assert days == sorted(set(days))
        assert all(closing <= day <= awayday for day in days)
        months = [month.number for day in days if (month := month_on(closing, day))]
        assert len(months) == len(set(months)) >= 5
        assert months[-1] == 6


def test_first_names_and_addresses_are_of_one_person_each() -> None:
    for place in PLACES:
        names = [someone.name for someone in place.leaders]
        assert len({name.split()[0] for name in names}) == len(names)
        assert len({place.email(name) for name in names}) == len(names)
    assert plain("Marek Zieliński") == "marek.zielinski"
    assert NORTHMERE.email("Mei-Ling Chan") == "mei-ling.chan@northmere.example"
    assert MERROW_WATER.email("Мирослава Гнатюк") == "myroslava.hnatiuk@merrowwater.example"
    assert MERROW_WATER.email("Siân Prothero") == "sian.prothero@merrowwater.example"


def test_names_of_merrow_water_are_as_long_and_as_various_as_they_come() -> None:
    names = [someone.name for someone in MERROW_WATER.leaders]
    assert max(sum(sign.isalpha() for sign in name) for name in names) == 40
    scripts = {unicodedata.name(sign).split()[0] for name in names for sign in name if sign.isalpha()}
    assert scripts == {"LATIN", "CYRILLIC", "GREEK", "ARABIC"}
