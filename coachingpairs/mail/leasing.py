"""Taking due rows of one organisation and writing their messages, and what becomes of them afterwards.

A row is leased (inflight, with an end) in the transaction that writes its message, sent outside of any
transaction, then marked in a transaction of its own. A worker that dies in between loses its lease and the
row is taken again: at most one message is then sent twice, under the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from coachingpairs.hours import OwnHours, next_wanted_moment, next_working_moment
from coachingpairs.mail.choices import hours_among
from coachingpairs.mail.composing import compose
from coachingpairs.mail.models import OutgoingMail, OutgoingMailQuerySet
from coachingpairs.mail.registry import writer_of
from coachingpairs.mail.retries import GIVES_UP_AFTER, Cause, Failure, wait
from coachingpairs.mail.unsubscribing import unsubscribed_among
from coachingpairs.tenancy.scope import scope

State = OutgoingMail.State
BATCH = 25
LEASE = dt.timedelta(minutes=5)
CHANGED = ["state", "due_at", "available_at", "attempts", "last_error"]
log = structlog.get_logger()
random = SystemRandom()


@dataclass(frozen=True)
class Letter:
    """A leased row and its message, ready to go."""

    mail: OutgoingMail
    email: EmailMultiAlternatives


@dataclass(frozen=True)
class Wishes:
    """What the recipients of a batch have chosen: groups they have stopped, and hours of their own."""

    stopped: set[tuple[UUID, str]]
    hours: Mapping[UUID, OwnHours]


@dataclass
class Batch:
    """``taken`` rows were looked at; those of them that are to be sent now are ``letters``."""

    taken: int = 0
    letters: list[Letter] = field(default_factory=list)


def take_due(*, organisation_id: UUID, due: dt.datetime, now: dt.datetime) -> Batch:
    """Lease up to 25 rows that may be taken at ``due``; others' locked rows are passed over."""
    with scope(organisation=organisation_id):
        rows = list(OutgoingMail.objects.to_take(due).select_for_update(skip_locked=True)[:BATCH])
        wishes = wishes_of(rows)
        letters = [letter for row in rows if (letter := prepare(row, now, wishes))]
        OutgoingMail.objects.bulk_update(rows, CHANGED)
    return Batch(len(rows), letters)


def mark_sent(letter: Letter, *, at: dt.datetime) -> None:
    """Nothing happens when the lease was lost meanwhile: whoever holds the row now says what became of it."""
    with scope(organisation=letter.mail.organisation_id):
        _still_ours(letter.mail).update(state=State.SENT, sent_at=at, last_error="")


def mark_failed(letter: Letter, failure: Failure, *, at: dt.datetime) -> None:
    mail = letter.mail
    lease = mail.available_at
    if failure.cause is Cause.REFUSED:
        mail.state, mail.last_error = State.FAILED, failure.said
    else:
        _put_back(mail, failure, at)
    changed = {name: getattr(mail, name) for name in CHANGED}
    with scope(organisation=mail.organisation_id):
        _still_ours(mail, lease).update(**changed)


def release(letters: Iterable[Letter], *, at: dt.datetime) -> None:
    """Give back leased rows that nobody tried to send."""
    for letter in letters:
        with scope(organisation=letter.mail.organisation_id):
            _still_ours(letter.mail).update(
                state=State.QUEUED, available_at=at, attempts=letter.mail.attempts - 1
            )


def wishes_of(rows: Sequence[OutgoingMail]) -> Wishes:
    """Two queries, however many rows."""
    recipients = [row.recipient_id for row in rows]
    return Wishes(unsubscribed_among(recipients), hours_among(recipients))


def prepare(row: OutgoingMail, now: dt.datetime, wishes: Wishes) -> Letter | None:
    """Decide what becomes of a row; a letter when it is to be sent now."""
    try:
        if not _is_for_now(row, now):
            return None
        with transaction.atomic():
            message = writer_of(row.kind)(row)
            if message is None or (row.recipient_id, message.group) in wishes.stopped:
                row.state = State.SUPPRESSED
                return None
            if message.group and not _is_in_own_hours(row, now, wishes.hours):
                return None
            letter = Letter(row, compose(row, message))
    except Exception as error:  # noqa: BLE001  one row's fault must not keep the others back
        _park(row, error, now)
        return None
    row.state, row.available_at, row.attempts = State.INFLIGHT, now + LEASE, row.attempts + 1
    return letter


def _is_for_now(row: OutgoingMail, now: dt.datetime) -> bool:
    """False, with the row's new state, for one that is too late, given up or out of hours."""
    if now >= row.expires_at:
        row.state = State.EXPIRED
    elif row.attempts and now > row.due_at + GIVES_UP_AFTER:
        row.state = State.FAILED
    elif row.time_zone and (later := next_working_moment(now, ZoneInfo(row.time_zone))) > now:
        _wait_until(later, row)
    else:
        return True
    return False


def _is_in_own_hours(row: OutgoingMail, now: dt.datetime, hours: Mapping[UUID, OwnHours]) -> bool:
    """False, with the row's new state, when its recipient does not want reminders now."""
    own = hours.get(row.recipient_id)
    if own is None or not row.time_zone:
        return True
    later = next_wanted_moment(now, ZoneInfo(row.time_zone), own)
    if later > now:
        _wait_until(later, row)
    return later <= now


def _wait_until(later: dt.datetime, row: OutgoingMail) -> None:
    row.state = State.EXPIRED if later >= row.expires_at else State.QUEUED
    row.due_at = row.available_at = later


def _park(row: OutgoingMail, error: Exception, now: dt.datetime) -> None:
    row.attempts += 1
    _put_back(row, Failure(Cause.PASSING, type(error).__name__), now)
    where = traceback.extract_tb(error.__traceback__)[-1]  # never the exception's words: they may be private
    log.error(
        "mail.not_written",
        kind=row.kind,
        mail=str(row.pk),
        error=row.last_error,
        where=f"{Path(where.filename).name}:{where.lineno}",
    )


def _put_back(row: OutgoingMail, failure: Failure, at: dt.datetime) -> None:
    """To be tried again after a while, or given up five days after it was due.

    What our own server keeps back counts as waiting, not as tried: /healthz speaks of it.
    """
    row.last_error = failure.said
    row.available_at = at + wait(row.attempts, random)
    if row.available_at > row.due_at + GIVES_UP_AFTER:
        row.state = State.FAILED
    else:
        row.state = State.QUEUED if failure.cause is Cause.SERVER else State.RETRY


def _still_ours(mail: OutgoingMail, lease: dt.datetime | None = None) -> OutgoingMailQuerySet:
    held = OutgoingMail.objects.filter(pk=mail.pk, state=State.INFLIGHT)
    return held.filter(available_at=lease or mail.available_at)
