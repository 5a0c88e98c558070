"""How long the pairing engine takes: ``python3 dev.py bench pairing [PEOPLE …]``.

Beside it, in the same run, NetworkX's maximum matching once, and the guard done with it: a matching for each
two who may pair. All sizes together take some minutes. No database is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import networkx as nx

from bench._rooms import Kind, make_room
from bench._table import NONE, Table, as_ms, header, median_ms
from pairing.rules.assembly import Assembly
from pairing.rules.bits import bits_of, lowest_of
from pairing.rules.guard import Guard, Hall, after_group, after_undoing, guard
from pairing.rules.horizon import horizon
from pairing.rules.matching import maximum_matching
from pairing.rules.suggesting import suggest

FUNCTIONS = {
    12: (4,),
    24: (4, 8),
    40: (4, 8, 12),
    60: (4, 8, 12),
    100: (4, 8, 12),
    300: (4, 8, 12),
    1000: (4, 12),
}
"""In how many functions rooms of each size are measured; of other sizes, in four."""
PAST = (0, 4, 8)
SEED = 20270301
REPEATED_UP_TO = 300
"""What takes seconds in a larger room is measured once."""
NAIVE_UP_TO = 40

COLUMNS = (
    "people", "functions", "past", "most pairs", "guard", "pair formed", "undone", "odd guard", "suggestion",
    "horizon", "cycles left", "NetworkX once", "its guard",
)  # fmt: skip

LEGEND = f"""\
Functions are of one size; with “½” one of them is half of the room. The odd room has one person more.
“Cycles left” is what the horizon found. Rooms that cannot have had so many cycles are left out;
“{NONE}” is not measured, as it takes too long.
"""


def main(arguments: Sequence[str]) -> int:
    sizes = [int(argument) for argument in arguments] or list(FUNCTIONS)
    print(header(unit="Milliseconds of processor time, medians of up to 15 runs."))
    print(LEGEND)
    table = Table(COLUMNS)
    for kind in kinds(sizes):
        room = make_room(kind, SEED)
        if room is not None:
            table.row([*told(kind), *measured(kind, room)])
    return 0


def kinds(sizes: Sequence[int]) -> Iterator[Kind]:
    for people in sizes:
        for functions, half, past in product(FUNCTIONS.get(people, (4,)), (False, True), PAST):
            yield Kind(people, functions, half, past)


def told(kind: Kind) -> list[str]:
    return [f"{kind.people:,}", f"{'½ + ' if kind.half else ''}{kind.functions - kind.half}", str(kind.past)]


def measured(kind: Kind, room: Assembly) -> list[str]:
    graph = room.hall.graph
    ahead = horizon(graph)
    left = f"{ahead.at_least}" if ahead.is_exact else f"{ahead.at_least} to {ahead.at_most}"
    return [
        as_ms(median_ms(lambda: maximum_matching(graph))),
        *(as_ms(time) for time in guards(room.hall)),
        odd_guard(kind),
        as_ms(median_ms(lambda: suggest(room), repeats=5 if kind.people <= REPEATED_UP_TO else 1)),
        as_ms(median_ms(lambda: horizon(graph), repeats=5)),
        left,
        as_ms(networkx_once(graph)),
        as_ms(networkx_guard(graph)) if kind.people <= NAIVE_UP_TO else NONE,
    ]


def guards(hall: Hall) -> Iterator[float]:
    """From the beginning, once a pair has formed, and once it has come undone. Each in a room that is new."""
    yield median_ms(lambda: guard(replace(hall)))
    before = guard(hall)
    two = first_offered(before)
    after = after_group(before, two)
    yield median_ms(lambda: after_group(before, two))
    yield median_ms(lambda: after_undoing(after, two))


def first_offered(found: Guard) -> tuple[int, int]:
    one = next(place for place, row in enumerate(found.offered) if row)
    return one, lowest_of(found.offered[one])


def odd_guard(kind: Kind) -> str:
    room = make_room(replace(kind, people=kind.people + 1), SEED)
    return as_ms(median_ms(lambda: guard(replace(room.hall)))) if room else NONE


def networkx_once(graph: Sequence[int]) -> float:
    room = as_networkx(graph)
    return median_ms(lambda: nx.max_weight_matching(room, maxcardinality=True), repeats=5)


def networkx_guard(graph: Sequence[int]) -> float:
    """For each two who may pair: whether the others still form as many pairs as are possible."""
    room = as_networkx(graph)

    def work() -> list[bool]:
        most = len(nx.max_weight_matching(room, maxcardinality=True))
        kept = []
        for one, other in list(room.edges):
            rest = room.subgraph(set(room) - {one, other}).copy()
            kept.append(len(nx.max_weight_matching(rest, maxcardinality=True)) == most - 1)
        return kept

    return median_ms(work, repeats=1)


def as_networkx(graph: Sequence[int]) -> nx.Graph[int]:
    room: nx.Graph[int] = nx.Graph()
    room.add_edges_from((one, other) for one, row in enumerate(graph) for other in bits_of(row >> one << one))
    return room


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
