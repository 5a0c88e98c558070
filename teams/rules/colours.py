"""The twelve colours of functions, in the order in which they are handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

COLOURS = (
    "river blue",
    "marigold",
    "teal",
    "brick",
    "plum",
    "sky",
    "moss",
    "rose",
    "slate",
    "mint",
    "walnut",
    "iris",
)
"""``COLOURS[n - 1]`` is the name of colour ``n``; the first eight are the furthest apart."""


def next_colours(taken: Iterable[int], count: int) -> list[int]:
    """Colours (1 to 12) for new functions: the first free ones, and when all are taken the least used."""
    used = Counter(taken)
    given: list[int] = []
    for _ in range(count):
        colour = min(range(1, len(COLOURS) + 1), key=lambda number: (used[number], number))
        used[colour] += 1
        given.append(colour)
    return given
