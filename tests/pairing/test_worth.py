"""What pairs are worth to those in them, exchanging people between them, and trying everything."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest

from pairing.rules.assembly import Assembly
from pairing.rules.guard import Hall, look_ahead
from pairing.rules.matching import pairs_in
from pairing.rules.small_rooms import best_seating
from pairing.rules.worth import Part, Table, Worth, improved
from tests.pairing.graphs import functions_apart, graph_of
from tests.pairing.seatings import assembly_of, best, everybody, random_assembly, told

EVERYBODY = everybody(6, (4, 5))


def groups_at(tables: Sequence[Table]) -> list[tuple[int, ...]]:
    return [table.everybody for table in tables]


# One table


def test_who_comes_together_at_a_table() -> None:
    assert list(Table((2, 0)).meetings) == [(0, 2)]
    assert list(Table((3, 1, 2)).meetings) == [(1, 2), (1, 3), (2, 3)]
    assert list(Table((4,), (2, 5)).meetings) == [(2, 4), (4, 5)]
    assert Table((4,), (2, 5)).everybody == (4, 2, 5)


def test_wishes() -> None:
    worth = Worth(assembly_of(EVERYBODY, listed={0: [1, 2], 1: [0]}))
    assert [worth.wishes(0, 1), worth.wishes(2, 0), worth.wishes(1, 2)] == [2, 1, 0]


def test_what_a_pair_adds() -> None:
    worth = Worth(assembly_of(EVERYBODY, listed={0: [1], 1: [0]}, bridged=[(0, 2)]), planned=[(2, 1, 0)])
    assert worth.part(Table((0, 1))) == Part(1, 0, 1, ((0, 1),))
    assert worth.part(Table((2, 0))) == Part(0, 0, 1, ())
    assert worth.part(Table((3, 2))) == Part(0, 0, 0, ((2, 3),))


def test_what_a_trio_adds() -> None:
    listed = {0: [1, 2], 1: [0], 2: [0]}
    worth = Worth(assembly_of(EVERYBODY, listed=listed, function=[0, 0, 1, 2, 3, 4], bridged=[(0, 0)]))
    assert worth.part(Table((0, 1, 2))) == Part(2, 0, 0, ((0, 1),))


def test_what_is_between_the_two_of_a_formed_pair_adds_nothing() -> None:
    listed = {4: [5], 5: [4, 0]}
    worth = Worth(assembly_of(EVERYBODY, listed=listed, bridged=[(4, 5)]), planned=[(4, 5)])
    assert worth.part(Table((0,), (4, 5))) == Part(0, 1, 0, ((0, 4), (0, 5)))


def test_who_may_sit_together() -> None:
    """The graph does not have the formed pair: that they are one is a fact."""
    worth = Worth(assembly_of(Hall(tuple(graph_of(4, [(0, 1), (0, 2), (1, 3)])), formed=((1, 2),))))
    assert worth.allows(Table((0, 1)))
    assert not worth.allows(Table((0, 3)))
    assert not worth.allows(Table((0, 1, 3)))
    assert worth.allows(Table((0,), (1, 2)))
    assert not worth.allows(Table((3,), (1, 2)))


# Tables together


def test_the_score_counts_two_functions_once() -> None:
    assembly = assembly_of(EVERYBODY, listed={0: [2], 1: [3], 3: [1]}, function=[0, 0, 1, 1, 2, 3])
    worth = Worth(assembly, planned=[(1, 3), (0, 3)])
    assert worth.score([Table((0, 2)), Table((1, 3))]) == (1, 1, 1, 1)
    assert worth.score([]) == (0, 0, 0, 0)


@pytest.mark.parametrize("people", [6, 12])
def test_a_weight_puts_first_what_comes_first(people: int) -> None:
    """One more of what comes first outweighs as many as there can be of all that comes after it."""
    hall = everybody(people)

    def heaviest(**fields: object) -> int:
        planned = fields.pop("planned", ())
        return Worth(assembly_of(hall, **fields), planned).weight(1, 0)  # type: ignore[arg-type]

    met = [(0, 1)]
    planned = heaviest(bridged=met, planned=[(0, 1)])
    bridge, single = heaviest(), heaviest(listed={0: [1]}, bridged=met)
    mutual = heaviest(listed={0: [1], 1: [0]}, bridged=met)
    pairs = people // 2
    assert heaviest(bridged=met) == 0
    assert planned > 0
    assert bridge > pairs * planned
    assert single > pairs * (bridge + planned)
    assert mutual > pairs * (single + bridge + planned)


# Exchanging


def seated_anyhow(assembly: Assembly) -> list[Table]:
    """As many as can be placed, without a thought of what anybody would be glad of."""
    prospect = look_ahead(assembly.hall)
    tables, third = [Table(two) for two in pairs_in(prospect.partner)], prospect.third
    if third is None:
        return tables
    if third.pair is None:
        two = next(two for two in assembly.hall.formed if assembly.hall.may_join(two) >> third.place & 1)
        return [*tables, Table((third.place,), two)]
    pair = (min(third.pair), max(third.pair))
    return [Table((*pair, third.place)) if table.free == pair else table for table in tables]


@pytest.mark.parametrize("people", [7, 8, 15, 16])
def test_exchanging_keeps_everybody_and_never_lowers_the_score(people: int) -> None:
    rng = Random(people)
    for _ in range(40):
        assembly = random_assembly(people, rng)
        worth, before = Worth(assembly), seated_anyhow(assembly)
        after = improved(before, worth)
        assert [len(table.free) for table in after] == [len(table.free) for table in before]
        assert [table.formed for table in after] == [table.formed for table in before]
        seated = [sorted(place for table in tables for place in table.free) for tables in (before, after)]
        assert seated[0] == seated[1]
        assert all(worth.allows(table) for table in after)
        assert worth.score(after) >= worth.score(before)


@pytest.mark.parametrize("people", [7, 8, 15])
def test_where_no_exchange_helps_nothing_changes(people: int) -> None:
    rng = Random(people)
    for _ in range(20):
        assembly = random_assembly(people, rng)
        worth = Worth(assembly)
        once = improved(seated_anyhow(assembly), worth)
        assert improved(once, worth) == once


def test_an_exchange_that_helps() -> None:
    """0 and 3 listed each other, and so did 1 and 2; both tables gain at once."""
    worth = Worth(assembly_of(EVERYBODY, listed={0: [3], 3: [0], 1: [2], 2: [1]}))
    assert groups_at(improved([Table((0, 1)), Table((2, 3))], worth)) == [(0, 3), (1, 2)]


def test_an_exchange_with_somebody_who_joins_a_pair() -> None:
    worth = Worth(assembly_of(EVERYBODY, listed={0: [5], 2: [1]}))
    tables = improved([Table((0, 1)), Table((2,), (4, 5))], worth)
    assert groups_at(tables) == [(1, 2), (0, 4, 5)]


def test_an_exchange_with_a_trio() -> None:
    hall = everybody(5)
    worth = Worth(assembly_of(hall, listed={0: [2, 3], 2: [0], 3: [0]}))
    assert groups_at(improved([Table((0, 1)), Table((2, 3, 4))], worth)) == [(1, 4), (0, 2, 3)]


def test_an_exchange_for_the_plan_that_loses_no_bridge() -> None:
    """The same two functions meet for the first time before and after, once at two tables and once at one."""
    hall = everybody(6)
    worth = Worth(assembly_of(hall, function=[0, 0, 1, 1, 0, 1], bridged=[(0, 0), (1, 1)]), [(0, 3), (1, 2)])
    assert groups_at(improved([Table((0, 2)), Table((1, 3))], worth)) == [(0, 3), (2, 1)]
    worth = Worth(assembly_of(hall, function=[0, 0, 1, 1, 2, 2], bridged=[(0, 2), (1, 2)]), [(0, 3)])
    assert groups_at(improved([Table((0, 2)), Table((3, 4))], worth)) == [(0, 3), (2, 4)]


@pytest.mark.parametrize(("people", "rooms"), [(6, 40), (8, 40), (10, 15)])
def test_exchanging_alone_seldom_misses_a_bridge_and_never_two(people: int, rooms: int) -> None:
    """So it is where not everything can be tried: two tables at a time find nearly all there is to find."""
    rng, missed = Random(people), []
    for _ in range(rooms):
        function = [rng.randrange(5) for _place in range(people)]
        hall = Hall(tuple(functions_apart(function)))
        met = [two for two in combinations(range(5), 2) if rng.random() < 0.3]
        assembly = assembly_of(hall, function=function, bridged=met)
        tables = improved(seated_anyhow(assembly), Worth(assembly))
        missed.append(best(assembly)[3] - told(assembly, groups_at(tables))[3])
    assert set(missed) <= {0, 1}
    assert sum(missed) <= rooms // 10


# Trying everything


@pytest.mark.parametrize("people", range(1, 10))
def test_trying_everything_finds_the_best_wherever_it_begins(people: int) -> None:
    rng = Random(people)
    for _ in range(25):
        assembly = random_assembly(people, rng)
        worth = Worth(assembly)
        tables = best_seating(look_ahead(assembly.hall), worth, seated_anyhow(assembly))
        assert all(worth.allows(table) for table in tables)
        assert told(assembly, groups_at(tables)) == best(assembly), assembly


def test_what_is_known_stays_where_nothing_is_better() -> None:
    hall = everybody(4)
    assembly = assembly_of(hall, function=[0, 1, 2, 3], bridged=combinations(range(4), 2))
    for known in ([Table((1, 0)), Table((2, 3))], [Table((0, 3)), Table((1, 2))]):
        assert best_seating(look_ahead(hall), Worth(assembly), known) == known


def test_the_plan_is_followed_as_far_as_it_can_be() -> None:
    hall = everybody(6)
    assembly = assembly_of(hall, listed={0: [1]}, bridged=combinations(range(6), 2))
    worth = Worth(assembly, planned=[(0, 2), (1, 3), (4, 5)])
    known = [Table((0, 2)), Table((1, 4)), Table((3, 5))]
    tables = best_seating(look_ahead(hall), worth, known)
    assert sorted(groups_at(tables)) == [(0, 1), (2, 3), (4, 5)]
