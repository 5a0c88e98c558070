"""Looking again: when, in which words, where the dots stand, and when there is an average."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from cycles.rules.months import month_on
from feedback.rules import again, dots
from feedback.rules.answers import LEAST, MOST

D = dt.date
NONE_YET = "There is no average of fewer than three answers: what each of them says is worth more."
CHANGES = st.lists(st.none() | st.integers(LEAST, MOST), max_size=5)


@pytest.mark.parametrize(
    ("starts_on", "offered"),
    [
        (D(2026, 10, 1), D(2027, 2, 1)),
        (D(2026, 8, 31), D(2026, 12, 31)),
        (D(2026, 10, 31), D(2027, 2, 28)),
    ],
)
def test_it_is_offered_from_month_five_on(starts_on: dt.date, offered: dt.date) -> None:
    assert again.offered_from(starts_on) == offered
    assert not again.is_time(starts_on, offered - dt.timedelta(days=1))
    assert again.is_time(starts_on, offered)


def test_it_is_offered_while_a_cycle_goes_on_beyond_its_six_months() -> None:
    assert again.is_time(D(2026, 10, 1), D(2027, 4, 20))


@given(st.dates(D(2020, 1, 1), D(2035, 1, 1)), st.integers(0, 250))
def test_in_no_month_before_the_fifth(starts_on: dt.date, days: int) -> None:
    today = starts_on + dt.timedelta(days=days)
    month = month_on(starts_on, today)
    assert again.is_time(starts_on, today) == (month is None or month.number >= 5)


def test_too_early_says_from_when_on() -> None:
    assert again.too_early(D(2026, 10, 1)) == (
        "You can ask them to look again from 1 February on, the fifth month: "
        "by then there is something to see."
    )


def test_the_seven_places_in_words() -> None:
    assert [again.in_words(place.number) for place in again.SCALE] == [
        "Much worse (−3)",
        "Worse (−2)",
        "A little worse (−1)",
        "No change (0)",
        "A little better (+1)",
        "Better (+2)",
        "Much better (+3)",
    ]
    assert again.in_words(None) == "Left open"


def test_better_is_more_of_what_is_dialled_up_and_less_of_what_is_dialled_down() -> None:
    assert again.what_better_means("up") == "Better means that you see more of it."
    assert again.what_better_means("down") == "Better means that you see less of it."


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (0, "Choose what they are to look at: one growth target, or two."),
        (1, ""),
        (2, ""),
        (3, "Two growth targets are as many as one can look at."),
    ],
)
def test_one_or_two_targets(number: int, problem: str) -> None:
    assert again.targets_problem(number) == problem


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], ""),
        ([None, None], ""),
        ([2], NONE_YET),
        ([2, 1], NONE_YET),
        ([2, None, 1], NONE_YET),
        ([1, 1, 2], "On average +1.3, a little better, from 3 answers."),
        ([1, None, 1, 2], "On average +1.3, a little better, from 3 answers."),
        ([2, 2, 2, 3], "On average +2.3, better, from 4 answers."),
        ([0, 0, 0], "On average 0, no change, from 3 answers."),
        ([-1, -1, 0, -1], "On average −0.8, a little worse, from 4 answers."),
        ([0, 0, 0, 0, 1], "On average +0.2, no change, from 5 answers."),
        (
            [3, 0, 0],
            "On average +1.0, a little better, from 3 answers. They see it differently: from 0 to +3.",
        ),
        ([-3, 3, 0], "On average 0, no change, from 3 answers. They see it differently: from −3 to +3."),
    ],
)
def test_an_average_from_three_answers_on(changes: list[int | None], said: str) -> None:
    assert dots.average_in_words(changes) == said


@given(CHANGES)
def test_no_number_is_said_of_fewer_than_three(changes: list[int | None]) -> None:
    chosen = [one for one in changes if one is not None]
    said = dots.average_in_words(changes)
    assert said.startswith("On average ") == (len(chosen) >= 3)
    assert any(sign.isdigit() for sign in said) == (len(chosen) >= 3)


@given(st.lists(st.integers(LEAST, MOST), min_size=3, max_size=5))
def test_both_sides_are_treated_alike(changes: list[int]) -> None:
    there = dots.average_in_words(changes).split(", ")[0]
    back = dots.average_in_words([-one for one in changes]).split(", ")[0]
    assert back == there.translate(str.maketrans("+−", "−+"))


@given(CHANGES)
def test_a_dot_for_each_choice_and_none_on_another(changes: list[int | None]) -> None:
    plot = dots.plot(changes)
    chosen = [one for one in changes if one is not None]
    assert plot.chosen == len(plot.dots) == len(set(plot.dots)) == len(chosen)
    places = {tick.x: number for tick, number in zip(plot.ticks, range(LEAST, MOST + 1), strict=True)}
    assert sorted(places[dot.x] for dot in plot.dots) == sorted(chosen)
    assert all(dots.DOT // 2 <= dot.y < plot.line < plot.height for dot in plot.dots)


def test_the_order_of_answers_changes_nothing() -> None:
    assert dots.plot([2, -1, 2]) == dots.plot([2, 2, -1])


def test_the_plot_in_words() -> None:
    assert dots.plot([2, -1, None, 2]).in_words == "1 at −1 and 2 at +2"
    assert dots.plot([0, 3, -3]).in_words == "1 at −3, 1 at 0 and 1 at +3"
    assert dots.plot([None]).in_words == ""


@pytest.mark.parametrize("beyond", [-4, 4])
def test_nothing_stands_beyond_the_scale(beyond: int) -> None:
    with pytest.raises(ValueError, match=str(beyond)):
        dots.plot([0, beyond])
