"""What fits on a wall, and how what does not fit is divided into pages.

The wall is a canvas of 120 × 67.5 rem (board.css), so that what fits does not depend on the picture: at 1920
points a rem is 16 of them. Widths of letters are those of Figtree at weight 600, in em.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Generic, TypeVar

from awayday.rules.wall_parts import WallPair

Item = TypeVar("Item")

LETTERS = {
    "il.,;:'’‘|! ": 0.25,
    "jIrf-()/": 0.37,
    "t1“”": 0.43,
    "szxkaL": 0.53,
    "Jvc7Fe3y": 0.56,
    "SB84YZRK0X": 0.65,
    "DAUVCGH": 0.75,
    "NOQ&": 0.79,
    "wMm": 0.87,
    "W@%—": 1.0,
}
WIDTH_OF = {letter: width for letters, width in LETTERS.items() for letter in letters}
USUAL, OTHER_SCRIPTS, SQUARE = 0.6, 0.8, 1.05
NEARER = 0.92
"""What a long word has of the sum of such widths, which are those of the widest letter of a group."""
LINE, MARGIN = 1.1, 0.6
"""Height of a line of a name, in em, and what is left above and below several, in rem: as in board.css."""


@dataclass(frozen=True)
class Density:
    """How closely lists are set, in rem: ``name`` is the size of names, ``columns`` those of single people.

    ``row`` and ``gap`` are the least height of a pair and the space below it, ``person`` and ``below`` those
    of somebody who stands alone. Named as the classes in board.css, which has the same numbers.
    """

    css: str
    name: float
    row: float
    gap: float
    person: float
    below: float
    columns: int


GRAND = Density("grand", 2.125, 5, 1.5, 3.5, 0.75, 4)
ROOMY = Density("roomy", 2.25, 4.25, 0.65, 3.5, 0.75, 4)
FULL = Density("full", 2.125, 3.4, 0.5, 3.1, 0.5, 4)
DENSE = Density("dense", 1.75, 2.9, 0.4, 2.6, 0.4, 4)
LARGE_ROOM = 60
"""Up to here names keep the 34 points of 1920 that can be read from 8 metres; above, 28."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Places ``first`` to ``last`` of a list of ``of``, counted from 1."""

    items: tuple[Item, ...]
    first: int
    last: int
    of: int

    @property
    def places(self) -> str:
        """“1 to 24 of 150”."""
        return (
            f"{self.first} to {self.last} of {self.of}"
            if self.last > self.first
            else f"{self.last} of {self.of}"
        )


def densities(people: int, *, most_generous: Density = ROOMY) -> tuple[Density, ...]:
    """Those that may be tried for so many people, the most generous first."""
    if people > LARGE_ROOM:
        return (DENSE,)
    return (GRAND, ROOMY, FULL) if most_generous is GRAND else (ROOMY, FULL)


def on_one_page(items: Sequence[Item]) -> tuple[Page[Item], ...]:
    """All of them; no page when there are none."""
    return (Page(tuple(items), 1, len(items), len(items)),) if items else ()


def paged(
    items: Sequence[Item], fits: Callable[[Sequence[Item]], bool], *, evenly: bool = True
) -> tuple[Page[Item], ...]:
    """As few pages as possible: all about equally full, or all but the last as full as can be.

    An item that fits nowhere has a page of its own.
    """
    groups = _divided(items, fits, len(items))
    if evenly and groups:
        groups = _divided(items, fits, math.ceil(len(items) / len(groups)))
    ends = accumulate(len(group) for group in groups)
    return tuple(
        Page(tuple(group), end - len(group) + 1, end, len(items))
        for group, end in zip(groups, ends, strict=True)
    )


def _divided(items: Sequence[Item], fits: Callable[[Sequence[Item]], bool], most: int) -> list[list[Item]]:
    groups: list[list[Item]] = []
    for item in items:
        if groups and len(groups[-1]) < most and fits([*groups[-1], item]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def rows_of_pairs(pairs: Sequence[WallPair], columns: int) -> list[list[WallPair]]:
    """As a grid sets them: from left to right; a trio has a row of its own."""
    rows: list[list[WallPair]] = []
    for pair in pairs:
        if pair.is_trio or not rows or len(rows[-1]) == columns or rows[-1][-1].is_trio:
            rows.append([pair])
        else:
            rows[-1].append(pair)
    return rows


def stacked(heights: Sequence[float], gap: float) -> float:
    """Of rows below one another."""
    return sum(heights) + gap * max(0, len(heights) - 1)


def in_columns(heights: Sequence[float], columns: int) -> float:
    """The least height, up to a hundredth, at which a list fits that runs down one column after another."""
    low, high = sum(heights) / columns, sum(heights)
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (low, middle) if fits_in_columns(heights, columns, middle) else (middle, high)
    return high


def fits_in_columns(heights: Sequence[float], columns: int, height: float) -> bool:
    """Whether such a list fits, nothing of it broken over two columns."""
    used, filled = 1, 0.0
    for each in heights:
        if filled + each > height:
            used, filled = used + 1, 0.0
        filled += each
    return used <= columns and all(each <= height for each in heights)


def row_height(names: Sequence[tuple[str, float]], *, size: float, least: float) -> float:
    """Of a row with these names, each with the width it has, all in rem."""
    most = max(lines(name, width / size) for name, width in names)
    return max(least, most * size * LINE + MARGIN)


@lru_cache(maxsize=8192)
def lines(text: str, width: float) -> int:
    """How many lines the text takes where each is so many em wide; broken at spaces and after hyphens.

    Kept: the same names are asked for at every change of a room.
    """
    count, filled = 1, 0.0
    for word in re.findall(r"[^\s-]+-*\s*|-+\s*", text):
        needs, bare = _em(word), _em(word.rstrip())
        if filled and filled + bare > width:
            count, filled = count + 1, 0.0
        if bare > width:
            count += math.ceil(bare / width) - 1
            needs = bare % width
        filled += needs
    return count


@lru_cache(maxsize=8192)
def widest_word(text: str) -> float:
    """Of the words that stay whole while there is room for them, in em; nearer to the truth than ``lines``,
    which would rather count a line too many."""
    return NEARER * max(_em(word) for word in re.findall(r"[^\s-]+-?|-", text) or [""])


def _em(text: str) -> float:
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    base = unicodedata.normalize("NFD", letter)[0]
    if base in WIDTH_OF:
        return WIDTH_OF[base]
    if base.isascii():
        return USUAL
    return SQUARE if unicodedata.east_asian_width(base) in "WF" else OTHER_SCRIPTS
