"""When no complete pairing is left: the repeats that serve best, longest ago first, with the numbers.

Two people may be partners again when the last cycle in which they were is a given one or an earlier one.
The smallest such cycle that places as many people as repeats can place at all is proposed; of all pairings
it then allows, one with the fewest repeats, and of these one with the fewest from the most recent cycle,
and so on back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import NamedTuple

from pairing.rules.matching import Graph, count_pairs, maximum_matching
from pairing.rules.repeats_pairing import Groups, Two, cheapest_pairing
from pairing.rules.thirds import find_third

Together = Mapping[Two, int]
"""Two places, the lower first → the number of the last cycle in which the two were partners."""


class Option(NamedTuple):
    """What repeats from the cycles up to ``through`` make possible; 0 stands for no repeats.

    ``most_pairs`` counts a trio as one pair. ``fewest_repeats``: how many twos meet again when as many
    people as possible are ``placed``; a trio may count up to three.
    """

    through: int
    most_pairs: int
    placed: int
    fewest_repeats: int


@dataclass(frozen=True)
class Repeats:
    """Repeats from the cycles up to ``through``, and a pairing with them that shows what they make possible.

    ``repeats`` are the twos who meet again, lower place first, with the cycle; most recent first. ``out`` are
    those who stay without a partner all the same. ``options``: no repeats, then every cycle that there is.
    """

    through: int
    pairs_before: int
    pairs_after: int
    placed_before: int
    placed_after: int
    repeats: tuple[tuple[int, int, int], ...]
    groups: Groups
    out: tuple[int, ...]
    options: tuple[Option, ...]


def best_repeats(graph: Graph, last_together: Together, *, trio: bool) -> Repeats | None:
    """The repeats to allow, or None when nobody more would be placed by any.

    ``graph`` is who may pair without a repeat. ``last_together`` has only twos whom nothing else keeps
    apart; those who may pair anyway are no repeat. ``trio``: in an odd room three who may all meet may be
    together.
    """
    repeats = {two: cycle for two, cycle in last_together.items() if not graph[two[0]] >> two[1] & 1}
    rooms = list(_rooms(graph, repeats, trio=trio))
    most = rooms[-1].placed
    if most == rooms[0].placed:
        return None
    chosen = next(room for room in rooms if room.placed == most)
    costs = _by_recency(repeats, chosen.through, len(graph))
    groups = cheapest_pairing(chosen.graph, costs, trio=chosen.has_trio)
    return Repeats(
        through=chosen.through,
        pairs_before=rooms[0].pairs,
        pairs_after=chosen.pairs,
        placed_before=rooms[0].placed,
        placed_after=chosen.placed,
        repeats=_used(groups, repeats),
        groups=groups,
        out=_staying_out(groups, len(graph)),
        options=tuple(_options(rooms, repeats)),
    )


@dataclass(frozen=True)
class _Room:
    """Who may pair when repeats through a cycle are allowed, and how many can."""

    through: int
    graph: tuple[int, ...]
    pairs: int
    has_trio: bool

    @property
    def placed(self) -> int:
        return 2 * self.pairs + self.has_trio


def _rooms(graph: Graph, repeats: Together, *, trio: bool) -> Iterator[_Room]:
    """One for no repeats and one for each cycle, each with more choice than the one before."""
    rows = list(graph)
    partner = maximum_matching(rows)
    for through in (0, *sorted(set(repeats.values()))):
        for one, other in (two for two, cycle in repeats.items() if cycle == through):
            rows[one] |= 1 << other
            rows[other] |= 1 << one
        partner = maximum_matching(rows, partner)
        has_trio = trio and len(rows) % 2 > 0 and find_third(rows, partner, 0) is not None
        yield _Room(through, tuple(rows), count_pairs(partner), has_trio)


def _by_recency(repeats: Together, through: int, people: int) -> dict[Two, int]:
    """Costs by which one repeat less counts most, then one less from the most recent cycle, and so on."""
    cycles = sorted({cycle for cycle in repeats.values() if cycle <= through})
    base = people + 3
    return {
        two: base ** len(cycles) + base ** cycles.index(cycle)
        for two, cycle in repeats.items()
        if cycle <= through
    }


def _used(groups: Groups, repeats: Together) -> tuple[tuple[int, int, int], ...]:
    used = [(*two, repeats[two]) for group in groups for two in combinations(group, 2) if two in repeats]
    return tuple(sorted(used, key=lambda entry: (-entry[2], entry)))


def _staying_out(groups: Groups, people: int) -> tuple[int, ...]:
    placed = {place for group in groups for place in group}
    return tuple(place for place in range(people) if place not in placed)


def _options(rooms: Sequence[_Room], repeats: Together) -> Iterator[Option]:
    for _, alike in groupby(rooms, key=lambda room: room.placed):
        same = list(alike)
        fewest: dict[int, int] = {}
        _count(same, repeats, fewest)
        for room in same:
            yield Option(room.through, room.pairs, room.placed, fewest[room.through])


def _count(rooms: Sequence[_Room], repeats: Together, fewest: dict[int, int]) -> None:
    """The fewest repeats in each of some rooms that place equally many.

    More choice never needs more repeats, so that what is equal at both ends is equal in between.
    """
    for room in (rooms[0], rooms[-1]):
        if room.through not in fewest:
            fewest[room.through] = _fewest(room, repeats)
    if fewest[rooms[0].through] == fewest[rooms[-1].through]:
        fewest.update({room.through: fewest[rooms[0].through] for room in rooms})
    elif len(rooms) > 2:
        middle = len(rooms) // 2
        _count(rooms[: middle + 1], repeats, fewest)
        _count(rooms[middle:], repeats, fewest)


def _fewest(room: _Room, repeats: Together) -> int:
    costs = {two: 1 for two, cycle in repeats.items() if cycle <= room.through}
    return len(_used(cheapest_pairing(room.graph, costs, trio=room.has_trio), costs)) if costs else 0
