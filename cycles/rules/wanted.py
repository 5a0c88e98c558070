"""Whether a leader wants a reminder as their pair stands: asked when it is planned, and when it is sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cycles.rules.nudges import SETTLES, SMALLEST_PAIR, PairSoFar, is_wanted
from cycles.rules.reminders import Kind, Reminder


@dataclass(frozen=True)
class Standing:
    """Of somebody who is or was in a pair of the cycle: their pair now, and whether they offered a lesson."""

    pair: PairSoFar | None
    has_offered: bool = False

    @property
    def has_partner(self) -> bool:
        return self.pair is not None and len(self.pair.present) >= SMALLEST_PAIR


def is_for(reminder: Reminder, standing: Standing, starts_on: dt.date) -> bool:
    """What the end of a cycle asks of each is for those without a partner too; the rest is for pairs."""
    pair = standing.pair if standing.has_partner else None
    if reminder.kind is Kind.WRAPPING_UP:
        return True
    if reminder.kind is Kind.LESSONS:
        return not standing.has_offered
    if pair is None:
        return False
    if reminder.kind is Kind.HALF_WAY:
        return pair.formed_at + SETTLES <= reminder.due_at
    return reminder.kind is Kind.LAST_WEEK or is_wanted(reminder, pair, starts_on)
