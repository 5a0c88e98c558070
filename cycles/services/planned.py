"""When a pair means to meet next.

None of this is written to the audit trail: the organisation reads that, and may not know when a pair meets.
The row itself says who chose the time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from cycles.models import Cycle, Pair, PairMember, PlannedSession
from cycles.rules.planning import moment_problem, when_in_words
from cycles.rules.sessions import LONGEST, minutes_problem
from cycles.services.pair_words import hold_pair
from cycles.services.plan_mail import tell_of_cancelled, tell_of_planned, tell_who_left
from teams.models import Leader
from teams.speaking import Speaker, speaks_for

NOT_YET = "The pairs are not sealed yet. Choose your first hour once they are."
HAS_ENDED = "This pair has ended, so there is no hour to choose."
OF_THE_PAIR = "Only the two of a pair choose when they meet."


class ChangedMeanwhile(DomainError):
    """Somebody of the pair has chosen another time since the page was shown."""


@transaction.atomic
def plan_first_session(
    *,
    pair: Pair,
    leader: Leader,
    starts_at: dt.datetime,
    minutes: int,
    place: str,
    seen: str,
    by: Speaker,
    at: dt.datetime,
) -> PlannedSession:
    """Choose when the pair meets, or change it; any of its members may. One such time is ahead of a pair.

    ``starts_at`` is aware, ``minutes`` from 5 to 480, ``at`` the moment of choosing, ``seen`` what
    ``seen_as`` said of the time on the page. The same again changes nothing. DomainError when the pair does
    not meet in this cycle now, and for a moment that is past or more than six months ahead; ChangedMeanwhile
    when the time there is not the one that was seen.
    """
    pair = hold_pair(pair)
    require_member(pair, leader, by)
    place = " ".join(place.split())
    ahead = plan_ahead(pair, at=at)
    if ahead is not None and _says(ahead, starts_at, minutes, place):
        return ahead
    if ahead is not None and seen_as(ahead) != seen:
        raise ChangedMeanwhile(_just_chosen(ahead, leader, pair.cycle))
    if problem := moment_problem(starts_at, now=at, zone=pair.cycle.zone) or minutes_problem(minutes):
        raise DomainError(problem)
    planned = ahead or PlannedSession(organisation_id=pair.organisation_id, pair=pair, created_at=at)
    planned.sequence += ahead is not None
    planned.starts_at, planned.minutes, planned.place = starts_at, minutes, place
    planned.planned_by = leader
    planned.save()
    tell_of_planned(pair, [planned], at=at)
    announce(pair.organisation_id, pair.cycle_id)
    return planned


@transaction.atomic
def cancel_all_planned(*, pair: Pair, at: dt.datetime) -> int:
    """Nothing is planned for the pair any more, from the moment ``at`` on; how many hours are cancelled.

    Those who are or were in the pair are told, so that their calendars forget the hours. For a pair that
    ends: whether it may is not asked here.
    """
    held = hold_pair(pair)
    ahead = plans_of(held, at=at)
    cancel_planned(held, ahead, at=at)
    if ahead:
        announce(held.organisation_id, held.cycle_id)
    return len(ahead)


@transaction.atomic
def take_out_of_plans(*, pair: Pair, leader: Leader, at: dt.datetime) -> None:
    """For one who has left a trio: the others keep what is planned, and the leaver's calendar forgets it."""
    tell_who_left(pair, plans_of(pair, at=at), leader, at=at)


def cancel_planned(pair: Pair, plans: Iterable[PlannedSession], *, at: dt.datetime) -> None:
    """The rows stay, with a higher ``sequence``, so that calendars can be told. The caller holds the pair."""
    plans = list(plans)
    if not plans:
        return
    found = PlannedSession.objects.standing().filter(pk__in=[planned.pk for planned in plans])
    found.update(cancelled_at=at, sequence=F("sequence") + 1, changed_at=at)
    for planned in plans:
        planned.cancelled_at, planned.sequence = at, planned.sequence + 1
    tell_of_cancelled(pair, plans, at=at)


def plan_ahead(pair: Pair, *, at: dt.datetime) -> PlannedSession | None:
    """The time that the pair has chosen, until it is over; with ``planned_by`` loaded. One query."""
    return next(iter(plans_of(pair, at=at)), None)


def plans_of(pair: Pair, *, at: dt.datetime) -> list[PlannedSession]:
    """All that the pair has planned and that is not over, soonest first; with ``planned_by``. One query."""
    return _not_over(PlannedSession.objects.standing().filter(pair=pair), at)


def plans_ahead(cycle: Cycle, *, at: dt.datetime) -> dict[UUID, PlannedSession]:
    """The next of each pair of the cycle, by pair. One query."""
    latest_first = reversed(_not_over(PlannedSession.objects.standing().filter(pair__cycle=cycle), at))
    return {planned.pair_id: planned for planned in latest_first}


def seen_as(planned: PlannedSession | None) -> str:
    """Stands in a form for the plan it was shown with."""
    return f"{planned.pk}.{planned.sequence}" if planned else ""


def _not_over(plans: QuerySet[PlannedSession], at: dt.datetime) -> list[PlannedSession]:
    recent = plans.filter(starts_at__gt=at - dt.timedelta(minutes=LONGEST)).select_related("planned_by")
    return [planned for planned in recent.order_by("starts_at", "id") if planned.ends_at > at]


def _says(planned: PlannedSession, starts_at: dt.datetime, minutes: int, place: str) -> bool:
    return (planned.starts_at, planned.minutes, planned.place) == (starts_at, minutes, place)


def require_member(pair: Pair, leader: Leader, by: Speaker) -> None:
    """DomainError unless it is a member's own doing, in a pair that meets now."""
    if not speaks_for(by, leader):
        raise DomainError(OF_THE_PAIR)
    if not pair.cycle.is_under_way:
        is_over = pair.cycle.stage == Cycle.Stage.CLOSED
        raise DomainError(
            f"Cycle {pair.cycle.number} is over, so nothing more is planned in it." if is_over else NOT_YET
        )
    if pair.ended_at or not PairMember.objects.filter(pair=pair, leader=leader, left_at=None).exists():
        raise DomainError(HAS_ENDED)


def _just_chosen(planned: PlannedSession, leader: Leader, cycle: Cycle) -> str:
    who = "You have" if planned.planned_by_id == leader.pk else f"{planned.planned_by.called} has"
    return f"{who} just chosen {when_in_words(planned.starts_at, cycle.zone)}. Look at that first."
