"""How many rooms strand somebody, without the guard and with it: ``python3 dev.py bench rooms``.

People choose at random among those they may pair with, or among those the guard offers them, until nobody
can be chosen any more; in an odd room somebody who is left then joins a pair, if one may be joined. Rooms
that could not all be paired when the first one chose are not counted. Ends with 1 when the guard has stranded
anybody. No database is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from random import Random

from bench._rooms import Kind, make_room
from bench._table import Table, header
from pairing.rules.bits import bits_of
from pairing.rules.guard import Group, Hall, after_group, guard, look_ahead, may_join

ROOMS = 400
SEED = 20270301
BALANCED = ((12, 4), (14, 4), (16, 4), (18, 6), (20, 5), (22, 5), (24, 6))
COLUMNS = ("people", "functions", "round", "rooms", "without, %", "with, %")


def main() -> int:
    print(header(unit=f"Per cent of {ROOMS} rooms in which somebody is stranded."))
    print("Functions are of one size; with “½” one of them is half of the room.\n")
    table = Table(COLUMNS)
    stranded_by_guard = 0
    for kind in kinds():
        without = with_guard = counted = 0
        for hall in rooms(kind):
            rng = Random(f"{kind} {counted}")
            without += choose_freely(hall, rng).choosing > 0
            with_guard += choose_with_guard(hall, rng).choosing > 0
            counted += 1
        stranded_by_guard += with_guard
        table.row([*told(kind), str(counted), per_cent(without, counted), per_cent(with_guard, counted)])
    return 1 if stranded_by_guard else 0


def kinds() -> Iterator[Kind]:
    """Even and odd, first rounds and fourth ones."""
    for more in (0, 1):
        for past in (0, 3):
            for people, functions in BALANCED:
                yield Kind(people + more, functions, half=False, past=past)
        for past in (0, 3):
            for people in (12, 18, 24):
                yield Kind(people + more, 4, half=True, past=past)


def told(kind: Kind) -> list[str]:
    functions = f"{'½ + ' if kind.half else ''}{kind.functions - kind.half}"
    return [str(kind.people), functions, str(kind.past + 1)]


def per_cent(some: int, of_all: int) -> str:
    return f"{100 * some / of_all:.1f}" if of_all else "–"


def rooms(kind: Kind) -> Iterator[Hall]:
    """As many as are counted, each whole, of ten times as many tries at most."""
    found = 0
    for number in range(10 * ROOMS):
        room = make_room(kind, SEED + number)
        if room is not None and look_ahead(room.hall).is_whole:
            yield room.hall
            found += 1
        if found == ROOMS:
            return


def choose_freely(hall: Hall, rng: Random) -> Hall:
    while two := drawn(hall.open_graph, rng):
        hall = hall.with_group(two)
    joining = [
        (*group, place)
        for group in hall.formed
        for place in (bits_of(hall.may_join(group)) if hall.awaits_trio else ())
    ]
    return hall.with_group(rng.choice(joining)) if joining else hall


def choose_with_guard(hall: Hall, rng: Random) -> Hall:
    now = guard(hall)
    while two := drawn(now.offered, rng):
        now = after_group(now, two)
    joining = [(*group, place) for place, group in may_join(now.prospect)]
    return now.hall.with_group(rng.choice(joining)) if joining else now.hall


def drawn(rows: Sequence[int], rng: Random) -> Group | None:
    """Somebody who has a choice, and one of those they can choose; None when nobody has one."""
    choosers = [place for place, row in enumerate(rows) if row]
    if not choosers:
        return None
    one = rng.choice(choosers)
    return one, rng.choice(list(bits_of(rows[one])))


if __name__ == "__main__":
    sys.exit(main())
