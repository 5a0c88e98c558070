"""Try-outs: an occasion at which a growth target is tried, and looking back on it.

Nothing of it is written to the audit trail; see services.targets.
"""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError
from cycles.models import GrowthTarget, TryOut
from cycles.rules import tryouts as rules
from cycles.rules.notes import Outcome, normal, settle
from cycles.rules.tryouts import WrittenLook, WrittenOccasion
from cycles.services.targets import require_own, require_under_way, unless_refused
from teams.models import Leader, Person

GONE = "This try-out has been deleted meanwhile."
NOT_OPEN = "You are not working on this target at the moment. Take it up again to plan a try-out."


class WrongDay(DomainError):
    """The try-out cannot be on that day, or not be looked back on yet."""


class ChangedMeanwhile(DomainError):
    """This part of the try-out has been changed since it was shown; ``now`` is how it stands."""

    def __init__(self, now: TryOut) -> None:
        super().__init__("You have changed this try-out elsewhere since you opened the page.")
        self.now = now


@transaction.atomic
def plan_try_out(
    *,
    target: GrowthTarget,
    leader: Leader,
    written: WrittenOccasion,
    by: Person,
    at: dt.datetime,
    sent_as: UUID | None = None,
) -> TryOut:
    """An occasion to come. The same form (``sent_as``) with the same words makes one.

    DomainError when the target is not the leader's own, not being worked on, or its cycle not under way;
    WrongDay.
    """
    held = _hold_target(target, leader, by)
    if not held.is_open:
        raise DomainError(NOT_OPEN)
    number = uuid.uuid5(held.pk, str(sent_as or uuid.uuid4()))
    before = TryOut.objects.filter(pk=number, target=held).first()
    if before and occasion_of(before).text == written.text:
        return before
    _require_day(held, written.on, at)
    try_out = TryOut(
        id=uuid.uuid4() if before else number,
        organisation_id=held.organisation_id,
        target=held,
        on=written.on,
        occasion=normal(written.occasion),
        plan=normal(written.plan),
        created_at=at,
        changed_at=at,
    )
    with unless_refused():
        try_out.save(force_insert=True)
    return try_out


@transaction.atomic
def change_try_out(
    *, try_out: TryOut, leader: Leader, written: WrittenOccasion, by: Person, at: dt.datetime
) -> TryOut:
    """Another day, occasion or plan. DomainError, WrongDay; ChangedMeanwhile before anything is saved."""
    held = _hold(try_out, leader, by)
    if not _is_new(held, seen=written.seen, text=written.text, current=occasion_of(held).text):
        return held
    if written.on != held.on:
        if held.looked_back_at:
            raise WrongDay(rules.LOOKED_BACK)
        _require_day(held.target, written.on, at)
    held.on, held.occasion, held.plan = written.on, normal(written.occasion), normal(written.plan)
    held.changed_at = at
    with unless_refused():
        held.save(update_fields=["on", "occasion", "plan", "changed_at"])
    return held


@transaction.atomic
def look_back(
    *, try_out: TryOut, leader: Leader, written: WrittenLook, by: Person, at: dt.datetime
) -> TryOut:
    """How big a step it was; it can be said differently later.

    DomainError, WrongDay before its day has come; ChangedMeanwhile before anything is saved.
    """
    held = _hold(try_out, leader, by)
    if not rules.can_look_back(held, at.astimezone(held.target.cycle.zone).date()):
        raise WrongDay(rules.STILL_TO_COME)
    if not _is_new(held, seen=written.seen, text=written.text, current=look_of(held).text):
        return held
    held.step, held.noticed, held.next = written.step, normal(written.noticed), normal(written.next)
    held.looked_back_at = held.looked_back_at or at
    held.changed_at = at
    with unless_refused():
        held.save(update_fields=["step", "noticed", "next", "looked_back_at", "changed_at"])
    return held


@transaction.atomic
def delete_try_out(*, try_out: TryOut, leader: Leader, by: Person) -> None:
    """Gone for good; nothing happens when it is gone already. DomainError."""
    held = _hold_target(try_out.target, leader, by)
    TryOut.objects.filter(pk=try_out.pk, target=held).delete()


def occasion_of(try_out: TryOut) -> WrittenOccasion:
    return WrittenOccasion(try_out.on, try_out.occasion, try_out.plan)


def look_of(try_out: TryOut) -> WrittenLook:
    return WrittenLook(try_out.step, try_out.noticed, try_out.next)


def _is_new(held: TryOut, *, seen: str, text: str, current: str) -> bool:
    """Whether there is something to save. Raises ChangedMeanwhile when two pages changed the same part."""
    outcome = settle(seen=seen, text=text, current=current)
    if outcome == Outcome.ASK:
        raise ChangedMeanwhile(held)
    return outcome == Outcome.WRITE


def _hold_target(target: GrowthTarget, leader: Leader, by: Person) -> GrowthTarget:
    require_own(leader, by)
    held = (
        GrowthTarget.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle")
        .filter(pk=target.pk, leader=leader)
        .first()
    )
    if held is None:
        raise DomainError("Only you can plan try-outs of your targets.")
    require_under_way(held.cycle)
    return held


def _hold(try_out: TryOut, leader: Leader, by: Person) -> TryOut:
    target = _hold_target(try_out.target, leader, by)
    held = TryOut.objects.filter(pk=try_out.pk, target=target).first()
    if held is None:
        raise DomainError(GONE)
    held.target = target
    return held


def _require_day(target: GrowthTarget, on: dt.date, at: dt.datetime) -> None:
    cycle = target.cycle
    if problem := rules.day_problem(on, today=at.astimezone(cycle.zone).date(), ends_on=cycle.ends_on):
        raise WrongDay(problem)
