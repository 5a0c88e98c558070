"""Small phrases that several pages say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

NOON, EVENING = 12, 18
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def greeting(hour: int) -> str:
    """What one says at this hour, 0 to 23, of the local day."""
    if hour < NOON:
        return "Good morning"
    return "Good afternoon" if hour < EVENING else "Good evening"


def listed(names: Sequence[str]) -> str:
    """“Priya”, “Priya and Idris”, “Priya, Idris and Helen”."""
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def day_and_month(day: dt.date) -> str:
    """“26 November”."""
    return f"{day.day} {day:%B}"


def weekday_and_day(day: dt.date) -> str:
    """“Thursday 26 November”."""
    return f"{day:%A} {day_and_month(day)}"


def short_day(day: dt.date) -> str:
    """“17 Oct”."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def place_of_clocks(time_zone: str) -> str:
    """“London” of “Europe/London”, “Lord Howe” of “Australia/Lord_Howe”."""
    return time_zone.rsplit("/", 1)[-1].replace("_", " ")


def length_in_words(minutes: int) -> str:
    """“Half an hour”, “1 hour”, “1 hour 20 minutes”, “45 minutes”."""
    if minutes == 30:
        return "half an hour"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' * (hours > 1)}"] * bool(hours) + [f"{rest} minutes"] * bool(rest)
    return " ".join(parts)
