"""The guide as it stands for somebody now."""

from __future__ import annotations

import datetime as dt

from cycles.models import Cycle, Pair
from cycles.rules.guide import FIRST, GuidePage, page_on
from teams.models import Leader


def guide_page_for(cycle: Cycle | None, today: dt.date) -> GuidePage:
    """The page that matters now: that of the month while a cycle is under way, else the first of the guide.

    ``today`` by the clocks of the cycle. No query.
    """
    if cycle is None or not cycle.is_under_way:
        return FIRST
    return page_on(cycle.starts_on, today)


def is_in_trio(leader: Leader | None, cycle: Cycle | None) -> bool:
    """Whether the leader is one of three now. One query, none without a leader or a cycle."""
    if leader is None or cycle is None:
        return False
    own = Pair.objects.active().filter(cycle=cycle, members__leader=leader, members__left_at=None)
    return own.filter(is_trio=True).exists()
