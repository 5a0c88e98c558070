"""A planned session as calendars are told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from cycles.calendars import Appointment, Attendee
from cycles.models import Cycle, PlannedSession
from cycles.rules.words import listed


def coaching_hour(
    planned: PlannedSession, *, cycle: Cycle, partners: Sequence[str], attendees: Sequence[Attendee] = ()
) -> Appointment:
    """For one of the pair; ``partners`` are the first names of the others. No query.

    Private, because who may look at a calendar need not know when a pair meets.
    """
    return Appointment(
        uid=planned.uid,
        sequence=planned.sequence,
        starts_at=planned.starts_at,
        length=dt.timedelta(minutes=planned.minutes),
        zone=cycle.zone,
        title=f"Coaching hour with {listed(partners)}",
        where=planned.place,
        is_private=True,
        attendees=tuple(attendees),
    )
