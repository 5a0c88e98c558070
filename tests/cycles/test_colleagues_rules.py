"""What is next because colleagues were asked, or could be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cycles.rules.colleagues import (
    ASK,
    DECIDE,
    LOOK_AGAIN,
    READ,
    THANK,
    Feedback,
    to_answer,
)
from cycles.rules.step import NextStep
from cycles.rules.together import LOG, NEW_TRY_OUT, SESSIONS, TARGETS, Together, step_together
from tests.cycles.test_together_rules import SETTLED, TODAY, D

IDEA = replace(SETTLED, settled="", ideas=1, next_try_out=None)
"""Nothing waits but that nobody was asked about the target."""
DECEMBER, JANUARY = D(2026, 12, 3), D(2027, 1, 7)
WAITING = Feedback(asked=4, answers=3, waiting=1)


def met(pair: Together, today: dt.date) -> Together:
    return replace(pair, days=(*pair.days, today), planned_on=today + dt.timedelta(days=14))


def step(pair: Together, today: dt.date = TODAY) -> tuple[str, tuple[str, ...]]:
    found = step_together(pair, today)
    return found.page, found.args


def test_colleagues_are_asked_in_the_second_month_and_the_third() -> None:
    october = D(2026, 10, 20)
    assert step(replace(IDEA, days=(october,)), october) == (SESSIONS, ())
    assert step(IDEA) == (ASK, ())
    assert step(met(IDEA, DECEMBER), DECEMBER) == (ASK, ())
    assert step(met(IDEA, JANUARY), JANUARY) == (TARGETS, ())


@pytest.mark.parametrize(("ideas", "right"), [(1, "it is the right one"), (2, "these are the right two")])
def test_it_is_asked_whether_they_are_the_right_ones(ideas: int, right: str) -> None:
    found = step_together(replace(IDEA, ideas=ideas), TODAY)
    assert found.title == f"Ask a few colleagues whether {right}"
    assert (found.action, found.quiet) == ("Choose whom to ask", False)


def test_nobody_is_told_to_ask_who_has_asked_settled_or_is_at_the_end() -> None:
    assert step(replace(IDEA, feedback=WAITING)) == (SESSIONS, ())
    assert step(replace(IDEA, ideas=0)) == (SESSIONS, ())
    assert step(replace(IDEA, is_wrapping_up=True))[0] != ASK


def test_while_somebody_may_still_answer_nothing_is_decided() -> None:
    pair = met(replace(IDEA, ideas=0, feedback=WAITING), DECEMBER)
    assert step(pair, DECEMBER) == (SESSIONS, ())
    assert step(replace(pair, feedback=replace(WAITING, waiting=0)), DECEMBER) == (TARGETS, ())


@pytest.mark.parametrize(
    ("feedback", "title", "text", "action"),
    [
        (
            Feedback(asked=4, answers=1, waiting=3, to_read=1, unread="asking"),
            "There is an answer to read",
            "One of four colleagues has answered.",
            "Read it",
        ),
        (
            Feedback(asked=5, answers=5, to_read=2, unread="asking"),
            "There are 2 answers to read",
            "Five of five colleagues have answered.",
            "Read them",
        ),
    ],
)
def test_answers_to_read_come_before_all_that_is_begun(
    feedback: Feedback, title: str, text: str, action: str
) -> None:
    found = step_together(replace(IDEA, planned_on=None, feedback=feedback), TODAY)
    assert (found.title, found.action) == (title, action)
    assert found.text == f"{text} You alone read what they wrote, until you share it."
    assert (found.page, found.args, found.quiet) == (READ, ("asking",), False)


def test_what_was_read_is_talked_over_and_decided_in_whatever_month() -> None:
    feedback = Feedback(asked=4, answers=3, undecided="asking")
    for today in (TODAY, DECEMBER, JANUARY):
        pair = met(replace(IDEA, ideas=0, feedback=feedback), today)
        assert step(pair, today) == (DECIDE, ("asking",))
    found = step_together(pair, JANUARY)
    assert found.title == "Talk it over with Priya, then decide"
    assert found.text.startswith("Three of four colleagues have answered. Keep your targets")


def test_who_answered_hears_what_came_of_it_before_it_is_tried() -> None:
    feedback = Feedback(asked=4, answers=3, unthanked="asking")
    pair = met(replace(SETTLED, next_try_out=None, feedback=feedback), DECEMBER)
    assert step(pair, DECEMBER) == (THANK, ("asking",))
    assert step(replace(pair, feedback=Feedback(asked=4, answers=3)), DECEMBER) == (NEW_TRY_OUT, ("target",))


def test_looking_again_is_there_once_nothing_waits() -> None:
    february = D(2027, 2, 4)
    again = Feedback(asked=4, answers=3, look_again="asking")
    settled = replace(SETTLED, feedback=again, planned_on=D(2027, 2, 25))
    assert step_together(replace(settled, days=(february,)), february) == NextStep(
        "What have others noticed?",
        "If you wish, ask the same colleagues again: one question for each target.",
        "Look again",
        LOOK_AGAIN,
        quiet=True,
        args=("asking",),
    )
    assert step(replace(settled, planned_on=D(2027, 3, 4)), february) == (LOG, ())


@pytest.mark.parametrize(
    ("is_again", "title"),
    [(False, "Helen asks for your honest view"), (True, "Helen asks what you have noticed")],
)
def test_a_question_says_who_asks_and_until_when(is_again: bool, title: str) -> None:
    assert to_answer("request", asker="Helen", last_day=D(2026, 12, 4), is_again=is_again) == NextStep(
        title,
        "It takes a few minutes, and can be answered until Friday 4 December.",
        "Answer Helen",
        "feedback:asked",
        args=("request",),
    )
