"""Making a cycle and moving it from stage to stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError, said_as
from cycles.drafts import before_deletion
from cycles.locks import hold_cycle
from cycles.models import Cycle, Pair, Participant, PlannedSession
from cycles.rules.months import last_day_of_cycle
from cycles.services.planned import cancel_all_planned
from teams.audit import record
from teams.models import Leader, Person, Team

AHEAD_ALREADY = "A cycle is being prepared already. Finish that one first, or delete it."
NOT_A_DRAFT = "Choosing has opened, so the dates of this cycle stay as they are."
NOT_UNDER_WAY = "This cycle has not begun, so there is nothing to close."
ONE_AT_A_TIME = "Somebody has just made the same cycle. Look at it before you make another."


@transaction.atomic
def create_cycle(
    *, team: Team, starts_on: dt.date, time_zone: str, by: Person | None, at: dt.datetime | None = None
) -> Cycle:
    """The team's next cycle, as a draft. DomainError when one is being prepared, or the date is too early."""
    last = team.cycles.order_by("number").last()
    if last is not None and last.stage in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        raise DomainError(AHEAD_ALREADY)
    _require_after(last, starts_on)
    cycle = Cycle(
        organisation_id=team.organisation_id,
        team=team,
        number=last.number + 1 if last else 1,
        starts_on=starts_on,
        ends_on=last_day_of_cycle(starts_on),
        time_zone=time_zone,
    )
    with said_as({"cycle_ahead_once": AHEAD_ALREADY, "cycle_number_once": ONE_AT_A_TIME}):
        cycle.save(force_insert=True)
    if at is not None:
        Cycle.objects.filter(pk=cycle.pk).update(created_at=at)
        cycle.created_at = at
    _record("cycle made", cycle, by, number=cycle.number, starts_on=starts_on.isoformat())
    return cycle


@transaction.atomic
def change_dates(*, cycle: Cycle, starts_on: dt.date, time_zone: str, by: Person) -> Cycle:
    """Move a draft. DomainError once choosing has opened."""
    draft = _held_draft(cycle)
    _require_after(draft.team.cycles.filter(number__lt=draft.number).order_by("number").last(), starts_on)
    draft.starts_on, draft.ends_on = starts_on, last_day_of_cycle(starts_on)
    draft.time_zone = time_zone
    draft.save(update_fields=["starts_on", "ends_on", "time_zone"])
    _record("cycle dates changed", draft, by, starts_on=starts_on.isoformat())
    return draft


@transaction.atomic
def delete_draft(*, cycle: Cycle, by: Person) -> None:
    """Take back a cycle that nobody but its makers has seen. DomainError once choosing has opened."""
    draft = _held_draft(cycle)
    _record("cycle deleted", draft, by, number=draft.number)
    before_deletion(draft)
    draft.delete()


@transaction.atomic
def open_cycle(
    *, cycle: Cycle, leaders: Sequence[Leader], by: Person, at: dt.datetime | None = None
) -> Cycle:
    """From draft to choosing, with these leaders taking part. The caller has looked at the pre-flight."""
    draft = _held_draft(cycle)
    draft.stage = Cycle.Stage.CHOOSING
    draft.choosing_opened_at = at or timezone.now()
    draft.save(update_fields=["stage", "choosing_opened_at"])
    Participant.objects.bulk_create(
        Participant(organisation_id=draft.organisation_id, cycle=draft, leader=leader) for leader in leaders
    )
    _record("choosing opened", draft, by, number=draft.number, participants=len(leaders))
    return draft


@transaction.atomic
def start_cycle(
    *, cycle: Cycle, sitting_out: Iterable[Leader], pairs: int, by: Person, at: dt.datetime | None = None
) -> Cycle:
    """From choosing to running; the cycle before it closes. The caller holds the cycle's lock."""
    at = at or timezone.now()
    resting = list(sitting_out)
    Participant.objects.filter(cycle=cycle, leader__in=resting).update(sits_out=True)
    before = list(Cycle.objects.under_way().filter(team_id=cycle.team_id).values_list("pk", flat=True))
    Cycle.objects.filter(pk__in=before).update(stage=Cycle.Stage.CLOSED, closed_at=at)
    _cancel_hours(before, at)
    cycle.stage, cycle.sealed_at = Cycle.Stage.RUNNING, at
    cycle.save(update_fields=["stage", "sealed_at"])
    _record(
        "pairs sealed",
        cycle,
        by,
        number=cycle.number,
        pairs=pairs,
        sitting_out=[str(leader.pk) for leader in resting],
    )
    return cycle


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: Person, at: dt.datetime | None = None) -> Cycle:
    """From under way to closed: from now on it can be read, and not changed. Closing twice closes once.

    DomainError while it is not under way yet.
    """
    hold_cycle(cycle.pk)  # before the row, as those who pair or part in it do
    held = Cycle.objects.select_for_update(of=("self",)).select_related("team").get(pk=cycle.pk)
    if held.stage == Cycle.Stage.CLOSED:
        return held
    if not held.is_under_way:
        raise DomainError(NOT_UNDER_WAY)
    held.stage, held.closed_at = Cycle.Stage.CLOSED, at or timezone.now()
    held.save(update_fields=["stage", "closed_at"])
    _cancel_hours([held.pk], held.closed_at)
    _record("cycle closed", held, by, number=held.number)
    return held


def _cancel_hours(cycle_ids: Iterable[UUID], at: dt.datetime) -> None:
    """What pairs had planned beyond the closing: their calendars forget it."""
    ahead = PlannedSession.objects.standing().filter(starts_at__gt=at).values("pair")
    for pair in Pair.objects.active().filter(cycle__in=cycle_ids, pk__in=ahead).order_by("pk"):
        cancel_all_planned(pair=pair, at=at)


def _record(verb: str, cycle: Cycle, by: Person | None, **details: Any) -> None:
    record(
        verb, organisation_id=cycle.organisation_id, by=by, team=cycle.team, subject_id=cycle.pk, **details
    )


def _require_after(last: Cycle | None, starts_on: dt.date) -> None:
    if last is not None and starts_on <= last.starts_on:
        day = f"{last.starts_on.day} {last.starts_on:%B %Y}"
        raise DomainError(f"Choose a day after {day}, when cycle {last.number} started.")


def _held_draft(cycle: Cycle) -> Cycle:
    """The cycle as it is now, held to the end of the transaction. DomainError when it is no draft."""
    draft = Cycle.objects.select_for_update(of=("self",)).select_related("team").filter(pk=cycle.pk).first()
    if draft is None:
        raise DomainError("This cycle has been deleted meanwhile.")
    if draft.stage != Cycle.Stage.DRAFT:
        raise DomainError(NOT_A_DRAFT)
    return draft
