"""AES-256-GCM with associated data, as text: ``v1:<key number>:<base64 of nonce and ciphertext>``."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class CannotDecrypt(Exception):
    """The text was changed, moved to another row, or its key is gone."""


def seal(plain: bytes, *, key: bytes, context: bytes) -> bytes:
    """Nonce followed by ciphertext and tag; ``context`` must be given again to open it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(sealed: bytes, *, key: bytes, context: bytes) -> bytes:
    """The plain bytes; CannotDecrypt when key, context or bytes do not belong together."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt("The text does not belong to this place, or was changed.") from error


def to_text(sealed: bytes, *, key_number: int) -> str:
    return f"v1:{key_number}:{base64.b64encode(sealed).decode()}"


def from_text(text: str) -> tuple[int, bytes]:
    """Key number and sealed bytes; CannotDecrypt when the text was not written by ``to_text``."""
    try:
        version, number, encoded = text.split(":", 2)
        if version != "v1":
            raise ValueError(version)
        return int(number), base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise CannotDecrypt("The column does not hold encrypted text.") from error
