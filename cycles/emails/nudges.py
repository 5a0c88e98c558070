"""A note to a pair that has yet to meet this month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from coachingpairs.mail.rendering import address_of
from cycles.emails.about import address, asked_by
from cycles.emails.groups import GROUPS
from cycles.models import Cycle, PairMember, Session
from cycles.rules.nudges import PairSoFar, is_wanted, nudges_of
from cycles.rules.reminders import Kind
from cycles.rules.words import listed

NUDGE = Kind.NUDGE.value


@dataclass(frozen=True)
class Words:
    """What the note of one month says: what the month is for, and a question to begin the hour with."""

    opening: str
    question: str


MONTHLY = (
    Words(
        "The first weeks of a cycle fill up quickly.",
        "Many pairs begin with one question: what do I sometimes do, as a leader, that gets in my own way?",
    ),
    Words(
        "The second month is for choosing one thing to grow, two at most.",
        "A question to begin with: what, done a little more or a little less, would colleagues notice first?",
    ),
    Words(
        "The third month is for bringing what colleagues have said, and deciding.",
        "A question to begin with: what have I heard that I did not expect?",
    ),
    Words(
        "The fourth month is for trying it out.",
        "A question to begin with: at which meeting in the next two weeks could I do this differently?",
    ),
    Words(
        "The fifth month is for looking back and adjusting.",
        "A question to begin with: what did I do differently, and what happened next?",
    ),
    Words(
        "The last month is for looking back together and ending well.",
        "A question to begin with: what do I know about how I lead that I did not know six months ago?",
    ),
)


@dataclass(frozen=True)
class Occasion:
    """Whom a note is for, whom they are paired with, and the month, 1 to 6; ``first``: they never met."""

    cycle: Cycle
    own: PairMember
    others: list[PairMember]
    month: int
    first: bool


@writes(NUDGE)
def session_nudge(mail: OutgoingMail) -> Message | None:
    """None once the pair has met, has ended or one of the two has left, or the cycle is over."""
    occasion = _occasion(mail)
    if occasion is None or not address(occasion.own.leader):
        return None
    cycle, own, others, first = occasion.cycle, occasion.own, occasion.others, occasion.first
    names = listed([member.leader.called for member in others])
    hour = f"{'your first' if first else 'this month’s'} hour with {names}"
    return Message(
        to=address(own.leader),
        subject=hour[0].upper() + hour[1:],
        template="session-nudge",
        group=GROUPS[Kind.NUDGE],
        context={
            "heading": f"Dear {own.leader.called}, {hour} is still to come",
            "preheader": f"Half an hour is enough{' to start' if first else ''}.",
            "words": MONTHLY[occasion.month - 1],
            "first": first,
            "own": own,
            "others": others,
            "names": names,
            **_links(cycle, others),
            **asked_by(cycle.organisation),
        },
    )


def _occasion(mail: OutgoingMail) -> Occasion | None:
    """What the row of the outbox was planned for, if it still holds."""
    under_way = Cycle.objects.under_way().select_related("team", "organisation")
    cycle = under_way.filter(pk=mail.cycle_id).first() if mail.cycle_id else None
    if cycle is None:
        return None
    nudge = next((one for one in nudges_of(cycle.starts_on, cycle.zone) if one.period == mail.period), None)
    members = _pair_of(mail.recipient_id, cycle)
    if nudge is None or not members:
        return None
    days = list(Session.objects.filter(pair=members[0].pair_id).values_list("held_on", flat=True))
    so_far = PairSoFar(members[0].pair.formed_at, [member.leader_id for member in members], days)
    if not is_wanted(nudge, so_far, cycle.starts_on):
        return None
    own = next(member for member in members if member.leader_id == mail.recipient_id)
    return Occasion(cycle, own, [member for member in members if member is not own], nudge.month, not days)


def _pair_of(leader_id: UUID, cycle: Cycle) -> list[PairMember]:
    """Those present in the leader's pair of the cycle, by name; empty when they have none any more."""
    present = PairMember.objects.filter(left_at=None, pair__ended_at=None, leader__left_on=None)
    of_the_pair = present.filter(
        cycle=cycle, pair__members__leader=leader_id, pair__members__left_at=None
    ).select_related("pair", "leader__person", "function")
    members = list(of_the_pair.order_by("leader__sort_name", "leader__name"))
    return members if any(member.leader_id == leader_id for member in members) else []


def _links(cycle: Cycle, others: Sequence[PairMember]) -> dict[str, str]:
    place = (cycle.organisation.slug, cycle.team.slug)
    addresses = [quote(address(member.leader), safe="@") for member in others]
    return {
        "met_address": address_of("cycles:met", *place),
        "plan_address": address_of("cycles:plan", *place),
        "mail_partners": f"mailto:{','.join(addresses)}" if all(addresses) else "",
        "partner_addresses": ", ".join(address(member.leader) for member in others),
    }
