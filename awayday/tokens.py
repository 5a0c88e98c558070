"""What the code of a place card says: where its organisation is, and a secret of which only a hash is kept.

Shorter than the tokens of emailed links: a code with fewer squares is scanned from further away.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from uuid import UUID

SECRET_BYTES = 16
"""128 random bits: with a plain hash that cannot be searched either."""

LENGTH = 44
"""Letters of a token: twice the 22 that 16 bytes take in base64url."""

SHAPE = re.compile(r"[A-Za-z0-9_-]{44}")


@dataclass(frozen=True)
class ReadToken:
    """Where to look (the organisation, so that its scope can be entered) and for what (the token's hash)."""

    organisation_id: UUID
    token_hash: str


def mint(organisation_id: UUID) -> tuple[str, str]:
    """A new token and the SHA-256 of it that may be stored."""
    place = base64.urlsafe_b64encode(organisation_id.bytes).decode().rstrip("=")
    token = place + secrets.token_urlsafe(SECRET_BYTES)
    return token, _hash(token)


def read(token: str) -> ReadToken | None:
    """What to look up for a token somebody brought, or None when it cannot be one."""
    if not SHAPE.fullmatch(token):
        return None
    place = base64.urlsafe_b64decode(token[: LENGTH // 2] + "==")
    return ReadToken(UUID(bytes=place), _hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
