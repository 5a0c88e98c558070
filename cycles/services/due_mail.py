"""What mail goes out at a moment: waiting in the outbox already, or planned then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from coachingpairs.mail.registry import has_private_recipients
from coachingpairs.mail.rehearsing import Rehearsed, rehearsal, rehearse
from coachingpairs.tenancy.across import organisation_ids
from coachingpairs.tenancy.scope import scope
from cycles.planners import plan_of_others
from cycles.services.reminders import next_reminders_at, plan_reminders_here
from teams.models import Leader, Organisation, Person


@dataclass(frozen=True)
class DueMail:
    """One message that goes out, at ``at`` or, to keep to working hours, later.

    ``name`` and ``address`` are empty where it is nobody's business to whom.
    """

    kind: str
    name: str
    address: str
    due_at: dt.datetime
    goes_at: dt.datetime
    period: str


@dataclass(frozen=True)
class DueInOrganisation:
    """``planned`` counts the reminders that were not in the outbox before; ``waiting`` go out later."""

    organisation: Organisation
    planned: int
    going: list[DueMail]
    waiting: list[DueMail]
    next_reminders_at: dt.datetime | None


def due_mail(*, at: dt.datetime, dry_run: bool) -> list[DueInOrganisation]:
    """For every organisation what goes out at ``at``. The reminders of that moment are planned, unless
    ``dry_run``; nothing is sent.
    """
    return [_due_in(organisation_id, at, dry_run=dry_run) for organisation_id in organisation_ids()]


def _due_in(organisation_id: UUID, at: dt.datetime, *, dry_run: bool) -> DueInOrganisation:
    planned = 0
    if not dry_run:
        with scope(organisation=organisation_id):
            planned = _plan(organisation_id, at)
    with rehearsal(organisation_id):
        if dry_run:
            planned = _plan(organisation_id, at)
        next_at = next_reminders_at(at=at)
        found = [one for one in rehearse(at) if one.goes_at]
        names = _names({one.mail.recipient_id for one in found})
        mails = sorted((_described(one, names) for one in found), key=lambda mail: (mail.goes_at, mail.name))
        organisation = Organisation.objects.get(pk=organisation_id)
    return DueInOrganisation(
        organisation=organisation,
        planned=planned,
        going=[mail for mail in mails if mail.goes_at == at],
        waiting=[mail for mail in mails if mail.goes_at > at],
        next_reminders_at=next_at,
    )


def _described(one: Rehearsed, names: dict[UUID, str]) -> DueMail:
    mail = one.mail
    is_private = has_private_recipients(mail.kind)
    return DueMail(
        kind=mail.kind,
        name="" if is_private else names.get(mail.recipient_id, ""),
        address="" if is_private else one.to,
        due_at=mail.due_at,
        goes_at=one.goes_at or mail.due_at,
        period=mail.period,
    )


def _plan(organisation_id: UUID, at: dt.datetime) -> int:
    here = plan_reminders_here(organisation_id=organisation_id, at=at)
    return here + plan_of_others(organisation_id=organisation_id, at=at)


def _names(recipient_ids: Collection[UUID]) -> dict[UUID, str]:
    """Recipients are leaders or people. Two queries."""
    people = dict(Person.objects.filter(pk__in=recipient_ids).values_list("pk", "name"))
    return people | dict(Leader.objects.filter(pk__in=recipient_ids).values_list("pk", "name"))
