"""Which organisation and which person a piece of work is for, or what an emailed link opens.

PostgreSQL's row-level security reads them from the transaction (see migrations). They are set for
the transaction only: a session-level setting would leak through poolers and kept connections.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

_SET = (
    "SELECT set_config('app.organisation', %s, true), set_config('app.person', %s, true), "
    "set_config('app.link', %s, true)"
)
_READ = (
    "SELECT current_setting('app.organisation', true), current_setting('app.person', true), "
    "current_setting('app.link', true)"
)


@contextmanager
def scope(
    *, organisation: UUID | None = None, person: UUID | None = None, link: UUID | None = None
) -> Iterator[None]:
    """Run a block inside a transaction that sees one organisation, one person's own places, or both.

    ``link`` is the row of an organisation that an emailed link opens for whoever brings it.

    Nested scopes replace the outer one and give it back. An exception rolls the block back, which also
    restores the setting. TypeError when neither is given: there is no scope that sees everything.
    """
    if organisation is None and (person is None or link is not None):
        raise TypeError("A scope needs an organisation, a person or both.")
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            outer = _read(cursor) if nested else None
            cursor.execute(_SET, [_text(organisation), _text(person), _text(link)])
        yield
        if outer is not None:
            with connection.cursor() as cursor:
                cursor.execute(_SET, outer)


def narrow(*, organisation: UUID, person: UUID | None) -> None:
    """Move the running transaction, already inside a scope, to an organisation."""
    if not connection.in_atomic_block:
        raise RuntimeError("narrow() needs a scope around it.")
    with connection.cursor() as cursor:
        cursor.execute(_SET, [_text(organisation), _text(person), ""])


def current_organisation() -> UUID | None:
    """The organisation of the running transaction, as the database knows it."""
    with connection.cursor() as cursor:
        organisation, *_rest = _read(cursor)
    return UUID(organisation) if organisation else None


def _read(cursor: object) -> list[str]:
    cursor.execute(_READ)  # type: ignore[attr-defined]
    return [value or "" for value in cursor.fetchone()]  # type: ignore[attr-defined]


def _text(identity: UUID | None) -> str:
    return "" if identity is None else str(UUID(str(identity)))
