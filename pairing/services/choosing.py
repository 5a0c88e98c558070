"""What leaders do: ask, say yes, say not this time, withdraw, step back."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.outbox import enqueue
from cycles.models import Cycle, Pair
from pairing.models import Proposal
from pairing.models.proposals import ProposalQuerySet
from pairing.rules.eligibility import Why, why_not
from pairing.services.changes import (
    NOTICE_WAITS,
    active_pair_of,
    changing_board,
    partner_in,
    require_free_to_choose,
    require_here,
    require_since_sealing,
)
from pairing.services.forming import form_pair, require_whole, undo
from pairing.services.participants import require_there
from pairing.services.room import terms_of
from pairing.services.seating import chooser
from teams.models import Leader
from teams.speaking import Speaker, require_oneself

HELD_BACK = (
    "Just now you and {name} cannot pair. Whom you can choose depends on the whole room, and changes as "
    "pairs form."
)
"""Said of those kept apart and of those the guard holds back: nobody can tell the one from the other."""
PARTED = (
    "You and {name} have parted in this cycle. Should you both wish to be a pair again, tell your "
    "facilitator."
)


class StillWaiting(DomainError):
    """The leader has asked somebody else who has not answered; ``proposal`` is that question."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        name = proposal.addressee.name
        super().__init__(f"You are waiting for {name} to answer. Withdraw that before you ask somebody else.")


class _JustCrossed(Exception):
    """The other has asked this very moment: the question is a yes, and needs the room for itself."""


def propose(
    *,
    cycle: Cycle,
    proposer: Leader,
    addressee: Leader,
    by: Speaker,
    at: dt.datetime | None = None,
    instead_of: UUID | None = None,
) -> Proposal:
    """Ask somebody to be partners. When they have asked first, that is a yes from both and forms the pair.

    ``instead_of`` withdraws one's own open proposal of that id before asking. Asking the same person again
    changes nothing. Returns the proposal, open or accepted. DomainError when they may not pair;
    StillWaiting while another question of the same leader is open.
    """
    require_oneself(by, proposer)
    at = at or timezone.now()
    crossing = Proposal.objects.open().filter(cycle=cycle, proposer=addressee, addressee=proposer).exists()
    try:
        return _propose(cycle, proposer, addressee, at, instead_of, alone=crossing)
    except _JustCrossed:
        return _propose(cycle, proposer, addressee, at, instead_of, alone=True)


def _propose(
    cycle: Cycle,
    proposer: Leader,
    addressee: Leader,
    at: dt.datetime,
    instead_of: UUID | None,
    *,
    alone: bool,
) -> Proposal:
    """``alone`` when a pair may form."""
    with changing_board(cycle, proposer, addressee, alone=alone, though_under_way=True) as (me, them):
        if instead_of is not None:
            _close(Proposal.objects.open().filter(pk=instead_of, proposer=me), Proposal.State.WITHDRAWN, at)
        between = _between(cycle, me, them)
        if between is not None and (between.state == Proposal.State.ACCEPTED or between.proposer_id == me.pk):
            require_since_sealing(cycle, between.answered_at)
            return between
        if between is not None and not alone:
            raise _JustCrossed
        _require_allowed(cycle, me, them)
        if between is not None:
            return _say_yes(between, me, them, at)
        _require_not_waiting(cycle, me)
        return _ask(cycle, me, them, at)


def accept(*, proposal: Proposal, by: Speaker, at: dt.datetime | None = None) -> Pair:
    """Say yes: the two are a pair. Saying it twice gives the same pair. DomainError when it is too late."""
    require_oneself(by, proposal.addressee)
    cycle = proposal.cycle
    two = proposal.addressee, proposal.proposer
    with changing_board(cycle, *two, alone=True, though_under_way=True) as (me, them):
        proposal.refresh_from_db(fields=["state", "answered_at"])
        if proposal.state != Proposal.State.ACCEPTED:
            _require_open(proposal, me, them)
            _require_allowed(cycle, me, them)
            _say_yes(proposal, me, them, at or timezone.now())
        else:
            require_since_sealing(cycle, proposal.answered_at)
        return Pair.objects.active().get(cycle=cycle, members__leader=me, members__left_at=None)


def decline(*, proposal: Proposal, by: Speaker, at: dt.datetime | None = None) -> None:
    """Say not this time. Only the two ever learn of it. DomainError after a yes."""
    require_oneself(by, proposal.addressee)
    two = proposal.addressee, proposal.proposer
    with changing_board(proposal.cycle, *two, though_under_way=True) as (me, them):
        proposal.refresh_from_db(fields=["state"])
        if proposal.state == Proposal.State.ACCEPTED:
            raise DomainError(_said_yes(proposal.cycle, them))
        require_free_to_choose(proposal.cycle, [me, them])
        _close(Proposal.objects.open().filter(pk=proposal.pk), Proposal.State.DECLINED, at or timezone.now())


