"""The last four weeks of a cycle begin by the calendar: nobody has to press anything."""

from __future__ import annotations

import datetime as dt
from functools import partial
from uuid import UUID

from coachingpairs.tenancy.across import in_each_organisation
from cycles.models import Cycle
from cycles.rules.cycle_reminders import wraps_up_on
from teams.audit import record


def begin_wrapping_up(*, at: dt.datetime) -> int:
    """In every organisation, the cycles whose last four weeks have begun by their own clocks; how many."""
    return in_each_organisation(partial(begin_wrapping_up_here, at=at), failed="wrapping.organisation_failed")


def begin_wrapping_up_here(*, organisation_id: UUID, at: dt.datetime) -> int:
    """The same for the organisation of the running scope. One query when there is nothing to do.

    Asking again changes nothing; a cycle that somebody holds, to close it, waits for the next time.
    """
    running = Cycle.objects.filter(stage=Cycle.Stage.RUNNING)
    due = [cycle.pk for cycle in running if at.astimezone(cycle.zone).date() >= wraps_up_on(cycle.ends_on)]
    if not due:
        return 0
    held = list(
        running.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=due).select_related("team")
    )
    for cycle in held:
        cycle.stage = Cycle.Stage.WRAPPING_UP
        cycle.save(update_fields=["stage"])
        record(
            "last four weeks begun",
            organisation_id=organisation_id,
            by=None,
            team=cycle.team,
            subject_id=cycle.pk,
            number=cycle.number,
        )
    return len(held)
