"""Pairs to suggest to those still choosing: nobody left out first, then what people would be glad of.

In this order: as many placed as can be; the most mutual shortlist choices; the most one-sided ones; the most
functions that meet for the first time; pairs of the schedule that was handed in. A first answer comes from a
maximum-weight matching (Z. Galil, ACM Computing Surveys 18, 1986, as in NetworkX), exact for pairs and
shortlists in an even room of up to 120. The functions, which count once however many pairs bring them
together, and the trio of an odd room are then improved by exchanging people between two groups for as long
as that helps. In a small room everything that could be better is tried.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import networkx as nx

from pairing.rules.assembly import Assembly
from pairing.rules.bits import bits_of, mask_of
from pairing.rules.couples import missable
from pairing.rules.guard import Group, Prospect, look_ahead
from pairing.rules.matching import pairs_in
from pairing.rules.small_rooms import MOST_PEOPLE, best_seating
from pairing.rules.thirds import Third, sure_thirds, without
from pairing.rules.worth import Table, Worth, improved

TRIES = 240
"""How many people, all tries together, are gone through to find the best third of a trio."""
LARGE = 120
"""In a room of more people those who are nothing to each other are left out, but for a few."""
A_FEW = 12


@dataclass(frozen=True)
class Suggestion:
    """``pairs`` and the ``trio``, each with its places in order, and who is left out.

    The trio may be a pair that is formed already with the one who joins it.
    """

    pairs: tuple[tuple[int, int], ...]
    trio: tuple[int, int, int] | None
    out: tuple[int, ...]

    @property
    def groups(self) -> list[Group]:
        return [*self.pairs, *([self.trio] if self.trio else [])]

    def group_of(self, place: int) -> Group | None:
        return next((group for group in self.groups if place in group), None)


def suggest(assembly: Assembly, *, planned: Collection[Group] = ()) -> Suggestion:
    """For the whole room. ``planned`` is the next round of a schedule: followed, all else equal."""
    prospect = look_ahead(assembly.hall)
    worth = Worth(assembly, planned)
    tables = _best_tables(prospect, worth)
    groups = sorted(tuple(sorted(table.everybody)) for table in tables)
    placed = {place for group in groups for place in group}
    out = tuple(place for place in bits_of(assembly.hall.choosing) if place not in placed)
    pairs = tuple((group[0], group[1]) for group in groups if len(group) == 2)
    trio = next(((group[0], group[1], group[2]) for group in groups if len(group) == 3), None)
    return Suggestion(pairs, trio, out)


def _best_tables(prospect: Prospect, worth: Worth) -> list[Table]:
    answers = (improved(tables, worth) for tables in _first_answers(prospect, worth))
    if prospect.hall.choosing.bit_count() > MOST_PEOPLE:
        return max(answers, key=worth.score)
    return best_seating(prospect, worth, next(answers))


def _first_answers(prospect: Prospect, worth: Worth) -> Iterator[list[Table]]:
    """One for an even room; for an odd one with several people as the third, as many as its size allows."""
    graph, third = prospect.hall.open_graph, prospect.third
    if third is None:
        yield [Table(two) for two in _heaviest(_thinned(prospect, worth), worth)]
        return
    sure = sure_thirds(graph, prospect.partner, prospect.hall.joiners)
    if not sure >> third.place & 1:
        yield _around(third, graph, worth)
        return
    possible = [sure, *(1 << one for one in bits_of(sure & missable(graph, prospect.partner)))]
    tries = 1 if len(graph) > LARGE else 1 + TRIES // len(graph)
    for one_of in possible[:tries]:
        *pairs, last = _heaviest(_thinned(prospect, worth), worth, one_of=one_of)
        yield _seated(last[0], pairs, prospect.hall.formed, worth)


def _thinned(prospect: Prospect, worth: Worth) -> Sequence[int]:
    """Who may be with whom; in a large room only wishes, the plan, a few others and a way to place all."""
    graph = prospect.hall.open_graph
    if len(graph) <= LARGE:
        return graph
    kept = [
        row & (worth.wanted[one] | mask_of(islice(_from(row, one), A_FEW))) for one, row in enumerate(graph)
    ]
    for one, other in pairs_in(prospect.partner):
        kept[one] |= 1 << other
    for one, row in enumerate(kept):
        for other in bits_of(row):
            kept[other] |= 1 << one
    return kept


def _from(row: int, one: int) -> Iterator[int]:
    """The places in a set from one's own on, round the room."""
    yield from bits_of(row >> one << one)
    yield from bits_of(row & (1 << one) - 1)


def _heaviest(graph: Sequence[int], worth: Worth, one_of: int = 0) -> list[tuple[int, int]]:
    """The largest set of pairs with the most weight.

    When ``one_of`` is not empty, one of those stays without a partner and comes last, with a number that is
    nobody's.
    """
    room: nx.Graph[int] = nx.Graph()
    for one, row in enumerate(graph):
        room.add_weighted_edges_from(
            (one, other, worth.weight(one, other)) for other in bits_of(row >> one << one)
        )
    nobody = len(graph)
    room.add_weighted_edges_from((one, nobody, 0) for one in bits_of(one_of))
    found = nx.max_weight_matching(room, maxcardinality=True)
    return sorted(((min(two), max(two)) for two in found), key=lambda two: (two[1] == nobody, two))


def _seated(
    third: int, pairs: Sequence[tuple[int, int]], formed: Sequence[Group], worth: Worth
) -> list[Table]:
    """The third with the pair, of these or formed already, whom most would be glad of."""
    tables = [Table(two) for two in pairs]
    joined = [(place, Table((*two, third))) for place, two in enumerate(pairs)]
    joined += [(-1, Table((third,), two)) for two in formed if len(two) == 2]
    possible = [(place, table) for place, table in joined if worth.allows(table)]
    place, table = max(possible, key=lambda entry: worth.score([*tables, entry[1]]))
    return [*(kept for at, kept in enumerate(tables) if at != place), table]


def _around(third: Third, graph: Sequence[int], worth: Worth) -> list[Table]:
    """That trio, and the heaviest pairs of all the others."""
    if third.pair is None:
        raise ValueError("Who joins a pair that is formed is a third in any case.")
    trio = (third.place, *third.pair)
    return [Table(trio), *(Table(two) for two in _heaviest(without(graph, mask_of(trio)), worth))]
