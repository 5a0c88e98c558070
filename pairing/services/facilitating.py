"""What those who run the process do while people choose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.models import Cycle, Pair, Participant
from cycles.services.cycles import open_cycle
from pairing.models import Proposal
from pairing.rules.eligibility import why_not
from pairing.rules.preflight import Weight
from pairing.services.changes import (
    active_pair_of,
    changing_board,
    form_pair,
    lapse_proposals,
    partner_in,
    require_here,
    undo,
)
from pairing.services.preflight import active_leaders, preflight_of
from pairing.services.room import chooser, earlier_partners
from teams.audit import record
from teams.models import Leader, Person


@transaction.atomic
def open_choosing(*, cycle: Cycle, by: Person, at: dt.datetime | None = None) -> Cycle:
    """Every active leader may choose now, and is told so. Opening twice opens once.

    DomainError while the pre-flight finds something that has to be put right first.
    """
    at = at or timezone.now()
    now = Cycle.objects.select_for_update(of=("self",)).select_related("team").get(pk=cycle.pk)
    if now.stage == Cycle.Stage.CHOOSING:
        return now
    leaders = active_leaders(now)
    blocking = [f for f in preflight_of(now, leaders).findings if f.weight is Weight.BLOCKS]
    if blocking:
        raise DomainError(f"{blocking[0].title}. {blocking[0].what_to_do}")
    opened = open_cycle(cycle=now, leaders=leaders, by=by, at=at)
    _tell_that_choosing_is_open(opened, leaders, at)
    return opened


def add_participant(
    *, cycle: Cycle, leader: Leader, by: Person, at: dt.datetime | None = None
) -> Participant:
    """Somebody who joined after choosing had opened takes part too. Adding twice adds once."""
    with changing_board(cycle):
        now = Leader.objects.active().filter(pk=leader.pk, team_id=cycle.team_id).first()
        if now is None:
            raise DomainError(f"{leader.name} is not in this team any more.")
        if now.function_id is None:
            raise DomainError(f"{leader.name} has no function yet. Give them one on the roster first.")
        row, added = Participant.objects.get_or_create(
            organisation_id=cycle.organisation_id, cycle=cycle, leader=now
        )
        if added:
            _record(cycle, "participant added", by, now)
            _tell_that_choosing_is_open(cycle, [now], at or timezone.now())
        return row


def record_pair(
    *,
    cycle: Cycle,
    one: Leader,
    other: Leader,
    both_said_yes: bool,
    by: Person,
    at: dt.datetime | None = None,
) -> Pair:
    """Write down what two people have told the facilitator. DomainError unless both said yes and may pair.

    Writing down a pair that is there already changes nothing.
    """
    if not both_said_yes:
        raise DomainError("A pair needs a yes from both. Ask them first, then tick that both have told you.")
    if one.pk == other.pk:
        raise DomainError("Choose two different people.")
    at = at or timezone.now()
    with changing_board(cycle, one, other) as two:
        standing = active_pair_of(cycle, two[0])
        if standing is not None and standing == active_pair_of(cycle, two[1]):
            return standing
        _require_allowed(cycle, two)
        lapse_proposals(cycle, two, at)
        _write_down(cycle, two, by, at)
        return form_pair(cycle=cycle, leaders=two, by=by, at=at)


def undo_pair(*, cycle: Cycle, pair: Pair, by: Person, at: dt.datetime | None = None) -> bool:
    """Both are free to choose again. False when it was undone before; DomainError once sealed."""
    return undo(cycle=cycle, pair=pair, by=by, at=at or timezone.now())


def _write_down(cycle: Cycle, two: Sequence[Leader], by: Person, at: dt.datetime) -> None:
    """A yes from both, said aloud: the question and its answer at once."""
    Proposal.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        proposer=two[0],
        addressee=two[1],
        state=Proposal.State.ACCEPTED,
        made_at=at,
        answered_at=at,
        recorded_by=by,
    )


def _require_allowed(cycle: Cycle, two: Sequence[Leader]) -> None:
    require_here(two)
    for leader in two:
        pair = active_pair_of(cycle, leader)
        if pair is not None:
            raise DomainError(f"{leader.name} is in a pair with {partner_in(pair, leader)} already.")
    history = earlier_partners(cycle.team_id, before=cycle.number, among=[leader.pk for leader in two])
    reason = why_not(chooser(two[0]), chooser(two[1]), history)
    if reason is not None:
        raise DomainError(reason.between(two[0].name, two[1].name))


def _tell_that_choosing_is_open(cycle: Cycle, leaders: Sequence[Leader], at: dt.datetime) -> None:
    enqueue_many(
        organisation_id=cycle.organisation_id,
        kind="choosing-open",
        messages=[
            Outgoing(recipient_id=leader.pk, cycle_id=cycle.pk, due_at=at)
            for leader in leaders
            if leader.person_id
        ],
    )


def _record(cycle: Cycle, verb: str, by: Person, leader: Leader) -> None:
    record(
        verb,
        organisation_id=cycle.organisation_id,
        by=by,
        team=cycle.team,
        subject_id=leader.pk,
        cycle=cycle.number,
    )
