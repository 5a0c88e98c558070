"""Reminders planned and sent at some moment, and what they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, Pair, PairMember, TargetWording, TryOut
from cycles.services.reminders import plan_reminders
from tests.cast import Northmere


@contextmanager
def speaking(cast: Northmere, name: str) -> Iterator[None]:
    with scope(organisation=cast.organisation.pk, person=cast.person(name).pk):
        yield


def first_name(message: EmailMultiAlternatives) -> str:
    return message.to[0].split(".")[0].title()


def deliver(at: dt.datetime) -> list[EmailMultiAlternatives]:
    """What the worker plans and sends at that moment, by recipient."""
    outgoing.outbox.clear()
    plan_reminders(at=at)
    send_due(at=at)
    return sorted(outgoing.outbox, key=lambda message: message.to[0])  # type: ignore[arg-type]


def subjects(at: dt.datetime) -> list[tuple[str, str]]:
    """The same as first names and subjects."""
    return [(first_name(message), str(message.subject)) for message in deliver(at)]


def states(cast: Northmere, kind: str) -> list[str]:
    with scope(organisation=cast.organisation.pk):
        return list(OutgoingMail.objects.filter(kind=kind).values_list("state", flat=True))


def grow(
    cast: Northmere, cycle: Cycle, name: str, *, slot: int = 1, words: str = "Listening"
) -> GrowthTarget:
    """A target of that leader's, with ``words`` in each of its private fields."""
    with speaking(cast, name):
        target = GrowthTarget.objects.create(
            organisation=cast.organisation, cycle=cycle, leader=cast.leader(name), slot=slot
        )
        TargetWording.objects.create(
            organisation=cast.organisation,
            target=target,
            direction="up",
            behaviour=words,
            differently=words,
            why=words,
        )
    return target


def mean_to_try(cast: Northmere, name: str, target: GrowthTarget, on: dt.date, words: str = "") -> TryOut:
    with speaking(cast, name):
        return TryOut.objects.create(
            organisation=cast.organisation,
            target=target,
            on=on,
            occasion=words or "The board",
            plan=words,
            next=words,
            noticed=words,
        )


def part(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime) -> None:
    """The leader's pair ends; nobody leaves the team."""
    with scope(organisation=cast.organisation.pk):
        pair = PairMember.objects.get(cycle=cycle, leader=cast.leader(name), left_at=None).pair
        Pair.objects.filter(pk=pair.pk).update(ended_at=at)
        PairMember.objects.filter(pair=pair).update(left_at=at)
