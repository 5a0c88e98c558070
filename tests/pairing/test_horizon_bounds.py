"""What limits the horizon: the counting behind each bound, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from math import floor
from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from pairing.rules.bits import bits_of, mask_of
from pairing.rules.horizon import horizon
from pairing.rules.horizon.bounds import Bound, Limit
from pairing.rules.horizon.cut import scarce_sets
from pairing.rules.horizon.odd import close_group, odd_group
from pairing.rules.horizon.rounds import Chance
from pairing.rules.horizon.shortage import shortage
from pairing.rules.horizon.trimming import trimmed
from tests.pairing.graphs import edges_of, graph_of, random_graph

NAMES = ["Maggie", "Amara", "Siobhan", "Priya", "Helen", "Vikram", "Joanna", "Idris"]
untimed = settings(deadline=None)


@st.composite
def rooms(draw: st.DrawFn, people: st.SearchStrategy[int]) -> list[int]:
    """Rooms in which everybody has somebody."""
    size = draw(people)
    everybody = list(combinations(range(size), 2))
    missing = draw(st.lists(st.sampled_from(everybody), unique=True))
    return graph_of(
        size, {*(set(everybody) - set(missing)), *((one, (one + 1) % size) for one in range(size))}
    )


def all_pairs_of_sets(people: int) -> Iterator[tuple[int, int]]:
    """Every two disjoint sets of which the first is the larger."""
    for places in product(range(3), repeat=people):
        sets = [mask_of(one for one, place in enumerate(places) if place == number) for number in (0, 1)]
        if sets[0].bit_count() > sets[1].bit_count():
            yield sets[0], sets[1]


def left_outside(graph: list[int], people: int, others: int) -> int:
    return sum((graph[one] & ~others).bit_count() for one in bits_of(people))


# A shortage of partners


@untimed
@given(rooms(st.sampled_from([4, 6])))
def test_in_an_even_room_the_scarcest_two_sets_are_found(graph: list[int]) -> None:
    fewest = min(row.bit_count() for row in graph)
    ratio = min(
        Fraction(left_outside(graph, people, others), people.bit_count() - others.bit_count())
        for people, others in all_pairs_of_sets(len(graph))
    )
    found = shortage(graph, fewest)
    assert (found.most if found else fewest) == floor(ratio)


@untimed
@given(rooms(st.integers(3, 10)), st.integers(1, 9))
def test_sets_that_are_called_scarce_are(graph: list[int], rounds: int) -> None:
    rounds = min(rounds, *(row.bit_count() for row in graph))
    found = scarce_sets(graph, rounds)
    if found:
        people, others = found
        assert people & others == 0
        assert left_outside(graph, people, others) < rounds * (people.bit_count() - others.bit_count())


def test_the_numbers_of_a_shortage_are_those_of_its_sets() -> None:
    rng = Random(5)
    seen = 0
    for _ in range(200):
        graph = random_graph(rng.choice([8, 9, 12, 13]), 0.5, rng)
        found = shortage(graph, min(row.bit_count() for row in graph))
        if found is not None:
            seen += 1
            people, others = mask_of(found.people), mask_of(found.others)
            assert found.left == left_outside(graph, people, others)
            assert found.each >= people.bit_count() - others.bit_count()
            assert found.most == found.left // found.each
    assert seen > 10


# Groups of odd size


def smallest_odd_cut(graph: list[int]) -> int:
    groups = (group for group in range(1, 1 << len(graph)) if group.bit_count() % 2)
    return min(left_outside(graph, group, group) for group in groups)


def test_the_narrowest_odd_group_is_found() -> None:
    """Two or three groups, dense inside, with a few pairs between them."""
    rng = Random(3)
    found_some = 0
    for _ in range(60):
        people = rng.choice([8, 10])
        side = [rng.randrange(2) for _ in range(people)]
        dense = {
            two: rng.random() < (0.95 if side[two[0]] == side[two[1]] else 0.15)
            for two in combinations(range(people), 2)
        }
        graph = graph_of(people, (two for two, there in dense.items() if there))
        fewest = min(row.bit_count() for row in graph)
        found = odd_group(graph, fewest)
        assert (found.left if found else fewest) == smallest_odd_cut(graph)
        if found:
            found_some += 1
            assert found.left == left_outside(graph, mask_of(found.people), mask_of(found.people))
            assert len(found.people) % 2 == 1
    assert found_some > 5


def halves(size: int, across: int) -> list[int]:
    inside = [(one, other) for one, other in combinations(range(2 * size), 2) if one // size == other // size]
    return graph_of(2 * size, [*inside, *((one, size + one) for one in range(across))])


@pytest.mark.parametrize("half", [15, 29])
def test_few_pairs_left_between_two_groups_of_odd_size(half: int) -> None:
    found = horizon(halves(half, 5))
    assert (found.at_least, found.at_most) == (5, 5)
    assert (found.because.limit, found.because.left, len(found.because.people)) == (Limit.ODD_GROUP, 5, half)


def test_a_pair_across_for_every_round_is_kept() -> None:
    """Nobody has fewer than 29 partners, and of the pairs between the halves each round can have just one."""
    found = horizon(halves(29, 29))
    assert (found.at_least, found.at_most) == (29, 29)


def test_a_close_group_is_odd_and_has_few_pairs_outside() -> None:
    assert close_group(halves(7, 7), 7) == mask_of(range(7))
    assert close_group(halves(7, 7), 3) == 0
    assert close_group(halves(8, 8), 8) == 0
    assert close_group(graph_of(8, combinations(range(8), 2)), 7) == 0


def test_in_an_odd_room_a_group_counts_only_when_no_trio_is_in_it() -> None:
    square = [(0, 1), (1, 2), (2, 3), (3, 0)]
    circle = [(4, 5), (5, 6), (6, 7), (7, 8), (8, 4)]
    graph = graph_of(9, [*square, *circle, (0, 4)])
    found = odd_group(graph, 2)
    assert found is not None
    assert (found.people, found.left) == ((4, 5, 6, 7, 8), 1)
    with_trio = graph_of(9, [*edges_of(graph), (4, 6)])
    assert odd_group(with_trio, 2) is None


# Trimming


@untimed
@given(rooms(st.integers(4, 14)), st.integers(0, 5), st.integers(0, 99))
def test_trimming_leaves_everybody_what_they_need(graph: list[int], need: int, seed: int) -> None:
    needs = [min(need, row.bit_count()) for row in graph]
    left = trimmed(graph, needs, Chance(seed))
    assert left == graph_of(len(graph), edges_of(left))
    assert all(row & ~before == 0 for row, before in zip(left, graph, strict=True))
    assert all(row.bit_count() >= number for row, number in zip(left, needs, strict=True))


def test_in_a_dense_room_nothing_is_left_to_trim() -> None:
    rng = Random(1)
    for seed in range(20):
        graph = random_graph(24, 0.8, rng)
        need = min(row.bit_count() for row in graph) - 2
        left = trimmed(graph, [need] * 24, Chance(seed))
        assert sorted({row.bit_count() for row in left}) == [need]


# In words


@pytest.mark.parametrize(
    ("bound", "people", "words"),
    [
        (Bound(Limit.TOO_FEW, 0), 1, "There are not yet two people to pair."),
        (Bound(Limit.ODD, 0), 5, "The number is odd: without a trio somebody sits out in every cycle."),
        (
            Bound(Limit.FORMED, 0, (2, 3)),
            4,
            "With what is formed so far, at least one of Siobhan and Priya is left in this cycle.",
        ),
        (
            Bound(Limit.NO_ROUND, 0, (0, 1, 2)),
            6,
            "Not everybody can be paired without a repeat, not even once: however the others pair, at least "
            "one of Maggie, Amara and Siobhan is left.",
        ),
        (Bound(Limit.FEWEST_PARTNERS, 1, (4,), left=1), 8, "Helen has one new partner left."),
        (Bound(Limit.FEWEST_PARTNERS, 0, (4,)), 8, "Helen has nobody new left."),
        (Bound(Limit.FEWEST_PARTNERS, 0, (4, 5)), 8, "Helen and Vikram have nobody new left."),
        (
            Bound(Limit.FEWEST_PARTNERS, 2, (4, 5), left=2),
            8,
            "Helen and Vikram have 2 new partners left each.",
        ),
        (
            Bound(Limit.FEWEST_PARTNERS, 4, (4, 5), left=3, later=True),
            8,
            "After this cycle: Helen and Vikram have 3 new partners left each.",
        ),
        (Bound(Limit.FEWEST_PARTNERS, 7, tuple(range(8)), left=7), 8, "Everybody has 7 new partners left."),
        (
            Bound(Limit.FEWEST_PARTNERS, 2, tuple(range(7)), left=2),
            8,
            "Maggie, Amara, Siobhan, Priya, Helen and 2 others have 2 new partners left each.",
        ),
        (
            Bound(Limit.SHORTAGE, 2, tuple(range(5)), left=20, each=8),
            5,
            "The number is odd, and the trio of each cycle takes three pairings at once: a cycle takes 4 "
            "pairings. Of those nobody has had yet, 10 are left: enough for 2 cycles.",
        ),
        (
            Bound(Limit.SHORTAGE, 1, (0, 1, 2, 3, 4), (5, 6, 7), left=2, each=2),
            8,
            "Maggie, Amara, Siobhan, Priya and Helen outnumber Vikram, Joanna and Idris: each cycle at least "
            "one pair must form among them. Of those nobody has had yet, one is left: enough for one cycle.",
        ),
        (
            Bound(Limit.SHORTAGE, 2, (0, 1), (2,), left=2, each=1),
            8,
            "Maggie and Amara outnumber Siobhan: each cycle they need at least one new partner from "
            "elsewhere. Counted one by one, 2 are left: enough for 2 cycles.",
        ),
        (
            Bound(Limit.SHORTAGE, 0, (0, 1), (2,), left=0, each=1),
            3,
            "Maggie and Amara outnumber Siobhan: each cycle they need at least one new partner from "
            "elsewhere. Counted one by one, none is left: not enough for another cycle.",
        ),
        (
            Bound(Limit.SHORTAGE, 3, (0, 1, 2), left=12, each=4),
            7,
            "Take Maggie, Amara and Siobhan: each cycle they need at least 4 new partners. Counted one by "
            "one, 12 are left: enough for 3 cycles.",
        ),
        (
            Bound(Limit.ODD_GROUP, 1, (0, 1, 2), left=1, each=1),
            8,
            "Maggie, Amara and Siobhan are an odd number, so each cycle one of them needs a partner from "
            "outside. Of such pairings one is left.",
        ),
        (
            Bound(Limit.ODD_GROUP, 0, (0, 1, 2), each=1),
            7,
            "Maggie, Amara and Siobhan are an odd number and no three of them can be a trio, so each cycle "
            "one of them needs a partner from outside. Of such pairings none is left.",
        ),
        (Bound(Limit.ALL_TRIED, 3), 8, "Every order of pairings was tried: none is enough for 4 cycles."),
        (Bound(Limit.ALL_TRIED, 0), 8, "Every order of pairings was tried: none is enough for one cycle."),
    ],
)
def test_the_reason_in_words(bound: Bound, people: int, words: str) -> None:
    assert bound.in_words(NAMES[:people]) == words
