"""Letting earlier partners pair again, for one cycle, when the facilitator says so."""

from __future__ import annotations

from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from pairing.models import Proposal
from pairing.rules.guard import look_ahead
from pairing.services.changes import SEALED, closing_board
from pairing.services.preflight import read_draft
from pairing.services.room import earlier_partners, read_room
from pairing.services.seating import Seating
from teams.audit import record
from teams.models import Person

NOT_EARLIER = "Only partners of earlier cycles can be allowed again."
NOT_NEEDED = "Everybody can be paired without a repeat, so there is none to allow."


def allow_repeats(*, cycle: Cycle, through: int, by: Person) -> Cycle:
    """Those whose last cycle together is numbered ``through`` or below may pair again now; 0: nobody may.

    Allowing less than before lets questions lapse that may not be answered with yes any more. DomainError
    when everybody can be paired without a repeat, when a pair of this cycle would not be allowed any more, or
    once the pairs are sealed.
    """
    with closing_board(cycle):
        now = Cycle.objects.select_for_update(of=("self",)).select_related("team").get(pk=cycle.pk)
        _require_ahead(now, through)
        if now.repeats_through == through:
            return now
        if through > now.repeats_through:
            _require_needed(now)
        _require_not_in_use(now, through)
        now.repeats_through = through
        now.save(update_fields=["repeats_through"])
        _lapse_repeats(now)
        record(
            "repeats allowed" if through else "repeats taken back",
            organisation_id=now.organisation_id,
            by=by,
            team=now.team,
            subject_id=now.pk,
            number=now.number,
            through=through,
        )
        return now


def _require_ahead(cycle: Cycle, through: int) -> None:
    if cycle.stage not in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        raise DomainError(SEALED)
    if not 0 <= through < cycle.number:
        raise DomainError(NOT_EARLIER)


def seating_of(cycle: Cycle) -> Seating:
    """Of a draft the active leaders, once it is choosing the room."""
    if cycle.stage == Cycle.Stage.DRAFT:
        return read_draft(cycle).seating
    return read_room(cycle).seating


def _require_needed(cycle: Cycle) -> None:
    if look_ahead(seating_of(cycle).without_repeats.assembly.hall).is_whole:
        raise DomainError(NOT_NEEDED)


def _require_not_in_use(cycle: Cycle, through: int) -> None:
    """Those of this cycle's pairs who have been partners before were so in cycle ``through`` or earlier."""
    room = read_room(cycle)
    for two, number in room.terms.history.items():
        one, other = two
        pair = room.pair_of.get(one)
        if number > through and pair is not None and pair is room.pair_of.get(other):
            names = " and ".join(member.leader.name for member in pair.members if member.leader_id in two)
            raise DomainError(
                f"{names} were partners in cycle {number} and are a pair again. Undo that pair first."
            )


def _lapse_repeats(cycle: Cycle) -> None:
    """Open questions between two who were partners too lately."""
    history = earlier_partners(cycle.team_id, before=cycle.number)
    proposals = Proposal.objects.open().filter(cycle=cycle).select_for_update(of=("self",)).order_by("pk")
    late = [
        proposal.pk
        for proposal in proposals
        if history.get(frozenset((proposal.proposer_id, proposal.addressee_id)), 0) > cycle.repeats_through
    ]
    Proposal.objects.filter(pk__in=late).update(state=Proposal.State.LAPSED, answered_at=timezone.now())
