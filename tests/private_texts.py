"""Texts that one looks for: each is a word of its own."""

from __future__ import annotations

KINGFISHER = "kingfisher-"
"""What each text begins with."""


def private(name: str, field: str, when: str) -> str:
    """``when``: “closed”, “now”, “parted” or, what was written in the parted pair afterwards, “since”."""
    return f"{KINGFISHER}{when}-{name}-{field}!".lower()
