"""Organisations' keys: made with the organisation, kept unwrapped in the process's memory."""

from __future__ import annotations

import os
import time
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from coachingpairs.encryption.ciphers import KEY_BYTES, CannotDecrypt, seal, unseal
from coachingpairs.encryption.models import OrganisationKey

ASK_AGAIN_AFTER = 60.0
"""Seconds after which a process asks which key is current: so long may a rotation take to be noticed."""

_unwrapped: dict[tuple[UUID, int], bytes] = {}
_current: dict[UUID, tuple[int, float]] = {}


def current_key(organisation_id: UUID) -> tuple[int, bytes]:
    """Number and bytes of the key that encrypts for an organisation now."""
    number, asked_at = _current.get(organisation_id, (0, 0.0))
    if not number or time.monotonic() - asked_at > ASK_AGAIN_AFTER:
        row = OrganisationKey.objects.filter(organisation_id=organisation_id).order_by("-number").first()
        if row is None:
            raise CannotDecrypt("The organisation has no key: it was not made by create_organisation.")
        _unwrapped[organisation_id, row.number] = unwrap(row)
        number = row.number
        _current[organisation_id] = (number, time.monotonic())
    return number, _unwrapped[organisation_id, number]


def key(organisation_id: UUID, number: int) -> bytes:
    """The bytes of one key; CannotDecrypt when the organisation has no such key any more."""
    if (organisation_id, number) not in _unwrapped:
        row = OrganisationKey.objects.filter(organisation_id=organisation_id, number=number).first()
        if row is None:
            raise CannotDecrypt("The key of this text has been deleted.")
        _unwrapped[organisation_id, number] = unwrap(row)
    return _unwrapped[organisation_id, number]


def make_key(organisation_id: UUID, *, number: int) -> OrganisationKey:
    """A new key, wrapped by the current master key.

    The first one is made in the transaction that makes the organisation: a key remembered from a
    transaction that was rolled back could otherwise encrypt text that nobody can open again.
    """
    master_number, master = current_master()
    row = OrganisationKey(organisation_id=organisation_id, number=number)
    wrap(row, os.urandom(KEY_BYTES), number=master_number, master=master)
    row.save(force_insert=True)
    return row


def wrap(row: OrganisationKey, key: bytes, *, number: int, master: bytes) -> None:
    """Put an organisation's key into its row, wrapped by a master key; the row is not saved."""
    row.master_number = number
    row.wrapped = seal(key, key=master, context=_context(row.organisation_id, row.number))


def unwrap(row: OrganisationKey) -> bytes:
    master = settings.ENCRYPTION_KEYS.get(row.master_number)
    if master is None:
        raise CannotDecrypt(f"Master key {row.master_number} is not in ENCRYPTION_KEYS.")
    return unseal(bytes(row.wrapped), key=master, context=_context(row.organisation_id, row.number))


@lru_cache(maxsize=1)
def current_master() -> tuple[int, bytes]:
    number, master = next(iter(settings.ENCRYPTION_KEYS.items()))
    return number, master


def forget_keys() -> None:
    """Drop what this process remembers, after a rotation or a rolled-back test."""
    _unwrapped.clear()
    _current.clear()
    current_master.cache_clear()


def _context(organisation_id: UUID, number: int) -> bytes:
    return f"{organisation_id}:key:{number}".encode()
