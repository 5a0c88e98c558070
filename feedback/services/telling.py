"""Who is written to about what: the outbox gets a row, and the words are written when it is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue, enqueue_many
from coachingpairs.tenancy.scope import scope
from feedback import doors
from feedback.emails.kinds import ARRIVED, LOST_LINK, REQUEST, THANKS, recipient_of
from feedback.models import Asking, Request

QUARTER = 15
"""Minutes: a lost link is sent once in that time."""
DAY = dt.timedelta(days=1)


def recipient(request: Request) -> UUID:
    """As the outbox knows the giver."""
    return recipient_of(
        organisation_id=request.organisation_id, giver_id=request.giver_id, email=request.email
    )


def tell_givers(*, asking: Asking, requests: Sequence[Request], at: dt.datetime) -> None:
    """Ask these of the asking's givers. Three queries, however many."""
    _tell(REQUEST, asking, requests, at, expires_at=asking.closes_at)


def tell_thanks(*, asking: Asking, requests: Sequence[Request], at: dt.datetime) -> None:
    """Thank those who have answered. Three queries, however many."""
    _tell(THANKS, asking, [one for one in requests if one.answered_at], at)


def tell_of_answer(*, request: Request, at: dt.datetime) -> None:
    """Somebody has answered for the first time: whoever asks hears of it once a day, if they may read it yet.

    In the giver's scope, by link or signed in; ``request.asking`` and its cycle are loaded.
    """
    asking = request.asking
    if asking.reveal != Asking.Reveal.COME:
        return
    enqueue(
        organisation_id=asking.organisation_id,
        kind=ARRIVED,
        recipient_id=asking.leader_id,
        subject_id=asking.pk,
        cycle_id=asking.cycle_id,
        period=at.astimezone(asking.cycle.zone).date().isoformat(),
        due_at=at,
    )


def send_links_again(*, address: str, at: dt.datetime) -> None:
    """Send to that address the link of everything that is open for it, in every organisation.

    It tells nothing: neither whether there was anything, nor what. In no scope.
    """
    local = at.astimezone(dt.UTC)
    quarter = f"{local:%Y-%m-%d %H}:{local.minute // QUARTER * QUARTER:02}"
    found = doors.asked_of(address.strip(), at=at)
    for organisation_id, group in groupby(found, key=lambda one: one[0]):
        with scope(organisation=organisation_id):
            _send_again(organisation_id, [request_id for _organisation, request_id in group], quarter, at)


def undeliverable_requests(asking: Asking) -> frozenset[UUID]:
    """Those of its requests whose last message could not be delivered, for whoever asks. One query."""
    ended = OutgoingMail.objects.filter(
        kind=REQUEST,
        subject_id__in=Request.objects.filter(asking=asking).values("pk"),
        state__in=(OutgoingMail.State.SENT, OutgoingMail.State.FAILED),
    )
    last = dict(ended.order_by("due_at").values_list("subject_id", "state"))
    return frozenset(one for one, state in last.items() if one and state == OutgoingMail.State.FAILED)


def _send_again(organisation_id: UUID, request_ids: Sequence[UUID], quarter: str, at: dt.datetime) -> None:
    facts = [(request_id, doors.request_for_mail(request_id)) for request_id in request_ids]
    messages = [
        Outgoing(
            recipient_id=recipient_of(
                organisation_id=organisation_id, giver_id=one.giver_id, email=one.email
            ),
            subject_id=request_id,
            cycle_id=one.cycle_id,
            period=quarter,
            due_at=at,
            expires_at=at + DAY,
        )
        for request_id, one in facts
        if one
    ]
    enqueue_many(organisation_id=organisation_id, kind=LOST_LINK, messages=messages)


def _tell(
    kind: str,
    asking: Asking,
    requests: Sequence[Request],
    at: dt.datetime,
    *,
    expires_at: dt.datetime | None = None,
) -> None:
    messages = [
        Outgoing(
            recipient_id=recipient(request),
            subject_id=request.pk,
            cycle_id=asking.cycle_id,
            due_at=at,
            expires_at=expires_at,
        )
        for request in requests
    ]
    enqueue_many(organisation_id=asking.organisation_id, kind=kind, messages=messages)
