"""Askings come to their end by themselves: with their date, their cycle, or when whoever asks leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.utils import timezone

from coachingpairs.hours import next_working_moment
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from coachingpairs.tenancy.across import in_each_organisation
from cycles.models import Cycle
from feedback import doors
from feedback.emails.kinds import CLOSED
from teams.models import Team


def close_what_is_over(*, at: dt.datetime) -> int:
    """In every organisation; how many were closed. Asking again closes none."""
    return in_each_organisation(partial(close_what_is_over_here, at=at), failed="feedback.closing_failed")


def close_what_is_over_here(*, organisation_id: UUID, at: dt.datetime) -> int:
    """The same in the running scope: whoever asked hears of it in working hours. One query for nothing."""
    closed = doors.close_over(at=at)
    _tell(organisation_id, closed, at)
    return len(closed)


def hold_nothing(_team: Team) -> None:
    """What a leaving closes is held one by one, in the order in which everybody closes."""


def close_of_leavers(team: Team, _leaders: frozenset[UUID]) -> None:
    """Those who have just left ask nothing any more."""
    close_what_is_over_here(organisation_id=team.organisation_id, at=timezone.now())


def _tell(organisation_id: UUID, closed: Sequence[doors.Closed], at: dt.datetime) -> None:
    if not closed:
        return
    cycles = Cycle.objects.in_bulk({one.cycle_id for one in closed})
    messages = []
    for one in closed:
        cycle = cycles[one.cycle_id]
        messages.append(
            Outgoing(
                recipient_id=one.leader_id,
                subject_id=one.asking_id,
                cycle_id=one.cycle_id,
                due_at=next_working_moment(at, cycle.zone),
                time_zone=cycle.time_zone,
            )
        )
    enqueue_many(organisation_id=organisation_id, kind=CLOSED, messages=messages)
