"""Asking a few colleagues: how many, until when, and where each of them stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

from cycles.rules.words import day_and_month, weekday_and_day

FEWEST, MOST = 2, 5
"""Colleagues of one asking; somebody who was asked and has been taken back does not count."""

MANY = 3
"""So many who ask one colleague at once are worth a word of warning."""

USUAL_DAYS = 14
LONGEST_PERSONAL = 600
LONGEST_NAME = 120
LINK_AGAIN_AFTER = dt.timedelta(hours=1)
"""A new link is sent no more often."""

TWO_TO_FIVE = "Choose two to five colleagues."


class Stands(StrEnum):
    """Where somebody who is asked stands, as whoever asks them sees it."""

    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"
    TAKEN_BACK = "taken back"
    LEFT = "left"


IN_WORDS = {
    Stands.WAITING: "Not answered yet",
    Stands.ANSWERED: "Has answered",
    Stands.DECLINED: "Could not answer",
    Stands.TAKEN_BACK: "Taken back",
    Stands.LEFT: "Has left the team",
}
CLOSED_IN_WORDS = {**IN_WORDS, Stands.WAITING: "Did not answer"}


def stands(*, answered: bool, declined: bool, withdrawn: bool, left: bool) -> Stands:
    """An answer that is there outlives its giver's leaving."""
    if withdrawn:
        return Stands.TAKEN_BACK
    if answered:
        return Stands.ANSWERED
    if left:
        return Stands.LEFT
    return Stands.DECLINED if declined else Stands.WAITING


def latest_day(today: dt.date, cycle_ends_on: dt.date) -> dt.date:
    """The last day of the cycle; a fortnight from now in a cycle that goes on beyond it."""
    return cycle_ends_on if cycle_ends_on > today else today + dt.timedelta(days=USUAL_DAYS)


def usual_day(today: dt.date, cycle_ends_on: dt.date) -> dt.date:
    """In a fortnight, or with the cycle if that ends sooner."""
    return min(today + dt.timedelta(days=USUAL_DAYS), latest_day(today, cycle_ends_on))


def day_problem(day: dt.date, *, today: dt.date, cycle_ends_on: dt.date) -> str:
    """Why one cannot ask until the end of that day, or ''."""
    if day <= today:
        return "Give them until tomorrow at least."
    latest = latest_day(today, cycle_ends_on)
    if day > latest:
        why = ", when the cycle ends" if latest == cycle_ends_on else ""
        return f"Choose a day up to {weekday_and_day(latest)}{why}."
    return ""


def moving_problem(day: dt.date, *, last_day: dt.date, today: dt.date, cycle_ends_on: dt.date) -> str:
    """Why the last day cannot be moved to ``day``, or ''."""
    if day < last_day:
        return f"Those you asked have been told {day_and_month(last_day)}, so the date can only move on."
    return day_problem(day, today=today, cycle_ends_on=cycle_ends_on)


def end_of(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The midnight that ends the day in that zone, in UTC."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return midnight.astimezone(dt.UTC)


def number_problem(standing: int) -> str:
    """Why so many cannot be asked, or ''."""
    if standing < FEWEST:
        return f"{TWO_TO_FIVE} One voice alone is hard to weigh."
    if standing > MOST:
        return f"{TWO_TO_FIVE} You have chosen {standing}."
    return ""


def one_function_hint(functions: Sequence[str]) -> str:
    """A gentle word when all who are chosen are of one function; '' when they are not, or too few to say.

    ``functions`` has a name for each of them, '' where it is not known.
    """
    if len(functions) < FEWEST or "" in functions or len(set(functions)) > 1:
        return ""
    return (
        f"All of them are from {functions[0]}. Somebody from another function often sees something else. "
        "It is up to you."
    )


def matches(words: str, *texts: str) -> bool:
    """Whether every one of the words is somewhere in the texts."""
    within = " ".join(texts).casefold()
    return all(word in within for word in words.casefold().split())
