"""What the wall says: its headings, and one sentence about what has just changed for those who listen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from awayday.rules.stages import Stage
from awayday.rules.wall import Wall
from awayday.rules.wall_parts import WallPair
from cycles.rules.milestones import span
from cycles.rules.words import day_and_month, greeting, listed
from pairing.rules.numbers import counted
from pairing.rules.outlook_words import Said, Tone

CHOOSING = "Choosing our partners"
LEARNT = "What we learnt"
OVER = "The Awayday is over"
PAUSED = Said(Tone.PLAIN, "Choosing is paused.", "Nothing is lost; it goes on in a moment.")
FIRST_HOUR = "Before you leave the room, find each other and choose a date for your first hour."
NO_LESSON = "Whoever wishes to can offer a lesson on their phone. The first one appears here."
NOT_YET = "The doors are not open yet."
CHOOSING_GOES_ON = "Choosing goes on: everybody who can sign in finds it on their own page."
NAMED_AT_MOST = 3
NO_BREAK = "\N{NO-BREAK SPACE}"


def welcome(hour: int) -> str:
    """By the hour of the local day: it changes at noon and in the evening."""
    return greeting(hour)


def occasion(*, organisation: str, team: str, held_on: dt.date) -> str:
    """“Northmere Awayday, Leadership team, Thursday 1 October”."""
    return f"{organisation} Awayday, {team}, {held_on:%A} {day_and_month(held_on)}"


def lessons_of(number: int | None) -> str:
    """Of the cycle that closes; the first Awayday closes none."""
    return f"Lessons from cycle {number}, shared by those who wished to" if number else ""


def how_to_join(address: str, code: str) -> str:
    """In one line that never breaks within the code, for those who come late; empty once there is no code."""
    return f"{address}, code{NO_BREAK}{code.replace(' ', NO_BREAK)}" if code else ""


def ready(pairs: int) -> str:
    """“Eleven pairs, ready to start”."""
    said = counted(pairs, "pair", "pairs")
    return f"{said[0].upper()}{said[1:]}, ready to start"


def running(*, number: int, starts_on: dt.date, ends_on: dt.date) -> str:
    """“Cycle 3, October 2026 to March 2027”."""
    return f"Cycle {number}, {span(starts_on, ends_on)}"


def what_changed(wall: Wall, before: Wall | None) -> str:
    """Since what was on the screen; empty when there is nothing to say, or it is not known what was there."""
    if before is None or wall == before:
        return ""
    if wall.stage is not before.stage:
        return _now_at(wall)
    return SAID_AT[wall.stage](wall, before) if wall.stage in SAID_AT else ""


def _now_at(wall: Wall) -> str:
    if wall.stage is Stage.SEALED:
        return f"The pairs are sealed: {counted(len(wall.pairs), 'pair', 'pairs')}."
    if wall.stage is Stage.CHOOSING and wall.outlook is not None:
        return f"{wall.heading}. {wall.outlook.line}"
    if wall.lesson is not None:
        return f"{wall.heading}. {_lesson(wall)}"
    return f"{wall.heading}."


def _in_the_lobby(wall: Wall, before: Wall) -> str:
    there = {arrival.key for arrival in before.arrivals if arrival.is_here}
    new = [one.person.name for one in wall.arrivals if one.is_here and one.key not in there]
    so_many = ", ".join(figure for _label, figure in wall.counts)
    if new and len(new) <= NAMED_AT_MOST:
        return f"{listed(new)} {'is' if len(new) == 1 else 'are'} here. {so_many}."
    if new:
        return f"{counted(len(new), 'more person', 'more people').capitalize()} are here. {so_many}."
    return f"{so_many} are here." if wall.counts != before.counts else ""


def _at_the_lessons(wall: Wall, before: Wall) -> str:
    if wall.lesson is None:
        return NO_LESSON
    if before.lesson is None or (wall.lesson.key, wall.lesson.text) != (
        before.lesson.key,
        before.lesson.text,
    ):
        return _lesson(wall)
    return f"{counted(wall.lesson.of, 'lesson', 'lessons').capitalize()} are offered now."


def _lesson(wall: Wall) -> str:
    if wall.lesson is None:
        return ""
    place = f"Lesson {wall.lesson.number} of {wall.lesson.of}"
    return f"{place}, from {wall.lesson.who.name}: “{wall.lesson.text}”"


def _while_choosing(wall: Wall, before: Wall) -> str:
    if wall.is_paused != before.is_paused:
        return PAUSED.line if wall.is_paused else f"Choosing goes on. {_line(wall)}"
    known = {pair.key for pair in before.pairs}
    new = [pair for pair in wall.pairs if pair.key not in known]
    if new:
        return f"{_together(new)} {_line(wall)}"
    if {pair.key for pair in wall.pairs} != known:
        return f"Somebody is choosing again. {_line(wall)}"
    if wall.choosing != before.choosing:
        number = len(wall.choosing)
        return f"{counted(number, 'person is', 'people are').capitalize()} still choosing. {_line(wall)}"
    return _line(wall) if wall.outlook != before.outlook else ""


def _together(new: Sequence[WallPair]) -> str:
    """Newest last, as they came."""
    groups = [listed([member.name for member in pair.members]) for pair in reversed(new)]
    if len(new) == 1:
        return f"{groups[0]} are {'a trio' if new[0].is_trio else 'a pair'}."
    said = counted(len(new), "more pair", "more pairs").capitalize()
    return f"{said}: {'; '.join(groups)}." if len(new) <= NAMED_AT_MOST else f"{said}."


def _line(wall: Wall) -> str:
    return wall.outlook.line if wall.outlook else ""


SAID_AT: dict[Stage, Callable[[Wall, Wall], str]] = {
    Stage.LOBBY: _in_the_lobby,
    Stage.LESSONS: _at_the_lessons,
    Stage.CHOOSING: _while_choosing,
}
