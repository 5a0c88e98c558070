"""Merrow Water on the morning of its Awayday: six months behind it, the doors not open yet."""

from __future__ import annotations

import datetime as dt

from awayday.models import Awayday
from awayday.services.planning import Plan, plan_awayday
from coachingpairs.demo.building import (
    TIME_ZONE,
    Built,
    add_someone,
    build_place,
    hold_first_day,
    log_meetings,
)
from coachingpairs.demo.story import meetings_to_the_end, starts_around
from coachingpairs.demo.water import MERROW_PAIRS, MERROW_WATER, NEWCOMER
from coachingpairs.demo.words import LESSONS_KEPT, LESSONS_OFFERED
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson
from cycles.services.cycles import create_cycle
from cycles.services.lessons import offer_lesson
from teams.services.invitations import invite_leader

VENUE = "The Pump House, Merrow"
LINK = "https://calls.merrowwater.example/awayday"
BEGINS, ENDS = dt.time(9), dt.time(13)
PREPARED_BEFORE = dt.timedelta(days=10)
LESSON_EVERY = dt.timedelta(hours=5)


def build_merrow_water(now: dt.datetime) -> Awayday:
    """The Awayday of that day, planned."""
    built = build_place(MERROW_WATER, not_there_yet=[NEWCOMER])
    today = now.astimezone(built.organisation.zone).date()
    closing_on, opening_on = starts_around(today)
    closing, formed = hold_first_day(built, starts_on=closing_on, pairs=MERROW_PAIRS)
    for place, (pair, names) in enumerate(zip(formed, MERROW_PAIRS, strict=True)):
        log_meetings(built, pair, names, meetings_to_the_end(place, closing_on, today))
    _write_lessons(built, closing, now)
    with scope(organisation=built.organisation.pk, person=built.facilitator.pk):
        _add_newcomer(built)
        opening = create_cycle(
            team=built.team,
            starts_on=opening_on,
            time_zone=TIME_ZONE,
            by=built.facilitator,
            at=now - PREPARED_BEFORE,
        )
        plan = Plan(held_on=today, starts_at=BEGINS, ends_at=ENDS, venue=VENUE, link=LINK)
        return plan_awayday(opens=opening, plan=plan, by=built.facilitator)


def _add_newcomer(built: Built) -> None:
    someone = next(one for one in MERROW_WATER.leaders if one.name == NEWCOMER)
    invite_leader(leader=add_someone(built, someone), by=built.facilitator)


def _write_lessons(built: Built, cycle: Cycle, now: dt.datetime) -> None:
    """Those offered came in over the last days; those kept are read by their authors alone."""
    for ago, (name, text) in zip(range(len(LESSONS_OFFERED), 0, -1), LESSONS_OFFERED, strict=True):
        with scope(organisation=built.organisation.pk, person=built.person(name).pk):
            offer_lesson(cycle=cycle, leader=built.leaders[name], text=text, at=now - LESSON_EVERY * ago)
    for name, text in LESSONS_KEPT:
        with scope(organisation=built.organisation.pk, person=built.person(name).pk):
            Lesson.objects.create(
                organisation=built.organisation, cycle=cycle, leader=built.leaders[name], text=text
            )
