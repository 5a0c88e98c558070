"""Looking again: from when on, and the seven places between worse and better in words.

Goldsmith's mini-survey: of each target one question, what has been noticed, and what next. Whether a target
is dialled up or down, +3 is always the better end, so that the same words do for both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.rules.months import months_of
from cycles.rules.targets import SLOTS
from feedback.rules.answers import OnTarget

FROM_MONTH = 5

LEFT_OPEN = "Left open"
"""Somebody has not seen enough of a target to say how it is now."""
NOTHING_CHOSEN = "Nothing chosen"
"""In a draft."""

QUESTION = "How is this now, compared with a few months ago?"
CHOOSE_SOMEBODY = "Choose at least one of those you asked before."

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Place:
    """One of the seven: ``number`` from −3 to +3, and what it says."""

    number: int
    words: str

    @property
    def signed(self) -> str:
        return signed(self.number)


SCALE = (
    Place(-3, "Much worse"),
    Place(-2, "Worse"),
    Place(-1, "A little worse"),
    Place(0, "No change"),
    Place(1, "A little better"),
    Place(2, "Better"),
    Place(3, "Much better"),
)
_WORDS = {place.number: place.words for place in SCALE}

_BETTER = {"up": "Better means that you see more of it.", "down": "Better means that you see less of it."}


def offered_from(starts_on: dt.date) -> dt.date:
    """The first day of month five."""
    return months_of(starts_on)[FROM_MONTH - 1].first_day


def is_time(starts_on: dt.date, today: dt.date) -> bool:
    """From month five on, for as long as the cycle is under way; ``today`` by the clocks of the cycle."""
    return today >= offered_from(starts_on)


def too_early(starts_on: dt.date) -> str:
    """Why not yet: “You can ask them to look again from 1 February on, when …”."""
    day = offered_from(starts_on)
    return (
        f"You can ask them to look again from {day.day} {day:%B} on, the fifth month: "
        "by then there is something to see."
    )


def signed(number: int) -> str:
    """“−1”, “0”, “+2”."""
    return f"+{number}" if number > 0 else f"{MINUS}{-number}" if number else "0"


def in_words(change: int | None) -> str:
    """“A little better (+1)” for a place of the scale; None is left open, in what was sent. KeyError."""
    return LEFT_OPEN if change is None else f"{_WORDS[change]} ({signed(change)})"


def own_in_words(said: OnTarget) -> str:
    """The same to whoever wrote it: in a draft nothing may be chosen yet."""
    return NOTHING_CHOSEN if said.change is None and not said.open else in_words(said.change)


def words_of(change: int) -> str:
    """“A little better”. KeyError outside of the scale."""
    return _WORDS[change]


def what_better_means(direction: str) -> str:
    """For the giver, below the question; ``direction`` is “up” or “down”."""
    return _BETTER[direction]


def targets_problem(number: int) -> str:
    """Why so many targets cannot be asked about, or ''."""
    if not number:
        return "Choose what they are to look at: one growth target, or two."
    return "" if number <= len(SLOTS) else "Two growth targets are as many as one can look at."
