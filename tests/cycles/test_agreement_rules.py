"""Agreements without a database: what can be agreed on, who agrees, and two wordings in one."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from cycles.rules.agreements import (
    LONGEST_ANSWER,
    NAMES,
    QUESTIONS,
    Answers,
    Standing,
    agreed_in_words,
    merge,
    problem_with,
    standing_for,
)
from cycles.rules.notes import normal

HELEN, PRIYA, IDRIS = (UUID(int=number) for number in (1, 2, 3))


def test_each_of_the_four_questions_has_an_answer_help_and_an_example() -> None:
    assert tuple(question.answer for question in QUESTIONS) == NAMES
    assert all(question.asked.endswith("?") and question.help and question.example for question in QUESTIONS)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (Answers(), "Write something under at least one of the four questions."),
        (Answers(meeting=" \n ", trouble="\t"), "Write something under at least one of the four questions."),
        (Answers(trouble="We say so."), ""),
        (Answers(challenge="x" * LONGEST_ANSWER), ""),
        (
            Answers(meeting="Tuesdays", challenge="x" * (LONGEST_ANSWER + 1)),
            "Keep each answer to 2,000 characters: one page is enough.",
        ),
    ],
)
def test_what_can_be_agreed_on(answers: Answers, problem: str) -> None:
    assert problem_with(answers) == problem


def test_answers_are_kept_without_the_breaks_of_browsers() -> None:
    assert Answers(meeting="Tuesdays\r\nat ten  \n").tidied() == Answers(meeting="Tuesdays\nat ten")


@pytest.mark.parametrize(
    ("members", "yeses", "standing"),
    [
        ([HELEN, PRIYA], [], Standing.MINE),
        ([HELEN, PRIYA], [PRIYA], Standing.MINE),
        ([HELEN, PRIYA], [HELEN], Standing.WAITING),
        ([HELEN, PRIYA], [HELEN, PRIYA], Standing.AGREED),
        ([HELEN, PRIYA, IDRIS], [HELEN, PRIYA], Standing.WAITING),
        ([HELEN, PRIYA, IDRIS], [HELEN, PRIYA, IDRIS], Standing.AGREED),
        ([HELEN, PRIYA], [HELEN, PRIYA, IDRIS], Standing.AGREED),
    ],
)
def test_where_an_agreement_stands_for_helen(
    members: list[UUID], yeses: list[UUID], standing: Standing
) -> None:
    assert standing_for(HELEN, members, yeses) == standing


@pytest.mark.parametrize(
    ("people", "now", "then"),
    [
        ("You Priya", "You and Priya have still to agree.", "You and Priya had still to agree."),
        (
            "You! Priya",
            "You have agreed. Priya has still to agree.",
            "You agreed. Priya had still to agree.",
        ),
        (
            "You Priya!",
            "Priya has agreed. You have still to agree.",
            "Priya agreed. You had still to agree.",
        ),
        ("You! Priya!", "You and Priya have agreed.", "You and Priya agreed."),
        (
            "You Idris! Priya!",
            "Idris and Priya have agreed. You have still to agree.",
            "Idris and Priya agreed. You had still to agree.",
        ),
        ("You! Idris! Priya!", "You, Idris and Priya have agreed.", "You, Idris and Priya agreed."),
    ],
)
def test_who_agrees_in_words(people: str, now: str, then: str) -> None:
    """Whoever has agreed bears a mark."""
    said = [(name.rstrip("!"), name.endswith("!")) for name in people.split()]
    assert agreed_in_words(said) == now
    assert agreed_in_words(said, over=True) == then


def test_where_only_one_has_changed_an_answer_it_is_theirs_in_the_other_wording() -> None:
    merged = merge(
        seen=Answers("Tuesdays", "Everything", "Kindly", ""),
        mine=Answers("Fridays", "Everything", "Straight", "We talk"),
        current=Answers("Tuesdays", "Nearly everything", "Gently", "We talk"),
    )
    assert merged.answers == Answers("Fridays", "Nearly everything", "Straight", "We talk")
    assert merged.both == ("challenge",)


WORDS = st.sampled_from(["", "one", "two", "three\r\nlines"])
WORDINGS = st.builds(Answers, WORDS, WORDS, WORDS, WORDS).map(Answers.tidied)


@given(seen=WORDINGS, mine=WORDINGS, current=WORDINGS)
def test_nothing_that_anybody_has_changed_is_lost_in_one_wording(
    seen: Answers, mine: Answers, current: Answers
) -> None:
    """Either it stands in the form, or the writer is shown theirs beside their own."""
    merged = merge(seen=seen, mine=mine, current=current)
    for name in NAMES:
        then, own, now, shown = (getattr(one, name) for one in (seen, mine, current, merged.answers))
        if own != then:
            assert shown == own
            assert (name in merged.both) == (now not in (then, own))
        else:
            assert shown == normal(now)
            assert name not in merged.both
