"""The horizon: for how many more cycles a team can pair everybody without anybody repeating.

A schedule proves that so many cycles are possible; a bound gives the reason why more are not. They meet in
nearly all rooms. In the schedule every round serves the next: people who choose freely may get less far.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pairing.rules.bits import bits_of, lowest_of, mask_of
from pairing.rules.couples import missable
from pairing.rules.horizon import exact
from pairing.rules.horizon.bounds import Bound, Limit
from pairing.rules.horizon.odd import odd_group
from pairing.rules.horizon.rounds import Group, Round, find_opening, with_twos, without_twos
from pairing.rules.horizon.search import search_schedule
from pairing.rules.horizon.shortage import shortage
from pairing.rules.matching import Graph, maximum_matching
from pairing.rules.thirds import without

EFFORT = 600
MOST_PLACED = 90_000
"""Attempts times people: a room of a thousand gets fewer attempts, so that it takes about a second too."""
STEPS_PER_ATTEMPT = 20
"""A step of trying everything in a small room is so much cheaper than an attempt."""


@dataclass(frozen=True)
class Horizon:
    """At least ``at_least`` cycles, as ``schedule`` shows; at most ``at_most``, and ``because`` of what."""

    at_least: int
    at_most: int
    schedule: tuple[Round, ...]
    because: Bound

    @property
    def is_exact(self) -> bool:
        return self.at_least == self.at_most


def horizon(graph: Graph, *, first: Sequence[Group] = (), trio: bool = True, effort: int = EFFORT) -> Horizon:
    """How many complete rounds fit in which no two people are together twice.

    A round has everybody in a pair, an odd room with one trio of three who may all meet; an odd room that
    wants no ``trio`` has no round. ``first``: pairs and the trio formed already, whether the graph allows
    them or not; the first round contains them (a third may join one of the pairs). ``effort``: how often a
    round is tried on the way to the schedule. Same input, same answer.
    """
    if len(graph) < 2:
        return Horizon(0, 0, (), Bound(Limit.TOO_FEW, 0))
    if len(graph) % 2 and not trio:
        return Horizon(0, 0, (), Bound(Limit.ODD, 0))
    whole = with_twos(graph, first)
    opening = find_opening(whole, first)
    if opening is None:
        return Horizon(0, 0, (), _why_no_round(whole, first))
    first = _with_those_who_have_no_choice(whole, first)
    because = _tightest(whole, first)
    attempts = min(effort, MOST_PLACED // len(graph))
    schedule = search_schedule(whole, first, opening, because.most, attempts)
    return _settled(whole, first, Horizon(len(schedule), because.most, schedule, because), effort)


def _why_no_round(whole: Graph, first: Sequence[Group]) -> Bound:
    """The simplest of the reasons that hold."""
    if first and find_opening(whole, ()) is not None:
        formed = mask_of(place for group in first for place in group)
        rows = without(whole, formed)
        left_out = missable(rows, maximum_matching(rows)) & ~formed
        return Bound(Limit.FORMED, 0, tuple(bits_of(left_out)))
    bound = min(_bounds(whole), key=lambda bound: bound.most)
    if bound.most == 0:
        return bound
    return Bound(Limit.NO_ROUND, 0, tuple(bits_of(missable(whole, maximum_matching(whole)))))


def _with_those_who_have_no_choice(whole: Graph, first: Sequence[Group]) -> list[Group]:
    """What is formed, and the pairs that follow when somebody has only one possible partner left."""
    groups = list(first)
    free = (1 << len(whole)) - 1 & ~mask_of(place for group in groups for place in group)
    if not groups or free.bit_count() % 2:
        return groups
    while True:
        sure = next((one for one in bits_of(free) if (whole[one] & free).bit_count() == 1), None)
        if sure is None:
            return groups
        groups.append((sure, lowest_of(whole[sure] & free)))
        free &= ~mask_of(groups[-1])


def _tightest(whole: Graph, first: Sequence[Group]) -> Bound:
    """The least bound; of equal ones the simplest, and one about the present before one about later."""
    bounds = list(_bounds(whole))
    if first:
        left = without_twos(whole, first)
        later = [_why_no_round(left, ())] if find_opening(left, ()) is None else _bounds(left)
        bounds += [replace(bound, most=bound.most + 1, later=True) for bound in later]
    return min(bounds, key=lambda bound: bound.most)


def _bounds(graph: Graph) -> Iterator[Bound]:
    """Bounds that hold, each less than the one before."""
    degrees = [row.bit_count() for row in graph]
    fewest = min(degrees)
    who = tuple(one for one, degree in enumerate(degrees) if degree == fewest)
    yield Bound(Limit.FEWEST_PARTNERS, fewest, who, left=fewest)
    short = shortage(graph, fewest)
    if short is not None:
        yield short
    odd = odd_group(graph, short.most if short else fewest)
    if odd is not None:
        yield odd


def _settled(whole: Graph, first: Sequence[Group], found: Horizon, effort: int) -> Horizon:
    """In a small room the gap is closed by trying everything, one round more at a time."""
    while len(whole) <= exact.MOST_PEOPLE and not found.is_exact:
        try:
            more = exact.schedule_of(whole, first, found.at_least + 1, effort * STEPS_PER_ATTEMPT)
        except exact.TakesTooLong:
            return found
        if more is None:
            bound = Bound(Limit.ALL_TRIED, found.at_least)
            return replace(found, at_most=found.at_least, because=bound)
        found = replace(found, at_least=len(more), schedule=more)
    return found
