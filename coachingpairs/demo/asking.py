"""What Northmere's leaders ask each other about their targets, and answer, done the way they would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from coachingpairs.demo.asking_words import AGAIN, FIRST_TIME, LOOKED_AT, ROUNDS, Round
from coachingpairs.demo.building import Built, at_local
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget
from cycles.rules.months import same_day_later
from cycles.rules.notes import fingerprint
from cycles.rules.targets import SETTLED, Words
from cycles.services.notes import WrittenNote
from cycles.services.targets import begin_target, move_target
from feedback.models import Answer, Asking, Request
from feedback.rules.answers import Again, First, OnTarget, Said
from feedback.services.again import look_again
from feedback.services.asking import ask_colleagues
from feedback.services.changing import close_asking
from feedback.services.giving import decline, save_draft, send_answer, written_by
from feedback.services.others import allow_others
from feedback.services.reading import keep_note, mark_read
from feedback.services.reminding import nudge_giver
from feedback.services.sharing import share_answer
from feedback.services.thanking import send_thanks
from teams.models import Leader, Person

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
MORNING, NOON, EVENING = dt.time(8, 40), dt.time(12, 20), dt.time(17, 30)
ASKED_AFTER = 6 * WEEK
"""In the second month of a cycle."""
MONTHS_BEFORE_AGAIN, ASKED_AGAIN_AFTER = 4, 9 * DAY
"""In the second week of month five."""


def ask_around(built: Built, cycle: Cycle, today: dt.date) -> None:
    """Everything that was asked and answered in the cycle under way by ``today``."""
    with scope(organisation=built.organisation.pk, person=built.facilitator.pk):
        allow_others(team=built.team, by=built.facilitator)
    for one in ROUNDS:
        asking = _ask(built, cycle, one, today)
        for says in one.says:
            said = First(says.right, says.else_, says.keep)
            _answer(built, asking, says.giver, said, _at(built, today, says.days, NOON))
        for name in one.declines:
            with _giving(built, asking, name) as request:
                decline(request=request, at=_at(built, today, one.days + 1, NOON))
        for name, words in one.drafts:
            with _giving(built, asking, name) as request:
                at = _at(built, today, one.days + 1, NOON)
                save_draft(request=request, said=First(else_=words), seen=written_by(request).seen, at=at)
        _afterwards(built, asking, one, today)


def _ask(built: Built, cycle: Cycle, one: Round, today: dt.date) -> Asking:
    with _leader(built, one.asker) as (leader, by):
        return ask_colleagues(
            cycle=cycle,
            leader=leader,
            by=by,
            at=_at(built, today, one.days, MORNING),
            targets=list(
                GrowthTarget.objects.open().filter(leader=leader, cycle=cycle).values_list("pk", flat=True)
            ),
            givers=[built.leaders[name] for name in one.givers],
            others=one.outside,
            personal=one.personal,
            closes_on=today + one.until * DAY,
            reveal=Asking.Reveal.AFTER if one.after else Asking.Reveal.COME,
        )


def _afterwards(built: Built, asking: Asking, one: Round, today: dt.date) -> None:
    """What its asker has done with it since."""
    with _leader(built, one.asker) as (leader, by):
        for days, name, words in one.nudges:
            request = _request(asking, built.leaders[name])
            nudge_giver(request=request, words=words, by=by, at=_at(built, today, days, EVENING))
        if one.until < 0:
            over = _at(built, today, one.until + 1, dt.time())
            close_asking(asking=asking, leader=leader, by=by, at=over)
        if one.read is not None:
            read_on = _at(built, today, one.read, EVENING)
            mark_read(asking=asking, leader=leader, shown=read_on, by=by)
            keep_note(asking=asking, leader=leader, note=WrittenNote(one.note, fingerprint("")), by=by)
            for name in one.shares:
                answer = Answer.objects.select_related("request__asking__cycle").get(
                    request=_request(asking, built.leaders[name])
                )
                share_answer(answer=answer, leader=leader, by=by, at=read_on)
            if one.thanks:
                held = Asking.objects.select_related("cycle").get(pk=asking.pk)
                send_thanks(asking=held, leader=leader, words=one.thanks, by=by, at=read_on)


def look_again_at(built: Built, cycle: Cycle) -> None:
    """What Helen asked in a cycle, and again in its fifth month: done while it is under way."""
    asked_on = cycle.starts_on + ASKED_AFTER
    first = _first_of(built, cycle, asked_on)
    again_on = same_day_later(cycle.starts_on, MONTHS_BEFORE_AGAIN) + ASKED_AGAIN_AFTER
    with _leader(built, "Helen") as (leader, by):
        asking = look_again(
            first=first,
            leader=leader,
            by=by,
            at=at_local(built, again_on, MORNING),
            targets=list(first.targets.values_list("target", flat=True)),
            requests=list(first.requests.values_list("pk", flat=True)),
            closes_on=again_on + WEEK,
        )
    for days, (name, change, noticed, next_) in enumerate(AGAIN, start=1):
        said = Again((OnTarget(change, noticed, next_),))
        _answer(built, asking, name, said, at_local(built, again_on + days * DAY, NOON))
    _close_and_read(built, asking, at_local(built, again_on + WEEK + DAY, dt.time()))


def _first_of(built: Built, cycle: Cycle, asked_on: dt.date) -> Asking:
    """Asked, answered, closed, and settled on."""
    at = at_local(built, asked_on, MORNING)
    with _leader(built, "Helen") as (leader, by):
        words = Words("down", *LOOKED_AT)
        target = begin_target(cycle=cycle, leader=leader, words=words, by=by, at=at - WEEK)
        asking = ask_colleagues(
            cycle=cycle,
            leader=leader,
            by=by,
            at=at,
            targets=[target.pk],
            givers=[built.leaders[name] for name, _right, _said in FIRST_TIME],
            closes_on=asked_on + WEEK,
        )
    for days, (name, right, said) in enumerate(FIRST_TIME, start=1):
        _answer(built, asking, name, First(right, said), at_local(built, asked_on + days * DAY, NOON))
    over = at_local(built, asked_on + WEEK + DAY, dt.time())
    _close_and_read(built, asking, over)
    with _leader(built, "Helen") as (leader, by):
        target.refresh_from_db()
        move_target(target=target, leader=leader, to=SETTLED, by=by, at=over)
    return asking


def _close_and_read(built: Built, asking: Asking, at: dt.datetime) -> None:
    with _leader(built, "Helen") as (leader, by):
        close_asking(asking=asking, leader=leader, by=by, at=at)
        mark_read(asking=asking, leader=leader, shown=at, by=by)


def _answer(built: Built, asking: Asking, name: str, said: Said, at: dt.datetime) -> None:
    with _giving(built, asking, name) as request:
        send_answer(request=request, said=said, seen=written_by(request).seen, at=at)


@contextmanager
def _leader(built: Built, name: str) -> Iterator[tuple[Leader, Person]]:
    by = built.person(name)
    with scope(organisation=built.organisation.pk, person=by.pk):
        yield built.leaders[name], by


@contextmanager
def _giving(built: Built, asking: Asking, name: str) -> Iterator[Request]:
    with _leader(built, name) as (leader, _by):
        yield _request(asking, leader)


def _request(asking: Asking, giver: Leader) -> Request:
    return Request.objects.select_related("asking__cycle", "asking__leader").get(asking=asking, giver=giver)


def _at(built: Built, today: dt.date, days: int, time: dt.time) -> dt.datetime:
    """So many days from today, at that time there."""
    return at_local(built, today + days * DAY, time)