def withdraw(*, proposal: Proposal, by: Speaker, at: dt.datetime | None = None) -> None:
    """Take back one's own question, at any moment. DomainError when the answer was yes meanwhile."""
    require_oneself(by, proposal.proposer)
    two = proposal.proposer, proposal.addressee
    with changing_board(proposal.cycle, *two, though_paused=True, though_under_way=True) as (me, them):
        proposal.refresh_from_db(fields=["state"])
        if proposal.state == Proposal.State.ACCEPTED:
            raise DomainError(f"{them.name} has just said yes, so you are a pair.")
        require_free_to_choose(proposal.cycle, [me, them])
        _close(Proposal.objects.open().filter(pk=proposal.pk), Proposal.State.WITHDRAWN, at or timezone.now())


def step_back(*, cycle: Cycle, leader: Leader, by: Speaker, at: dt.datetime | None = None) -> bool:
    """Undo one's own pair until the pairs are sealed; both are free again. False when there was none.

    Of a trio that grew out of a pair, that pair remains when the third leaves.

    The audit trail says that the pair was undone, not by whom: no fault is recorded.
    """
    require_oneself(by, leader)
    pair = active_pair_of(cycle, leader)
    return pair is not None and undo(cycle=cycle, pair=pair, by=None, at=at or timezone.now(), leaving=leader)


def _between(cycle: Cycle, me: Leader, them: Leader) -> Proposal | None:
    """What stands between the two: an open question, or the yes that made them a pair."""
    standing = (Proposal.State.OPEN, Proposal.State.ACCEPTED)
    two = [me.pk, them.pk]
    return (
        Proposal.objects.filter(cycle=cycle, state__in=standing, proposer__in=two, addressee__in=two)
        .select_related("addressee", "proposer")
        .first()
    )


def _said_yes(cycle: Cycle, them: Leader) -> str:
    if cycle.is_under_way:
        return f"You have said yes to {them.name}, so you are a pair."
    return f"You have said yes to {them.name}. Until sealing you can step back."


def _require_open(proposal: Proposal, me: Leader, them: Leader) -> None:
    if proposal.state == Proposal.State.OPEN:
        return
    require_free_to_choose(proposal.cycle, [me, them])
    if proposal.state == Proposal.State.WITHDRAWN:
        raise DomainError(f"{them.name} has withdrawn this invitation.")
    require_here([them, me])
    _require_free(proposal.cycle, me, them)
    raise DomainError(f"This invitation is not open any more. You can ask {them.name} yourself.")


def _require_allowed(cycle: Cycle, me: Leader, them: Leader) -> None:
    require_free_to_choose(cycle, [me, them])
    require_here([them, me])
    _require_free(cycle, me, them)
    require_there(cycle, [me, them], said_to=me)
    reason = why_not(chooser(me), chooser(them), terms_of(cycle, among=[me.pk, them.pk]))
    if reason is not None and reason.cycle == cycle.number:
        raise DomainError(PARTED.format(name=them.name))
    if reason is not None and reason.why is not Why.KEPT_APART:
        said = reason.to_the_one
        raise DomainError(f"{them.name} cannot be your partner this cycle: {said[0].lower()}{said[1:]}.")
    held_back = HELD_BACK.format(name=them.name)
    if reason is not None:
        raise DomainError(held_back)
    require_whole(cycle, [me, them], held_back)


def _require_free(cycle: Cycle, me: Leader, them: Leader) -> None:
    mine, theirs = active_pair_of(cycle, me), active_pair_of(cycle, them)
    if mine is not None:
        raise DomainError(f"You are in a pair with {partner_in(mine, me)} already.")
    if theirs is not None:
        raise DomainError(f"{them.name} has just paired with {partner_in(theirs, them)}.")


def _require_not_waiting(cycle: Cycle, me: Leader) -> None:
    mine = Proposal.objects.open().filter(cycle=cycle, proposer=me).select_related("addressee").first()
    if mine is not None:
        raise StillWaiting(mine)


def _ask(cycle: Cycle, me: Leader, them: Leader, at: dt.datetime) -> Proposal:
    proposal = Proposal.objects.create(
        organisation_id=cycle.organisation_id, cycle=cycle, proposer=me, addressee=them, made_at=at
    )
    if them.person_id:
        enqueue(
            organisation_id=cycle.organisation_id,
            kind="proposal",
            recipient_id=them.pk,
            subject_id=proposal.pk,
            cycle_id=cycle.pk,
            due_at=at + NOTICE_WAITS,
        )
    return proposal


def _say_yes(proposal: Proposal, me: Leader, them: Leader, at: dt.datetime) -> Proposal:
    _close(Proposal.objects.open().filter(pk=proposal.pk), Proposal.State.ACCEPTED, at)
    proposal.state, proposal.answered_at = Proposal.State.ACCEPTED, at
    form_pair(cycle=proposal.cycle, leaders=[me, them], by=None, at=at)
    return proposal


def _close(proposals: ProposalQuerySet, state: Proposal.State, at: dt.datetime) -> None:
    proposals.update(state=state, answered_at=at)
