"""Numbers as prose has them."""

from __future__ import annotations

IN_WORDS = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]


def in_words(count: int) -> str:
    """“three” up to twelve, “14” beyond; “0” stays a figure."""
    return IN_WORDS[count - 1].lower() if 0 < count <= len(IN_WORDS) else str(count)


def counted(count: int, one: str, several: str) -> str:
    """“one pair”, “three pairs”, “14 pairs”."""
    return f"{in_words(count)} {one if count == 1 else several}"
