"""What the page that moves a rehearsal says has happened, and on which screens it can be seen."""

from __future__ import annotations

import pytest

from awayday.rules.rehearsal import Step, What
from awayday.rules.rehearsal_words import BEFORE, EVERY_SCREEN, INVENTED_LESSONS, Told, told
from cycles.models.lessons import LONGEST_LESSON

NAMES = ["Helen Armitage", "Joanna Clarke", "Siobhan Doyle", "Idris Kaya", "Priya Nair", "Amara Okafor"]
THE_TWO = "Only the phones of the two show it. Neither the wall nor your own screen does."
THE_WALL = "Their names light up on the wall."


@pytest.mark.parametrize(
    ("what", "groups", "line", "where"),
    [
        (What.ARRIVE, ((4,),), "Priya Nair arrives.", THE_WALL),
        (What.ARRIVE, ((4, 0),), "Priya Nair and Helen Armitage arrive.", THE_WALL),
        (What.ARRIVE, ((0, 1, 2, 3),), "Four people arrive.", THE_WALL),
        (What.LESSON, ((0,),), "You go on to the lessons. The first is on the wall.", EVERY_SCREEN),
        (What.LESSON, ((2,),), "You turn to the next lesson.", EVERY_SCREEN),
        (What.ASK, ((0, 4),), "Helen Armitage asks Priya Nair.", THE_TWO),
        (
            What.ASK,
            ((0, 4), (1, 5)),
            "Helen Armitage asks Priya Nair and Joanna Clarke asks Amara Okafor.",
            THE_TWO.replace("the two", "those concerned"),
        ),
        (
            What.ASK,
            ((0, 1), (2, 3), (4, 5), (1, 2)),
            "Four people ask somebody.",
            THE_TWO.replace("the two", "those concerned"),
        ),
        (What.YES, ((0, 4),), "Priya Nair says yes: Helen Armitage and Priya Nair are a pair.", EVERY_SCREEN),
        (What.YES, ((0, 4), (1, 5)), "All of them say yes: two pairs more.", EVERY_SCREEN),
        (
            What.NOT_THIS_TIME,
            ((0, 4),),
            "Priya Nair says not this time.",
            "Helen Armitage alone is told. Both are free to ask others, and nobody else ever learns of it.",
        ),
        (
            What.CROSS,
            ((4, 0),),
            "Priya Nair asks Helen Armitage at the same moment: a yes from both, so they are a pair.",
            EVERY_SCREEN,
        ),
        (
            What.THIRD,
            ((3, 1, 4),),
            "The number is odd: Idris Kaya joins Joanna Clarke and Priya Nair, once all three have said yes.",
            EVERY_SCREEN,
        ),
        (
            What.UNDO,
            ((0, 4),),
            "Helen Armitage and Priya Nair step back. Both choose again.",
            "Every screen shows them as choosing. No reason is asked for.",
        ),
        (What.GO_ON, (), "You go on choosing.", EVERY_SCREEN),
    ],
)
def test_what_has_happened_and_who_sees_it(
    what: What, groups: tuple[tuple[int, ...], ...], line: str, where: str
) -> None:
    for names_help in (True, False):
        assert told(Step(what, groups), NAMES, names_help=names_help) == Told(line, where)


def test_who_would_like_help_is_named_to_facilitators_alone() -> None:
    step, where = Step(What.HELP, ((3,),)), "It reaches facilitators alone."
    assert told(step, NAMES, names_help=True) == Told("Idris Kaya would like some help.", where)
    assert told(step, NAMES, names_help=False) == Told("Somebody presses “I’d like some help”.", where)


def test_before_anything_has_happened() -> None:
    assert told(None, NAMES, names_help=True) == BEFORE


@pytest.mark.parametrize("what", What)
def test_everything_that_can_happen_is_told(what: What) -> None:
    groups = {What.THIRD: ((0, 1, 2),)}.get(what, ((0, 1),))
    said = told(Step(what, groups), NAMES, names_help=True)
    assert said.line.endswith(".")
    assert said.where.endswith(".")


def test_the_lessons_say_that_they_are_invented_and_fit_the_wall() -> None:
    for text in INVENTED_LESSONS:
        assert "invented" in text.casefold()
        assert len(text) <= LONGEST_LESSON
