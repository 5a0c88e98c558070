"""What the database tells without showing anybody's words: see migrations/0003.

All run in the scope of an organisation; ``asked_of`` looks into all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Opens:
    """What a link opens; ``purpose`` is one of Link.Purpose."""

    link_id: UUID
    request_id: UUID
    purpose: str


@dataclass(frozen=True)
class RequestForMail:
    """Of a request that is not taken back, between two who are there.

    ``giver_id`` is None for somebody outside, who has a ``name`` and an ``email`` instead.
    """

    asking_id: UUID
    cycle_id: UUID
    leader_id: UUID
    giver_id: UUID | None
    name: str
    email: str
    kind: str
    closes_at: dt.datetime
    is_open: bool
    answered_at: dt.datetime | None
    declined_at: dt.datetime | None
    nudged_at: dt.datetime | None
    thanked_at: dt.datetime | None


@dataclass(frozen=True)
class AskingForMail:
    """``unread`` counts answers written since whoever asked has last read."""

    cycle_id: UUID
    leader_id: UUID
    kind: str
    reveal: str
    closed_at: dt.datetime | None
    under_way: bool
    asked: int
    answers: int
    unread: int


@dataclass(frozen=True)
class Waiting:
    """A request that has neither an answer nor a “not this time”."""

    request_id: UUID
    asking_id: UUID
    cycle_id: UUID
    leader_id: UUID
    giver_id: UUID | None
    asked_at: dt.datetime
    closes_at: dt.datetime
    reminders: int
    last_reminded_at: dt.datetime | None


@dataclass(frozen=True)
class Closed:
    asking_id: UUID
    cycle_id: UUID
    leader_id: UUID


@dataclass(frozen=True)
class Counts:
    """How many were asked, and how many have answered."""

    asked: int
    answers: int


@dataclass(frozen=True)
class Totals:
    """``leaders`` counts those who have asked somebody."""

    leaders: int
    asked: int
    answers: int


def opens(token_hash: str, *, at: dt.datetime) -> Opens | None:
    rows = _rows("SELECT * FROM feedback_opens(%s, %s)", token_hash, at)
    return Opens(*rows[0]) if rows else None


def request_for_mail(request_id: UUID) -> RequestForMail | None:
    rows = _rows("SELECT * FROM feedback_request_for_mail(%s)", request_id)
    return RequestForMail(*rows[0]) if rows else None


def asking_for_mail(asking_id: UUID) -> AskingForMail | None:
    rows = _rows("SELECT * FROM feedback_asking_for_mail(%s)", asking_id)
    return AskingForMail(*rows[0]) if rows else None


def waiting(*, at: dt.datetime) -> list[Waiting]:
    """Of the whole organisation, first asked first. One query."""
    return [Waiting(*row) for row in _rows("SELECT * FROM feedback_waiting(%s)", at)]


def note_reminders(nths: Mapping[UUID, int], *, at: dt.datetime) -> frozenset[UUID]:
    """The first or second is on its way, by request; those noted now, and not before or waiting no more.

    One query.
    """
    ids = sorted(nths)  # in one order everywhere: two who plan at once wait for each other, not both
    rows = _rows(
        "SELECT one.request FROM unnest(%s::uuid[], %s::int[]) AS one (request, nth) "
        "WHERE feedback_note_reminder(one.request, one.nth, %s)",
        ids,
        [nths[one] for one in ids],
        at,
    )
    return frozenset(row[0] for row in rows)


def close_over(*, at: dt.datetime) -> list[Closed]:
    """Close what is over, and say what that was."""
    return [Closed(*row) for row in _rows("SELECT * FROM feedback_close_over(%s)", at)]


def much_asked(givers: Iterable[UUID | str], *, many: int) -> frozenset[UUID | str]:
    """Those of them whom ``many`` or more are asking at present. One query, none for nobody.

    Leaders are known by id, others by their address in small letters.
    """
    asked = list(givers)
    leaders = [one for one in asked if isinstance(one, UUID)]
    addresses = [one for one in asked if isinstance(one, str)]
    if not asked:
        return frozenset()
    rows = _rows("SELECT * FROM feedback_much_asked(%s::uuid[], %s::text[], %s)", leaders, addresses, many)
    return frozenset(giver_id or address for giver_id, address in rows)


def counts_of(cycle_id: UUID, leader_id: UUID) -> Counts:
    """For the leader and their partner; for anybody else there are none."""
    (row,) = _rows("SELECT * FROM feedback_counts_of(%s, %s)", cycle_id, leader_id)
    return Counts(*row)


def totals(cycle_id: UUID, *, before: dt.datetime) -> Totals:
    """Of the team. From five pairs up, and by the week: whoever asks sees to that."""
    (row,) = _rows("SELECT * FROM feedback_totals(%s, %s)", cycle_id, before)
    return Totals(*row)


def asked_of(address: str, *, at: dt.datetime) -> list[tuple[UUID, UUID]]:
    """Organisation and request of all that is open for that address, in all organisations."""
    return [(row[0], row[1]) for row in _rows("SELECT * FROM feedback_asked_of(%s, %s)", address, at)]


def _rows(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
