"""Who is there: in the room, from elsewhere, or noted by the facilitator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from awayday.models import Arrival, Awayday, Claim
from awayday.services.doors import hold_awayday, require_open
from awayday.services.now import Now
from coachingpairs.live.announcing import announce
from teams.audit import record
from teams.models import Leader, Person

HOW = {
    Arrival.How.SIGNED_IN: "signed in",
    Arrival.How.CARD: "by place card",
    Arrival.How.CONFIRMED: "confirmed by name",
    Arrival.How.NOTED: "noted, without a phone",
}
AWAY = "Marked as away. Say in the room that they are back."
LATE = "Does not take part in this cycle yet. Add them in the room."


@dataclass(frozen=True)
class Here:
    """Somebody who has arrived. ``note``: why they cannot choose yet; empty for almost everybody."""

    leader: Leader
    how: str
    note: str = ""


@dataclass(frozen=True)
class Arrivals:
    """By name. ``away`` are those marked as away who have not come either."""

    here: tuple[Here, ...]
    awaited: tuple[Leader, ...]
    away: tuple[Leader, ...]


@transaction.atomic
def record_arrival(*, awayday: Awayday, leader: Leader, how: Arrival.How) -> bool:
    """The leader is there; the first time counts, and only then it is True.

    Not in the audit trail: the row is itself the record. DomainError when the doors are not open.
    """
    require_open(awayday)
    _arrival, is_new = Arrival.objects.get_or_create(
        organisation_id=awayday.organisation_id, awayday=awayday, leader=leader, defaults={"how": how}
    )
    if is_new:
        announce(awayday.organisation_id, awayday.opens_id)
    return is_new


@transaction.atomic
def note_arrival(*, awayday: Awayday, leader: Leader, by: Person) -> None:
    """The facilitator sees somebody who has no phone. DomainError when the doors are not open."""
    if record_arrival(awayday=awayday, leader=leader, how=Arrival.How.NOTED):
        _record("arrival noted", awayday, leader, by)


@transaction.atomic
def remove_arrival(*, awayday: Awayday, leader: Leader, by: Person) -> None:
    """They are not there after all; a phone that was confirmed as theirs is nobody's any more.

    DomainError when the doors are not open.
    """
    now = hold_awayday(awayday)
    require_open(now)
    confirmed = Claim.objects.confirmed().filter(awayday=now, leader=leader)
    ended = confirmed.update(ended_at=timezone.now())
    gone, _rows = Arrival.objects.filter(awayday=now, leader=leader).delete()
    if ended or gone:
        _record("arrival taken back", now, leader, by)
        announce(now.organisation_id, now.opens_id)


def arrivals_of(now: Now) -> Arrivals:
    """One query where somebody has come who does not take part yet, otherwise none."""
    known = {entry.leader_id: entry for entry in now.room.taking_part}
    leaders = {leader_id: entry.leader for leader_id, entry in known.items()}
    late = [leader_id for leader_id in now.arrived if leader_id not in known]
    leaders |= {leader.pk: leader for leader in _leaders(late)}
    away = {entry.leader_id for entry in now.room.taking_part if entry.absent}
    here = [
        Here(
            leaders[leader_id],
            HOW[Arrival.How(arrival.how)],
            LATE if leader_id not in known else AWAY if leader_id in away else "",
        )
        for leader_id, arrival in now.arrived.items()
        if leader_id in leaders
    ]
    return Arrivals(
        here=tuple(sorted(here, key=lambda one: (one.leader.sort_name, one.leader.name, one.leader.pk))),
        awaited=tuple(leader for leader in now.expected if leader.pk not in now.arrived),
        away=tuple(leader for leader in now.room.absent if leader.pk not in now.arrived),
    )


def _leaders(ids: Iterable[UUID]) -> list[Leader]:
    wanted = list(ids)
    return list(Leader.objects.active().filter(pk__in=wanted).select_related("function")) if wanted else []


def _record(verb: str, awayday: Awayday, leader: Leader, by: Person) -> None:
    record(verb, organisation_id=awayday.organisation_id, by=by, team=awayday.team, subject_id=leader.pk)
