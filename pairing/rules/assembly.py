"""A room of people who choose, with everything that counts when pairs are suggested to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from pairing.rules.bits import mask_of
from pairing.rules.eligibility import Chooser, Terms, possible_masks
from pairing.rules.guard import Group, Hall

Bridge = tuple[int, int]
"""Two functions, by number, the lower one first."""


@dataclass(frozen=True)
class Assembly:
    """People are places in ``choosers``.

    ``listed[v]`` is the set of those on the shortlist of ``v``; ``function[v]`` the number of their function,
    -1 for none; ``bridged`` are the functions between which there has been a pair.
    """

    choosers: tuple[Chooser, ...]
    hall: Hall
    listed: tuple[int, ...]
    function: tuple[int, ...]
    bridged: frozenset[Bridge]

    def bridge(self, one: int, other: int) -> Bridge:
        first, second = sorted((self.function[one], self.function[other]))
        return first, second


def assemble(
    choosers: Sequence[Chooser],
    terms: Terms,
    *,
    formed: Sequence[Group] = (),
    shortlists: Sequence[Sequence[int]] = (),
    trio: bool = True,
    at_any_number: bool = False,
) -> Assembly:
    """``formed`` and ``shortlists`` are by place; without shortlists nobody has one. Else as in ``Hall``."""
    hall = Hall(tuple(possible_masks(choosers, terms)), tuple(formed), trio, at_any_number)
    numbers: dict[UUID, int] = {}
    for one in choosers:
        if one.function_id is not None:
            numbers.setdefault(one.function_id, len(numbers))
    function = tuple(-1 if one.function_id is None else numbers[one.function_id] for one in choosers)
    listed = tuple(mask_of(places) for places in shortlists) or (0,) * len(choosers)
    return Assembly(tuple(choosers), hall, listed, function, _bridged(choosers, terms, formed, function))


def _bridged(
    choosers: Sequence[Chooser], terms: Terms, formed: Sequence[Group], function: Sequence[int]
) -> frozenset[Bridge]:
    place_of = {one.id: place for place, one in enumerate(choosers)}
    together = [two for group in formed for two in combinations(group, 2)]
    for one_id, other_id in map(tuple, terms.history):
        if one_id in place_of and other_id in place_of:
            together.append((place_of[one_id], place_of[other_id]))
    return frozenset((min(function[a], function[b]), max(function[a], function[b])) for a, b in together)
