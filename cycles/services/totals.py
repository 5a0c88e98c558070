"""How much a team does, as numbers: never whose, and never among few."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from cycles.feedback_standing import FeedbackTotals, feedback_totals
from cycles.models import Cycle
from cycles.rules.participation import SHARES_FROM, last_monday
from cycles.services.pairs import today_in


@dataclass(frozen=True)
class Totals:
    """Counted up to the beginning of the Monday ``as_of``: by the week, a number tells nobody's day."""

    leaders: int
    """How many have written down what they want to grow."""
    targets: int
    try_outs: int
    """How many were looked back on."""
    feedback: FeedbackTotals
    as_of: dt.date


def totals_of(cycle: Cycle, *, pairs: int) -> Totals | None:
    """None below five pairs, where a number might say who. Two queries."""
    if pairs < SHARES_FROM:
        return None
    as_of = last_monday(today_in(cycle))
    before = dt.datetime.combine(as_of, dt.time(), cycle.zone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cycles_target_totals(%s, %s)", [cycle.pk, before])
        leaders, targets, try_outs = cursor.fetchone()
    return Totals(leaders, targets, try_outs, feedback_totals(cycle, before), as_of)
