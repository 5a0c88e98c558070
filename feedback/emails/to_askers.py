"""To whoever asks: that somebody has answered, and that it is closed. Never who, nor what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from coachingpairs.mail.rendering import address_of
from cycles.emails.about import address
from feedback import doors
from feedback.emails.kinds import ARRIVED, CLOSED
from feedback.models import Asking
from teams.models import Leader


@dataclass(frozen=True)
class Asked:
    """An asking of a cycle under way, and the leader whose it is."""

    asking_id: UUID
    leader: Leader
    facts: doors.AskingForMail

    def message(self, *, subject: str, heading: str, preheader: str, template: str) -> Message:
        place = (self.leader.organisation.slug, self.leader.team.slug)
        context = {
            "heading": f"Dear {self.leader.called}, {heading}",
            "preheader": preheader,
            "answers": self.facts.answers,
            "is_again": self.facts.kind == Asking.Kind.AGAIN,
            "organisation": self.leader.organisation,
            "asking_address": address_of("feedback:asking", *place, self.asking_id),
            "home_address": address_of("cycles:home", *place),
        }
        return Message(to=address(self.leader), subject=subject, template=template, context=context)


@writes(ARRIVED)
def somebody_has_answered(mail: OutgoingMail) -> Message | None:
    """None once they have read everything there is, or may not read it before it is closed.

    Of several days' messages that an outage has held up only the last goes out.
    """
    asked = _asked(mail)
    if asked is None or not asked.facts.unread or asked.facts.closed_at:
        return None
    if asked.facts.reveal != Asking.Reveal.COME or _is_followed(mail):
        return None
    return asked.message(
        subject="Somebody you asked has answered",
        heading="somebody you asked has answered",
        preheader="Read it when you have a quiet moment.",
        template=ARRIVED,
    )


ENDS: Mapping[bool, tuple[str, str, str]] = {
    True: (
        "What your colleagues have answered is there",
        "what your colleagues have answered is there",
        "Read it, talk it over, decide.",
    ),
    False: (
        "Nobody has answered this time",
        "nobody has answered this time",
        "That says more about their weeks than about you.",
    ),
}


@writes(CLOSED)
def its_date_is_over(mail: OutgoingMail) -> Message | None:
    """None when the cycle is closed too, or whoever asked has left."""
    asked = _asked(mail)
    if asked is None or asked.facts.closed_at is None:
        return None
    subject, heading, preheader = ENDS[asked.facts.answers > 0]
    return asked.message(subject=subject, heading=heading, preheader=preheader, template=CLOSED)


def _is_followed(mail: OutgoingMail) -> bool:
    """Another day's message about the same is in the outbox already."""
    same = OutgoingMail.objects.filter(
        kind=mail.kind, recipient_id=mail.recipient_id, subject_id=mail.subject_id
    )
    return same.filter(period__gt=mail.period).exists()


def _asked(mail: OutgoingMail) -> Asked | None:
    """None, too, when there is no mailbox to write to. Two queries."""
    asking_id = cast(UUID, mail.subject_id)
    facts = doors.asking_for_mail(asking_id)
    if facts is None or not facts.under_way or facts.leader_id != mail.recipient_id:
        return None
    leader = Leader.objects.select_related("person", "team", "organisation").get(pk=facts.leader_id)
    return Asked(asking_id, leader, facts) if address(leader) else None
