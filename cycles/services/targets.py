"""Growth targets: begin one, reword it, say where it stands, carry it on.

None of this is written to the audit trail: the organisation reads that, and may not know what somebody is
working on, nor that they are. Everything runs in a scope of the organisation and the person: the database
shows and takes targets for nobody else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import AbstractContextManager
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError, said_as
from cycles.models import Cycle, GrowthTarget, Participant, TargetWording
from cycles.rules import targets as rules
from cycles.rules.targets import Words
from teams.models import Leader, Person

ONLY_YOU = "Only you can change your growth targets."
GONE_ON = "You can reword a target while you are working on it."
CLOSED_NOW = "The cycle has just been closed."


class RewordedMeanwhile(DomainError):
    """The target has been reworded since the page was shown; ``standing`` is how it says now."""

    def __init__(self, standing: TargetWording) -> None:
        super().__init__("You have reworded this target elsewhere since you opened the page.")
        self.standing = standing


@transaction.atomic
def begin_target(
    *, cycle: Cycle, leader: Leader, words: Words, by: Person, at: dt.datetime, sent_as: UUID | None = None
) -> GrowthTarget:
    """A new target, an idea at first. The same form (``sent_as``) with the same words makes one.

    DomainError when the cycle is not under way, the leader takes no part in it, or works on two already.
    """
    require_own(leader, by)
    require_under_way(cycle)
    hold_place(cycle, leader)
    words = words.normal()
    number = uuid.uuid5(leader.pk, str(sent_as or uuid.uuid4()))
    before = GrowthTarget.objects.filter(pk=number, leader=leader).first()
    if before and words_of(standing_wording(before)) == words:
        return before
    target = GrowthTarget(
        id=uuid.uuid4() if before else number,
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        leader=leader,
        slot=_require_room(cycle, leader),
        created_at=at,
        state_at=at,
    )
    with unless_refused():
        target.save(force_insert=True)
        _write(target, words, at)
    return target


@transaction.atomic
def reword_target(
    *, target: GrowthTarget, leader: Leader, words: Words, seen: UUID | None, by: Person, at: dt.datetime
) -> TargetWording:
    """Say it differently; ``seen`` is the wording that the page showed. What it said before is kept.

    Words that stand already change nothing. DomainError when the target is not being worked on or its cycle
    not under way; RewordedMeanwhile when both this page and another have changed it.
    """
    held = _hold(target, leader, by)
    if not held.is_open:
        raise DomainError(GONE_ON)
    words, standing = words.normal(), standing_wording(held)
    if words == words_of(standing):
        return standing
    if seen != standing.pk:
        shown = held.wordings.filter(pk=seen).first() if seen else None
        if shown and words_of(shown) == words:
            return standing
        raise RewordedMeanwhile(standing)
    with unless_refused():
        TargetWording.objects.filter(pk=standing.pk).update(replaced_at=at)
        return _write(held, words, at)


@transaction.atomic
def move_target(*, target: GrowthTarget, leader: Leader, to: str, by: Person, at: dt.datetime) -> str:
    """On to another state (rules.targets); returns what to say, or '' when it is there already.

    DomainError when there is no such move from where it stands now, when taking it up again would make a
    third, or when its cycle is not under way.
    """
    require_own(leader, by)
    require_under_way(target.cycle)
    hold_place(target.cycle, leader, also_resting=True)
    held = _hold(target, leader, by)
    if held.state == to:
        return ""
    move = rules.move_between(held.state, to)
    if move is None:
        raise DomainError(rules.why_no_move(held.state))
    if not held.is_open and to in rules.OPEN:
        held.slot = _require_room(held.cycle, leader, wish=held.slot)
    held.state, held.state_at = to, at
    with unless_refused():
        held.save(update_fields=["state", "state_at", "slot"])
    return move.done


@transaction.atomic
def carry_on(
    *, target: GrowthTarget, cycle: Cycle, leader: Leader, by: Person, at: dt.datetime
) -> GrowthTarget:
    """Go on with an open target of an earlier cycle in the one under way, in its words and its state.

    Carried on twice it is the same one. DomainError when it was not open, the cycle is not a later one under
    way, or the leader works on two already.
    """
    require_own(leader, by)
    require_under_way(cycle)
    hold_place(cycle, leader)
    old = _locked(target, leader)
    if old.state == rules.CARRIED:
        return old.carried_to
    if not old.is_open or old.cycle.team_id != cycle.team_id or old.cycle.number >= cycle.number:
        raise DomainError("Only what you were still working on in an earlier cycle can be carried on.")
    slot = _require_room(cycle, leader, wish=old.slot)
    with unless_refused():
        new = GrowthTarget.objects.create(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            leader=leader,
            slot=slot,
            state=old.state,
            carried_from=old,
            created_at=at,
            state_at=at,
        )
        _write(new, words_of(standing_wording(old)), at)
        old.state, old.state_at = rules.CARRIED, at
        old.save(update_fields=["state", "state_at"])
    return new


def words_of(wording: TargetWording) -> Words:
    return Words(wording.direction, wording.behaviour, wording.differently, wording.why)


def standing_wording(target: GrowthTarget) -> TargetWording:
    """As its owner or current partner reads it. One query."""
    return TargetWording.objects.standing().get(target=target)


def why_closed(cycle: Cycle) -> str:
    """Why nothing of this cycle can be changed any more, or ''."""
    if cycle.is_under_way:
        return ""
    return f"Cycle {cycle.number} is not under way, so what you wrote in it can be read but not changed."


def require_own(leader: Leader, by: Person) -> None:
    if leader.person_id != by.pk:
        raise DomainError(ONLY_YOU)


def require_under_way(cycle: Cycle) -> None:
    if reason := why_closed(cycle):
        raise DomainError(reason)


def unless_refused() -> AbstractContextManager[None]:
    """The database has the last word on a third target, and on whether the cycle is still under way."""
    return said_as({"target_never_a_third": rules.TWO_ALREADY, "written_while_under_way": CLOSED_NOW})


def hold_place(cycle: Cycle, leader: Leader, *, also_resting: bool = False) -> None:
    """One of the leader's tabs at a time begins, ends or takes up a target in this cycle.

    Whoever holds a target as well holds the place before, so that nobody waits for each other in a ring.
    """
    place = (
        Participant.objects.select_for_update(no_key=True, of=("self",))
        .filter(cycle=cycle, leader=leader)
        .first()
    )
    if place is None:
        raise DomainError(f"You take no part in cycle {cycle.number}. Your facilitator can add you.")
    if place.sits_out and not also_resting:
        raise DomainError(f"You sit out cycle {cycle.number}. Your targets can wait for the next one.")


def _require_room(cycle: Cycle, leader: Leader, *, wish: int = 1) -> int:
    taken = GrowthTarget.objects.open().filter(cycle=cycle, leader=leader).values_list("slot", flat=True)
    slot = rules.free_slot(set(taken), wish=wish)
    if slot is None:
        raise DomainError(rules.TWO_ALREADY)
    return slot


def _hold(target: GrowthTarget, leader: Leader, by: Person) -> GrowthTarget:
    require_own(leader, by)
    require_under_way(target.cycle)
    return _locked(target, leader)


def _locked(target: GrowthTarget, leader: Leader) -> GrowthTarget:
    held = GrowthTarget.objects.select_for_update(of=("self",), no_key=True).select_related("cycle")
    found = held.filter(pk=target.pk, leader=leader).first()
    if found is None:
        raise DomainError(ONLY_YOU)
    return found


def _write(target: GrowthTarget, words: Words, at: dt.datetime) -> TargetWording:
    return TargetWording.objects.create(
        organisation_id=target.organisation_id,
        target=target,
        direction=words.direction,
        behaviour=words.behaviour,
        differently=words.differently,
        why=words.why,
        written_at=at,
    )
