"""Messages from one of a pair to another: both have to be in it still, and its cycle under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.rendering import address_of
from cycles.emails.about import address
from cycles.models import Cycle, PairMember
from cycles.rules.words import listed


@dataclass(frozen=True)
class Between:
    """The member who has done something, the one who is told, and everybody in the pair."""

    author: PairMember
    reader: PairMember
    members: tuple[PairMember, ...]

    @property
    def to(self) -> str:
        return address(self.reader.leader)

    @property
    def readers(self) -> str:
        """“you and Helen”, “you, Helen and Idris”."""
        return listed(["you", *(one.leader.called for one in self.members if one.pk != self.reader.pk)])

    @property
    def others(self) -> str:
        """Everybody in the pair but the reader: “Helen”, “Helen and Idris”."""
        return listed([one.leader.called for one in self.members if one.pk != self.reader.pk])

    def context(self, page: str) -> dict[str, Any]:
        """What both messages say and where they lead: a page of the team."""
        cycle = self.author.pair.cycle
        place = (cycle.organisation.slug, cycle.team.slug)
        return {
            "leader": self.reader.leader,
            "author": self.author.leader,
            "others": self.others,
            "readers": self.readers,
            "organisation": cycle.organisation,
            "page_address": address_of(page, *place),
            "home_address": address_of("cycles:home", *place),
        }


def between(mail: OutgoingMail) -> Between | None:
    """``subject_id`` is the author's membership. None once either has left, or the cycle is closed.

    None too when there is no mailbox to write to. One query.
    """
    members = tuple(
        PairMember.objects.filter(
            pair__members=cast(UUID, mail.subject_id),
            pair__ended_at=None,
            pair__cycle__stage__in=(Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP),
            left_at=None,
            leader__left_on=None,
        )
        .select_related("pair__cycle__organisation", "pair__cycle__team", "leader__person")
        .order_by("leader__sort_name", "leader__name")
    )
    author = next((one for one in members if one.pk == mail.subject_id), None)
    reader = next((one for one in members if one.leader_id == mail.recipient_id), None)
    if author is None or reader is None or author.pk == reader.pk or not address(reader.leader):
        return None
    return Between(author, reader, members)
