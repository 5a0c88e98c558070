"""What becomes of an asking while it is open: one more, one less, a later date, a new link, its end.

In the scope of the organisation and of whoever asks. Nothing of it goes into the audit trail.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import enqueue
from cycles.rules.words import weekday_and_day
from feedback.emails.kinds import ANEW, LOST_LINK, REQUEST
from feedback.models import Asking, Link, OthersByEmail, Request
from feedback.rules import asking as rules
from feedback.services.asking import (
    IT_IS_CLOSED,
    NOBODY_OUTSIDE,
    add_request,
    check_giver,
    require_own,
    settle,
    unless_refused,
)
from feedback.services.others import Other, leaders_by_address, the_leader_at
from feedback.services.place_to_ask import partners_now
from feedback.services.telling import recipient, tell_givers
from teams.models import Leader, Person

FIVE_ALREADY = "You are asking five already, and that is the most. Take one back, then there is room."
TOO_SOON = "A new link has been sent within the last hour. Give it a little time."
NOT_AGAIN_WIDER = "Looking again, you ask those you asked before."


@transaction.atomic
def add_colleague(
    *,
    asking: Asking,
    leader: Leader,
    by: Person,
    at: dt.datetime,
    giver: Leader | None = None,
    other: tuple[str, str] | None = None,
) -> Request:
    """Ask one more: a leader of the team, or (name, address) of somebody outside it.

    Whoever was taken back is asked after all. Asked already, nothing happens. DomainError when it is closed,
    five are being asked, or the rules refuse that person. TypeError for nobody.
    """
    if giver is None and other is None:
        raise TypeError("Somebody is asked.")
    held = _hold(asking, leader, by, at)
    if held.kind == Asking.Kind.AGAIN:
        raise DomainError(NOT_AGAIN_WIDER)
    outside = Other.typed(*other) if other else None
    if outside:
        giver = the_leader_at(outside, leaders_by_address(leader.team_id, [outside.email]))
        outside = None if giver else outside
    before = _asked_before(held, giver, outside)
    if before and before.withdrawn_at is None:
        return before
    if before:
        return ask_after_all(request=before, leader=leader, by=by, at=at)
    _require_place(held)
    _check(leader, giver, outside)
    with unless_refused():
        request = add_request(held, at=at, giver=giver, other=outside)
        settle()
    tell_givers(asking=held, requests=[request], at=at)
    return request


@transaction.atomic
def take_back(*, request: Request, leader: Leader, by: Person, at: dt.datetime) -> None:
    """They are asked no more, their link opens nothing, and what they had begun to write is theirs alone.

    Twice is once. DomainError when they have answered, or it is closed.
    """
    held = _hold_request(request, leader, by, at)
    if held.withdrawn_at:
        return
    if held.answered_at:
        raise DomainError(f"{held.giver_called} has answered, so there is nothing to take back.")
    held.withdrawn_at = at
    _save(held, "withdrawn_at")


@transaction.atomic
def ask_after_all(*, request: Request, leader: Leader, by: Person, at: dt.datetime) -> Request:
    """Undo ``take_back``: the link they have works again; whoever never got one is written to now."""
    held = _hold_request(request, leader, by, at)
    if held.withdrawn_at is None:
        return held
    _require_place(held.asking)
    _check(leader, held.giver, Other(held.name, held.email) if held.giver is None else None)
    held.withdrawn_at = None
    _save(held, "withdrawn_at")
    if not _was_told(held) and not held.declined_at:
        _send(held, at, at.isoformat(timespec="seconds"))
    return held


@transaction.atomic
def revoke_links(*, request: Request, leader: Leader, by: Person, at: dt.datetime, sent_as: UUID) -> None:
    """Make every link to answer void that was sent to them, and send a new one.

    The same form (``sent_as``) does it once. DomainError when it is closed or taken back, or a new link has
    been sent within the hour.
    """
    held = _hold_request(request, leader, by, at)
    if held.withdrawn_at:
        raise DomainError("You have taken that back. Ask them after all, and they can answer again.")
    sent = OutgoingMail.objects.filter(kind__in=(REQUEST, LOST_LINK), subject_id=held.pk).exclude(period="")
    period = f"{ANEW} {sent_as.hex}"
    if sent.filter(period=period).exists():
        return
    if sent.filter(period__startswith=ANEW, due_at__gt=at - rules.LINK_AGAIN_AFTER).exists():
        raise DomainError(TOO_SOON)
    links = Link.objects.filter(request=held, purpose=Link.Purpose.ANSWER, revoked_at=None)
    links.update(revoked_at=at)
    _send(held, at, period)


@transaction.atomic
def close_asking(*, asking: Asking, leader: Leader, by: Person, at: dt.datetime) -> None:
    """Nothing more is answered or changed from now on. Twice is once."""
    held = _own(asking, leader, by)
    if held.closed_at is None:
        with unless_refused():
            Asking.objects.filter(pk=held.pk, closed_at=None).update(closed_at=at)


@transaction.atomic
def move_date(*, asking: Asking, leader: Leader, by: Person, at: dt.datetime, closes_on: dt.date) -> bool:
    """The last day is ``closes_on`` from now on; False when it was before.

    DomainError when it is closed, its date is over, or the day is not a later one within the cycle.
    """
    held = _hold(asking, leader, by, at)
    last_day = held.last_day(held.cycle)
    if closes_on == last_day:
        return False
    problem = rules.moving_problem(
        closes_on,
        last_day=last_day,
        today=at.astimezone(held.cycle.zone).date(),
        cycle_ends_on=held.cycle.ends_on,
    )
    if problem:
        raise DomainError(problem)
    with unless_refused():
        Asking.objects.filter(pk=held.pk).update(closes_at=rules.end_of(closes_on, held.cycle.zone))
    return True


def _own(asking: Asking, leader: Leader, by: Person) -> Asking:
    """Locked, so that two tabs of whoever asks wait for each other."""
    require_own(leader, by)
    own = Asking.objects.select_for_update(of=("self",), no_key=True).select_related("cycle")
    return own.get(pk=asking.pk, leader=leader)


def _hold(asking: Asking, leader: Leader, by: Person, at: dt.datetime) -> Asking:
    held = _own(asking, leader, by)
    if held.is_open(at):
        return held
    if held.closed_at is None and held.cycle.is_under_way:
        ended = weekday_and_day(held.last_day(held.cycle))
        raise DomainError(f"It was open until {ended}, and nobody answers any more. You can ask anew.")
    raise DomainError(IT_IS_CLOSED)


def _hold_request(request: Request, leader: Leader, by: Person, at: dt.datetime) -> Request:
    asking = _hold(request.asking, leader, by, at)
    held = Request.objects.select_for_update(of=("self",), no_key=True).select_related("giver")
    found = held.get(pk=request.pk, asking=asking)
    found.asking = asking
    return found


def _require_place(asking: Asking) -> None:
    if Request.objects.standing().filter(asking=asking).count() >= rules.MOST:
        raise DomainError(FIVE_ALREADY)


def _check(leader: Leader, giver: Leader | None, outside: Other | None) -> None:
    if giver:
        check_giver(leader, giver, partners_now(leader))
    if outside and not OthersByEmail.objects.filter(team=leader.team_id).exists():
        raise DomainError(NOBODY_OUTSIDE)


def _asked_before(asking: Asking, giver: Leader | None, outside: Other | None) -> Request | None:
    asked = Request.objects.filter(asking=asking).select_related("giver")
    whom = Q(email__iexact=outside.email) if outside else Q(giver=giver)
    return asked.filter(whom).first()


def _was_told(request: Request) -> bool:
    """A message with a link is on its way to them or has gone out."""
    told = (*OutgoingMail.WAITING, OutgoingMail.State.SENT)
    return OutgoingMail.objects.filter(kind=REQUEST, subject_id=request.pk, state__in=told).exists()


def _save(request: Request, *fields: str) -> None:
    with unless_refused():
        request.save(update_fields=fields)
        settle()


def _send(request: Request, at: dt.datetime, period: str) -> None:
    """As the question, or to somebody who has answered or declined as the link to change that."""
    is_new = not request.answered_at and not request.declined_at
    enqueue(
        organisation_id=request.organisation_id,
        kind=REQUEST if is_new else LOST_LINK,
        recipient_id=recipient(request),
        subject_id=request.pk,
        cycle_id=request.asking.cycle_id,
        period=period,
        due_at=at,
        expires_at=request.asking.closes_at,
    )
