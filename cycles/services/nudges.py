"""Planning the month's note for pairs that have yet to meet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

import structlog
from django.db import DatabaseError

from coachingpairs.mail.outbox import Outgoing, enqueue_many
from coachingpairs.mail.unsubscribing import unsubscribed_among
from coachingpairs.tenancy.across import organisation_ids
from coachingpairs.tenancy.scope import scope
from cycles.emails.about import address
from cycles.emails.nudges import GROUP, NUDGE
from cycles.models import Cycle, PairMember, Session
from cycles.rules.nudges import Nudge, PairSoFar, goes_at, is_wanted, next_nudge_after, nudge_at

log = structlog.get_logger()


def plan_nudges(*, at: dt.datetime) -> int:
    """Write the notes due at ``at`` in every organisation to the outbox; how many were new.

    Planning again, or at the same time elsewhere, adds none: the outbox keeps one per leader and month.
    """
    planned = 0
    for organisation_id in organisation_ids():
        try:
            with scope(organisation=organisation_id):
                planned += plan_nudges_here(organisation_id=organisation_id, at=at)
        except DatabaseError:
            log.exception("nudges.organisation_failed", organisation_id=str(organisation_id))
    return planned


def plan_nudges_here(*, organisation_id: UUID, at: dt.datetime) -> int:
    """The same for the organisation of the running scope. Six queries, whatever the number of pairs."""
    due = _due_at(at)
    if not due:
        return 0
    wanted = [
        Outgoing(
            recipient_id=leader_id,
            cycle_id=cycle.pk,
            period=nudge.period,
            due_at=moment,
            expires_at=nudge.expires_at,
            time_zone=cycle.time_zone,
        )
        for cycle, nudge, leader_id in _recipients(due)
        if (moment := goes_at(nudge, cycle.zone, at))
    ]
    stopped = unsubscribed_among([message.recipient_id for message in wanted])
    return enqueue_many(
        organisation_id=organisation_id,
        kind=NUDGE,
        messages=[message for message in wanted if (message.recipient_id, GROUP) not in stopped],
    )


def next_nudges_at(*, at: dt.datetime) -> dt.datetime | None:
    """When the next notes of the running scope's organisation would go out, if pairs have not met by then."""
    coming = [next_nudge_after(cycle.starts_on, cycle.zone, at) for cycle in Cycle.objects.under_way()]
    return min((nudge.due_at for nudge in coming if nudge), default=None)


def _due_at(at: dt.datetime) -> dict[UUID, tuple[Cycle, Nudge]]:
    """The cycles under way that have a note to send at this moment."""
    found = ((cycle, nudge_at(cycle.starts_on, cycle.zone, at)) for cycle in Cycle.objects.under_way())
    return {cycle.pk: (cycle, nudge) for cycle, nudge in found if nudge}


def _recipients(due: Mapping[UUID, tuple[Cycle, Nudge]]) -> Iterator[tuple[Cycle, Nudge, UUID]]:
    """Every leader who is to get a note, pair by pair."""
    days = _days_met(due)
    for members in _members_by_pair(due):
        pair = members[0].pair
        cycle, nudge = due[pair.cycle_id]
        so_far = PairSoFar(pair.formed_at, [member.leader_id for member in members], days[pair.pk])
        if is_wanted(nudge, so_far, cycle.starts_on):
            yield from ((cycle, nudge, member.leader_id) for member in members if address(member.leader))


def _members_by_pair(cycle_ids: Collection[UUID]) -> Collection[list[PairMember]]:
    members: defaultdict[UUID, list[PairMember]] = defaultdict(list)
    present = PairMember.objects.filter(
        cycle__in=cycle_ids, left_at=None, pair__ended_at=None, leader__left_on=None
    )
    for member in present.select_related("pair", "leader__person").order_by("pair__formed_at", "pair", "pk"):
        members[member.pair_id].append(member)
    return members.values()


def _days_met(cycle_ids: Collection[UUID]) -> Mapping[UUID, list[dt.date]]:
    days: defaultdict[UUID, list[dt.date]] = defaultdict(list)
    sessions = Session.objects.filter(pair__cycle__in=cycle_ids)
    for pair_id, held_on in sessions.values_list("pair", "held_on"):
        days[pair_id].append(held_on)
    return days
