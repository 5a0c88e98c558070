"""Sets of people as whole numbers: bit ``v`` is set when the person at place ``v`` belongs to the set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter


def bits_of(mask: int) -> Iterator[int]:
    """The places in a set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def mask_of(places: Iterable[int]) -> int:
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def lowest_of(mask: int) -> int:
    """The lowest place in a set that is not empty."""
    return (mask & -mask).bit_length() - 1


def renumber(masks: Iterable[int], order: Sequence[int], width: int) -> list[int]:
    """Each set, of places below ``width``, with its members renumbered: ``order[i]`` becomes ``i``.

    Whoever is not in ``order`` is left out. Goes by way of text, many times faster than bit by bit.
    """
    if len(order) < 2:
        return [mask >> order[0] & 1 if order else 0 for mask in masks]
    # A binary number is written highest bit first: place p stands at width - 1 - p.
    pick = itemgetter(*(width - 1 - place for place in reversed(order)))
    return [int("".join(pick(f"{mask:0{width}b}")), 2) for mask in masks]
