"""Tokens of emailed links: the organisation they belong to, and a secret of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

SECRET_BYTES = 32


@dataclass(frozen=True)
class ReadToken:
    """Where to look (the organisation, so that its scope can be entered) and for what (the secret's hash)."""

    organisation_id: UUID
    token_hash: str


def mint(organisation_id: UUID) -> tuple[str, str]:
    """A new token, ``<organisation in hex>.<secret>``, and the SHA-256 of it that may be stored.

    The secret has 256 random bits, so a plain hash cannot be searched.
    """
    token = f"{organisation_id.hex}.{secrets.token_urlsafe(SECRET_BYTES)}"
    return token, _hash(token)


def read(token: str) -> ReadToken | None:
    """What to look up for a token somebody brought, or None when it cannot be one."""
    organisation, dot, secret = token.partition(".")
    if not (dot and secret) or len(organisation) != 32:
        return None
    try:
        return ReadToken(UUID(hex=organisation), _hash(token))
    except ValueError:
        return None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
