"""When a session can have been held, how long, and whose words stand in a note."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from cycles.rules.notes import Outcome, fingerprint, normal, settle
from cycles.rules.sessions import day_problem, minutes_from, minutes_problem

D = dt.date


@pytest.mark.parametrize(
    ("held_on", "problem"),
    [
        (D(2026, 11, 20), ""),
        (D(2026, 11, 21), "This day is still to come. Log the session once you have met."),
        (D(2026, 9, 28), ""),
        (D(2026, 9, 27), "You became partners later. Enter a day from 28 September 2026 on."),
    ],
)
def test_a_session_is_neither_ahead_nor_before_the_pair(held_on: dt.date, problem: str) -> None:
    assert (
        day_problem(
            held_on,
            today=D(2026, 11, 20),
            starts_on=D(2026, 10, 1),
            formed_on=D(2026, 9, 30),
            opened_on=D(2026, 9, 28),
        )
        == problem
    )


def test_a_team_that_began_on_paper_can_log_from_the_start_of_the_cycle() -> None:
    late = {"today": D(2026, 11, 20), "starts_on": D(2026, 10, 1), "formed_on": D(2026, 11, 18)}
    assert day_problem(D(2026, 10, 1), **late, opened_on=D(2026, 11, 17)) == ""
    assert day_problem(D(2026, 10, 1), **late, opened_on=None) == ""
    assert day_problem(D(2026, 9, 30), **late, opened_on=None) != ""


@pytest.mark.parametrize(
    ("minutes", "problem"),
    [
        (4, "Enter at least 5 minutes."),
        (5, ""),
        (480, ""),
        (481, "Enter at most 480 minutes, which is 8 hours."),
    ],
)
def test_lengths_have_bounds(minutes: int, problem: str) -> None:
    assert minutes_problem(minutes) == problem


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        (" 90 min ", 90),
        ("90 minutes.", 90),
        ("1:30", 90),
        ("1h30", 90),
        ("1 hour 30 minutes", 90),
        ("1 hour and 5 min", 65),
        ("1.5 hours", 90),
        ("1,5 h", 90),
        ("2 hrs", 120),
        ("0", 0),
        ("", None),
        ("ages", None),
        ("-60", None),
        ("1:75", None),
        ("99999", None),
        ("９０", 90),
    ],
)
def test_lengths_as_people_type_them(text: str, minutes: int | None) -> None:
    assert minutes_from(text) == minutes


@given(st.text(max_size=30))
def test_nothing_typed_for_a_length_breaks(text: str) -> None:
    found = minutes_from(text)
    assert found is None or 0 <= found < 100_000


@pytest.mark.parametrize(
    ("seen", "text", "current", "outcome"),
    [
        ("old", "old", "old", Outcome.KEEP),
        ("old", "new", "old", Outcome.WRITE),
        ("old", "old", "theirs", Outcome.KEEP),
        ("old", "new", "theirs", Outcome.ASK),
        ("old", "same", "same", Outcome.KEEP),
        ("", "new", "", Outcome.WRITE),
        ("", "", "theirs", Outcome.KEEP),
        ("old", "", "old", Outcome.WRITE),
        ("old", "", "theirs", Outcome.ASK),
        ("old", "new", "", Outcome.ASK),
    ],
)
def test_whose_words_stand(seen: str, text: str, current: str, outcome: Outcome) -> None:
    assert settle(seen=fingerprint(seen), text=text, current=current) == outcome


def test_a_note_nobody_can_have_seen_is_asked_about() -> None:
    assert settle(seen="", text="mine", current="theirs") == Outcome.ASK


def test_line_ends_and_trailing_space_are_no_change() -> None:
    assert normal("one\r\ntwo\rthree \n\n") == "one\ntwo\nthree"
    assert settle(seen=fingerprint("one\ntwo"), text="one\r\ntwo\r\n", current="theirs") == Outcome.KEEP
