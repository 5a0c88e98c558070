"""What the wall says, and what those hear who cannot see it: one sentence for one change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from awayday.rules.stages import Stage
from awayday.rules.wall import Wall
from awayday.rules.wall_words import (
    NO_LESSON,
    how_to_join,
    lessons_of,
    occasion,
    ready,
    running,
    welcome,
    what_changed,
)
from pairing.rules.outlook_words import EVERYBODY_HAS, Said, Tone
from tests.awayday.walls import CALM, HELD_BACK, choosing, lesson, lobby, pairs_of, people, sealed

EVERYONE = "Everyone can still find a partner."
ABOUT_DOUBT = "I thought my silence was giving people room."


@pytest.mark.parametrize(
    ("hour", "said"),
    [(8, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_welcome(hour: int, said: str) -> None:
    assert welcome(hour) == said


def test_headings() -> None:
    assert occasion(organisation="Northmere", team="Leadership team", held_on=dt.date(2026, 10, 1)) == (
        "Northmere Awayday, Leadership team, Thursday 1 October"
    )
    assert lessons_of(2) == "Lessons from cycle 2, shared by those who wished to"
    assert lessons_of(None) == ""
    assert ready(1) == "One pair, ready to start"
    assert ready(11) == "Eleven pairs, ready to start"
    assert ready(150) == "150 pairs, ready to start"
    starts_on, ends_on = dt.date(2026, 10, 1), dt.date(2027, 3, 31)
    assert running(number=3, starts_on=starts_on, ends_on=ends_on) == "Cycle 3, October 2026 to March 2027"


def test_a_code_never_breaks_in_two() -> None:
    assert how_to_join("pairs.northmere.example/join", "482 913") == (
        "pairs.northmere.example/join, code\xa0482\xa0913"
    )
    assert how_to_join("pairs.northmere.example/join", "") == ""


def test_nothing_is_said_to_a_screen_that_has_just_come_or_that_shows_it_already() -> None:
    wall = choosing(8, 2)
    assert what_changed(wall, None) == ""
    assert what_changed(wall, choosing(8, 2)) == ""


NAMES = [arrival.person.name for arrival in lobby(22, 22).arrivals]


@pytest.mark.parametrize(
    ("here", "before", "said"),
    [
        (18, 17, f"{NAMES[17]} is here. 18 of 22."),
        (3, 1, f"{NAMES[1]} and {NAMES[2]} are here. 3 of 22."),
        (4, 1, f"{NAMES[1]}, {NAMES[2]} and {NAMES[3]} are here. 4 of 22."),
        (9, 1, "Eight more people are here. 9 of 22."),
        (20, 1, "19 more people are here. 20 of 22."),
        (3, 4, "3 of 22 are here."),
    ],
)
def test_arrivals(here: int, before: int, said: str) -> None:
    assert what_changed(lobby(22, here), lobby(22, before)) == said


def test_a_new_code_is_shown_and_not_read_out() -> None:
    wall = lobby(22, 18)
    assert wall.join is not None
    other = replace(wall, join=replace(wall.join, code="111 222"))
    assert other.version != wall.version
    assert what_changed(other, wall) == ""


def with_pairs(wall: Wall, number: int) -> Wall:
    """The first so many pairs that came about, newest first."""
    return replace(wall, pairs=wall.pairs[-number:] if number else ())


NAMED = replace(choosing(12, 12, long_names=False), outlook=CALM)
ONE, TWO, THREE, FOUR, *_ = (
    f"{first.name} and {second.name}" for first, second in (pair.members for pair in reversed(NAMED.pairs))
)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0, 1, f"{ONE} are a pair. {EVERYONE}"),
        (1, 2, f"{TWO} are a pair. {EVERYONE}"),
        (1, 3, f"Two more pairs: {TWO}; {THREE}. {EVERYONE}"),
        (1, 4, f"Three more pairs: {TWO}; {THREE}; {FOUR}. {EVERYONE}"),
        (1, 5, f"Four more pairs. {EVERYONE}"),
        (2, 1, f"Somebody is choosing again. {EVERYONE}"),
    ],
)
def test_pairs(before: int, after: int, said: str) -> None:
    assert what_changed(with_pairs(NAMED, after), with_pairs(NAMED, before)) == said


def test_a_trio() -> None:
    who = people(3, long_names=False)
    (trio,) = pairs_of(who, trio=True)
    before = choosing(3, 2, long_names=False)
    after = replace(before, choosing=(), pairs=(trio,), outlook=Said(Tone.CALM, EVERYBODY_HAS))
    after = replace(after, pairs=(replace(trio, key="pair 1-3"),))
    named = f"{who[0].name}, {who[1].name} and {who[2].name}"
    assert what_changed(after, before) == f"{named} are a trio. Everybody has a partner."


def test_pausing_and_going_on() -> None:
    wall, paused = choosing(12, 4), choosing(12, 4, paused=True)
    assert what_changed(paused, wall) == "Choosing is paused."
    assert what_changed(wall, paused) == f"Choosing goes on. {EVERYONE}"


def test_somebody_comes_late_and_the_line_changes() -> None:
    wall = choosing(12, 4)
    assert what_changed(wall, choosing(11, 4)) == f"Eight people are still choosing. {EVERYONE}"
    assert what_changed(replace(wall, choosing=wall.choosing[:1]), wall) == (
        f"One person is still choosing. {EVERYONE}"
    )
    assert what_changed(choosing(12, 4, said=HELD_BACK), wall) == HELD_BACK.line


def test_lessons() -> None:
    nothing = Wall(Stage.LESSONS, "What we learnt", "", remark=NO_LESSON)
    first = lesson(ABOUT_DOUBT)
    heard = f"Lesson 4 of 9, from Kwame Mensah: “{ABOUT_DOUBT}”"
    assert what_changed(first, nothing) == heard
    assert what_changed(lesson("Ask first.", number=5), first) == (
        "Lesson 5 of 9, from Kwame Mensah: “Ask first.”"
    )
    assert what_changed(lesson(ABOUT_DOUBT, of=10), first) == "Ten lessons are offered now."
    assert what_changed(nothing, first) == NO_LESSON


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        (lobby(22, 18), "Good morning."),
        (lesson(ABOUT_DOUBT), f"What we learnt. Lesson 4 of 9, from Kwame Mensah: “{ABOUT_DOUBT}”"),
        (choosing(12, 4), f"Choosing our partners. {EVERYONE}"),
        (choosing(12, 4, paused=True), "Choosing our partners. Choosing is paused."),
        (sealed(22), "The pairs are sealed: eleven pairs."),
        (replace(sealed(22), stage=Stage.OVER, heading="The Awayday is over"), "The Awayday is over."),
    ],
)
def test_the_room_goes_on(wall: Wall, said: str) -> None:
    elsewhere = Wall(Stage.PLANNED, "Awayday", "")
    assert what_changed(wall, elsewhere) == said
    assert what_changed(replace(elsewhere, sub="Tomorrow"), elsewhere) == ""
