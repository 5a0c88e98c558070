"""What Northmere's pairs agreed, rate in each other, work on and tried, done the way they would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from coachingpairs.demo.building import Built, at_local
from coachingpairs.demo.growing_words import (
    AGREEMENTS,
    LESSONS,
    NOT_AGREED_YET,
    STRENGTHS,
    TARGETS,
    UNREAD,
    Target,
    Try,
)
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, Pair
from cycles.rules.agreements import Answers
from cycles.rules.months import MONTHS, same_day_later
from cycles.rules.targets import SETTLED, Words
from cycles.rules.tryouts import WrittenLook, WrittenOccasion, fingerprint_of
from cycles.services.agreements import agree, write_agreement
from cycles.services.lessons import offer_lesson
from cycles.services.plans import Wanted, plan_of, save_plan
from cycles.services.strengths import add_strength, read_strengths
from cycles.services.targets import begin_target, move_target
from cycles.services.tryouts import look_back, look_of, plan_try_out
from teams.models import Leader, Person

AGREED, RATED, CHOSEN = dt.timedelta(days=3), dt.timedelta(days=5), dt.timedelta(days=4)
"""So long after the first day."""
PREPARED = dt.timedelta(days=3)
EVENING, MORNING = dt.time(18), dt.time(9, 30)
THURSDAY = 3
MILL_CAFE = "The Mill café"

Pairs = Sequence[tuple[Pair, tuple[str, str]]]


def grow(built: Built, cycle: Cycle, pairs: Pairs, today: dt.date) -> None:
    """Everything that was written in the cycle under way by ``today``."""
    begun = at_local(built, cycle.starts_on, EVENING)
    pair_of = {name: (pair, names) for pair, names in pairs for name in names}
    for name, answers in AGREEMENTS.items():
        _agree(built, *pair_of[name], name, Answers(*answers), begun + AGREED)
    for author, about, text in STRENGTHS:
        _rate(built, pair_of[author][0], author, about, text, begun + RATED)
    for name, targets in TARGETS.items():
        for target in targets:
            _work_on(built, cycle, name, target, begun + CHOSEN, today)
    _plan(built, pair_of["Helen"][0], cycle, today)


def share_lessons(built: Built, cycle: Cycle) -> None:
    """What was offered in the last week of a cycle, while it is under way."""
    for name, text in LESSONS.get(cycle.number, ()):
        with scope(organisation=built.organisation.pk, person=built.person(name).pk):
            at = at_local(built, cycle.ends_on - PREPARED, EVENING)
            offer_lesson(cycle=cycle, leader=built.leaders[name], text=text, at=at)


def _agree(
    built: Built, pair: Pair, names: tuple[str, str], writer: str, answers: Answers, at: dt.datetime
) -> None:
    leader, by = _who(built, writer)
    with scope(organisation=built.organisation.pk, person=by.pk):
        written = write_agreement(pair=pair, leader=leader, answers=answers, seen=None, by=by, at=at)
    for name in names:
        if name not in NOT_AGREED_YET:
            leader, by = _who(built, name)
            with scope(organisation=built.organisation.pk, person=by.pk):
                agree(pair=pair, leader=leader, seen=written.pk, by=by, at=at)


def _rate(built: Built, pair: Pair, author: str, about: str, text: str, at: dt.datetime) -> None:
    leader, by = _who(built, author)
    other, their_person = _who(built, about)
    with scope(organisation=built.organisation.pk, person=by.pk):
        add_strength(pair=pair, leader=leader, about=other, text=text, by=by, at=at)
    if about not in UNREAD:
        with scope(organisation=built.organisation.pk, person=their_person.pk):
            read_strengths(pair=pair, leader=other, author=leader, by=their_person)


def _work_on(built: Built, cycle: Cycle, name: str, target: Target, at: dt.datetime, today: dt.date) -> None:
    leader, by = _who(built, name)
    words = Words(target.direction, target.behaviour, target.differently, target.why)
    with scope(organisation=built.organisation.pk, person=by.pk):
        made = begin_target(cycle=cycle, leader=leader, words=words, by=by, at=at)
        if target.is_settled:
            move_target(target=made, leader=leader, to=SETTLED, by=by, at=at)
            made.refresh_from_db()
        for one in target.tries:
            _try(built, made, leader, by, one, today)


def _try(built: Built, target: GrowthTarget, leader: Leader, by: Person, one: Try, today: dt.date) -> None:
    on = today + dt.timedelta(days=one.days)
    planned_at = min(at_local(built, on, EVENING), at_local(built, today, EVENING)) - PREPARED
    occasion = WrittenOccasion(on, one.occasion, one.plan)
    made = plan_try_out(target=target, leader=leader, written=occasion, by=by, at=planned_at)
    if one.step:
        look = WrittenLook(one.step, one.noticed, one.next, seen=fingerprint_of(look_of(made)))
        look_back(try_out=made, leader=leader, written=look, by=by, at=at_local(built, on, EVENING))


def _plan(built: Built, pair: Pair, cycle: Cycle, today: dt.date) -> None:
    """Helen and Priya's hours: the last Thursday of each month, as they agreed."""
    months = [same_day_later(today.replace(day=1), number) for number in range(MONTHS)]
    days = [day for month in months if today < (day := _last_thursday(month)) <= cycle.ends_on]
    leader, by = _who(built, "Helen")
    with scope(organisation=built.organisation.pk, person=by.pk):
        save_plan(
            pair=pair,
            leader=leader,
            wanted=[Wanted(at_local(built, day, MORNING), 60, MILL_CAFE) for day in days],
            seen=plan_of(pair, at=at_local(built, today, dt.time())).seen,
            by=by,
            at=at_local(built, today, dt.time()),
        )


def _last_thursday(month: dt.date) -> dt.date:
    last = same_day_later(month, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() - THURSDAY) % 7)


def _who(built: Built, name: str) -> tuple[Leader, Person]:
    return built.leaders[name], built.person(name)
