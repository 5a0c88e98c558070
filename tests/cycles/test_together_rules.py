"""The one next thing of a leader whose pair is under way: the most pressing first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cycles.rules.agreements import Standing as Agreement
from cycles.rules.learning import LESSONS, NEW_LESSON, Lessons
from cycles.rules.step import NextStep
from cycles.rules.together import (
    AGREEMENT,
    CHANGE_AGREEMENT,
    LOG,
    LOOK_BACK,
    MET,
    NEW_TARGET,
    NEW_TRY_OUT,
    PLAN,
    SESSIONS,
    STRENGTHS,
    TARGETS,
    Occasion,
    Together,
    step_together,
)

D = dt.date
OCTOBER, MARCH_31 = D(2026, 10, 1), D(2027, 3, 31)
TODAY = D(2026, 11, 20)
BOARD = Occasion("Board, rent setting", D(2026, 11, 17), "try-out")
NEXT_ONE = Occasion("Budget review", D(2026, 11, 24), "other")

FRESH = Together(3, OCTOBER, MARCH_31, ("Priya",))
"""Nothing done yet."""
SETTLED = Together(
    3,
    OCTOBER,
    MARCH_31,
    ("Priya",),
    days=(D(2026, 10, 9), D(2026, 11, 5)),
    planned_on=D(2026, 11, 26),
    planned_words="Thursday 26 November, 9.30",
    agreement=Agreement.AGREED,
    strengths_given=True,
    targets=1,
    settled="target",
    next_try_out=NEXT_ONE,
)
"""Nothing waits."""


def pages(pair: Together, today: dt.date = TODAY) -> tuple[str, bool]:
    found = step_together(pair, today)
    return found.page, found.quiet


def said(pair: Together, today: dt.date = TODAY) -> tuple[str, str]:
    found = step_together(pair, today)
    return found.title, found.text


def test_what_somebody_has_begun_comes_before_what_one_could_begin() -> None:
    """Each step is the next once those before it are done."""
    pair = replace(
        FRESH,
        unlogged_on=D(2026, 11, 19),
        strengths_from="Priya",
        agreement=Agreement.MINE,
        to_look_back=BOARD,
    )
    order = []
    for change in (
        {"unlogged_on": None},
        {"strengths_from": ""},
        {"agreement": Agreement.NONE},
        {"to_look_back": None},
        {"planned_on": D(2026, 11, 26)},
        {"agreement": Agreement.WAITING},
        {"strengths_given": True},
        {"targets": 1},
    ):
        order.append(pages(pair))
        pair = replace(pair, **change)
    assert order == [
        (MET, False),
        (STRENGTHS, False),
        (AGREEMENT, False),
        (LOOK_BACK, False),
        (PLAN, False),
        (CHANGE_AGREEMENT, False),
        (STRENGTHS, False),
        (NEW_TARGET, False),
    ]
    assert pages(pair) == (SESSIONS, True)


def test_a_day_that_was_planned_is_asked_about() -> None:
    assert said(replace(SETTLED, unlogged_on=D(2026, 11, 19)))[0] == (
        "Did you meet Priya on Thursday 19 November?"
    )


def test_a_look_back_opens_that_very_try_out() -> None:
    found = step_together(replace(SETTLED, to_look_back=BOARD), TODAY)
    assert (found.page, found.args) == (LOOK_BACK, ("try-out",))
    assert found.title == "How did it go: Board, rent setting"
    assert found.text.startswith("It was on Tuesday 17 November. How big a step was it")


def test_a_pair_that_has_never_met_plans_all_its_hours() -> None:
    assert pages(FRESH, D(2026, 9, 29)) == (PLAN, False)
    assert said(FRESH)[0] == "Put your hours with Priya in the diary"


@pytest.mark.parametrize(
    ("days", "until"),
    [
        ((D(2026, 10, 9),), "30 November"),
        ((D(2026, 11, 2),), "31 December"),
    ],
)
def test_with_nothing_planned_the_next_hour_is_looked_for(days: tuple[dt.date, ...], until: str) -> None:
    pair = replace(SETTLED, days=days, planned_on=None)
    assert pages(pair) == (PLAN, False)
    assert said(pair)[1] == f"Nothing is planned yet. You have until {until}."


def test_in_the_last_month_nothing_more_is_planned_once_they_have_met() -> None:
    pair = replace(SETTLED, days=(D(2027, 3, 2),), planned_on=None)
    assert step_together(pair, D(2027, 3, 20)) == NextStep(
        "You and Priya have met this month",
        "This is your last month together. It ends on 31 March.",
        "Log a session",
        LOG,
        quiet=True,
    )


@pytest.mark.parametrize(
    ("today", "page"), [(D(2026, 12, 31), CHANGE_AGREEMENT), (D(2027, 1, 1), NEW_TARGET)]
)
def test_whoever_has_not_agreed_anything_by_month_four_is_not_asked_for_ever(
    today: dt.date, page: str
) -> None:
    assert pages(replace(FRESH, planned_on=D(2027, 1, 7)), today)[0] == page


@pytest.mark.parametrize(("today", "page"), [(D(2026, 10, 31), SESSIONS), (D(2026, 11, 1), NEW_TARGET)])
def test_targets_are_the_second_months(today: dt.date, page: str) -> None:
    pair = replace(SETTLED, targets=0, settled="", next_try_out=None, days=(D(2026, 10, 9),))
    assert (
        pages(replace(pair, planned_on=D(2026, 10, 31) if today < D(2026, 11, 1) else today), today)[0]
        == page
    )


def test_from_the_third_month_a_target_is_settled_and_tried() -> None:
    december = D(2026, 12, 3)
    pair = replace(SETTLED, days=(*SETTLED.days, december), planned_on=D(2026, 12, 17), next_try_out=None)
    assert pages(replace(pair, settled="")) == (SESSIONS, True)
    assert pages(replace(pair, settled=""), december) == (TARGETS, False)
    found = step_together(pair, december)
    assert (found.page, found.args) == (NEW_TRY_OUT, ("target",))
    assert pages(replace(pair, next_try_out=NEXT_ONE), december) == (SESSIONS, True)


def test_in_the_last_weeks_a_lesson_comes_before_another_try_out() -> None:
    march = D(2027, 3, 8)
    pair = replace(
        SETTLED,
        days=(D(2027, 3, 2),),
        planned_on=D(2027, 3, 20),
        next_try_out=None,
        is_wrapping_up=True,
    )
    assert pages(pair, march) == (NEW_LESSON, False)
    assert pages(replace(pair, lessons=Lessons(1)), march) == (LESSONS, False)
    assert pages(replace(pair, lessons=Lessons(1, 1)), march) == (SESSIONS, True)


@pytest.mark.parametrize("targets", [0, 1])
def test_in_the_last_weeks_a_lesson_comes_before_what_was_never_begun(targets: int) -> None:
    """Nobody chooses what to grow, or plans six hours in one go, when the Awayday is near."""
    march = D(2027, 3, 8)
    faded = replace(SETTLED, days=(), planned_on=None, targets=targets, settled="", is_wrapping_up=True)
    assert pages(faded, march) == (NEW_LESSON, False)
    wrote = replace(faded, lessons=Lessons(1))
    assert said(wrote, march) == (
        "Find an hour with Priya",
        "Nothing is planned yet. You have until 31 March.",
    )
    met = replace(wrote, days=(D(2027, 3, 2),))
    assert pages(met, march) == (LESSONS, False)
    assert pages(replace(met, lessons=Lessons(1, 1)), march) == (LOG, True)


def test_when_nothing_waits_the_next_hour_is_said_quietly() -> None:
    assert step_together(SETTLED, TODAY) == NextStep(
        "Your next hour with Priya",
        "Thursday 26 November, 9.30. Before or after it: Budget review, Tuesday 24 November.",
        "Your sessions",
        SESSIONS,
        quiet=True,
    )


def test_an_hour_planned_for_next_month_does_not_stand_for_this_one() -> None:
    pair = replace(SETTLED, days=(D(2026, 10, 9),), planned_on=D(2026, 12, 3))
    assert pages(pair) == (LOG, False)
    assert said(pair) == (
        "An hour with Priya this month",
        "You have until 30 November. The next one is planned for 3 December. Log it here once you have met.",
    )


@pytest.mark.parametrize(
    ("today", "title"),
    [
        (D(2026, 9, 29), "Your next hour with Priya"),
        (D(2027, 4, 3), "Your six months with Priya are over"),
    ],
)
def test_before_and_after_its_months_nothing_calls(today: dt.date, title: str) -> None:
    planned = D(2026, 10, 5) if today < OCTOBER else None
    found = step_together(replace(SETTLED, planned_on=planned, days=()), today)
    assert (found.title, found.quiet) == (title, True)


def test_a_trio_is_named_in_full() -> None:
    trio = replace(SETTLED, partners=("Priya", "Idris"))
    assert said(trio)[0] == "Your next hour with Priya and Idris"
    begins = replace(FRESH, partners=("Priya", "Idris"), planned_on=D(2026, 11, 26))
    assert said(begins)[0] == "How will you, Priya and Idris work together?"
