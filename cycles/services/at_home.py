"""What a leader's home shows of the pair they meet in. The number of queries is constant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from cycles.feedback_standing import OwnAsking, feedback_standing
from cycles.models import Cycle, Lesson, PlannedSession, Session, TryOut
from cycles.rules.learning import Lessons
from cycles.rules.planning import times_in_words, when_in_words
from cycles.rules.strip import StripMonth, strip
from cycles.rules.targets import IDEA
from cycles.rules.together import Occasion, Together
from cycles.rules.words import SHORT_MONTHS, listed
from cycles.services.agreements import agreement_standing
from cycles.services.met import question_for
from cycles.services.pairs import ShownPair
from cycles.services.planned import plans_of
from cycles.services.strengths import strengths_standing
from cycles.services.targets_shown import Standing, targets_standing
from teams.models import Leader


@dataclass(frozen=True)
class NextHour:
    """The next one planned; ``month`` is short, ``times`` “9.30 to 10.30”."""

    on: dt.date
    month: str
    times: str
    place: str


@dataclass(frozen=True)
class AtHome:
    """``together`` is what the next step is found from; ``plans`` are to come, soonest first.

    ``asking`` is the newest of this cycle.
    """

    together: Together
    strip: tuple[StripMonth, ...]
    plans: tuple[PlannedSession, ...]
    targets: Standing
    asking: OwnAsking | None


def at_home(own: ShownPair, leader: Leader, *, at: dt.datetime) -> AtHome:
    """Of one who is in the pair now; ``own.pair.cycle`` is loaded. At most nineteen queries."""
    cycle = own.pair.cycle
    days = list(Session.objects.filter(pair=own.pair).values_list("held_on", flat=True))
    plans = plans_of(own.pair, at=at)
    targets = targets_standing(leader, cycle)
    feedback, asking = feedback_standing(leader, cycle, at)
    ahead = [_day_of(planned, cycle) for planned in plans]
    return AtHome(
        together=replace(_together(own, leader, days, plans, targets, at), feedback=feedback),
        strip=strip(
            cycle.starts_on,
            days,
            at.astimezone(cycle.zone).date(),
            planned=ahead,
            formed_on=own.pair.formed_at.astimezone(cycle.zone).date(),
        ),
        plans=tuple(plans),
        targets=targets,
        asking=asking,
    )


def _together(
    own: ShownPair,
    leader: Leader,
    days: list[dt.date],
    plans: list[PlannedSession],
    targets: Standing,
    at: dt.datetime,
) -> Together:
    cycle = own.pair.cycle
    over = question_for(own.pair, at=at).planned
    strengths = strengths_standing(own.pair, leader)
    partners = own.partners_of(leader)
    return Together(
        number=cycle.number,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        partners=tuple(member.leader.called for member in partners),
        days=tuple(days),
        planned_on=_day_of(plans[0], cycle) if plans else None,
        planned_words=words_of(plans[0], cycle) if plans else "",
        unlogged_on=_day_of(over, cycle) if over else None,
        agreement=agreement_standing(own.pair, leader),
        strengths_given=strengths.given_to == {member.leader_id for member in partners},
        strengths_from=listed(
            [member.leader.called for member in partners if member.leader_id in strengths.unread_from]
        ),
        targets=len(targets.targets),
        ideas=sum(one.target.state == IDEA for one in targets.targets),
        settled=next((str(one.target.pk) for one in targets.settled), ""),
        to_look_back=_occasion(targets.to_look_back),
        next_try_out=_occasion(targets.next_try_out),
        lessons=_lessons(cycle, leader),
        is_wrapping_up=cycle.stage == Cycle.Stage.WRAPPING_UP,
    )


def next_hour(plans: tuple[PlannedSession, ...], cycle: Cycle) -> NextHour | None:
    """None when nothing is planned."""
    if not plans:
        return None
    planned, on = plans[0], _day_of(plans[0], cycle)
    times = times_in_words(planned.starts_at, planned.minutes, cycle.zone)
    return NextHour(on, SHORT_MONTHS[on.month - 1], times, planned.place)


def words_of(planned: PlannedSession, cycle: Cycle) -> str:
    """“Thursday 26 November, 9.30, the Mill café”."""
    when = when_in_words(planned.starts_at, cycle.zone)
    return f"{when}, {planned.place}" if planned.place else when


def _day_of(planned: PlannedSession, cycle: Cycle) -> dt.date:
    return planned.starts_at.astimezone(cycle.zone).date()


def _occasion(try_out: TryOut | None) -> Occasion | None:
    return Occasion(try_out.occasion, try_out.on, str(try_out.pk)) if try_out else None


def _lessons(cycle: Cycle, leader: Leader) -> Lessons:
    own = Lesson.objects.filter(cycle=cycle, leader=leader).values_list("offered_at", flat=True)
    offered = [moment is not None for moment in own]
    return Lessons(len(offered), sum(offered))
