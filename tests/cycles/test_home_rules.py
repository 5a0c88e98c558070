"""The month strip, the one next step, and the words around them."""

from __future__ import annotations

import datetime as dt

import pytest

from cycles.rules.next_step import CHOOSING, PAIRS, Choosing, Running, next_step
from cycles.rules.step import NextStep
from cycles.rules.strip import MARKS_DRAWN, month_counted, position, short_position, strip
from cycles.rules.together import PLAN, SESSIONS, Together
from cycles.rules.words import greeting, length_in_words, listed

D = dt.date
OCTOBER = D(2026, 10, 1)
TODAY = D(2026, 11, 20)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
        (23, "Good evening"),
    ],
)
def test_greeting_by_hour(hour: int, said: str) -> None:
    assert greeting(hour) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Priya"], "Priya"),
        (["Priya", "Idris"], "Priya and Idris"),
        (["You", "Priya", "Idris"], "You, Priya and Idris"),
    ],
)
def test_names_are_listed_as_people_say_them(names: list[str], said: str) -> None:
    assert listed(names) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (5, "5 minutes"),
        (30, "half an hour"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (80, "1 hour 20 minutes"),
        (90, "1 hour 30 minutes"),
        (120, "2 hours"),
        (480, "8 hours"),
    ],
)
def test_lengths_in_words(minutes: int, said: str) -> None:
    assert length_in_words(minutes) == said


def test_a_strip_from_the_first_names_its_months_and_says_what_is_in_each() -> None:
    days = [D(2026, 10, 9), D(2026, 10, 31), D(2026, 11, 1)]
    assert [
        (month.name, month.sessions, month.when, month.note) for month in strip(OCTOBER, days, TODAY)
    ] == [
        ("October", 2, "past", "2 sessions"),
        ("November", 1, "now", "1 session"),
        ("December", 0, "ahead", "To plan"),
        ("January", 0, "ahead", "To plan"),
        ("February", 0, "ahead", "To plan"),
        ("March", 0, "ahead", "To plan"),
    ]


def test_a_strip_from_another_day_names_both_ends_of_each_month() -> None:
    months = strip(D(2026, 9, 18), [], D(2026, 10, 17))
    assert [(month.name, month.note) for month in months] == [
        ("18 Sept – 17 Oct", "Not yet"),
        ("18 Oct – 17 Nov", "To plan"),
        ("18 Nov – 17 Dec", "To plan"),
        ("18 Dec – 17 Jan", "To plan"),
        ("18 Jan – 17 Feb", "To plan"),
        ("18 Feb – 17 Mar", "To plan"),
    ]
    assert strip(D(2026, 9, 18), [], D(2026, 10, 18))[0].note == "None logged"


def test_a_month_that_begins_on_the_31st_ends_the_day_before_the_next_begins() -> None:
    names = [month.name for month in strip(D(2026, 8, 31), [], TODAY)]
    assert names[:2] == ["31 Aug – 29 Sept", "30 Sept – 30 Oct"]


def test_a_busy_month_draws_some_marks_and_says_the_number() -> None:
    october = strip(OCTOBER, [D(2026, 10, day) for day in range(1, 12)], TODAY)[0]
    assert len(october.marks) == MARKS_DRAWN
    assert october.note == "11 sessions"


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (D(2026, 9, 28), 1),
        (D(2026, 10, 1), 1),
        (D(2026, 10, 31), 1),
        (D(2026, 11, 1), 2),
        (D(2027, 3, 31), 6),
        (D(2027, 4, 7), 6),
    ],
)
def test_a_session_outside_the_months_counts_for_the_nearest(day: dt.date, month: int) -> None:
    assert month_counted(OCTOBER, day) == month


@pytest.mark.parametrize(
    ("today", "said", "short"),
    [
        (D(2026, 9, 30), "cycle 3 begins on 1 October", "Cycle 3"),
        (D(2026, 10, 1), "the first month of cycle 3", "Cycle 3, month 1"),
        (TODAY, "the second month of cycle 3", "Cycle 3, month 2"),
        (D(2027, 3, 31), "the sixth month of cycle 3", "Cycle 3, month 6"),
        (D(2027, 4, 1), "the six months of cycle 3 are over", "Cycle 3"),
    ],
)
def test_where_today_is_in_a_cycle(today: dt.date, said: str, short: str) -> None:
    assert position(3, OCTOBER, today) == said
    assert short_position(3, OCTOBER, today) == short


def running(
    *, partners: tuple[str, ...] = ("Priya",), takes_part: bool = True, sits_out: bool = False
) -> Running:
    pair = Together(3, OCTOBER, D(2027, 3, 31), partners) if partners else None
    return Running(3, OCTOBER, D(2027, 3, 31), takes_part, sits_out, pair)


def choosing(*partners: str, takes_part: bool = True) -> Choosing:
    return Choosing(4, D(2027, 4, 1), takes_part, partners)


def step(
    today: dt.date = TODAY,
    *,
    choosing: Choosing | None = None,
    running: Running | None = None,
    last_closed: int | None = None,
) -> NextStep:
    return next_step(today=today, choosing=choosing, running=running, last_closed=last_closed)


def summary(found: NextStep) -> tuple[str, str, bool]:
    return found.title, found.page, found.quiet


def test_without_any_cycle_there_is_nothing_to_do_and_no_button() -> None:
    assert summary(step()) == ("Nothing to do yet", "", False)
    assert step().action == ""


def test_after_the_last_closed_cycle_one_can_look_back() -> None:
    assert summary(step(last_closed=2)) == ("Cycle 2 is closed", SESSIONS, True)


def test_somebody_who_has_not_chosen_yet_is_asked_to() -> None:
    assert summary(step(choosing=choosing())) == ("Choose your partner for cycle 4", CHOOSING, False)


def test_choosing_comes_before_meeting_the_partner_of_the_cycle_that_ends() -> None:
    assert step(choosing=choosing(), running=running()).page == CHOOSING


def test_who_has_chosen_waits_quietly_or_meets_the_partner_of_the_cycle_that_ends() -> None:
    assert summary(step(choosing=choosing("Idris"))) == (
        "You and Idris are a pair for cycle 4",
        CHOOSING,
        True,
    )
    assert step(choosing=choosing("Idris", "Amara")).title == "You, Idris and Amara are a trio for cycle 4"
    assert step(choosing=choosing("Idris"), running=running()).page == PLAN


def test_who_joined_after_choosing_opened_is_told_whom_to_ask() -> None:
    late = step(choosing=choosing(takes_part=False))
    assert summary(late) == ("Choosing for cycle 4 is open", "", False)
    assert late.text.startswith("You joined after it opened. Ask your facilitator")


@pytest.mark.parametrize(
    ("found", "title", "page"),
    [
        (running(partners=(), sits_out=True), "You sit out cycle 3", PAIRS),
        (running(partners=()), "You have no partner at the moment", SESSIONS),
        (running(partners=(), takes_part=False), "Cycle 3 is under way", PAIRS),
    ],
)
def test_without_a_partner_nothing_calls(found: Running, title: str, page: str) -> None:
    assert summary(step(running=found)) == (title, page, True)
