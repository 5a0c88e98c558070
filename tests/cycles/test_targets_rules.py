"""Where a target may go, and when its words are a topic rather than a behaviour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st

from cycles.models import GrowthTarget, TryOut
from cycles.rules import targets, tryouts
from cycles.rules.behavioural import EXAMPLES, QUESTION, example_near, hint_for
from cycles.rules.notes import fingerprint
from cycles.rules.tryouts import WrittenLook, WrittenOccasion, fingerprint_of

D = dt.date
TODAY = D(2026, 11, 20)
ENDS = D(2027, 3, 31)


@dataclass(frozen=True)
class Occasion:
    on: dt.date
    looked_back_at: dt.datetime | None = None


LOOKED = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def test_states_and_steps_are_those_of_the_tables() -> None:
    assert list(targets.WORDS) == list(GrowthTarget.State.values)
    assert set(targets.MOVES) == set(targets.ABOUT) == set(targets.WORDS)
    assert tuple(GrowthTarget.OPEN) == targets.OPEN
    assert list(tryouts.STEPS) == list(TryOut.Step.choices)


@pytest.mark.parametrize(
    ("state", "ways"),
    [
        ("idea", ["settled", "asked", "let_go"]),
        ("asked", ["settled", "idea", "let_go"]),
        ("settled", ["cracked", "idea", "let_go"]),
        ("cracked", ["settled"]),
        ("let_go", ["idea"]),
        ("carried", []),
    ],
)
def test_ways_on(state: str, ways: list[str]) -> None:
    assert [move.to for move in targets.moves_from(state)] == ways
    for to in targets.WORDS:
        move = targets.move_between(state, to)
        assert (move is not None) == (to in ways)


def test_every_way_but_carrying_on_can_be_gone_back() -> None:
    for state, moves in targets.MOVES.items():
        for move in moves:
            assert any(back.to in targets.OPEN or back.to == state for back in targets.moves_from(move.to))


@pytest.mark.parametrize(
    ("taken", "wish", "slot"),
    [(set(), 1, 1), (set(), 2, 2), ({1}, 1, 2), ({2}, 2, 1), ({2}, 1, 1), ({1, 2}, 1, None)],
)
def test_slots(taken: set[int], wish: int, slot: int | None) -> None:
    assert targets.free_slot(taken, wish=wish) == slot


@pytest.mark.parametrize(
    ("behaviour", "asks"),
    [
        ("Communication", "This names a topic rather than something you do."),
        ("be more strategic", "This names a topic rather than something you do."),
        ("Improve my listening skills", "This names a topic rather than something you do."),
        ("Being a better leader of people", "This names a topic rather than something you do."),
        ("Time management", "This names a topic rather than something you do."),
        ("Interrupting people", "This is short."),
        ("Shouting", "This is short."),
        ("Be more aware of others", "This says how to be rather than what to do."),
        ("Appreciate people more", "This says how much rather than what it looks like."),
        ("Speak up more often.", "This says how much rather than what it looks like."),
        ("become a stronger chair", "This says how to be rather than what to do."),
    ],
)
def test_topics_get_a_question(behaviour: str, asks: str) -> None:
    hint = hint_for(behaviour)
    assert hint is not None
    assert hint.text == f"{asks} {QUESTION}"


@pytest.mark.parametrize(
    "behaviour",
    [
        "",
        "  …  ",
        "Answering before others have finished thinking",
        "Saying the difficult thing early, in person",
        "Thank one person by name",
        "Be more present by putting my phone away when somebody comes in",
        "Ask two questions before I offer a view",
        "Leave the last word in the team meeting to others more often",
        "Слушать, не перебивая коллег",
    ],
)
def test_what_others_can_see_gets_none(behaviour: str) -> None:
    assert hint_for(behaviour) is None


def test_our_own_examples_keep_what_they_say() -> None:
    assert len(EXAMPLES) == 12
    for example in EXAMPLES:
        assert hint_for(example.visible) is None
        assert hint_for(example.vague) is not None
        assert example_near(example.vague) == example
        assert len(example.visible) <= targets.LONGEST_BEHAVIOUR
    assert {example.direction for example in EXAMPLES} == {"up", "down"}


def test_a_hint_brings_the_example_that_is_near() -> None:
    hint = hint_for("Delegation")
    assert hint is not None
    assert hint.example is not None
    assert hint.example.vague == "Delegate more"
    nothing_near = hint_for("Shouting")
    assert nothing_near is not None
    assert nothing_near.example is None


@given(st.text(max_size=200))
def test_no_words_are_too_odd_for_a_hint(text: str) -> None:
    hint = hint_for(text)
    assert hint is None or hint.text.endswith(QUESTION)


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (D(2026, 11, 19), "This day is over. Enter today, 20 November, or a day to come."),
        (TODAY, ""),
        (ENDS, ""),
        (D(2027, 4, 1), "The cycle ends on 31 March 2027. Enter a day until then."),
    ],
)
def test_days_of_try_outs(on: dt.date, says: str) -> None:
    assert tryouts.day_problem(on, today=TODAY, ends_on=ENDS) == says


def test_a_cycle_that_is_closed_late_still_has_today() -> None:
    late = D(2027, 4, 3)
    assert tryouts.day_problem(late, today=late, ends_on=ENDS) == ""
    assert tryouts.day_problem(D(2027, 4, 4), today=late, ends_on=ENDS) != ""


def test_the_next_on_top_then_newest_first() -> None:
    tuesday, december = Occasion(D(2026, 11, 24)), Occasion(D(2026, 12, 1))
    waiting, older = Occasion(D(2026, 11, 17)), Occasion(D(2026, 11, 6), LOOKED)
    today_done = Occasion(TODAY, LOOKED)
    everything = [older, december, waiting, today_done, tuesday]
    assert tryouts.in_reading_order(everything, TODAY) == [tuesday, december, today_done, waiting, older]
    assert tryouts.next_one(everything, TODAY) == tuesday
    assert tryouts.next_one([older, waiting, today_done], TODAY) is None
    assert [tryouts.waits_for_look(one, TODAY) for one in everything] == [False, False, True, False, False]
    assert tryouts.next_one([Occasion(TODAY)], TODAY) == Occasion(TODAY)
    assert [tryouts.can_look_back(Occasion(day), TODAY) for day in (TODAY, D(2026, 11, 21))] == [True, False]


@pytest.mark.parametrize(
    ("looked_back", "says"),
    [(0, "No try-outs yet"), (1, "1 try-out so far"), (3, "3 try-outs so far")],
)
def test_so_far(looked_back: int, says: str) -> None:
    assert tryouts.so_far(looked_back) == says


def test_fingerprints_tell_one_field_from_another() -> None:
    looks = [
        WrittenLook("small", "it", ""),
        WrittenLook("small", "", "it"),
        WrittenLook("clear", "it", ""),
        WrittenLook("", "", ""),
    ]
    assert len({fingerprint_of(look) for look in looks}) == 4
    written = WrittenOccasion(TODAY, "Budget", "Ask\r\nfirst ")
    assert fingerprint_of(written) == fingerprint_of(WrittenOccasion(TODAY, "Budget", "Ask\nfirst"))
    assert fingerprint_of(written) != fingerprint(written.occasion)


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_the_page_says_how_many_there_may_be(taken: int) -> None:
    assert targets.room_in_words(taken).startswith(("One is enough", "Two is the most"))
