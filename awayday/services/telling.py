"""Telling a team when its Awayday is: in the transaction that plans, changes or cancels it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from awayday.calendars import TakenBack, begins_at
from awayday.emails import CANCELLED, DATE
from awayday.models import Awayday
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from teams.models import Leader

SETTLES = dt.timedelta(minutes=5)
"""Whoever corrects the plan at once sends one message, not three."""


def tell_date(awayday: Awayday, *, at: dt.datetime) -> int:
    """To every leader of the team, once the plan has stood for five minutes; how many.

    Nobody for the first Awayday of a team: its cycle is a draft, of which leaders are shown nothing yet.
    Nobody for one that begins before they could be told.
    """
    begins = begins_at(awayday)
    if awayday.closes_id is None or begins <= at + SETTLES:
        return 0
    leaders = Leader.objects.active().filter(team=awayday.team_id).values_list("pk", flat=True)
    return enqueue_many(
        organisation_id=awayday.organisation_id,
        kind=DATE,
        messages=[
            Outgoing(
                recipient_id=leader_id,
                subject_id=awayday.pk,
                cycle_id=awayday.opens_id,
                period=str(awayday.sequence),
                due_at=at + SETTLES,
                expires_at=begins,
                time_zone=awayday.opens.time_zone,
            )
            for leader_id in leaders
        ],
    )


def tell_cancelled(awayday: Awayday, *, at: dt.datetime) -> int:
    """To those who were told its date, or are being told just now; how many."""
    begins = begins_at(awayday)
    if begins <= at:
        return 0
    gone = TakenBack(awayday.sequence + 1, awayday.held_on, awayday.starts_at, awayday.ends_at)
    return enqueue_many(
        organisation_id=awayday.organisation_id,
        kind=CANCELLED,
        messages=[
            Outgoing(
                recipient_id=recipient_id,
                subject_id=awayday.pk,
                cycle_id=awayday.opens_id,
                period=gone.as_text,
                due_at=at,
                expires_at=begins,
                time_zone=awayday.opens.time_zone,
            )
            for recipient_id in _told(awayday)
        ],
    )


def _told(awayday: Awayday) -> set[UUID]:
    on_their_way = (OutgoingMail.State.SENT, OutgoingMail.State.INFLIGHT)
    rows = OutgoingMail.objects.filter(kind=DATE, subject_id=awayday.pk, state__in=on_their_way)
    return set(rows.values_list("recipient_id", flat=True))
