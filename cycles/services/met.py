"""Has the pair met? What is asked of a leader after an hour that was planned, or by the month's note."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.models import Pair, PlannedSession, Session
from cycles.rules.sessions import BIN_KEEPS


@dataclass(frozen=True)
class Question:
    """``planned`` is an hour that is over and was not logged; ``last_held_on`` when the pair met last."""

    planned: PlannedSession | None
    last_held_on: dt.date | None


def question_for(pair: Pair, *, at: dt.datetime) -> Question:
    """Two queries; ``pair.cycle`` is loaded. What was planned more than a month ago is asked no more."""
    last = Session.objects.filter(pair=pair).values_list("held_on", flat=True).first()
    recent = PlannedSession.objects.standing().filter(
        pair=pair, starts_at__gt=at - BIN_KEEPS, starts_at__lt=at
    )
    over = [planned for planned in recent.order_by("-starts_at", "-id") if planned.ends_at <= at]
    planned = over[0] if over else None
    if planned and last and last >= planned.starts_at.astimezone(pair.cycle.zone).date():
        planned = None
    return Question(planned, last)
