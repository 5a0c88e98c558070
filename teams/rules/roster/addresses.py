"""How well a name and an address fit each other."""

from __future__ import annotations

import re

from .text import words

_BETWEEN = re.compile(r"[._+\d-]+")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"}
)
_FEWEST_LETTERS = 3


def resemblance(email: str, name: str) -> int:
    """How well a name fits an address: 3 for both names in full, 2 for the surname and an initial, 1, 0."""
    local = email.partition("@")[0]
    return max(_fit(local, words(name)), _fit(local, words(name.translate(_UMLAUTS))))


def _fit(local: str, told: list[str]) -> int:
    parts = [word for part in _BETWEEN.split(local) for word in words(part)]
    whole = "".join(parts)
    if not told or not whole:
        return 0
    first, last = told[0], told[-1]
    has_last = last in whole if len(last) >= _FEWEST_LETTERS else last in parts
    if has_last and len(told) > 1:
        rest = whole.replace(last, "", 1)
        return 3 if rest == first else 2 if rest[:1] == first[:1] else 1
    return _fit_of_short(whole, first, last)


def _fit_of_short(whole: str, first: str, last: str) -> int:
    """``kcolomba`` for Karen Colombard, cut at eight letters; ``sue`` for Sue Marlow."""
    surname = whole[1:]
    if len(surname) >= _FEWEST_LETTERS and last.startswith(surname) and whole[0] == first[0]:
        return 2
    return 1 if whole == first else 0
