"""A suggestion can be taken step by step: each pair of it is offered by the guard, in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest

from pairing.rules.assembly import Assembly
from pairing.rules.guard import Group, Guard, Hall, after_group, guard, keeps_whole, may_join
from pairing.rules.suggesting import suggest
from tests.pairing.graphs import random_room
from tests.pairing.seatings import assembly_of, random_assembly


def check_can_be_taken(assembly: Assembly, groups: Sequence[Group]) -> None:
    """In this order each is offered, a trio as two of it and then the third, until nobody more can be."""
    now = guard(assembly.hall)
    for group in groups:
        assert keeps_whole(now.hall, group), (assembly, group)
        joined = next((two for two in assembly.hall.formed if set(two) < set(group)), None)
        if len(group) == 2:
            assert now.offers(*group), (assembly, groups, group)
        elif joined is None:
            now = check_trio_in_steps(now, group)
            continue
        else:
            (third,) = set(group) - set(joined)
            assert (third, joined) in may_join(now.prospect), (assembly, groups, group)
        now = after_group(now, group)
    assert now.prospect.most_pairs == 0
    assert now.prospect.third is None


def check_trio_in_steps(now: Guard, trio: Group) -> Guard:
    for two in combinations(trio, 2):
        (third,) = set(trio) - set(two)
        assert now.offers(*two), (now.hall, two)
        assert (third, two) in may_join(after_group(now, two).prospect), (now.hall, two)
    return after_group(now, trio)


@pytest.mark.parametrize("people", [6, 7, 9, 12, 15, 20, 23])
def test_can_be_taken_one_after_another_in_any_order(people: int) -> None:
    rng = Random(people)
    for _ in range(40):
        assembly = random_assembly(people, rng)
        groups = suggest(assembly).groups
        rng.shuffle(groups)
        check_can_be_taken(assembly, groups)


@pytest.mark.parametrize("people", [11, 15])
def test_the_third_may_come_last_of_all(people: int) -> None:
    rng, trios = Random(people), 0
    for _ in range(20):
        assembly = assembly_of(Hall(tuple(random_room(people, rng))))
        found, now = suggest(assembly), guard(assembly.hall)
        if found.trio is not None:
            trios += 1
            first, second, third = found.trio
            for group in [(first, second), *found.pairs]:
                assert now.offers(*group), assembly
                now = after_group(now, group)
            assert (third, (first, second)) in may_join(now.prospect)
    assert trios >= 10
