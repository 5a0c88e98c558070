"""What the worker would do with the outbox at some moment, without doing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from coachingpairs.mail.leasing import Wishes, prepare, wishes_of
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope


@dataclass(frozen=True)
class Rehearsed:
    """One waiting message: ``to`` is its address if it would go out, else empty.

    ``goes_at`` is when: the moment asked about, or a later one within working hours; None for one that
    would not go out any more, because it is too late, not wanted or cannot be written.
    """

    mail: OutgoingMail
    goes_at: dt.datetime | None
    to: str = ""


class _Undo(Exception):
    pass


@contextmanager
def rehearsal(organisation_id: UUID) -> Iterator[None]:
    """A scope whose every change is taken back at its end."""
    try:
        with scope(organisation=organisation_id):
            yield
            raise _Undo
    except _Undo:
        pass


def rehearse(at: dt.datetime) -> list[Rehearsed]:
    """Decide about every row that may be taken at ``at``, as the worker would; then those that wait longer.

    Needs a rehearsal around it: writers may write.
    """
    rows = list(OutgoingMail.objects.to_take(at))
    wishes = wishes_of(rows)
    later = OutgoingMail.objects.to_wait(at)
    return [*(_one(row, at, wishes) for row in rows), *(Rehearsed(row, row.available_at) for row in later)]


def _one(row: OutgoingMail, at: dt.datetime, wishes: Wishes) -> Rehearsed:
    letter = prepare(row, at, wishes)
    if letter:
        return Rehearsed(row, at, letter.email.to[0])
    return Rehearsed(row, row.available_at if row.state in OutgoingMail.WAITING else None)
