"""The hour in two halves, and who begins."""

from __future__ import annotations

import pytest

from cycles.rules.halves import shares_of_the_hour


@pytest.mark.parametrize(
    ("own", "before", "words"),
    [
        (0, 0, "Half for you, half for Priya. You begin this time."),
        (1, 0, "Half for you, half for Helen. Helen begins this time."),
        (0, 1, "Half for you, half for Priya. Priya begins this time."),
        (1, 1, "Half for you, half for Helen. You begin this time."),
        (0, 2, "Half for you, half for Priya. You begin this time."),
    ],
)
def test_two_take_turns_and_read_the_same_of_it(own: int, before: int, words: str) -> None:
    assert shares_of_the_hour(["Helen", "Priya"], own, before) == words


def test_three_have_a_third_each() -> None:
    names = ["Helen", "Idris", "Priya"]
    assert [shares_of_the_hour(names, 1, before) for before in range(4)] == [
        "A third for you, a third for Helen and a third for Priya. Helen begins this time.",
        "A third for you, a third for Helen and a third for Priya. You begin this time.",
        "A third for you, a third for Helen and a third for Priya. Priya begins this time.",
        "A third for you, a third for Helen and a third for Priya. Helen begins this time.",
    ]


def test_two_of_the_same_name_are_told_apart_by_their_place() -> None:
    assert shares_of_the_hour(["Ann", "Ann"], 1, 0) == "Half for you, half for Ann. Ann begins this time."
    assert shares_of_the_hour(["Ann", "Ann"], 0, 0) == "Half for you, half for Ann. You begin this time."


def test_one_alone_shares_nothing() -> None:
    assert shares_of_the_hour(["Helen"], 0, 3) == ""
