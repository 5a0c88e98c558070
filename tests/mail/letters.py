"""A kind of message for tests of the outbox, and the writing of many of them."""

from __future__ import annotations

import datetime as dt
import uuid
from uuid import UUID

from django.db import connection

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from coachingpairs.mail.registry import Message, describe_group, writes
from coachingpairs.tenancy.scope import scope

LETTER, GROUPED, UNWANTED = "test-letter", "test-grouped", "test-unwanted"
POISON, BREAKING = "test-poison", "test-breaking"
describe_group("test-notes", "notes from a test")


class CannotWrite(Exception):
    pass


@writes(LETTER)
def letter(mail: OutgoingMail) -> Message:
    return Message(to=f"{mail.period}@northmere.example", subject="A letter", template="base")


@writes(GROUPED)
def grouped(mail: OutgoingMail) -> Message:
    to = f"{mail.period}@northmere.example"
    return Message(
        to=to, subject="A note", template="base", context={"heading": "A note"}, group="test-notes"
    )


@writes(POISON)
def poison(mail: OutgoingMail) -> Message:
    raise CannotWrite(f"private words about {mail.period}")


@writes(BREAKING)
def breaking(_mail: OutgoingMail) -> Message:
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_function()")
    raise AssertionError("The database took it.")


@writes(UNWANTED)
def unwanted(_mail: OutgoingMail) -> None:
    return None


def post(
    organisation_id: UUID,
    *names: str,
    kind: str = LETTER,
    due_at: dt.datetime,
    days: int = 7,
    time_zone: str = "",
) -> list[UUID]:
    """One message to each name, which stands in ``period``; their recipients' identities."""
    identities = [uuid.uuid4() for _name in names]
    with scope(organisation=organisation_id):
        enqueue_many(
            organisation_id=organisation_id,
            kind=kind,
            messages=[
                Outgoing(
                    identity,
                    period=name,
                    due_at=due_at,
                    expires_at=due_at + dt.timedelta(days=days),
                    time_zone=time_zone,
                )
                for identity, name in zip(identities, names, strict=True)
            ],
        )
    return identities


def states(organisation_id: UUID) -> dict[str, str]:
    """State by name of everything in the organisation's outbox."""
    with scope(organisation=organisation_id):
        return dict(OutgoingMail.objects.values_list("period", "state"))


def row(organisation_id: UUID, name: str) -> OutgoingMail:
    with scope(organisation=organisation_id):
        return OutgoingMail.objects.get(period=name)
