"""When a session can have been held, and how long it can have been."""

from __future__ import annotations

import datetime as dt
import re

from cycles.rules.words import day_and_month

SHORTEST, LONGEST = 5, 480
"""Minutes. The table's own check has the same."""

BIN_KEEPS = dt.timedelta(days=30)
"""How long a deleted session can be put back."""


def day_problem(
    held_on: dt.date, *, today: dt.date, starts_on: dt.date, formed_on: dt.date, opened_on: dt.date | None
) -> str:
    """Why a session cannot have been held on that day, or ''.

    The earliest day is the earliest of the cycle's start, the opening of its choosing and the pair's own
    beginning: a team that began on paper can log what it did.
    """
    earliest = min(day for day in (starts_on, formed_on, opened_on) if day)
    if held_on > today:
        return "This day is still to come. Log the session once you have met."
    if held_on < earliest:
        return f"You became partners later. Enter a day from {day_and_month(earliest)} {earliest.year} on."
    return ""


def minutes_problem(minutes: int) -> str:
    if minutes < SHORTEST:
        return f"Enter at least {SHORTEST} minutes."
    return "Enter at most 480 minutes, which is 8 hours." if minutes > LONGEST else ""


def minutes_from(text: str) -> int | None:
    """Minutes from what somebody typed: “90”, “90 min”, “1:30”, “1h30”, “1.5 hours”, “2 h”; else None."""
    text = text.strip().lower().replace(",", ".")
    if found := re.fullmatch(r"(\d{1,4})(?:\s*(?:m|min|mins|minutes?))?\.?", text):
        return int(found[1])
    if found := re.fullmatch(
        r"(\d{1,2})\s*(?::|h|hrs?|hours?)\s*(?:and\s*)?([0-5]?\d)\s*(?:m|mins?|minutes?)?", text
    ):
        return int(found[1]) * 60 + int(found[2])
    if found := re.fullmatch(r"(\d{1,2}(?:\.\d{1,2})?)\s*(?:h|hrs?|hours?)", text):
        return round(float(found[1]) * 60)
    return None
