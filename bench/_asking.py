"""Everybody in an organisation asks five colleagues, each of whom has a link: rows made in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from coachingpairs.encryption.keys import make_key
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, TargetWording
from feedback.models import AskedTarget, Asking, Link, Request
from teams.models import Leader, Person
from teams.tokens import mint

ASKED = 5
NEXT_BUT_ONE = 2
"""Leaders are in pairs in their order: who comes after the next one is no partner."""

BEHAVIOUR = "Answering before others have finished thinking"
PERSONAL = "You have seen me in all sorts of meetings. I would rather hear it from you than guess."


@dataclass(frozen=True)
class Asked:
    """The token of a giver's link."""

    request_id: UUID
    token: str


def ask_everybody(organisation_id: UUID) -> Iterator[Asked]:
    """Each leader of its one team asks the five after their partner about one target."""
    with scope(organisation=organisation_id):
        make_key(organisation_id, number=1)
        cycle = Cycle.objects.get()
        leaders = list(Leader.objects.order_by("name"))
        people = Person.objects.bulk_create(Person(email=one.email, name=one.name) for one in leaders)
        for leader, person in zip(leaders, people, strict=True):
            leader.person = person
        Leader.objects.bulk_update(leaders, ["person"])
    for place, leader in enumerate(leaders):
        givers = [leaders[(place + NEXT_BUT_ONE + step) % len(leaders)] for step in range(ASKED)]
        with scope(organisation=organisation_id, person=leader.person_id):
            requests = _ask(cycle, leader, givers)
        yield from _linked(organisation_id, requests)


def _ask(cycle: Cycle, leader: Leader, givers: Sequence[Leader]) -> list[Request]:
    here, now = {"organisation_id": cycle.organisation_id}, timezone.now()
    target = GrowthTarget.objects.create(**here, cycle=cycle, leader=leader, slot=1, state="asked")
    words = {"direction": "down", "behaviour": BEHAVIOUR, "differently": "Ask two questions first."}
    TargetWording.objects.create(**here, target=target, **words)
    asking = Asking.objects.create(
        **here,
        cycle=cycle,
        leader=leader,
        personal=PERSONAL,
        asked_at=now,
        closes_at=now + dt.timedelta(days=14),
    )
    AskedTarget.objects.create(**here, asking=asking, target=target, position=1, **words)
    return Request.objects.bulk_create(Request(**here, asking=asking, giver=giver) for giver in givers)


def _linked(organisation_id: UUID, requests: Sequence[Request]) -> list[Asked]:
    minted = [(request, *mint(organisation_id)) for request in requests]
    with scope(organisation=organisation_id):
        Link.objects.bulk_create(
            Link(
                organisation_id=organisation_id,
                request=request,
                purpose=Link.Purpose.ANSWER,
                token_hash=token_hash,
            )
            for request, _token, token_hash in minted
        )
    return [Asked(request.pk, token) for request, token, _hash in minted]
