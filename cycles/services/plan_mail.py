"""Telling a pair's calendars what was planned, moved and cancelled: rows of the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from coachingpairs.mail.outbox import Outgoing, enqueue_many
from cycles.emails.planned import CANCELLED, PLANNED, left_out
from cycles.models import Pair, PairMember, PlannedSession
from teams.models import Leader

QUIET = dt.timedelta(minutes=5)
"""Whoever plans often has second thoughts at once; what is changed again by then is not told twice."""


def tell_of_planned(pair: Pair, plans: Sequence[PlannedSession], *, at: dt.datetime) -> None:
    """Those present in the pair get what was just planned or moved, an invitation an hour. Two queries."""
    present = PairMember.objects.filter(pair=pair, left_at=None)
    _tell(pair, PLANNED, plans, present.values_list("leader_id", flat=True), at)


def tell_of_cancelled(pair: Pair, plans: Sequence[PlannedSession], *, at: dt.datetime) -> None:
    """Those in the pair, and those who have just left it: a calendar forgets no hour by itself."""
    just_now = Q(left_at=None) | Q(left_at__gte=at - QUIET)
    members = PairMember.objects.filter(just_now, pair=pair)
    _tell(pair, CANCELLED, plans, members.values_list("leader_id", flat=True), at)


def tell_who_left(pair: Pair, plans: Sequence[PlannedSession], leader: Leader, *, at: dt.datetime) -> None:
    """One who has left a trio: their calendar forgets the hours. At once, before the others move any."""
    messages = [
        Outgoing(leader.pk, planned.pk, pair.cycle_id, left_out(planned), due_at=at) for planned in plans
    ]
    enqueue_many(organisation_id=pair.organisation_id, kind=CANCELLED, messages=messages)


def _tell(
    pair: Pair, kind: str, plans: Sequence[PlannedSession], leaders: Iterable[UUID], at: dt.datetime
) -> None:
    if not plans:
        return
    leaders = list(leaders)
    messages = [
        Outgoing(leader, planned.pk, pair.cycle_id, str(planned.sequence), due_at=at + QUIET)
        for leader in leaders
        for planned in plans
    ]
    enqueue_many(organisation_id=pair.organisation_id, kind=kind, messages=messages)
