"""The sentences about a shortage, word for word."""

from __future__ import annotations

import pytest

from pairing.rules.guard import Hall, guard, look_ahead
from pairing.rules.risk import Shortage, assess, shortage
from pairing.rules.risk_words import shortage_in_words
from pairing.rules.suggesting import suggest
from tests.pairing.graphs import functions_apart, graph_of
from tests.pairing.seatings import assembly_of

NAMES = [f"Leader {place}" for place in range(40)]
CARE = ["Care"] * 40
MIXED = ["Care", "Finance", "Estates", "People", "Digital"] * 8


def places(count: int, after: int = 0) -> tuple[int, ...]:
    return tuple(range(after, after + count))


def said(people: int, others: int, circles: int, functions: list[str] = CARE, *, third: bool = False) -> str:
    short = Shortage(places(people), places(others, people), circles, third)
    return shortage_in_words(short, NAMES, functions)


# A real room


def test_five_people_from_operations() -> None:
    functions = ["Operations"] * 5 + ["Finance", "People", "Care"]
    hall = Hall(tuple(functions_apart([0, 0, 0, 0, 0, 1, 2, 3])))
    short = shortage(look_ahead(hall))
    assert short is not None
    assert (
        shortage_in_words(short, NAMES, functions)
        == "Five people from Operations have only three others left to choose."
    )


def test_three_people_who_need_all_others_there_are_for_them() -> None:
    functions = ["Operations"] * 3 + ["Finance", "People", "Care"]
    hall = Hall(tuple(functions_apart([0, 0, 0, 1, 2, 3])))
    short = assess(guard(hall), suggest(assembly_of(hall))).short
    assert short is not None
    assert (
        shortage_in_words(short, NAMES, functions)
        == "Three people from Operations have only three others left to choose, who are all needed there."
    )


def test_a_circle_that_has_nobody_else() -> None:
    triangle = graph_of(4, [(0, 1), (0, 2), (1, 2)])
    short = shortage(look_ahead(Hall(tuple(triangle), formed=((3,),), trio=False)))
    assert short is not None
    assert (
        shortage_in_words(short, NAMES, MIXED)
        == "Three people can only choose one another, and three is an odd number."
    )


# Too few others


@pytest.mark.parametrize(
    ("people", "others", "sentence"),
    [
        (1, 0, "Leader 0 has nobody left to choose."),
        (2, 1, "Two people from Care have only one other left to choose."),
        (4, 2, "Four people from Care have only two others left to choose."),
        (13, 11, "13 people from Care have only eleven others left to choose."),
        (15, 13, "15 people from Care have only 13 others left to choose."),
    ],
)
def test_strangers_with_too_few_others(people: int, others: int, sentence: str) -> None:
    assert said(people, others, people) == sentence


@pytest.mark.parametrize(
    ("people", "others", "circles", "sentence"),
    [
        (5, 0, 1, "Five people from Care can only choose one another, and five is an odd number."),
        (
            4,
            1,
            2,
            "Four people from Care are in two groups, each of an odd number. "
            "Outside their own group they have only one other left to choose.",
        ),
        (
            9,
            2,
            5,
            "Nine people from Care are in five groups, each of an odd number. "
            "Outside their own group they have only two others left to choose.",
        ),
    ],
)
def test_circles_with_too_few_others(people: int, others: int, circles: int, sentence: str) -> None:
    assert said(people, others, circles) == sentence


# Just enough


@pytest.mark.parametrize(
    ("people", "others", "circles", "sentence"),
    [
        (1, 1, 1, "Leader 0 has only one person left to choose, who is needed there."),
        (2, 2, 2, "Two people from Care have only two others left to choose, who are both needed there."),
        (4, 4, 4, "Four people from Care have only four others left to choose, who are all needed there."),
        (3, 1, 1, "Three people from Care can only choose one another and one other, who is needed there."),
        (
            6,
            2,
            2,
            "Six people from Care are in two groups, each of an odd number. "
            "Outside their own group they have only two others left to choose, who are both needed there.",
        ),
    ],
)
def test_as_many_others_as_are_needed(people: int, others: int, circles: int, sentence: str) -> None:
    assert said(people, others, circles) == sentence


def test_one_of_them_is_the_third() -> None:
    assert (
        said(3, 2, 3, third=True)
        == "Three people from Care have only two others left to choose, who are both needed there."
    )
    assert said(4, 2, 4, third=True) == "Four people from Care have only two others left to choose."


# From where


@pytest.mark.parametrize(
    ("functions", "who"),
    [
        (["Care", "Care", "Care"], "Three people from Care"),
        (["Care", "Finance", "Care"], "Three people from Care and Finance"),
        (["Care", "Finance", "Estates"], "Three people"),
        (["Care", "", "Care"], "Three people"),
        (["", "", ""], "Three people"),
    ],
)
def test_functions_are_named_when_there_are_one_or_two(functions: list[str], who: str) -> None:
    assert said(3, 1, 3, functions) == f"{who} have only one other left to choose."
