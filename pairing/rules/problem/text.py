"""Reading JSON so that nothing is lost on the way: keys given twice, fractions, numbers too large."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Id = str | int
"""What a person or a function is called in a file. True and false are not numbers here."""

MOST_DIGITS = 18
LONGEST_SHOWN = 60


class NotReadable(Exception):
    """The text is not JSON. ``str()`` says where and why."""


@dataclass(frozen=True)
class Unfit:
    """A number of no use in a problem: as it was written, and why (“is not a whole number”)."""

    written: str
    why: str


class Entries(dict[str, Any]):
    """A JSON object that remembers which of its keys were there more than once, in order."""

    repeated: tuple[str, ...] = ()


def parse(text: str) -> object:
    """The JSON value of ``text``: objects as Entries, whole numbers as int, any other number as Unfit.

    Raises NotReadable. A byte order mark before the value is passed over.
    """
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_entries,
            parse_int=_whole,
            parse_float=lambda written: Unfit(written, "is not a whole number"),
            parse_constant=lambda written: Unfit(written, "is not a number"),
        )
    except json.JSONDecodeError as error:
        raise NotReadable(f"Line {error.lineno}, column {error.colno}: not JSON. {error.msg}.") from error
    except RecursionError as error:
        raise NotReadable("Lists or objects are nested too deeply.") from error


def _entries(pairs: list[tuple[str, Any]]) -> Entries:
    entries = Entries(pairs)
    if len(entries) < len(pairs):
        times = Counter(key for key, _ in pairs)
        entries.repeated = tuple(key for key in times if times[key] > 1)
    return entries


def _whole(written: str) -> int | Unfit:
    if len(written.lstrip("-")) > MOST_DIGITS:
        return Unfit(written, f"is too large; whole numbers have {MOST_DIGITS} digits at most")
    return int(written)


def shown(name: Id) -> str:
    """An id as said in a sentence: a number bare, text in quotes, on one line, cut when it is long."""
    return str(name) if isinstance(name, int) else f"“{legible(name)}”"


def legible(text: str) -> str:
    """Without anything that would break the line or that no terminal can show."""
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in cut
    )


def described(value: object) -> str:
    """What a JSON value is, for “must be a list, and is …”."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return shown(value)
    if isinstance(value, Unfit):
        return legible(value.written)
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else "an object"


def id_trouble(value: object) -> str | None:
    """Why a value cannot be the id of a person or the name of a function; None when it can."""
    if isinstance(value, Unfit):
        return f"{described(value)} {value.why}"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return f"{described(value)} is neither text nor a whole number"
    if isinstance(value, str):
        return _text_trouble(value)
    return None


def _text_trouble(text: str) -> str | None:
    if not text.strip():
        return "the text is empty"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return f"{shown(text)} has half a character in it (a surrogate without its other)"
    return None


def unknown_key(key: str, known: tuple[str, ...]) -> str:
    """A key that nobody asked for is most often a slip of the pen; say which was meant."""
    near = get_close_matches(key[:LONGEST_SHOWN], known, n=1)
    return f"{shown(key)} is not known here. " + (
        f"Did you mean {shown(near[0])}?" if near else f"Known are {', '.join(known)}."
    )
