"""The hour is shared: who it is for, and who begins this time."""

from __future__ import annotations

from collections.abc import Sequence

from cycles.rules.words import listed


def shares_of_the_hour(names: Sequence[str], own: int, before: int) -> str:
    """“Half for you, half for Priya. Priya begins this time.”

    ``names`` are the first names of the pair or trio in one order for all of them, ``own`` the reader's place
    among them, and ``before`` how many sessions the pair had before this one: whoever begins goes round.
    """
    if len(names) < 2:
        return ""
    begins = before % len(names)
    share = "Half" if len(names) == 2 else "A third"
    others = [name for place, name in enumerate(names) if place != own]
    shares = [f"{share} for you", *(f"{share.lower()} for {name}" for name in others)]
    said = "You begin" if begins == own else f"{names[begins]} begins"
    return f"{_commas(shares)}. {said} this time."


def _commas(parts: Sequence[str]) -> str:
    return ", ".join(parts) if len(parts) == 2 else listed(parts)
