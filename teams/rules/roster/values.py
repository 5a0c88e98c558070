"""Single cells: addresses, ids, and the many ways of writing that nothing is there."""

from __future__ import annotations

import re

from .text import clean_text, fold, phrases

MAX_EMAIL = 254
MAX_ID = 100
_LOCAL = r"[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+(?:\.[-!#$%&'*+/=?^_`{}|~0-9A-Za-z]+)*"
_LABEL = r"[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff-]{0,61}[A-Za-z0-9\u00a1-\uffff])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+(?!-)[A-Za-z\u00a1-\uffff-]{{2,63}}(?<!-)")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;<>()\[\]\"]+")
_NOTHING = phrases(
    """n/a, n.a., n.a, na, n/d, n.d., nd, n/k, none, nil, null, nobody, no-one, -, --, ---, –, —, ., ..,
    …, ?, ??, tbc, tba, tbd, #n/a, #ref!, #value!, #name?, #null!, #div/0!, nan, (none), (blank),
    blank, not applicable, not available, not disclosed, to be confirmed, to be announced, to be
    decided, to be advised, unknown, undefined, unbekannt, keine, keiner, kein, ninguno, ninguna,
    aucun, aucune, nessuno, nessuna, geen, onbekend"""
)
_NO_PERSON = phrases(
    """x, xx, xxx, vacant, vacancy, vacancies, eliminated, unfilled, unoccupied, abolished, deleted,
    closed, open, nn, n.n., redacted, undisclosed, to be appointed, to be recruited, to be filled,
    under recruitment, no postholder, post vacant, poste vacant, position vacant, currently vacant,
    vakant, unbesetzt, offen, nomen nominandum, vacante, poste a pourvoir, vacature, vacance"""
)
_NO_PERSON_START = re.compile(r"\W*(?:vacan(?:t|cy|te)|vakant|vacature|eliminated|unfilled|tb[acd])\b")
_TOP = phrases(
    """0, x, xx, xxx, self, himself, herself, themselves, top, root, board, the board, no manager,
    no_manager, no- manager, nomanager, no line manager, no supervisor, top level, not assigned"""
)


def is_nothing(text: str) -> bool:
    """``N/A``, ``N/D``, ``-``, ``None``, an error of a spreadsheet, or blank."""
    folded = fold(text)
    return not folded or folded in _NOTHING


def names_nobody(text: str) -> bool:
    """Whether a cell for a name says that the post has no person: nothing, ``Vacant``, ``Eliminated`` …"""
    folded = fold(text)
    if not folded or folded in _NOTHING or folded in _NO_PERSON:
        return True
    told = set(folded.split())
    return bool(_NO_PERSON_START.match(folded)) or (len(told) == 1 and told <= _NOTHING | _NO_PERSON)


def names_no_manager(text: str) -> bool:
    """Whether a cell for the line manager marks the top of the line."""
    folded = fold(text)
    return not folded or folded in _NOTHING or folded in _TOP


def is_email(text: str) -> bool:
    return "@" in text and len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) is not None


def find_email(text: str) -> str:
    """The first address in a cell, its domain in lower case; ``""`` where there is none.

    Takes ``Sue Marlow <sue@northmere.example>`` and ``mailto:sue@northmere.example`` too.
    """
    if "@" not in text:
        return ""
    for part in _BETWEEN_ADDRESSES.split(clean_text(text)):
        candidate = part.strip(".:'")
        if candidate[:7].lower() == "mailto:":
            candidate = candidate[7:]
        if is_email(candidate):
            local, _, domain = candidate.rpartition("@")
            return f"{local}@{domain.lower()}"
    return ""


def email_key(email: str) -> str:
    """Two addresses that reach one mailbox have one key."""
    return email.casefold()


def clean_id(text: str) -> str:
    """An id as text: ``173.0`` of a spreadsheet is ``173``; ``""`` for ``N/A`` and the like."""
    text = _without_fraction(clean_text(text))
    return "" if is_nothing(text) else text[:MAX_ID]


def _without_fraction(text: str) -> str:
    return text.partition(".")[0] if re.fullmatch(r"\d+\.0+", text) else text


def id_key(text: str) -> str:
    return _without_fraction(fold(text))


def loose_id_key(text: str) -> str:
    """Ids that differ by leading zeros alone, which spreadsheets lose, have one key."""
    return id_key(text).lstrip("0") or "0"
