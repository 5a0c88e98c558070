"""Short codes for functions: two to four capitals that a room can read."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator

from .text import fold, phrases, words

_USUAL = {
    "accounting": "ACC",
    "accounts": "ACC",
    "administration": "ADM",
    "assets": "ASST",
    "asset": "ASST",
    "assurance": "ASSU",
    "chief executive": "CEO",
    "chief executives": "CEO",
    "clinical": "CLIN",
    "commercial": "COMM",
    "communications": "COMS",
    "compliance": "CMPL",
    "customer": "CUST",
    "customers": "CUST",
    "digital": "DIGI",
    "education": "EDUC",
    "estates": "EST",
    "executive": "EXEC",
    "facilities": "FAC",
    "governance": "GOV",
    "health": "HLTH",
    "human resources": "HR",
    "information technology": "IT",
    "legal": "LAW",
    "logistics": "LOG",
    "management": "MGT",
    "marketing": "MKT",
    "medical": "MED",
    "nursing": "NURS",
    "operations": "OPS",
    "people": "PPL",
    "planning": "PLAN",
    "policy": "POL",
    "procurement": "PROC",
    "property": "PROP",
    "public relations": "PR",
    "quality": "QUAL",
    "research": "RES",
    "safety": "SAFE",
    "shipping": "SHIP",
    "security": "SEC",
    "support": "SUPP",
    "technology": "TECH",
    "transformation": "TRAN",
    "transport": "TRA",
}
_SMALL = phrases("and, of, the, for, in, to, a, und, et, y, e, en, de, der, des")
_LATER = phrases("directorate, department, dept, division, team, group, unit, office")
_UNFIT = phrases(
    """ARS, ASS, BUM, COC, CUM, DIE, FAG, FAT, FU, FUC, GAY, HOE, ILL, JEW, KKK, NIG, PIS, POO, RAP, SEX,
    SHI, SOD, SS, TIT, VD, WC"""
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def suggest_codes(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A code for each name, in the order given: two to four capitals, none of them in ``taken``."""
    used = {code.upper() for code in taken}
    codes: dict[str, str] = {}
    for name in names:
        code = next(code for code in _candidates(name) if code not in used and code not in _UNFIT)
        used.add(code)
        codes[name] = code
    return codes


def _candidates(name: str) -> Iterator[str]:
    """From the most telling to what is always free."""
    spoken = [word for word in words(name) if not word[0].isdigit()] or words(name)
    told = [word for word in map(_capitals, spoken) if word]
    main = [word for word in told if fold(word) not in _SMALL | _LATER] or told
    if main:
        yield from _telling(" ".join(words(name)), main)
    stem = ("".join(main) + "FN")[:2]
    yield from (stem + letter for letter in _LETTERS)
    yield from (stem + one + two for one, two in itertools.product(_LETTERS, repeat=2))
    yield from ("".join(letters) for letters in itertools.product(_LETTERS, repeat=4))


def _telling(name: str, main: list[str]) -> Iterator[str]:
    whole = " ".join(word for word in name.split() if word not in _LATER)
    usual = _USUAL.get(whole) or _USUAL.get(fold(main[0]))
    first = main[0]
    if usual:
        yield usual
    if len(main) == 1 and 2 <= len(first) <= 4:
        yield first
    if len(first) == 4 or (2 <= len(first) <= 4 and len(main) > 1):
        yield first
    initials = "".join(word[0] for word in main)[:4]
    for code in (first[:3], initials, first[:4], first[:2] + main[-1][:2], first[:3] + main[-1][:1]):
        if 2 <= len(code) <= 4:
            yield code


def _capitals(word: str) -> str:
    """The letters of a folded word as capitals; letters of scripts without capitals stay as they are."""
    letters = "".join(letter for letter in word.upper() if letter.isalpha())
    return unicodedata.normalize("NFC", letters)
