"""What is known of the feedback that colleagues ask of each other, as the app that knows it tells.

That app is above this one and registers itself here, so that homes and overviews can ask without knowing it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Cycle
from cycles.rules.colleagues import NONE_ASKED, Feedback
from teams.models import Leader


@dataclass(frozen=True)
class Colleague:
    """Whom a leader has asked, and what became of it: ``state`` in words, ``icon`` by name."""

    name: str
    state: str
    icon: str


@dataclass(frozen=True)
class OwnAsking:
    """The newest asking of a leader in a cycle."""

    asking_id: UUID
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class Question:
    """What ``asker`` wants to hear from a leader, until the end of a day."""

    request_id: UUID
    asker: Leader
    last_day: dt.date
    is_again: bool = False
    """They were asked before: now, what they have noticed since."""


@dataclass(frozen=True)
class Thanked:
    """``asker`` has lately thanked a leader, in words of their own, for what they answered to a request."""

    request_id: UUID
    asker: Leader


@dataclass(frozen=True)
class FeedbackTotals:
    """Of a team: ``leaders`` counts those who have asked somebody."""

    leaders: int
    asked: int
    answers: int


@dataclass(frozen=True)
class Known:
    """Each runs in the scope of whoever is asking, in a constant number of queries.

    ``standing`` is a leader's own in one cycle, ``questions`` what waits for an answer of theirs, soonest
    over first, ``thanked`` who has thanked them of late, newest first, ``totals`` those of a cycle up to a
    moment, which nobody may ask for below five pairs.
    """

    standing: Callable[[Leader, Cycle, dt.datetime], tuple[Feedback, OwnAsking | None]]
    questions: Callable[[Leader, dt.datetime], tuple[Question, ...]]
    thanked: Callable[[Leader, dt.datetime], tuple[Thanked, ...]]
    totals: Callable[[Cycle, dt.datetime], FeedbackTotals]


_known: list[Known] = []


def knows_feedback(known: Known) -> None:
    """Register the one that knows."""
    _known[:] = [known]


def feedback_standing(leader: Leader, cycle: Cycle, at: dt.datetime) -> tuple[Feedback, OwnAsking | None]:
    return _known[0].standing(leader, cycle, at) if _known else (NONE_ASKED, None)


def questions_to(leader: Leader, at: dt.datetime) -> tuple[Question, ...]:
    return _known[0].questions(leader, at) if _known else ()


def thanks_to(leader: Leader, at: dt.datetime) -> tuple[Thanked, ...]:
    return _known[0].thanked(leader, at) if _known else ()


def feedback_totals(cycle: Cycle, before: dt.datetime) -> FeedbackTotals:
    return _known[0].totals(cycle, before) if _known else FeedbackTotals(0, 0, 0)
