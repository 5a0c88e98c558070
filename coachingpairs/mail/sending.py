"""Sending what is due: leased in a transaction, handed over outside of any, marked one by one."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from uuid import UUID

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, connection
from django.utils import timezone

from coachingpairs.mail.leasing import Letter, mark_failed, mark_sent, release, take_due
from coachingpairs.mail.retries import Cause, Failure, failure_of

ROUND = dt.timedelta(seconds=50)
"""No message is begun later than this in a round: it stays well within its lease, and a slow server cannot
fill the worker with rounds, of which one starts every minute."""
log = structlog.get_logger()


class ServerUnreachable(Exception):
    """Our own mail server does not answer, or takes no mail from us: nothing else is worth a try now."""


def send_due(*, at: dt.datetime | None = None) -> int:
    """Send what is due in every organisation; how many messages went out.

    ``at`` stands for now (tests, rehearsals). One organisation's trouble does not keep the others' mail
    back; an unreachable mail server ends the round, and the next one asks again.
    """
    sent = 0
    for organisation_id in organisations_with_mail_due(at or timezone.now()):
        try:
            sent += send_mail(organisation_id, at=at)
        except ServerUnreachable as error:
            log.error("mail.server_unreachable", error=str(error))
            break
        except DatabaseError:
            log.exception("mail.organisation_failed", organisation_id=str(organisation_id))
    return sent


def send_mail(organisation_id: UUID, *, at: dt.datetime | None = None, lasts: dt.timedelta = ROUND) -> int:
    """Send what is due in one organisation; how many messages went out. Not to be called in a transaction.

    What is not begun when ``lasts`` is over waits for the next round. ServerUnreachable, with the rest put
    back, when the mail server is down.
    """
    due, ends = at or timezone.now(), time.monotonic() + lasts.total_seconds()
    sent = 0
    with _mail_server() as server:
        while True:
            batch = take_due(organisation_id=organisation_id, due=due, now=at or timezone.now())
            sent += _deliver(server, batch.letters, at, ends)
            if not batch.taken or time.monotonic() > ends:
                return sent


def organisations_with_mail_due(at: dt.datetime) -> list[UUID]:
    """Those with something to take, the longest waiting first: the one question asked across them all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisations_with_mail_due(%s)", [at])
        return [row[0] for row in cursor.fetchall()]


def _deliver(server: BaseEmailBackend, letters: Sequence[Letter], at: dt.datetime | None, ends: float) -> int:
    """Hand over a batch, marking each message as soon as its fate is known."""
    sent = 0
    for number, letter in enumerate(letters):
        if time.monotonic() > ends:
            release(letters[number:], at=timezone.now())
            break
        failure = _hand_over(server, letter)
        if failure and failure.cause is Cause.SERVER:
            for left in letters[number:]:
                mark_failed(left, failure, at=at or timezone.now())
            raise ServerUnreachable(failure.said)
        if failure:
            mark_failed(letter, failure, at=at or timezone.now())
            log.warning("mail.not_sent", mail=str(letter.mail.pk), kind=letter.mail.kind, error=failure.said)
        else:
            mark_sent(letter, at=at or timezone.now())
            sent += 1
    return sent


@contextmanager
def _mail_server() -> Iterator[BaseEmailBackend]:
    """One connection for all the batches of a round, opened when there is something to hand over."""
    server = get_connection()
    try:
        yield server
    finally:
        _hang_up(server)


def _hand_over(server: BaseEmailBackend, letter: Letter) -> Failure | None:
    """None once the server has taken the message."""
    try:
        server.open()
    except OSError as error:  # smtplib's errors are OSErrors too
        return Failure(Cause.SERVER, failure_of(error).said)
    try:
        server.send_messages([letter.email])
    except Exception as error:  # noqa: BLE001  one message's fault must not keep the others back
        failure = failure_of(error)
        if failure.cause is Cause.LOST:
            _hang_up(server)
        return failure
    return None


def _hang_up(server: BaseEmailBackend) -> None:
    with suppress(OSError):
        server.close()
