"""Writing to the outbox, in the transaction of the cause."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from coachingpairs.mail.models import OutgoingMail

KEEPS = dt.timedelta(days=7)
log = structlog.get_logger()


@dataclass(frozen=True)
class Outgoing:
    """One message to be written: see ``enqueue`` for what is left out."""

    recipient_id: UUID
    subject_id: UUID | None = None
    cycle_id: UUID | None = None
    period: str = ""
    due_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    time_zone: str = ""


def enqueue(
    *,
    organisation_id: UUID,
    kind: str,
    recipient_id: UUID,
    subject_id: UUID | None = None,
    cycle_id: UUID | None = None,
    period: str = "",
    due_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    time_zone: str = "",
) -> None:
    """Add one message; nothing happens when the same one (recipient, kind, subject, cycle, period) exists.

    ``due_at`` defaults to now; a message still unsent at ``expires_at`` (a week later by default) is not
    sent any more. With a ``time_zone`` it only goes out in working hours there. The worker is woken once
    the transaction has committed.
    """
    one = Outgoing(recipient_id, subject_id, cycle_id, period, due_at, expires_at, time_zone)
    enqueue_many(organisation_id=organisation_id, kind=kind, messages=[one])


def enqueue_many(*, organisation_id: UUID, kind: str, messages: Iterable[Outgoing]) -> int:
    """Add many messages of one kind in one query; those that exist already are left alone.

    Returns how many were added. The worker is woken once the transaction has committed.
    """
    now = timezone.now()
    rows = [_row(message, organisation_id=organisation_id, kind=kind, now=now) for message in messages]
    # In one order everywhere: two who write the same messages at once wait for each other, not both.
    rows.sort(key=lambda row: (row.recipient_id, str(row.cycle_id), str(row.subject_id), row.period))
    if not rows:
        return 0
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    added = OutgoingMail.objects.filter(pk__in=[row.pk for row in rows]).count()
    if added and any(row.due_at <= now for row in rows):
        transaction.on_commit(partial(wake_worker, organisation_id))
    return added


def wake_worker(organisation_id: UUID) -> None:
    """Ask for an organisation's mail to be sent now. Without a broker the sweep finds it a little later."""
    from coachingpairs.mail.tasks import send_mail_of

    try:
        send_mail_of.apply_async(kwargs={"organisation_id": str(organisation_id)}, retry=False, expires=60)
    except (OperationalError, OSError):
        log.warning("mail.worker_not_woken", organisation_id=str(organisation_id))


def _row(message: Outgoing, *, organisation_id: UUID, kind: str, now: dt.datetime) -> OutgoingMail:
    due_at = message.due_at or now
    return OutgoingMail(
        organisation_id=organisation_id,
        kind=kind,
        recipient_id=message.recipient_id,
        subject_id=message.subject_id,
        cycle_id=message.cycle_id,
        period=message.period,
        due_at=due_at,
        available_at=due_at,
        expires_at=message.expires_at or due_at + KEEPS,
        time_zone=message.time_zone,
        message_id=f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>",
    )
