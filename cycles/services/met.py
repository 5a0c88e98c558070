"""Has the pair met? What is asked of a leader after an hour that was planned, or by the month's note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from cycles.models import Pair, PlannedSession, Session
from cycles.rules.sessions import BIN_KEEPS
from cycles.services.pair_words import hold_pair, require_own, unless_closed
from teams.models import Leader, Person


@dataclass(frozen=True)
class Question:
    """``planned`` is an hour that is over and was not logged; ``last_held_on`` when the pair met last."""

    planned: PlannedSession | None
    last_held_on: dt.date | None


def question_for(pair: Pair, *, at: dt.datetime) -> Question:
    """Two queries; ``pair.cycle`` is loaded. What was planned more than a month ago is asked no more."""
    last = Session.objects.filter(pair=pair).values_list("held_on", flat=True).first()
    return Question(next(iter(_not_logged(pair, last, at)), None), last)


@transaction.atomic
def say_not_met(*, pair: Pair, leader: Leader, by: Person, at: dt.datetime) -> None:
    """What was planned and is over without a session is asked about no more. ReadOnly unless the pair meets.

    It is cancelled, and nobody is told: their calendars have it behind them.
    """
    held = hold_pair(pair)
    require_own(held, leader, by)
    last = Session.objects.filter(pair=held).values_list("held_on", flat=True).first()
    missed = [planned.pk for planned in _not_logged(held, last, at)]
    with unless_closed():
        PlannedSession.objects.filter(pk__in=missed).update(cancelled_at=at, changed_at=at)


def _not_logged(pair: Pair, last: dt.date | None, at: dt.datetime) -> list[PlannedSession]:
    """What was planned for after ``last`` and is over, for no longer than a month; the latest first."""
    recent = PlannedSession.objects.standing().filter(
        pair=pair, starts_at__gt=at - BIN_KEEPS, starts_at__lt=at
    )
    return [
        planned
        for planned in recent.order_by("-starts_at", "-id")
        if planned.ends_at <= at
        and (last is None or last < planned.starts_at.astimezone(pair.cycle.zone).date())
    ]
