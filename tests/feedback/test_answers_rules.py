"""What an answer is, and the one text that it is kept as."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from feedback.rules.answers import (
    LEAST,
    MOST,
    Again,
    First,
    OnTarget,
    Right,
    Said,
    from_text,
    tidied,
    to_text,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
FIRSTS = st.builds(First, right=st.sampled_from(["", *Right]), else_=WORDS, keep=WORDS)
ON_TARGETS = st.one_of(
    st.builds(OnTarget, change=st.integers(LEAST, MOST), noticed=WORDS, next=WORDS),
    st.builds(OnTarget, noticed=WORDS, next=WORDS, open=st.booleans()),
)
AGAINS = st.builds(Again, targets=st.lists(ON_TARGETS, max_size=2).map(tuple))
SAID = st.one_of(FIRSTS, AGAINS)


@given(SAID)
def test_kept_and_read_again_it_is_the_same_but_for_the_ends_of_lines(said: Said) -> None:
    assert from_text(to_text(said)) == tidied(said)
    assert to_text(from_text(to_text(said))) == to_text(said)
    assert tidied(tidied(said)) == tidied(said)


@given(SAID, SAID)
def test_two_are_told_apart_by_their_texts(one: Said, other: Said) -> None:
    assert (to_text(one) == to_text(other)) == (tidied(one) == tidied(other))


@given(SAID)
def test_keeping_it_changes_nothing_of_whether_anything_is_typed(said: Said) -> None:
    assert tidied(said).is_typed == said.is_typed


@given(st.sampled_from(["", *Right]), st.lists(st.integers(LEAST, MOST), max_size=2), st.booleans())
def test_choices_alone_are_never_something_typed(right: str, changes: list[int], is_open: bool) -> None:
    assert not First(right, " \n", "\t").is_typed
    assert not Again(tuple(OnTarget(change, " ", "\r\n") for change in changes)).is_typed
    assert not Again((OnTarget(open=is_open),)).is_typed


@pytest.mark.parametrize(
    "said",
    [
        First(else_="x"),
        First(keep="x"),
        Again((OnTarget(), OnTarget(noticed="x"))),
        Again((OnTarget(next="x"), OnTarget())),
    ],
)
def test_one_text_is_enough(said: Said) -> None:
    assert said.is_typed


def test_left_open_is_not_nothing_chosen() -> None:
    chosen = Again((OnTarget(noticed="Hm", open=True),))
    nothing = Again((replace(chosen.targets[0], open=False),))
    assert to_text(chosen) != to_text(nothing)
    assert from_text(to_text(chosen)) == chosen


def test_words_in_any_script_are_kept_as_letters() -> None:
    assert "王小明 – ñ" in to_text(First(else_="王小明 – ñ"))


def test_what_was_kept_before_one_could_leave_it_open_is_read() -> None:
    kept = '{"of": "again", "targets": [{"change": null, "noticed": "Hm", "next": ""}]}'
    assert from_text(kept) == Again((OnTarget(None, "Hm"),))


@pytest.mark.parametrize("text", ["", "null", "{}", '{"of": "first"}', '{"of": "again"}', "[", '"first"'])
def test_what_is_no_answer_is_not_read_as_one(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_text(text)


def test_the_text_says_of_what_kind_it_is() -> None:
    assert json.loads(to_text(First()))["of"] == "first"
    assert json.loads(to_text(Again()))["of"] == "again"
