"""How large name and job title can stand on a place card so that all of both fits."""

from __future__ import annotations

from dataclasses import dataclass

from cycles.rules.wrapping import MM_PER_POINT, ems, ems_on_line, parts_of, wrapped_lines

WIDTH, HEIGHT = 47.0, 40.0
"""Millimetres that name and title have together."""

NAME_SIZES = (28, 24, 20, 17, 14, 11, 8)
TITLE_SIZES = (10, 8)
"""Points, as print.css has them for .c-name--1 to .c-name--7, .c-role--1 and .c-role--2."""

NAME_LINE, TITLE_LINE, GAP = 1.08, 1.35, 3.0
"""How far apart lines are, of the size, and millimetres between the two."""

NEWSREADER = 0.92
"""How wide names run, where Figtree is 1."""

USUAL_LINES = 2
LONGEST_TITLE = 110
LONGEST_CALLED = 40
CARDS_ON_A_SHEET = 8


@dataclass(frozen=True)
class Fit:
    """Steps of size, from 1, the largest; a title of 0 is left out."""

    name: int
    title: int


def fit(name: str, title: str) -> Fit:
    """A title of up to two lines stays large. The name takes the largest size that fits above it.

    One at which no word is broken comes first, unless that is tiny. Where nothing fits, the title goes.
    """
    title_step = 1 if _title_lines(title, 1) <= USUAL_LINES else 2
    room = HEIGHT
    if title:
        points = TITLE_SIZES[title_step - 1]
        room -= GAP + _title_lines(title, title_step) * points * TITLE_LINE * MM_PER_POINT
    steps = [step for step in range(1, len(NAME_SIZES) + 1) if _name_height(name, step) <= room]
    whole = [step for step in steps if step < len(NAME_SIZES) and _keeps_words(name, step)]
    return Fit([*whole, *steps][0], title_step) if steps else Fit(len(NAME_SIZES), 0)


def shortened(title: str) -> str:
    """Up to 110 letters of a job title; nobody's name is ever cut."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def how_to_join(called: str) -> str:
    """“Scan to join as Amara.”"""
    return f"Scan to join as {called}." if len(called) <= LONGEST_CALLED else "Scan to join."


def sheets_for(cards: int) -> int:
    return -(-cards // CARDS_ON_A_SHEET)


def _title_lines(title: str, step: int) -> int:
    return wrapped_lines(title, ems_on_line(WIDTH, TITLE_SIZES[step - 1]))


def _name_height(name: str, step: int) -> float:
    points = NAME_SIZES[step - 1]
    return wrapped_lines(name, _name_line(step)) * points * NAME_LINE * MM_PER_POINT


def _keeps_words(name: str, step: int) -> bool:
    """Whether no word has to be broken."""
    return all(ems(part) <= _name_line(step) for part in parts_of(name))


def _name_line(step: int) -> float:
    return ems_on_line(WIDTH, NAME_SIZES[step - 1]) / NEWSREADER
