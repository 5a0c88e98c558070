"""New keys for organisations, and their texts encrypted again, in batches that can be broken off.

Needs a connection that sees every row, so the database's owner: private notes are shown to nobody but
their authors. Each batch is a transaction of its own. Nothing remembers how far a rotation has come except
the rows themselves: a text names the key it was written with, and an organisation with more than one key
is one whose rotation is not finished.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from coachingpairs.encryption import ciphers, keys
from coachingpairs.encryption.fields import Ciphertext, EncryptedTextField
from coachingpairs.encryption.models import OrganisationKey

NOTICED_AFTER = dt.timedelta(seconds=2 * keys.ASK_AGAIN_AFTER)
"""Until then every process has asked for the new key and has finished what it began with the old one."""


@dataclass(frozen=True)
class Place:
    """One column of encrypted text."""

    model: type[models.Model]
    field: EncryptedTextField

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"


@dataclass(frozen=True)
class Begun:
    """A rotation whose texts wait for every process to use key ``number``, made at ``made_at``."""

    number: int
    made_at: dt.datetime
    rewrapped: int
    encrypted: int


@dataclass(frozen=True)
class Finished:
    """``left`` names rows whose text cannot be opened; old keys are kept for their sake."""

    encrypted: int
    left: tuple[str, ...]
    keys_deleted: int


def encrypted_places() -> list[Place]:
    """Every encrypted column of the application."""
    return [
        Place(model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def begin(organisation_id: UUID, *, batch: int) -> Begun:
    """Give the organisation a new key, or go on with a rotation that was broken off, and use it.

    CannotDecrypt when a key is wrapped by a master key that is not in ENCRYPTION_KEYS.
    """
    rewrapped = rewrap(organisation_id)
    newest = _newest_key(organisation_id)
    keys.forget_keys()
    encrypted = _encrypt_again(organisation_id, newest.number, batch)
    return Begun(newest.number, newest.created_at, rewrapped, encrypted)


def finish(organisation_id: UUID, number: int, *, batch: int) -> Finished:
    """Encrypt what was written with older keys meanwhile, then delete those, unless a text still needs one.

    Not before NOTICED_AFTER has passed since the key was made, while anything else is running.
    """
    keys.forget_keys()
    encrypted = _encrypt_again(organisation_id, number, batch)
    left = _written_with_others(organisation_id, number, batch)
    deleted = 0 if left else _delete_older_keys(organisation_id, number)
    keys.forget_keys()
    return Finished(encrypted, left, deleted)


def rewrap(organisation_id: UUID) -> int:
    """Wrap the organisation's keys by the current master key; how many were wrapped by an older one."""
    master_number, master = keys.current_master()
    with transaction.atomic():
        rows = list(
            OrganisationKey.objects.select_for_update()
            .filter(organisation_id=organisation_id)
            .exclude(master_number=master_number)
        )
        for row in rows:
            keys.wrap(row, keys.unwrap(row), number=master_number, master=master)
            row.save(update_fields=["wrapped", "master_number"])
    return len(rows)


def masters_in_use() -> set[int]:
    """The numbers of master keys that some organisation's key still needs."""
    return set(OrganisationKey.objects.values_list("master_number", flat=True).distinct())


def masters_no_longer_needed() -> list[int]:
    return sorted(set(settings.ENCRYPTION_KEYS) - masters_in_use() - {keys.current_master()[0]})


def _newest_key(organisation_id: UUID) -> OrganisationKey:
    """A new key, unless an earlier rotation has left one that not every text uses yet."""
    with transaction.atomic():
        rows = list(
            OrganisationKey.objects.select_for_update()
            .filter(organisation_id=organisation_id)
            .order_by("-number")
        )
        if len(rows) > 1:
            return rows[0]
        return keys.make_key(organisation_id, number=rows[0].number + 1 if rows else 1)


def _encrypt_again(organisation_id: UUID, number: int, batch: int) -> int:
    """How many rows that another key had written now have ``number``; what cannot be opened stays."""
    done = 0
    for place in encrypted_places():
        for rows in _batches(place, organisation_id, number, batch):
            with transaction.atomic():
                for row_id, text in rows:
                    with suppress(ciphers.CannotDecrypt):
                        done += _replace(place, organisation_id, row_id, text)
    return done


def _written_with_others(organisation_id: UUID, number: int, batch: int) -> tuple[str, ...]:
    return tuple(
        f"{place.name} {row_id}"
        for place in encrypted_places()
        for rows in _batches(place, organisation_id, number, batch)
        for row_id, _text in rows
    )


def _batches(
    place: Place, organisation_id: UUID, number: int, batch: int
) -> Iterator[list[tuple[UUID, str]]]:
    """Identity and ciphertext of rows written with another key, by identity, ``batch`` at a time."""
    table, column = place.model._meta.db_table, place.field.column
    query = (
        f'SELECT id, "{column}" FROM "{table}" WHERE organisation_id = %s AND id > %s '  # noqa: S608
        f'AND "{column}" NOT LIKE %s ORDER BY id LIMIT %s'
    )
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [organisation_id, last, f"v1:{number}:%", batch])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _replace(place: Place, organisation_id: UUID, row_id: UUID, text: str) -> int:
    """1, or 0 when somebody has written the row meanwhile: with which key, the next round will see."""
    row = place.model(pk=row_id, organisation_id=organisation_id)
    again = place.field.close(row, place.field.open(row, Ciphertext(text)))
    table, column = place.model._meta.db_table, place.field.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s AND "{column}" = %s',  # noqa: S608
            [str(again), row_id, text],
        )
        return int(cursor.rowcount)


def _delete_older_keys(organisation_id: UUID, number: int) -> int:
    older = OrganisationKey.objects.filter(organisation_id=organisation_id, number__lt=number)
    return older.delete()[0]
