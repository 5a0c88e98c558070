"""Whom a message to a giver is for and who asks them, as far as background work may know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message
from coachingpairs.mail.rendering import address_of
from cycles.emails.about import address
from cycles.models import Cycle
from cycles.rules.words import weekday_and_day
from feedback import doors
from feedback.emails.kinds import recipient_of
from feedback.links import make_link
from feedback.models import Asking, Link
from teams.models import Leader

SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Giving:
    """``giver`` is None for somebody outside the team, who is known by name and address alone.

    ``shown_link`` stands where the link will, in what is only shown and not sent.
    """

    request_id: UUID
    facts: doors.RequestForMail
    asker: Leader
    giver: Leader | None
    cycle: Cycle
    shown_link: str = ""

    @property
    def to(self) -> str:
        return address(self.giver) if self.giver else self.facts.email

    @property
    def called(self) -> str:
        return self.giver.called if self.giver else self.facts.name.split()[0]

    @property
    def still_waits(self) -> bool:
        """Neither answered nor declined, and not closed."""
        return self.facts.is_open and not self.facts.answered_at and not self.facts.declined_at

    @property
    def until(self) -> str:
        """The last day, “Friday 4 December”."""
        return weekday_and_day((self.facts.closes_at - SECOND).astimezone(self.cycle.zone).date())

    def message(
        self,
        kind: str,
        *,
        subject: str,
        heading: str,
        preheader: str,
        purpose: str = Link.Purpose.ANSWER,
        group: str = "",
        **context: Any,
    ) -> Message:
        """In the template of the kind's name, with a link made for this message alone."""
        return Message(
            to=self.to,
            subject=subject,
            template=kind,
            group=group,
            context={
                "heading": f"Dear {self.called}, {heading}",
                "preheader": preheader,
                "asker": self.asker,
                "until": self.until,
                "is_again": self.facts.kind == Asking.Kind.AGAIN,
                "is_outside": self.giver is None,
                "organisation": self.asker.organisation,
                "link": self.shown_link or self._new_link(purpose),
                "lost_link_address": address_of("feedback:lost_link"),
                **context,
            },
        )

    def _new_link(self, purpose: str) -> str:
        return make_link(
            request_id=self.request_id, organisation_id=self.asker.organisation_id, purpose=purpose
        )


def giving(mail: OutgoingMail) -> Giving | None:
    """None when it was taken back, somebody of the two has left, or there is no mailbox. Three queries."""
    request_id = cast(UUID, mail.subject_id)
    facts = doors.request_for_mail(request_id)
    if facts is None or mail.recipient_id != recipient_of(
        organisation_id=mail.organisation_id, giver_id=facts.giver_id, email=facts.email
    ):
        return None
    found = _with_people(request_id, facts)
    return found if found.to else None


def giving_shown(request_id: UUID, *, shown_link: str) -> Giving | None:
    """The same to be looked at by whoever asks; None when it was taken back or somebody has left."""
    facts = doors.request_for_mail(request_id)
    return replace(_with_people(request_id, facts), shown_link=shown_link) if facts else None


def _with_people(request_id: UUID, facts: doors.RequestForMail) -> Giving:
    both = Leader.objects.select_related("person", "function", "team", "organisation").in_bulk(
        [one for one in (facts.leader_id, facts.giver_id) if one]
    )
    return Giving(
        request_id=request_id,
        facts=facts,
        asker=both[facts.leader_id],
        giver=both[facts.giver_id] if facts.giver_id else None,
        cycle=Cycle.objects.get(pk=facts.cycle_id),
    )
