"""Where the leaders of many cycles stand, as reminders need to know it: a few queries for all of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Lesson, PairMember, Session
from cycles.rules.nudges import PairSoFar
from cycles.rules.wanted import Standing

FIELDS = (
    "cycle_id",
    "leader_id",
    "pair_id",
    "left_at",
    "pair__ended_at",
    "pair__formed_at",
    "leader__person_id",
    "leader__person__email",
    "leader__email",
)


@dataclass(frozen=True)
class Membership:
    """A leader of the team who is or was in a pair of the cycle, and the address they are written to."""

    cycle_id: UUID
    leader_id: UUID
    pair_id: UUID
    formed_at: dt.datetime
    is_present: bool
    address: str


def standings(
    cycle_ids: Collection[UUID], *, with_sessions: bool, with_lessons: bool
) -> Iterator[tuple[UUID, UUID, Standing]]:
    """Cycle, leader and standing of everybody who is or was in a pair of these cycles and can be written to.

    Those who have left the team are none of them. One query, and one each for sessions and lessons if asked.
    """
    days = _days_met(cycle_ids) if with_sessions else {}
    offered = _offered(cycle_ids) if with_lessons else set()
    members = _memberships(cycle_ids)
    pairs = _pairs(members, days)
    ways: dict[tuple[UUID, UUID], PairSoFar | None] = {}
    for member in members:
        key = (member.cycle_id, member.leader_id)
        if member.address:
            ways[key] = pairs[member.pair_id] if member.is_present else ways.get(key)
    for (cycle_id, leader_id), pair in ways.items():
        yield cycle_id, leader_id, Standing(pair, (cycle_id, leader_id) in offered)


def _memberships(cycle_ids: Collection[UUID]) -> list[Membership]:
    found = PairMember.objects.filter(cycle__in=cycle_ids, leader__left_on=None)
    return [
        Membership(
            cycle_id=row[0],
            leader_id=row[1],
            pair_id=row[2],
            formed_at=row[5],
            is_present=row[3] is None and row[4] is None,
            address=row[7] if row[6] else row[8],
        )
        for row in found.order_by().values_list(*FIELDS)
    ]


def _pairs(
    members: Collection[Membership], days: Mapping[UUID, Collection[dt.date]]
) -> dict[UUID, PairSoFar]:
    present: defaultdict[UUID, list[Membership]] = defaultdict(list)
    for member in members:
        if member.is_present:
            present[member.pair_id].append(member)
    return {
        pair_id: PairSoFar(there[0].formed_at, [one.leader_id for one in there], days.get(pair_id, ()))
        for pair_id, there in present.items()
    }


def _days_met(cycle_ids: Collection[UUID]) -> Mapping[UUID, list[dt.date]]:
    days: defaultdict[UUID, list[dt.date]] = defaultdict(list)
    sessions = Session.objects.filter(pair__cycle__in=cycle_ids).order_by()
    for pair_id, held_on in sessions.values_list("pair_id", "held_on"):
        days[pair_id].append(held_on)
    return days


def _offered(cycle_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Those that nobody has offered cannot be seen here: nobody asks in their author's name."""
    offered = Lesson.objects.offered().filter(cycle__in=cycle_ids).order_by()
    return set(offered.values_list("cycle_id", "leader_id"))
