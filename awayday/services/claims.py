"""A phone says whose it is, and the facilitator confirms it or does not.

Each of these holds the Awayday, so that two who confirm at once do so one after the other.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from awayday.models import Arrival, Awayday, Claim
from awayday.services.arrivals import record_arrival
from awayday.services.doors import hold_awayday, require_open
from coachingpairs.errors import DomainError
from coachingpairs.live.announcing import announce
from teams.audit import record
from teams.models import Leader, Person

MOST_WAITING = 50
TWO_DIGITS_UP_TO = 30
"""Phones that wait; beyond that the numbers have three digits, so that they stay hard to guess."""
FULL = "Many phones wait for the facilitator just now. Try again in a minute, or speak with them."
NOT_WAITING = "That phone is not waiting any more. Look again at who is."


@transaction.atomic
def make_claim(*, awayday: Awayday, leader: Leader, instead_of: Claim | None = None) -> Claim:
    """A phone waits to be confirmed as this leader's; ``instead_of`` is what it said before, and ends.

    Saying the same again is the same claim. DomainError when the doors are not open, the leader has left, or
    too many phones are waiting.
    """
    now = hold_awayday(awayday)
    require_open(now)
    _require_in_team(now, leader)
    waiting = {claim.pk: claim for claim in Claim.objects.waiting().filter(awayday=now)}
    before = waiting.pop(instead_of.pk, None) if instead_of else None
    if before is not None and before.leader_id == leader.pk:
        return before
    if len(waiting) >= MOST_WAITING:
        raise DomainError(FULL)
    if before is not None:
        _end(before, timezone.now())
    claim = Claim.objects.create(
        organisation_id=now.organisation_id,
        awayday=now,
        leader=leader,
        number=_free_number({claim.number for claim in waiting.values()}),
    )
    announce(now.organisation_id, now.opens_id)
    return claim


@transaction.atomic
def confirm_claim(*, claim: Claim, by: Person, at: dt.datetime | None = None) -> Claim:
    """The phone is theirs, and they are here. Whatever other phone was or would be theirs is not.

    Confirming twice confirms once. DomainError when it does not wait any more, the leader has left, or the
    doors are not open.
    """
    at = at or timezone.now()
    now = hold_awayday(claim.awayday)
    require_open(now)
    found = _as_it_is(claim)
    if found is None:
        raise DomainError(NOT_WAITING)
    if found.confirmed_at is not None:
        return found
    _require_in_team(now, found.leader)
    others = Claim.objects.filter(awayday=now, leader=found.leader, ended_at=None).exclude(pk=found.pk)
    others.update(ended_at=at)
    found.confirmed_at, found.answered_by = at, by
    found.save(update_fields=["confirmed_at", "answered_by"])
    record_arrival(awayday=now, leader=found.leader, how=Arrival.How.CONFIRMED)
    record(
        "claim confirmed",
        organisation_id=now.organisation_id,
        by=by,
        team=now.team,
        subject_id=found.leader_id,
    )
    announce(now.organisation_id, now.opens_id)
    return found


@transaction.atomic
def refuse_claim(*, claim: Claim, by: Person, at: dt.datetime | None = None) -> None:
    """It is not them; the phone may say another name. Nothing happens where it does not wait any more.

    DomainError when somebody has confirmed it meanwhile.
    """
    hold_awayday(claim.awayday)
    found = _as_it_is(claim)
    if found is None:
        return
    if found.confirmed_at is not None:
        raise DomainError(
            f"This phone has just been confirmed as {found.leader.name}’s. If it is not, take back that "
            f"{found.leader.called} is here."
        )
    found.answered_by = by
    _end(found, at or timezone.now())


@transaction.atomic
def withdraw_claim(*, claim: Claim, at: dt.datetime | None = None) -> None:
    """The phone itself takes back whose it is, confirmed or not."""
    hold_awayday(claim.awayday)
    found = _as_it_is(claim)
    if found is not None:
        _end(found, at or timezone.now())


def waiting_claims(awayday: Awayday) -> list[Claim]:
    """Oldest first, each with its leader and their function. One query."""
    waiting = Claim.objects.waiting().filter(awayday=awayday)
    return list(waiting.select_related("leader__function").order_by("made_at", "pk"))


def leader_of_claim(*, awayday: Awayday, claim_id: UUID) -> Leader | None:
    """Who a phone is confirmed to be on this Awayday's board. One query."""
    claims = Claim.objects.confirmed().filter(awayday=awayday, pk=claim_id, leader__left_on=None)
    claim = claims.select_related("leader__function").first()
    return claim.leader if claim else None


def _as_it_is(claim: Claim) -> Claim | None:
    """None when it has ended."""
    return Claim.objects.filter(pk=claim.pk, ended_at=None).select_related("awayday", "leader").first()


def _end(claim: Claim, at: dt.datetime) -> None:
    claim.ended_at = at
    claim.save(update_fields=["ended_at", "answered_by"])
    announce(claim.organisation_id, claim.awayday.opens_id)


def _free_number(taken: Collection[int]) -> int:
    numbers = range(10, 100) if len(taken) < TWO_DIGITS_UP_TO else range(100, 1000)
    return secrets.choice([number for number in numbers if number not in taken])


def _require_in_team(awayday: Awayday, leader: Leader) -> None:
    if not Leader.objects.active().filter(pk=leader.pk, team_id=awayday.team_id).exists():
        raise DomainError(f"{leader.name} is not in the team any more.")
