"""What reminders a recipient wants, and when: kept for the recipient's place, told to nobody.

None of it goes into the audit trail: the organisation reads that, and when somebody is on holiday is nobody's
business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from coachingpairs.hours import CLOSES, OPENS, OwnHours
from coachingpairs.mail.models import MailHours, Unsubscription
from coachingpairs.mail.registry import groups


@dataclass(frozen=True)
class Choices:
    """``stopped`` are the groups that are not wanted; ``not_until`` the first day on which any may come."""

    stopped: frozenset[str] = field(default_factory=frozenset)
    opens: dt.time = OPENS
    closes: dt.time = CLOSES
    not_until: dt.date | None = None


def choices_of(recipient_id: UUID) -> Choices:
    """In the running scope; everything in working hours for somebody who has chosen nothing. Two queries."""
    rows = Unsubscription.objects.filter(recipient_id=recipient_id)
    stopped = frozenset(rows.values_list("group", flat=True))
    own = MailHours.objects.filter(recipient_id=recipient_id).first()
    return Choices(stopped, own.opens, own.closes, own.not_until) if own else Choices(stopped)


@transaction.atomic
def save_choices(*, organisation_id: UUID, recipient_id: UUID, choices: Choices) -> None:
    """The same again changes nothing. Groups that nobody has described are left as they are."""
    here = {"organisation_id": organisation_id, "recipient_id": recipient_id}
    wanted = set(groups()) - choices.stopped
    Unsubscription.objects.filter(recipient_id=recipient_id, group__in=wanted).delete()
    Unsubscription.objects.bulk_create(
        [Unsubscription(**here, group=group) for group in sorted(choices.stopped)], ignore_conflicts=True
    )
    hours = MailHours(**here, opens=choices.opens, closes=choices.closes, not_until=choices.not_until)
    MailHours.objects.bulk_create(
        [hours],
        update_conflicts=True,
        unique_fields=["organisation", "recipient_id"],
        update_fields=["opens", "closes", "not_until", "changed_at"],
    )


def end_holiday(*, recipient_id: UUID) -> None:
    """Reminders may come again from now on."""
    MailHours.objects.filter(recipient_id=recipient_id).update(not_until=None)


def hours_among(recipient_ids: Collection[UUID]) -> dict[UUID, OwnHours]:
    """The hours of those recipients who have chosen any, in the running scope; one query."""
    rows = MailHours.objects.filter(recipient_id__in=recipient_ids)
    return {row.recipient_id: OwnHours(row.opens, row.closes, row.not_until) for row in rows}
