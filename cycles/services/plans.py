"""The sessions that a pair has ahead of it, planned and changed in one go.

As with one session, none of it is written to the audit trail.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from cycles.models import Cycle, Pair, PlannedSession
from cycles.rules.planning import (
    MOST,
    OVERLAPS,
    TOO_MANY,
    moment_problem,
    overlapping,
    when_in_words,
)
from cycles.rules.sessions import minutes_problem
from cycles.services.pair_words import hold_pair
from cycles.services.plan_mail import tell_of_planned
from cycles.services.planned import ChangedMeanwhile, cancel_planned, require_member
from teams.models import Leader, Person

CHANGED = "The plan has changed since you opened this page. What stands now is below, with what you typed."


@dataclass(frozen=True)
class Wanted:
    """One line of the plan: a new session, or with ``planned_id`` one that stands; ``dropped`` cancels it."""

    starts_at: dt.datetime
    minutes: int
    place: str = ""
    planned_id: UUID | None = None
    dropped: bool = False

    def is_said_by(self, planned: PlannedSession) -> bool:
        return (planned.starts_at, planned.minutes, planned.place) == (
            self.starts_at,
            self.minutes,
            self.place,
        )


@dataclass(frozen=True)
class Plan:
    """All that a pair ever planned, as it stands at ``at``."""

    rows: Sequence[PlannedSession]
    at: dt.datetime

    @cached_property
    def ahead(self) -> list[PlannedSession]:
        """Those that stand and have not begun, soonest first."""
        return [row for row in self.rows if row.cancelled_at is None and row.starts_at > self.at]

    @property
    def seen(self) -> str:
        """Stands in a form for the plan it was shown with; it does not change when a session is over."""
        said = " ".join(sorted(f"{row.pk}.{row.sequence}" for row in self.rows))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Changes:
    """What a plan that is saved makes different."""

    added: list[Wanted] = field(default_factory=list)
    moved: list[tuple[PlannedSession, Wanted]] = field(default_factory=list)
    cancelled: list[PlannedSession] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.cancelled)


def plan_of(pair: Pair, *, at: dt.datetime) -> Plan:
    """One query."""
    return Plan(list(PlannedSession.objects.filter(pair=pair).order_by("starts_at", "id")), at)


@transaction.atomic
def save_plan(
    *, pair: Pair, leader: Leader, wanted: Sequence[Wanted], seen: str, by: Person, at: dt.datetime
) -> Changes:
    """Add, move and cancel sessions as ``wanted`` says; those it does not name stay as they are.

    The same again changes nothing, so that a form sent twice does it once. DomainError when the pair does not
    meet in this cycle now, and for what cannot be planned; ChangedMeanwhile when the plan is not the one
    that was ``seen`` (see ``Plan.seen``).
    """
    pair = hold_pair(pair)
    require_member(pair, leader, by)
    plan = plan_of(pair, at=at)
    changes = changes_to(plan, wanted)
    if not changes:
        return changes
    if plan.seen != seen:
        raise ChangedMeanwhile(CHANGED)
    _require_possible(plan, changes, pair.cycle)
    told = [*_moved(changes, leader), *_added(changes, pair, leader, at)]
    cancel_planned(pair, changes.cancelled, at=at)
    tell_of_planned(pair, told, at=at)
    announce(pair.organisation_id, pair.cycle_id)
    return changes


def changes_to(plan: Plan, wanted: Sequence[Wanted]) -> Changes:
    """What is to be done; a session that is wanted anew and stands already is not added again."""
    standing = {planned.pk: planned for planned in plan.ahead}
    changes = Changes()
    for one in wanted:
        planned = standing.get(one.planned_id) if one.planned_id else None
        if planned and one.dropped:
            changes.cancelled.append(planned)
        elif planned and not one.is_said_by(planned):
            changes.moved.append((planned, one))
        elif not (one.planned_id or one.dropped or any(one.is_said_by(row) for row in plan.ahead)):
            changes.added.append(one)
    return changes


def _require_possible(plan: Plan, changes: Changes, cycle: Cycle) -> None:
    fresh = [*changes.added, *(one for _planned, one in changes.moved)]
    for one in fresh:
        problem = moment_problem(one.starts_at, now=plan.at, zone=cycle.zone, until=cycle.ends_on)
        if problem := problem or minutes_problem(one.minutes):
            raise DomainError(f"{when_in_words(one.starts_at, cycle.zone)}: {problem}")
    changed = {planned.pk for planned, _one in changes.moved} | {planned.pk for planned in changes.cancelled}
    kept = [planned for planned in plan.ahead if planned.pk not in changed]
    slots = [(planned.starts_at, planned.minutes) for planned in kept]
    slots += [(one.starts_at, one.minutes) for one in fresh]
    if len(slots) > MOST:
        raise DomainError(TOO_MANY)
    if clashes := overlapping(slots):
        raise DomainError(f"{when_in_words(slots[min(clashes)][0], cycle.zone)}: {OVERLAPS}")


def _moved(changes: Changes, leader: Leader) -> list[PlannedSession]:
    for planned, one in changes.moved:
        planned.starts_at, planned.minutes, planned.place = one.starts_at, one.minutes, one.place
        planned.sequence += 1
        planned.planned_by = leader
        planned.save(update_fields=["starts_at", "minutes", "place", "sequence", "planned_by", "changed_at"])
    return [planned for planned, _one in changes.moved]


def _added(changes: Changes, pair: Pair, leader: Leader, at: dt.datetime) -> list[PlannedSession]:
    return PlannedSession.objects.bulk_create(
        PlannedSession(
            organisation_id=pair.organisation_id,
            pair=pair,
            planned_by=leader,
            starts_at=one.starts_at,
            minutes=one.minutes,
            place=one.place,
            created_at=at,
        )
        for one in changes.added
    )
