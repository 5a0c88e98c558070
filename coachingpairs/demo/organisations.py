"""The organisations of the demo, as they stand today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from coachingpairs.demo.asking import ask_around, look_again_at
from coachingpairs.demo.building import Built, build_place, hold_choosing, hold_first_day, log_meetings
from coachingpairs.demo.growing import grow, share_lessons
from coachingpairs.demo.morning import build_merrow_water
from coachingpairs.demo.people import (
    HARBOUR_ARTS,
    HARBOUR_ASKED,
    HARBOUR_DECLINED,
    HARBOUR_INVITED,
    HARBOUR_PAIRS,
    NORTHMERE,
    NORTHMERE_PAIRS,
    PLACES,
)
from coachingpairs.demo.places import FACILITATOR_EMAIL, Place
from coachingpairs.demo.story import cycle_starts, meetings
from coachingpairs.demo.water import MERROW_WATER
from coachingpairs.mail.sending import ServerUnreachable, send_mail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.rules.months import same_day_later
from cycles.rules.nudges import nudges_of
from cycles.services.reminders import plan_reminders_here
from pairing.services.choosing import decline, propose
from teams.models import Organisation, Person

LOOKED_AGAIN = 2
"""The cycle in which colleagues were asked a second time."""
FRESH_FOR = dt.timedelta(days=20)


@dataclass(frozen=True)
class Standing:
    """What there is of the demo; ``made_at`` is None as long as there is none.

    ``missing`` are organisations that an older demo does not have.
    """

    made_at: dt.datetime | None = None
    missing: tuple[Place, ...] = PLACES

    def is_stale(self, now: dt.datetime) -> bool:
        """Its dates no longer look like those of a team in the middle of things."""
        return self.made_at is not None and now - self.made_at > FRESH_FOR


def found_organisations() -> dict[str, Organisation]:
    """The demo's organisations that exist, by slug: those that its facilitator serves."""
    facilitator = Person.objects.filter(email=FACILITATOR_EMAIL).first()
    if facilitator is None:
        return {}
    slugs = [place.slug for place in PLACES]
    with scope(person=facilitator.pk):
        found = Organisation.objects.filter(slug__in=slugs)
        return {organisation.slug: organisation for organisation in found}


def standing() -> Standing:
    found = found_organisations()
    return Standing(
        made_at=min((organisation.created_at for organisation in found.values()), default=None),
        missing=tuple(place for place in PLACES if place.slug not in found),
    )


def build(now: dt.datetime | None = None, *, places: Collection[Place] = PLACES) -> None:
    """These organisations, in one transaction; then the month's notes to quiet pairs go out."""
    now = now or timezone.now()
    northmere: tuple[Built, Cycle] | None = None
    with transaction.atomic():
        if NORTHMERE in places:
            northmere = build_northmere(now)
        if HARBOUR_ARTS in places:
            build_harbour_arts(now)
        if MERROW_WATER in places:
            build_merrow_water(now)
    if northmere is not None:
        send_last_nudges(*northmere, now)


def build_northmere(now: dt.datetime) -> tuple[Built, Cycle]:
    """Two closed cycles and one under way; returns the last."""
    built = build_place(NORTHMERE)
    today = now.astimezone(built.organisation.zone).date()
    for number, starts_on in cycle_starts(today).items():
        pairs = NORTHMERE_PAIRS[number]
        cycle, formed = hold_first_day(built, starts_on=starts_on, pairs=pairs)
        for place, (pair, names) in enumerate(zip(formed, pairs, strict=True)):
            log_meetings(built, pair, names, meetings(number, place, starts_on, today))
        if number == LOOKED_AGAIN:
            look_again_at(built, cycle)
        share_lessons(built, cycle)
    grow(built, cycle, list(zip(formed, pairs, strict=True)), today)
    ask_around(built, cycle, today)
    return built, cycle


def build_harbour_arts(now: dt.datetime) -> Built:
    """Yesterday choosing opened; two pairs, one question open, one answered with “not this time”."""
    built = build_place(HARBOUR_ARTS, not_joined=[HARBOUR_INVITED])
    today = now.astimezone(built.organisation.zone).date()
    starts_on = same_day_later(today.replace(day=1), 1)
    opened_at = now - dt.timedelta(hours=26)
    cycle, _pairs = hold_choosing(built, starts_on=starts_on, opened_at=opened_at, pairs=HARBOUR_PAIRS)
    with scope(organisation=built.organisation.pk, person=built.facilitator.pk):
        for names, ago in ((HARBOUR_DECLINED, 5), (HARBOUR_ASKED, 1)):
            asking, asked = (built.leaders[name] for name in names)
            at = now - dt.timedelta(hours=ago)
            by = built.person(names[0])
            proposal = propose(cycle=cycle, proposer=asking, addressee=asked, by=by, at=at)
            if names == HARBOUR_DECLINED:
                decline(proposal=proposal, by=built.person(names[1]), at=at + dt.timedelta(hours=1))
    return built


def send_last_nudges(built: Built, cycle: Cycle, now: dt.datetime) -> int:
    """The latest month's notes, as if the worker had been there then; how many went out.

    Where no mail server answers they stay in the outbox.
    """
    due = [nudge.due_at for nudge in nudges_of(cycle.starts_on, cycle.zone) if nudge.due_at <= now]
    if not due:
        return 0
    with scope(organisation=built.organisation.pk):
        plan_reminders_here(organisation_id=built.organisation.pk, at=due[-1])
    try:
        return send_mail(built.organisation.pk, at=due[-1])
    except ServerUnreachable:
        return 0
