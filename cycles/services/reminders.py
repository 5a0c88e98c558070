"""Planning what pairs and leaders are reminded of: it is written to the outbox when it is due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import connection

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from coachingpairs.mail.unsubscribing import unsubscribed_among
from coachingpairs.tenancy.across import in_each_organisation
from cycles.emails.about import address
from cycles.emails.groups import GROUPS
from cycles.models import Cycle
from cycles.rules.cycle_reminders import next_reminder_after, reminders_at
from cycles.rules.reminders import Kind, Reminder, goes_at
from cycles.rules.try_out_reminders import try_out_reminders_at
from cycles.rules.wanted import is_for
from cycles.services.standings import standings
from teams.models import Leader

Cycles = Mapping[UUID, Cycle]


@dataclass(frozen=True)
class Wanted:
    """One reminder for one leader."""

    kind: Kind
    message: Outgoing


def plan_reminders(*, at: dt.datetime) -> int:
    """Write the reminders due at ``at`` in every organisation to the outbox; how many were new.

    Planning again, or at the same time elsewhere, adds none: the outbox keeps one of each for a leader.
    """
    return in_each_organisation(partial(plan_reminders_here, at=at), failed="reminders.organisation_failed")


def plan_reminders_here(*, organisation_id: UUID, at: dt.datetime) -> int:
    """The same for the organisation of the running scope. As many queries whatever the number of pairs."""
    cycles = {cycle.pk: cycle for cycle in Cycle.objects.under_way()}
    wanted = _without_known([*_from_dates(cycles, at), *_of_try_outs(cycles, at)])
    by_kind: defaultdict[Kind, list[Outgoing]] = defaultdict(list)
    for one in wanted:
        by_kind[one.kind].append(one.message)
    return sum(
        enqueue_many(organisation_id=organisation_id, kind=kind, messages=messages)
        # In one order everywhere: two who plan at once wait for each other, not both.
        for kind, messages in sorted(by_kind.items())
    )


def next_reminders_at(*, at: dt.datetime) -> dt.datetime | None:
    """When the next reminders of the running scope's organisation are due by the dates of its cycles.

    Those of try-outs are not among them, nor is it asked whether anybody still wants one.
    """
    coming = [next_reminder_after(cycle.starts_on, cycle.zone, at) for cycle in Cycle.objects.under_way()]
    return min((reminder.due_at for reminder in coming if reminder), default=None)


def _from_dates(cycles: Cycles, at: dt.datetime) -> Iterator[Wanted]:
    due = {key: reminders_at(cycle.starts_on, cycle.zone, at) for key, cycle in cycles.items()}
    due = {key: reminders for key, reminders in due.items() if reminders}
    if not due:
        return
    kinds = {reminder.kind for reminders in due.values() for reminder in reminders}
    there = standings(due, with_sessions=Kind.NUDGE in kinds, with_lessons=Kind.LESSONS in kinds)
    for cycle_id, leader_id, standing in there:
        cycle = cycles[cycle_id]
        for reminder in due[cycle_id]:
            if is_for(reminder, standing, cycle.starts_on):
                yield from _wanted(reminder, cycle, leader_id, at)


def _of_try_outs(cycles: Cycles, at: dt.datetime) -> Iterator[Wanted]:
    """One for a leader and a day, however many occasions; what they are is not asked."""
    due = {key: try_out_reminders_at(cycle.zone, at) for key, cycle in cycles.items()}
    days = [day for reminders in due.values() for day in reminders]
    coming = _try_outs_between(min(days), max(days)) if days else set()
    coming = {one for one in coming if one[2] in due.get(one[1], {})}
    leaders = Leader.objects.active().filter(pk__in=[one[0] for one in coming]).select_related("person")
    reached = {leader.pk for leader in leaders if address(leader)} if coming else set()
    for leader_id, cycle_id, day in sorted(coming):
        if leader_id in reached:
            yield from _wanted(due[cycle_id][day], cycles[cycle_id], leader_id, at)


def _try_outs_between(first: dt.date, last: dt.date) -> set[tuple[UUID, UUID, dt.date]]:
    """Leader, cycle and day of the occasions still ahead, through the database's door: no word of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leader_id, cycle_id, try_on FROM cycles_try_outs_between(%s, %s)", [first, last]
        )
        return {(row[0], row[1], row[2]) for row in cursor.fetchall()}


def _wanted(reminder: Reminder, cycle: Cycle, leader_id: UUID, at: dt.datetime) -> Iterator[Wanted]:
    moment = goes_at(reminder, cycle.zone, at)
    if moment is not None:
        yield Wanted(
            reminder.kind,
            Outgoing(
                recipient_id=leader_id,
                cycle_id=cycle.pk,
                period=reminder.period,
                due_at=moment,
                expires_at=reminder.expires_at,
                time_zone=cycle.time_zone,
            ),
        )


def _without_known(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Without those that are in the outbox already, and those that their leaders do not want. Two queries."""
    wanted = list(wanted)
    if not wanted:
        return []
    known = set(
        OutgoingMail.objects.filter(
            kind__in={one.kind for one in wanted},
            cycle_id__in={one.message.cycle_id for one in wanted},
            period__in={one.message.period for one in wanted},
        ).values_list("kind", "cycle_id", "period", "recipient_id")
    )
    new = [one for one in wanted if _key(one) not in known]
    stopped = unsubscribed_among([one.message.recipient_id for one in new]) if new else set()
    return [one for one in new if (one.message.recipient_id, GROUPS[one.kind]) not in stopped]


def _key(one: Wanted) -> tuple[str, UUID | None, str, UUID]:
    message = one.message
    return one.kind, message.cycle_id, message.period, message.recipient_id
