"""QR codes as one path for an SVG: outlines, so that no hairline shows between squares on paper or a wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import segno

QUIET_ZONE = 4
"""Empty squares on each side, as ISO/IEC 18004 asks."""

Point = tuple[int, int]


@dataclass(frozen=True)
class Qr:
    """``path`` fills the dark squares in a viewBox of 0 0 ``size`` ``size``, quiet zone included."""

    size: int
    path: str


def qr_of(text: str) -> Qr:
    """The smallest code for the text that can still be read with 15 % of it damaged (level M)."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(code.matrix)
        for x, square in enumerate(row)
        if square
    }
    return Qr(len(code.matrix) + 2 * QUIET_ZONE, "".join(_drawn(corners) for corners in _outlines(dark)))


def _outlines(dark: set[Point]) -> Iterator[list[Point]]:
    """The corners of each line between dark and light; the first is there again at the end."""
    ways = _edges(dark)
    while ways:
        here = start = next(iter(ways))
        corners = [start]
        while True:
            there = ways[here].pop()
            if not ways[here]:
                del ways[here]
            if len(corners) > 1 and _straight(corners[-2], here, there):
                corners.pop()
            corners.append(there)
            here = there
            if here == start:
                break
        yield corners


def _edges(dark: set[Point]) -> dict[Point, list[Point]]:
    """Sides of dark squares without a dark neighbour: where they lead from each point, dark on the right."""
    ways: dict[Point, list[Point]] = {}
    for x, y in dark:
        round_it = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        neighbours = [(x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y)]
        for begin, end, neighbour in zip(round_it, round_it[1:], neighbours, strict=False):
            if neighbour not in dark:
                ways.setdefault(begin, []).append(end)
    return ways


def _straight(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]


def _drawn(corners: list[Point]) -> str:
    """Steps from corner to corner; closing the path draws the last one."""
    steps = (
        f"h{there[0] - here[0]}" if here[1] == there[1] else f"v{there[1] - here[1]}"
        for here, there in pairwise(corners[:-1])
    )
    return f"M{corners[0][0]} {corners[0][1]}{''.join(steps)}z"
