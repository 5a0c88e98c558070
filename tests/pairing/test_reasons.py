"""Why a pair is suggested, in words, and whom to suggest to one person."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from pairing.rules.assembly import Assembly
from pairing.rules.bits import bits_of
from pairing.rules.guard import Group, Guard, Hall, guard
from pairing.rules.reason_words import ground_in_words
from pairing.rules.reasons import Because, Ground, grounds_for, partners_for
from pairing.rules.suggesting import Suggestion, suggest
from tests.pairing.graphs import graph_of
from tests.pairing.seatings import assembly_of, everybody, new_twos, random_assembly

ALL_MET = list(combinations(range(6), 2))
FREE = everybody(6)
NAMES = ["Maggie", "Priya", "Helen", "Idris", "Tom", "Nia"]
FUNCTIONS = ["Housing", "Care", "Finance", "People", "Estates", "Digital"]
NOTHING = Suggestion((), None, ())
READ_SHORTLISTS = (Because.EACH_LISTED_THE_OTHER, Because.LISTED)


def grounds(assembly: Assembly, *group: int) -> list[Ground]:
    return grounds_for(assembly, guard(assembly.hall), group)


def in_words(assembly: Assembly, *group: int) -> list[str]:
    return [ground_in_words(ground, NAMES, FUNCTIONS) for ground in grounds(assembly, *group)]


# Each kind


def test_each_listed_the_other() -> None:
    assembly = assembly_of(FREE, listed={1: [2], 2: [3, 1]}, bridged=ALL_MET)
    assert grounds(assembly, 1, 2) == [Ground(Because.EACH_LISTED_THE_OTHER, (1, 2))]
    assert in_words(assembly, 1, 2) == ["Priya and Helen each listed the other"]


def test_one_listed_the_other() -> None:
    assembly = assembly_of(FREE, listed={2: [1]}, bridged=ALL_MET)
    assert grounds(assembly, 1, 2) == [Ground(Because.LISTED, (2, 1))]
    assert in_words(assembly, 1, 2) == ["Helen listed Priya"]
    assert in_words(assembly_of(FREE, listed={1: [2]}, bridged=ALL_MET), 1, 2) == ["Priya listed Helen"]


def test_functions_that_have_not_met() -> None:
    assembly = assembly_of(FREE, bridged=[two for two in ALL_MET if two != (1, 2)])
    assert grounds(assembly, 1, 2) == [Ground(Because.NEW_BRIDGE, (1, 2))]
    assert in_words(assembly, 1, 2) == ["The first pair between Care and Finance"]


def test_the_only_one_who_is_offered() -> None:
    hall = Hall(tuple(graph_of(4, [(0, 1), (1, 2), (1, 3), (2, 3)])))
    assembly = assembly_of(hall, bridged=ALL_MET)
    assert in_words(assembly, 0, 1) == [
        "Priya is the only one still offered to Maggie",
        "Maggie is the only one still offered to Priya",
    ]
    star = assembly_of(Hall(tuple(graph_of(3, [(0, 1), (1, 2)])), trio=False), bridged=ALL_MET)
    assert grounds(star, 0, 1) == [Ground(Because.ONLY_CHOICE, (0, 1))]


def test_nothing_else_speaks_for_it() -> None:
    assembly = assembly_of(FREE, listed={0: [3]}, bridged=ALL_MET)
    assert grounds(assembly, 1, 2) == [Ground(Because.WHOLE, (1, 2))]
    assert in_words(assembly, 1, 2) == ["It leaves nobody else without a partner"]


def test_the_one_who_reads_it_is_spoken_to() -> None:
    def to(me: int, because: Because) -> str:
        return ground_in_words(Ground(because, (1, 2)), NAMES, FUNCTIONS, me)

    assert to(1, Because.LISTED) == "You listed Helen"
    assert to(2, Because.LISTED) == "Priya listed Helen"
    assert to(1, Because.ONLY_CHOICE) == "Helen is the only one still offered to you"
    assert to(0, Because.ONLY_CHOICE) == "Helen is the only one still offered to Priya"


# Several


def test_the_most_telling_comes_first() -> None:
    hall = Hall(tuple(graph_of(4, [(0, 1), (1, 2), (2, 3)])))
    assert in_words(assembly_of(hall, listed={0: [1]}), 0, 1) == [
        "Maggie listed Priya",
        "The first pair between Housing and Care",
        "Priya is the only one still offered to Maggie",
        "Maggie is the only one still offered to Priya",
    ]


def test_a_trio_has_the_reasons_of_each_two_of_it() -> None:
    listed = {0: [1, 2], 2: [1], 1: [2]}
    assembly = assembly_of(everybody(5), listed=listed, function=[0, 1, 2, 3, 4], bridged=[(0, 1), (1, 2)])
    assert in_words(assembly, 0, 1, 2) == [
        "Priya and Helen each listed the other",
        "Maggie listed Priya",
        "Maggie listed Helen",
        "The first pair between Housing and Finance",
    ]


def test_two_functions_that_meet_twice_in_a_trio_are_said_once() -> None:
    """Two of one function are a pair, which is a fact, and the third is of another."""
    hall = everybody(3, (0, 1))
    assembly = assembly_of(hall, function=[0, 0, 1], bridged=[(0, 0)])
    assert grounds(assembly, 0, 1, 2) == [Ground(Because.NEW_BRIDGE, (0, 2))]


def test_a_pair_that_takes_in_a_third_has_only_what_the_third_brings() -> None:
    hall = everybody(5, (0, 1), (2, 3))
    assembly = assembly_of(hall, listed={0: [1], 1: [0], 4: [1]}, bridged=ALL_MET)
    assert in_words(assembly, 0, 1, 4) == ["Tom listed Priya"]
    assert grounds(assembly, 2, 3, 4) == [Ground(Because.WHOLE, (2, 3, 4))]


# All of them


def check_grounds(assembly: Assembly, found: Guard, group: Group) -> None:
    said = grounds_for(assembly, found, group)
    twos = new_twos(assembly.hall, group)
    lists = assembly.listed
    assert said
    assert len(said) == len(set(said))
    for ground in said:
        assert ground.reads_shortlists == (ground.because in READ_SHORTLISTS)
        assert ground_in_words(ground, NAMES * 2, FUNCTIONS * 2)
    whom = {two: (lists[two[0]] >> two[1] & 1) + (lists[two[1]] >> two[0] & 1) for two in twos}
    for because, wishes in ((Because.EACH_LISTED_THE_OTHER, 2), (Because.LISTED, 1)):
        about = [tuple(sorted(ground.about)) for ground in said if ground.because is because]
        assert about == [two for two in twos if whom[two] == wishes]
    assert all(
        lists[one] >> other & 1
        for one, other in (ground.about for ground in said if ground.because is Because.LISTED)
    )
    bridges = [assembly.bridge(*ground.about) for ground in said if ground.because is Because.NEW_BRIDGE]
    assert sorted(bridges) == sorted({assembly.bridge(*two) for two in twos} - assembly.bridged)
    only = [ground.about for ground in said if ground.because is Because.ONLY_CHOICE]
    both = [group, group[::-1]] if len(group) == 2 else []
    assert only == [two for two in both if found.offered[two[0]] == 1 << two[1]]
    whole = [ground for ground in said if ground.because is Because.WHOLE]
    assert whole == ([Ground(Because.WHOLE, group)] if len(said) == len(whole) else [])


@pytest.mark.parametrize("people", [4, 7, 9, 10])
def test_every_reason_holds_and_none_is_missing(people: int) -> None:
    rng = Random(people)
    for _ in range(50):
        assembly = random_assembly(people, rng)
        found = guard(assembly.hall)
        for group in suggest(assembly).groups:
            check_grounds(assembly, found, group)


# For one person


def partners(assembly: Assembly, place: int, **fields: int) -> list[int]:
    return partners_for(assembly, guard(assembly.hall), place, suggest(assembly), **fields)


def test_the_order_in_which_partners_are_suggested() -> None:
    """A mutual choice, whom they listed, who listed them, a function they have not met, then as they come."""
    function = [0, 1, 2, 3, 4, 5]
    assembly = assembly_of(
        FREE,
        listed={0: [4, 3], 4: [0], 2: [0]},
        function=function,
        bridged=[two for two in ALL_MET if two != (0, 5)],
    )
    assert partners_for(assembly, guard(FREE), 0, NOTHING, most=9) == [4, 3, 2, 5, 1]
    assert partners_for(assembly, guard(FREE), 0, NOTHING) == [4, 3, 2]


def test_functions_that_have_not_met_come_before_whom_the_whole_room_has_for_them() -> None:
    together = Suggestion(((0, 3),), None, ())
    some_met = assembly_of(FREE, bridged=[two for two in ALL_MET if two != (0, 5)])
    assert partners_for(some_met, guard(FREE), 0, together) == [5, 3, 1]
    assert partners_for(assembly_of(FREE, bridged=ALL_MET), guard(FREE), 0, together) == [3, 1, 2]


def test_at_most_three_and_only_who_is_offered() -> None:
    for seed in range(40):
        assembly = random_assembly(9, Random(seed))
        found, suggestion = guard(assembly.hall), suggest(assembly)
        for place in range(9):
            some = partners_for(assembly, found, place, suggestion)
            assert len(some) == min(3, found.offered[place].bit_count())
            assert len(set(some)) == len(some)
            assert all(found.offers(place, other) for other in some)


def test_who_would_leave_somebody_out_is_not_suggested_however_glad_both_would_be() -> None:
    hall = Hall(tuple(graph_of(4, [(0, 1), (1, 2), (2, 3)])))
    assembly = assembly_of(hall, listed={1: [2], 2: [1]})
    assert (partners(assembly, 1), partners(assembly, 2)) == ([0], [3])


def test_somebody_in_a_pair_is_suggested_nobody() -> None:
    assembly = assembly_of(everybody(4, (0, 1)))
    assert (partners(assembly, 0), partners(assembly, 3)) == ([], [2])


@pytest.mark.parametrize("people", [6, 8, 9])
def test_whom_the_whole_room_has_for_them_comes_before_all_who_are_no_better(people: int) -> None:
    rng = Random(people)
    for _ in range(40):
        assembly = random_assembly(people, rng)
        found, suggestion = guard(assembly.hall), suggest(assembly)
        for one, other in suggestion.pairs:
            before = partners_for(assembly, found, one, suggestion, most=people)
            for better in before[: before.index(other)]:
                assert standing(assembly, one, better) > standing(assembly, one, other)


def standing(assembly: Assembly, one: int, other: int) -> tuple[bool, int, bool]:
    wishes = (assembly.listed[one] >> other & 1) + (assembly.listed[other] >> one & 1)
    return wishes == 2, wishes, assembly.bridge(one, other) not in assembly.bridged


def test_all_are_suggested_when_asked_for_more_than_there_are() -> None:
    assembly = assembly_of(FREE)
    assert sorted(partners(assembly, 3, most=99)) == list(bits_of(guard(FREE).offered[3]))
