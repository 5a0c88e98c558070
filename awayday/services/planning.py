"""Planning an Awayday: when, where, which cycle it opens and which it closes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from awayday.models import Awayday
from awayday.services.telling import tell_cancelled, tell_date
from coachingpairs.errors import DomainError, said_as
from coachingpairs.live.announcing import announce
from cycles.models import Cycle
from teams.audit import record
from teams.models import Person

SEALED_ALREADY = "The pairs of this cycle are sealed, so no Awayday opens it any more."
JUST_PLANNED = "Somebody has just planned this Awayday. Look at it before you plan another."
DOORS_OPEN = "The doors have opened, so this Awayday stays. Close it once the day is over."


@dataclass(frozen=True)
class Plan:
    """Times are local to the cycle's zone; ``link`` is for those who take part from elsewhere."""

    held_on: dt.date
    starts_at: dt.time
    ends_at: dt.time
    venue: str = ""
    link: str = ""


@transaction.atomic
def plan_awayday(*, opens: Cycle, plan: Plan, by: Person, at: dt.datetime | None = None) -> Awayday:
    """Plan the Awayday that opens the cycle, or change its plan; leaders are told the date.

    It closes the cycle under way, if there is one. DomainError once the pairs are sealed.
    """
    at = at or timezone.now()
    cycle = Cycle.objects.select_related("team").select_for_update(of=("self",)).get(pk=opens.pk)
    if cycle.stage not in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        raise DomainError(SEALED_ALREADY)
    planned = Awayday.objects.select_for_update(of=("self",), no_key=True).filter(opens=cycle).first()
    if planned is None:
        return _plan_first(cycle, plan, by, at)
    if _plan_of(planned) != plan:
        _set(planned, plan)
        planned.sequence += 1
        planned.save(update_fields=["held_on", "starts_at", "ends_at", "venue", "link", "sequence"])
        _record("awayday changed", planned, by)
        announce(planned.organisation_id, planned.opens_id)
        tell_date(planned, at=at)
    return planned


@transaction.atomic
def cancel_awayday(*, awayday: Awayday, by: Person, at: dt.datetime | None = None) -> int:
    """Take the plan back; printed place cards lead nowhere. How many had been told the date and are told so.

    DomainError once the doors have opened.
    """
    planned = Awayday.objects.select_for_update(of=("self",), no_key=True).filter(pk=awayday.pk).first()
    if planned is None:
        return 0
    if planned.doors_opened_at is not None:
        raise DomainError(DOORS_OPEN)
    _record("awayday cancelled", planned, by)
    number = tell_cancelled(planned, at=at or timezone.now())
    planned.delete()
    return number


def _plan_first(cycle: Cycle, plan: Plan, by: Person, at: dt.datetime) -> Awayday:
    planned = Awayday(
        organisation_id=cycle.organisation_id,
        team=cycle.team,
        opens=cycle,
        closes=Cycle.objects.under_way().filter(team=cycle.team).first(),
    )
    _set(planned, plan)
    with said_as({"awayday_once_per_cycle": JUST_PLANNED}):
        planned.save(force_insert=True)
    _record("awayday planned", planned, by)
    tell_date(planned, at=at)
    return planned


def _set(awayday: Awayday, plan: Plan) -> None:
    awayday.held_on, awayday.starts_at, awayday.ends_at = plan.held_on, plan.starts_at, plan.ends_at
    awayday.venue, awayday.link = plan.venue, plan.link


def _plan_of(awayday: Awayday) -> Plan:
    return Plan(awayday.held_on, awayday.starts_at, awayday.ends_at, awayday.venue, awayday.link)


def _record(verb: str, awayday: Awayday, by: Person) -> None:
    record(
        verb,
        organisation_id=awayday.organisation_id,
        by=by,
        team=awayday.team,
        subject_id=awayday.pk,
        held_on=awayday.held_on.isoformat(),
    )
