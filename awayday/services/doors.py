"""Opening and closing the doors of an Awayday, and the six digits that lead in while they are open."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from awayday.models import Awayday, Claim
from coachingpairs.errors import DomainError, said_as
from coachingpairs.live.announcing import announce
from teams.audit import record
from teams.models import Person

STAY_OPEN = dt.timedelta(hours=18)
"""Nobody has to remember to close them."""
CODES = 1_000_000
TRIES = 20
NOT_OPEN = "The doors are not open."
SENTENCES = {"awayday_before_sealing": "The pairs of this cycle are sealed, so no Awayday opens it any more."}


class _CodeTaken(DomainError):
    """Some Awayday, perhaps of another organisation, has these digits just now."""


@dataclass(frozen=True)
class Door:
    """Which room a code leads to."""

    organisation_id: UUID
    awayday_id: UUID


@transaction.atomic
def open_doors(*, awayday: Awayday, by: Person, at: dt.datetime | None = None) -> Awayday:
    """Everybody can come in, with a code that nobody has seen; opening open doors changes nothing.

    Doors that were closed can be opened again. DomainError where an Awayday that never began would open a
    cycle whose pairs are sealed.
    """
    at = at or timezone.now()
    now = hold_awayday(awayday)
    if now.is_open:
        return now
    now.doors_opened_at, now.doors_close_at, now.closed_at = at, at + STAY_OPEN, None
    if now.stage == Awayday.Stage.PLANNED:
        now.stage = Awayday.Stage.LOBBY
    _save_with_new_code(now, "doors_opened_at", "doors_close_at", "closed_at", "stage")
    _record("doors opened", now, by)
    return now


@transaction.atomic
def renew_code(*, awayday: Awayday, by: Person) -> Awayday:
    """The old code leads nowhere any more, and phones that nobody has confirmed are out.

    DomainError when the doors are not open.
    """
    now = hold_awayday(awayday)
    require_open(now)
    _save_with_new_code(now)
    Claim.objects.waiting().filter(awayday=now).update(ended_at=timezone.now())
    _record("code renewed", now, by)
    return now


@transaction.atomic
def close_doors(*, awayday: Awayday, by: Person, at: dt.datetime | None = None) -> Awayday:
    """Whoever is not signed in is out at once; closing twice closes once. DomainError before opening."""
    at = at or timezone.now()
    now = hold_awayday(awayday)
    if now.doors_opened_at is None:
        raise DomainError(NOT_OPEN)
    if now.closed_at is not None:
        return now
    now.code, now.closed_at = "", at
    now.save(update_fields=["code", "closed_at"])
    Claim.objects.filter(awayday=now, ended_at=None).update(ended_at=at)
    _record("doors closed", now, by)
    return now


def find_door(code: str) -> Door | None:
    """Where the digits on some wall lead; None when no open Awayday has them. Needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, awayday_id FROM awayday_by_code(%s)", [code])
        found = cursor.fetchone()
    return Door(*found) if found else None


def hold_awayday(awayday: Awayday) -> Awayday:
    """As it is now; nobody else opens, closes, or says or confirms who they are until the transaction ends.

    It does not hold up those who arrive: their rows only point to it.
    """
    rows = Awayday.objects.select_for_update(of=("self",), no_key=True).select_related("team", "opens")
    return rows.get(pk=awayday.pk)


def require_open(awayday: Awayday) -> None:
    if not awayday.is_open:
        raise DomainError(NOT_OPEN)


def _save_with_new_code(awayday: Awayday, *fields: str) -> None:
    """Codes are unique over all organisations, most of whose Awaydays cannot be seen from here."""
    for _try in range(TRIES):
        awayday.code = f"{1 + secrets.randbelow(CODES - 1):06}"  # 000000 is the rehearsal's
        try:
            with said_as(SENTENCES), said_as({"awayday_code_once": ""}, error=_CodeTaken):
                awayday.save(update_fields=["code", *fields])
        except _CodeTaken:
            continue
        return
    raise DomainError("No free code was found. Press again.")


def _record(verb: str, awayday: Awayday, by: Person) -> None:
    """Never the code: the trail is read long after, and a code is found on photographs."""
    record(verb, organisation_id=awayday.organisation_id, by=by, team=awayday.team, subject_id=awayday.pk)
    announce(awayday.organisation_id, awayday.opens_id)
