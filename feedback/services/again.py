"""Asking the same people to look again, in month five: once for each first asking.

Nothing of it is written to the audit trail, which the organisation reads.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from coachingpairs.errors import DomainError, said_as
from cycles.models import Cycle, GrowthTarget
from cycles.rules.notes import normal
from cycles.services.targets import why_closed
from feedback import doors
from feedback.models import AskedTarget, Asking, OthersByEmail, Request
from feedback.rules import again as rules, asking as asking_rules
from feedback.services.asking import (
    REFUSALS,
    asked_targets,
    close_what_is_over,
    hold_place,
    hold_targets,
    note_asked,
    require_own,
    settle,
)
from feedback.services.place_to_ask import OwnTarget, partners_now
from feedback.services.telling import tell_givers
from teams.models import Leader, Person

ONCE = "You have asked them to look again already. One look is enough for now."
ONE_AT_A_TIME = "You are asking others to look again at the moment. Once that is closed, you can ask these."
STILL_OPEN = "What you asked them first is still open. Close it, then they can look again."
NOT_A_FIRST = "Only those whom you asked about your targets before can look again."
NOT_THERE = "Somebody you chose cannot be asked any more. Have another look at the list."
OTHER_TARGETS = "You are not working on one of these any more. Have another look at the list."
_REFUSED = {
    **REFUSALS,
    "feedback_asking_first_id_key": ONCE,
    "asking_open_once": ONE_AT_A_TIME,
    "asked_again_of_the_same": NOT_A_FIRST,
    "asked_of_the_team": NOT_THERE,
    "others_by_email_allowed": NOT_THERE,
}


class WrongDay(DomainError):
    """It cannot be asked until that day."""


@dataclass(frozen=True)
class AskedBefore:
    """Somebody of the first asking who can be asked again; ``is_much_asked`` is worth a word of warning."""

    request: Request
    has_answered: bool
    is_much_asked: bool


def may_look_again(leader: Leader, cycle: Cycle, at: dt.datetime) -> Asking | None:
    """The newest first asking whose people could look again now, for the leader's own pages.

    None before month five, while others look again, when nobody is left to ask, and for who works on nothing.
    One query, none before its time.
    """
    if not cycle.is_under_way or not rules.is_time(cycle.starts_on, _today(cycle, at)):
        return None
    own = Asking.objects.filter(cycle=cycle, leader=leader)
    over = Q(closed_at__isnull=False) | Q(closes_at__lte=at)
    firsts = own.filter(over, kind=Asking.Kind.FIRST, again=None).filter(
        ~Exists(own.filter(kind=Asking.Kind.AGAIN, closed_at=None, closes_at__gt=at)),
        Exists(_still_there(OuterRef("pk"))),
        Exists(GrowthTarget.objects.open().filter(cycle=cycle, leader=leader)),
    )
    return firsts.order_by("-asked_at").first()


def asked_before(first: Asking, leader: Leader) -> tuple[AskedBefore, ...]:
    """Who can be asked again, those who answered first: still there, not taken back, no partner now.

    Five queries at the most.
    """
    partners = {one.pk for one in partners_now(leader)}
    outside_too = OthersByEmail.objects.filter(team=leader.team_id).exists()
    found = [
        request
        for request in _still_there(first.pk).select_related("giver__function")
        if (request.giver_id not in partners if request.giver_id else outside_too)
    ]
    much = doors.much_asked([request.whom for request in found], many=asking_rules.MANY)
    found.sort(key=_answered_first)
    return tuple(AskedBefore(one, one.answered_at is not None, one.whom in much) for one in found)


def by_name(request: Request) -> tuple[bool, str]:
    """The order of givers, who are loaded: those of the team before others."""
    return request.giver is None, request.giver_sort_name


def why_not_now(first: Asking, at: dt.datetime) -> str:
    """Why nobody of it can be asked to look again at that moment, or ''; ``cycle`` is loaded. One query."""
    if closed := why_closed(first.cycle):
        return closed
    if first.kind != Asking.Kind.FIRST:
        return NOT_A_FIRST
    if not rules.is_time(first.cycle.starts_on, _today(first.cycle, at)):
        return rules.too_early(first.cycle.starts_on)
    if first.is_open(at):
        return STILL_OPEN
    return ONCE if Asking.objects.filter(first=first).exists() else ""


@transaction.atomic
def look_again(
    *,
    first: Asking,
    leader: Leader,
    by: Person,
    at: dt.datetime,
    targets: Collection[UUID],
    requests: Collection[UUID],
    personal: str = "",
    closes_on: dt.date,
    reveal: str = Asking.Reveal.COME,
    sent_as: UUID | None = None,
    wordings: Collection[UUID] | None = None,
) -> Asking:
    """Ask people of the first asking what they have noticed of one or two targets the leader works on.

    ``requests`` are those of the first asking, ``wordings`` those that the preview showed. The same form
    (``sent_as``) asks once. DomainError; WrongDay; PreviewIsOld for words changed since.
    """
    require_own(leader, by)
    held = _hold(first, leader)
    number = uuid.uuid5(held.pk, str(sent_as or uuid.uuid4()))
    before = Asking.objects.filter(pk=number, first=held).first()
    if before:
        return before
    _require_sensible(held, closes_on, len(set(targets)), at)
    about = hold_targets(held.cycle, leader, set(targets), wordings, gone=OTHER_TARGETS)
    people = _whom(held, leader, requests)
    close_what_is_over(held.cycle, leader, at=at, kind=Asking.Kind.AGAIN, going_on=ONE_AT_A_TIME)
    asking = Asking(
        id=number,
        organisation_id=held.organisation_id,
        cycle=held.cycle,
        leader=leader,
        kind=Asking.Kind.AGAIN,
        first=held,
        personal=normal(personal),
        reveal=reveal,
        asked_at=at,
        closes_at=asking_rules.end_of(closes_on, held.cycle.zone),
    )
    asked = _write(asking, about, people)
    note_asked(about, leader=leader, by=by, at=at)
    tell_givers(asking=asking, requests=asked, at=at)
    return asking


def _hold(first: Asking, leader: Leader) -> Asking:
    """The leader's tabs ask one after the other. DomainError for somebody else's, and who takes no part."""
    own = Asking.objects.filter(pk=first.pk, leader=leader).select_related("cycle").first()
    if own is None:
        raise DomainError(NOT_A_FIRST)
    if reason := why_closed(own.cycle):
        raise DomainError(reason)
    hold_place(own.cycle, leader)
    return Asking.objects.select_related("cycle").get(pk=own.pk)


def _require_sensible(first: Asking, closes_on: dt.date, targets: int, at: dt.datetime) -> None:
    """Now, until that day, about so many targets."""
    cycle = first.cycle
    if reason := why_not_now(first, at):
        raise DomainError(reason)
    if problem := asking_rules.day_problem(closes_on, today=_today(cycle, at), cycle_ends_on=cycle.ends_on):
        raise WrongDay(problem)
    if problem := rules.targets_problem(targets):
        raise DomainError(problem)


def _whom(first: Asking, leader: Leader, requests: Collection[UUID]) -> list[Request]:
    asked = set(requests)
    if not asked:
        raise DomainError(rules.CHOOSE_SOMEBODY)
    people = [one.request for one in asked_before(first, leader) if one.request.pk in asked]
    if len(people) != len(asked):
        raise DomainError(NOT_THERE)
    return people


def _write(asking: Asking, about: list[OwnTarget], people: Iterable[Request]) -> list[Request]:
    here = {"organisation_id": asking.organisation_id, "asking": asking, "created_at": asking.asked_at}
    with said_as(_REFUSED):
        asking.save(force_insert=True)
        AskedTarget.objects.bulk_create(asked_targets(asking, about))
        asked = [
            Request.objects.create(**here, giver=one.giver, name=one.name, email=one.email) for one in people
        ]
        settle()
    return asked


def _answered_first(request: Request) -> tuple[bool, bool, str]:
    return request.answered_at is None, *by_name(request)


def _still_there(first: UUID | OuterRef) -> QuerySet[Request]:
    there = Q(giver=None) | Q(giver__left_on=None)
    return Request.objects.standing().filter(there, asking=first)


def _today(cycle: Cycle, at: dt.datetime) -> dt.date:
    return at.astimezone(cycle.zone).date()
