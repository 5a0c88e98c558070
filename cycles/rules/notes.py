"""Two people edit one note: whose words stand, and when to ask."""

from __future__ import annotations

import hashlib
from enum import StrEnum


class Outcome(StrEnum):
    KEEP = "keep"
    WRITE = "write"
    ASK = "ask"


def normal(text: str) -> str:
    """The text as it is kept: browsers send CRLF, and space at the end of a note means nothing."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def fingerprint(text: str) -> str:
    """What a page remembers of the note it showed, so that it can tell later whether it has changed."""
    return hashlib.sha256(normal(text).encode()).hexdigest()


def settle(*, seen: str, text: str, current: str) -> Outcome:
    """What to do with a note sent by somebody who saw the one of fingerprint ``seen``.

    KEEP when they changed nothing or wrote what stands there already; WRITE when nobody else has changed
    it; ASK when both have.
    """
    if fingerprint(text) in (seen, fingerprint(current)):
        return Outcome.KEEP
    return Outcome.WRITE if fingerprint(current) == seen else Outcome.ASK
