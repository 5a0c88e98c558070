"""Strengths without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from cycles.rules.strengths import EXAMPLES, LONGEST_STRENGTH, is_read, problem_with, tidied

AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Write down something you have seen, in a sentence or two."),
        (" \r\n ", "Write down something you have seen, in a sentence or two."),
        ("Calm.", ""),
        ("x" * LONGEST_STRENGTH, ""),
        ("x" * 301, "Make it 300 characters at most; it has 301 now."),
        ("x" * 150 + " \r\n " * 20 + "x" * 149, ""),
    ],
)
def test_what_can_be_said(typed: str, problem: str) -> None:
    assert problem_with(tidied(typed)) == problem


def test_examples_could_be_sent_as_they_stand() -> None:
    assert [problem_with(tidied(example)) for example in EXAMPLES] == ["", "", ""]


@pytest.mark.parametrize(
    ("changed_at", "read_at", "read"),
    [(AT, None, False), (AT, AT, True), (AT, LATER, True), (LATER, AT, False)],
)
def test_what_has_been_read_as_it_stands(
    changed_at: dt.datetime, read_at: dt.datetime | None, read: bool
) -> None:
    assert is_read(changed_at, read_at) is read
