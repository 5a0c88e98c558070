"""Reminding givers who have said nothing yet: by itself, and in the asker's own words. Twice at most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction

from coachingpairs.errors import DomainError, said_as
from coachingpairs.hours import OwnHours, is_working, next_wanted_moment
from coachingpairs.mail.choices import hours_among
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue, enqueue_many
from coachingpairs.mail.rendering import render_message
from coachingpairs.mail.unsubscribing import unsubscribed_among
from coachingpairs.tenancy.across import in_each_organisation
from cycles.models import Cycle
from cycles.rules.notes import normal
from feedback import doors
from feedback.emails.giving import giving_shown
from feedback.emails.kinds import GROUP, NUDGE, REMINDER, REQUEST
from feedback.emails.to_givers import nudge
from feedback.models import Request
from feedback.rules.reminding import MOST, SoFar, is_due, may_nudge
from feedback.services.asking import require_own
from feedback.services.telling import recipient
from teams.models import Person

LONGEST_NUDGE = 600
"""Letters."""
LINK_GOES_HERE = "(a link that is theirs alone)"
OVER = "It is closed. Nobody is reminded any more."
ANSWERED = "{} has answered already."
DECLINED = "{} has said “not this time”."
TAKEN_BACK = "You no longer ask {}."


@dataclass(frozen=True)
class Shown:
    """A message as it will be read: its plain text, without the link, which is made when it is sent."""

    subject: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """A request that waits, to somebody who was written to and wants reminders; ``own`` are their hours."""

    waiting: doors.Waiting
    recipient_id: UUID
    cycle: Cycle
    own: OwnHours | None

    @property
    def nth(self) -> int:
        return self.waiting.reminders + 1

    def is_due(self, at: dt.datetime) -> bool:
        """Due, and an hour at which it may go out: what is counted as a reminder has really gone then."""
        one, zone = self.waiting, self.cycle.zone
        so_far = SoFar(one.asked_at, one.closes_at, one.reminders, one.last_reminded_at)
        if not is_working(at, zone) or not is_due(so_far, zone, at):
            return False
        return self.own is None or next_wanted_moment(at, zone, self.own) <= at


def plan_reminders(*, at: dt.datetime) -> int:
    """Write the reminders due at ``at`` in every organisation to the outbox; how many there were.

    Planning again, or at the same time elsewhere, adds none.
    """
    return in_each_organisation(partial(plan_reminders_here, at=at), failed="feedback.reminders_failed")


def plan_reminders_here(*, organisation_id: UUID, at: dt.datetime) -> int:
    """The same for the organisation of the running scope. As many queries whatever the number of requests."""
    due = [one for one in _candidates(doors.waiting(at=at)) if one.is_due(at)]
    if not due:
        return 0
    noted = doors.note_reminders({one.waiting.request_id: one.nth for one in due}, at=at)
    messages = [_reminder(one, at) for one in due if one.waiting.request_id in noted]
    return enqueue_many(organisation_id=organisation_id, kind=REMINDER, messages=messages)


@transaction.atomic
def nudge_giver(*, request: Request, words: str, by: Person, at: dt.datetime) -> None:
    """The asker reminds a giver in their own words, which are read beside the questions, never in the mail.

    Counts as one of the two reminders. The same words sent again do nothing. DomainError when the request
    waits no longer, or it is too soon or too often.
    """
    held = Request.objects.select_for_update(of=("self",), no_key=True)
    found = held.select_related("asking__cycle", "asking__leader", "giver").get(pk=request.pk)
    require_own(found.asking.leader, by)
    words = normal(words)
    if _is_the_same_again(found, words, at):
        return
    if refusal := why_not_reminded(found, at=at):
        raise DomainError(refusal)
    found.nudge, found.nudged_at = words, at
    found.reminders, found.last_reminded_at = found.reminders + 1, at
    with said_as({"feedback_while_open": OVER, "request_each_their_own": OVER}):
        found.save(update_fields=["nudge", "nudged_at", "reminders", "last_reminded_at"])
    enqueue(
        organisation_id=found.organisation_id,
        kind=NUDGE,
        recipient_id=recipient(found),
        subject_id=found.pk,
        cycle_id=found.asking.cycle_id,
        period=str(found.reminders),
        due_at=at,
        expires_at=found.asking.closes_at,
        time_zone=found.asking.cycle.time_zone,
    )


def nudge_as_sent(request: Request) -> Shown | None:
    """The message that goes out, before it does; None when it would not."""
    found = giving_shown(request.pk, shown_link=LINK_GOES_HERE)
    if found is None:
        return None
    message = nudge(found, is_last=request.reminders + 1 >= MOST)
    text, _html = render_message(message.template, message.context)
    return Shown(message.subject, text.replace("\n--\n", "\n"))


def why_not_reminded(request: Request, *, at: dt.datetime) -> str:
    """Why its giver may not be reminded now: a sentence, '' when they may.

    ``asking`` with its cycle and ``giver`` are loaded. No query.
    """
    asking = request.asking
    if not asking.is_open(at):
        return OVER
    for happened, words in (
        (request.withdrawn_at, TAKEN_BACK),
        (request.answered_at, ANSWERED),
        (request.declined_at, DECLINED),
    ):
        if happened:
            return words.format(request.giver_called)
    return may_nudge(_so_far(request), at)


def _candidates(waiting: Sequence[doors.Waiting]) -> Iterator[Candidate]:
    """Without those whose first message has not gone out, and those who want no reminders. Four queries."""
    if not waiting:
        return
    asked = OutgoingMail.objects.filter(
        kind=REQUEST,
        state=OutgoingMail.State.SENT,
        subject_id__in=[one.request_id for one in waiting],
    )
    recipients = dict(asked.values_list("subject_id", "recipient_id"))
    stopped = unsubscribed_among(recipients.values())
    hours = hours_among(recipients.values())
    cycles = Cycle.objects.in_bulk({one.cycle_id for one in waiting})
    for one in waiting:
        who = recipients.get(one.request_id)
        if who and (who, GROUP) not in stopped:
            yield Candidate(one, who, cycles[one.cycle_id], hours.get(who))


def _reminder(one: Candidate, at: dt.datetime) -> Outgoing:
    return Outgoing(
        recipient_id=one.recipient_id,
        subject_id=one.waiting.request_id,
        cycle_id=one.cycle.pk,
        period=str(one.nth),
        due_at=at,
        expires_at=one.waiting.closes_at,
        time_zone=one.cycle.time_zone,
    )


def _so_far(request: Request) -> SoFar:
    return SoFar(request.created_at, request.asking.closes_at, request.reminders, request.last_reminded_at)


def _is_the_same_again(request: Request, words: str, at: dt.datetime) -> bool:
    """A form that was sent twice."""
    sent = request.nudged_at is not None and request.nudged_at == request.last_reminded_at
    return sent and request.nudge == words and at < _so_far(request).rests_until
