"""How much a team does, as numbers: never whose, and never among few."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass

import structlog
from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from cycles.feedback_standing import FeedbackTotals, feedback_totals
from cycles.models import Cycle
from cycles.rules.participation import SHARES_FROM, last_monday
from cycles.services.pairs import today_in

KEPT = 8 * 24 * 60 * 60
"""Seconds: until nobody asks for that week any more."""
log = structlog.get_logger()


Numbers = tuple[int, int, int, tuple[int, int, int]]
"""Leaders, targets, try-outs, and those of feedback: as plain as the cache keeps them."""


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
    """None below five pairs, where a number might say who. Two queries, once a week.

    Until the next Monday it stays as it was first counted: a target let go or an answer taken back meanwhile
    would show on the day. Whoever empties the cache has it counted anew.
    """
    if pairs < SHARES_FROM:
        return None
    as_of = last_monday(today_in(cycle))
    leaders, targets, try_outs, feedback = _as_first_counted(cycle, as_of)
    return Totals(leaders, targets, try_outs, FeedbackTotals(*feedback), as_of)


def _as_first_counted(cycle: Cycle, as_of: dt.date) -> Numbers:
    key = f"totals:{cycle.pk.hex}:{as_of}"
    try:
        kept: Numbers | None = cache.get(key)
        if kept is None:
            counted = _count(cycle, as_of)
            # Somebody may have counted at the same time: theirs then, if they were first.
            kept = counted if cache.add(key, counted, KEPT) else cache.get(key, counted)
    except (OSError, RedisError) as error:
        log.warning("totals.not_kept", error=type(error).__name__)
        kept = _count(cycle, as_of)
    return kept


def _count(cycle: Cycle, as_of: dt.date) -> Numbers:
    before = dt.datetime.combine(as_of, dt.time(), cycle.zone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cycles_target_totals(%s, %s)", [cycle.pk, before])
        leaders, targets, try_outs = cursor.fetchone()
    return leaders, targets, try_outs, astuple(feedback_totals(cycle, before))
