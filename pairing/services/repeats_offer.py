"""Which repeats would serve when not everybody can be paired without one, with the numbers to decide by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pairing.rules.bits import bits_of, renumber
from pairing.rules.guard import Hall, Prospect, look_ahead
from pairing.rules.repeats import Repeats, Together, best_repeats
from pairing.rules.risk import shortage
from pairing.rules.risk_words import shortage_in_words
from pairing.services.seating import Seating


@dataclass(frozen=True)
class Row:
    """What letting partners of the cycles up to ``through`` pair again would make possible.

    ``repeats`` is the number of twos who would meet again, None where it is not known exactly.
    """

    through: int
    pairs: int
    most: int
    """How many pairs there could be at all, the trio counted as one."""
    left_over: int
    repeats: int | None
    allowed: bool

    @property
    def whose(self) -> str:
        """“Partners of cycle 1”, “Partners of cycles 1 and 2”, “Partners of cycles 1 to 3”."""
        return f"Partners of {cycles_through(self.through)}"


@dataclass(frozen=True)
class Offer:
    """``short`` says who is short of partners as things stand. ``rows`` place more each, longest ago first.

    ``allowed`` is the number up to which this cycle allows repeats, 0 for none.
    """

    is_whole: bool
    short: str
    rows: tuple[Row, ...]
    allowed: int
    fewest: tuple[str, ...] = ()
    """The repeats that would do and are fewest: “Helen Armitage and Idris Kaya (cycle 1)”."""

    @property
    def whose(self) -> str:
        """Who may pair again as things stand."""
        return f"Partners of {cycles_through(self.allowed)}" if self.allowed else ""

    @property
    def wanted(self) -> tuple[Row, ...]:
        """Those that go further than what is allowed."""
        return tuple(row for row in self.rows if row.through > self.allowed)


def offer_repeats(seating: Seating) -> Offer:
    """Without a row where everybody can be paired anyhow, or where no repeat would help anybody."""
    allowed = seating.terms.repeats_through
    before = look_ahead(seating.without_repeats.assembly.hall)
    if before.is_whole:
        return Offer(True, "", (), allowed)
    better = list(_better(seating, before))
    order = list(bits_of(before.hall.choosing))
    found = _best(seating, order) if better else None
    options = found.options if found else ()
    needed = {(option.through, option.placed): option.fewest_repeats for option in options}
    rows = (
        _row(seating, through, prospect, needed.get((through, prospect.placed)))
        for through, prospect in better
    )
    named = (
        f"{seating.leaders[order[one]].name} and {seating.leaders[order[other]].name} (cycle {cycle})"
        for one, other, cycle in (found.repeats if found else ())
    )
    return Offer(False, _short(seating, before), tuple(rows), allowed, tuple(named))


def cycles_through(number: int) -> str:
    """“cycle 1”, “cycles 1 and 2”, “cycles 1 to 3”."""
    return {1: "cycle 1", 2: "cycles 1 and 2"}.get(number, f"cycles 1 to {number}")


def _better(seating: Seating, before: Prospect) -> Iterator[tuple[int, Prospect]]:
    """The cycles, ascending, from which repeats place more people than those of earlier ones do."""
    placed = before.placed
    for through in sorted({*seating.terms.history.values()}):
        prospect = look_ahead(_hall(seating, through))
        if prospect.placed > placed:
            placed = prospect.placed
            yield through, prospect


def _hall(seating: Seating, through: int) -> Hall:
    terms = replace(seating.terms, repeats_through=through)
    return replace(seating, terms=terms).assembly.hall


def _row(seating: Seating, through: int, prospect: Prospect, repeats: int | None) -> Row:
    return Row(
        through=through,
        pairs=len(seating.formed) + prospect.most_pairs,
        most=len(seating.leaders) // 2,
        left_over=prospect.left_over,
        repeats=repeats,
        allowed=seating.terms.repeats_through == through,
    )


def _best(seating: Seating, order: list[int]) -> Repeats | None:
    """The repeats that serve those still choosing best; ``order`` has their places."""
    strict = seating.without_repeats.assembly.hall
    graph = renumber([strict.graph[place] for place in order], order, len(strict.graph))
    return best_repeats(graph, _last_together(seating, order), trio=strict.awaits_trio)


def _last_together(seating: Seating, order: list[int]) -> Together:
    """Two of those places, renumbered, whom nothing but having been partners keeps from pairing."""
    history = seating.terms.history
    anybody = _hall(seating, max(history.values(), default=0)).graph
    at = {place: number for number, place in enumerate(order)}
    found = {}
    for two, cycle in history.items():
        places = sorted(seating.place_of[one] for one in two if one in seating.place_of)
        if len(places) == len(two) and all(place in at for place in places):
            one, other = places
            if anybody[one] >> other & 1:
                found[at[one], at[other]] = cycle
    return found


def _short(seating: Seating, before: Prospect) -> str:
    short = shortage(before)
    names = [leader.name for leader in seating.leaders]
    functions = [leader.function.name if leader.function else "" for leader in seating.leaders]
    return shortage_in_words(short, names, functions) if short else ""
