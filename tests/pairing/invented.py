"""Rooms that are in no database: of invented people, made from a seed."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from itertools import pairwise
from uuid import UUID

from cycles.models import Cycle, Pair, PairMember, Participant
from cycles.services.pairs import ShownPair
from pairing.rules.eligibility import Terms
from pairing.services.room import Room
from teams.models import Function, Leader

FUNCTIONS = [("Housing", "HOU"), ("Care", "CARE"), ("Finance", "FIN"), ("People", "PPL")]


def invent(seed: int, people: int = 14) -> Room:
    """With lines, earlier partners, some kept apart, some pairs, some who are away or have no function."""
    chance = random.Random(seed)
    functions = [Function(pk=_id(chance), name=name, code=code, colour=1) for name, code in FUNCTIONS]
    leaders = [_leader(chance, number, functions) for number in range(people)]
    for leader in chance.sample(leaders, people // 3):
        leader.manager = chance.choice([other for other in leaders if other is not leader])
    cycle = Cycle(
        pk=_id(chance),
        number=4,
        stage=Cycle.Stage.CHOOSING,
        starts_on=dt.date(2026, 12, 1),
        ends_on=dt.date(2027, 5, 31),
        time_zone="Europe/London",
    )
    return Room(
        cycle=cycle,
        taking_part=tuple(_entries(chance, cycle, leaders)),
        pairs=tuple(_pairs(chance, cycle, leaders)),
        terms=Terms(
            history={two: chance.choice([1, 2, 3]) for two in _twos(chance, leaders, people // 2)},
            apart=frozenset(_twos(chance, leaders, 3)),
            repeats_through=chance.choice([0, 0, 1]),
        ),
    )


def _id(chance: random.Random) -> UUID:
    return uuid.UUID(int=chance.getrandbits(128))


def _leader(chance: random.Random, number: int, functions: list[Function]) -> Leader:
    function = chance.choice([*functions, functions[0], None]) if number % 5 == 0 else functions[number % 4]
    return Leader(
        pk=_id(chance),
        name=f"Leader{number:02} Invented",
        sort_name=f"Invented Leader{number:02}",
        title="Director",
        function=function,
        person_id=None if chance.random() < 0.3 else _id(chance),
    )


def _entries(chance: random.Random, cycle: Cycle, leaders: list[Leader]) -> list[Participant]:
    """The first half is always there: pairs are made of them."""
    half = len(leaders) // 2
    entries = [Participant(cycle=cycle, leader=leader) for leader in leaders]
    for entry in entries[half:]:
        entry.absent = chance.random() < 0.2
        entry.sits_out = not entry.absent and chance.random() < 0.2
    return entries


def _pairs(chance: random.Random, cycle: Cycle, leaders: list[Leader]) -> list[ShownPair]:
    """Some of the first half, whatever would speak against it: a pair that is there is a fact."""
    half = leaders[: len(leaders) // 2]
    couples = list(pairwise(half))[::2]
    return [_pair(chance, cycle, two) for two in couples if chance.random() < 0.4]


def _pair(chance: random.Random, cycle: Cycle, two: tuple[Leader, Leader]) -> ShownPair:
    pair = Pair(pk=_id(chance), cycle=cycle)
    members = tuple(PairMember(pair=pair, cycle=cycle, leader=one, function=one.function) for one in two)
    return ShownPair(pair, members)


def _twos(chance: random.Random, leaders: list[Leader], number: int) -> list[frozenset[UUID]]:
    return [frozenset(leader.pk for leader in chance.sample(leaders, 2)) for _ in range(number)]
