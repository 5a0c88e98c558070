"""The messages about choosing: that it is open, who asks, who is suggested, with whom one is paired or was.

None of them carries private text. Each looks again, just before it goes out, whether it is still wanted.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writes
from coachingpairs.mail.rendering import address_of
from cycles.models import Cycle, Pair, PairMember
from cycles.rules.words import listed
from pairing.models import Proposal, SuggestedLeader, Suggestion
from teams.models import Leader

OPEN = (Cycle.Stage.CHOOSING, Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP)
"""While people may come together, all of them or those without a partner."""


@writes("choosing-open")
def choosing_open(mail: OutgoingMail) -> Message | None:
    """To everybody who takes part; not wanted any more once they are in a pair or choosing is over."""
    cycle = Cycle.objects.filter(pk=cast(UUID, mail.cycle_id), stage=Cycle.Stage.CHOOSING).first()
    leader = _reader(mail)
    if cycle is None or leader is None or not cycle.participants.filter(leader=leader).exists():
        return None
    if _pairs_of(cycle, leader).exists():
        return None
    return _message(leader, cycle, "Choosing is open: who would you like to pair with?", "choosing-open")


@writes("choosing-late")
def choosing_late(mail: OutgoingMail) -> Message | None:
    """To somebody who joins a cycle under way; not wanted any more once they have a partner or step aside."""
    cycle = Cycle.objects.under_way().filter(pk=cast(UUID, mail.cycle_id)).first()
    leader = _reader(mail)
    if cycle is None or leader is None or _pairs_of(cycle, leader).exists():
        return None
    if not cycle.participants.filter(leader=leader, sits_out=False, absent=False).exists():
        return None
    return _message(leader, cycle, f"You can choose a partner for cycle {cycle.number}", "choosing-late")


@writes("proposal")
def proposal(mail: OutgoingMail) -> Message | None:
    """To the one who is asked; not wanted any more once the question has been answered or withdrawn."""
    asked = (
        Proposal.objects.open()
        .filter(pk=cast(UUID, mail.subject_id), cycle__stage__in=OPEN)
        .select_related("cycle", "proposer", "proposer__function")
        .first()
    )
    leader = _reader(mail)
    if asked is None or leader is None or not asked.proposer.is_active:
        return None
    subject = f"{asked.proposer.name} would like to pair with you"
    return _message(
        leader,
        asked.cycle,
        subject,
        "proposal",
        proposer=asked.proposer,
        answer=f"Answer {asked.proposer.called}",
    )


@writes("sealed")
def sealed(mail: OutgoingMail) -> Message | None:
    """To both partners once the pairs are sealed, or once they are a pair if that is later.

    Not wanted once the pair or the cycle has ended.
    """
    pair = Pair.objects.active().filter(pk=cast(UUID, mail.subject_id)).select_related("cycle").first()
    leader = _reader(mail)
    if pair is None or leader is None or not pair.cycle.is_under_way:
        return None
    present = pair.members.filter(left_at=None).select_related("leader", "function")
    members = list(present.order_by("leader__sort_name", "leader__name"))
    partners = [member for member in members if member.leader_id != leader.pk]
    if len(partners) == len(members):
        return None
    together = "trio" if len(partners) > 1 else "pair"
    sealed_at = pair.cycle.sealed_at
    return _message(
        leader,
        pair.cycle,
        f"{listed(['You', *(member.leader.called for member in partners)])} are a {together}",
        "sealed",
        partners=partners,
        is_later=sealed_at is not None and pair.formed_at > sealed_at,
    )


@writes("pair-ended")
def pair_ended(mail: OutgoingMail) -> Message | None:
    """To everybody whose pair has ended, or who was in a trio that one has left; never why, nor by whom.

    Not wanted once the cycle is over.
    """
    pair = Pair.objects.filter(pk=cast(UUID, mail.subject_id)).select_related("cycle").first()
    leader = _reader(mail)
    if pair is None or leader is None or not pair.cycle.is_under_way:
        return None
    members = list(pair.members.select_related("leader").order_by("leader__sort_name", "leader__name"))
    own = next((member for member in members if member.leader_id == leader.pk), None)
    if own is None:
        return None
    others = [member for member in members if member is not own]
    if own.left_at is None:
        return _goes_on(leader, pair, others)
    then = [member for member in others if member.left_at is None or member.left_at >= own.left_at]
    return _no_longer(leader, pair.cycle, [member.leader.called for member in then])


@writes("pair-undone")
def pair_undone(mail: OutgoingMail) -> Message | None:
    """To somebody whose partner has left while the room chooses; not wanted once they have another."""
    cycle = Cycle.objects.filter(pk=cast(UUID, mail.cycle_id), stage=Cycle.Stage.CHOOSING).first()
    leader, other = _reader(mail), Leader.objects.filter(pk=cast(UUID, mail.subject_id)).first()
    if cycle is None or leader is None or other is None or _pairs_of(cycle, leader).exists():
        return None
    return _no_longer(leader, cycle, [other.called])


def _no_longer(leader: Leader, cycle: Cycle, names: list[str]) -> Message | None:
    together = "pair" if len(names) == 1 else "trio"
    subject = f"{listed(['You', *names])} are no longer a {together} for this cycle"
    return _message(leader, cycle, subject, "pair-ended", names=listed(names), together=together)


def _goes_on(leader: Leader, pair: Pair, others: list[PairMember]) -> Message | None:
    """To the two of a trio who remain."""
    stay = [member.leader.called for member in others if member.left_at is None]
    left = [member.leader.called for member in others if member.left_at is not None]
    if not stay or not left:
        return None
    subject = f"{listed(['You', *stay])} go on as a pair"
    return _message(leader, pair.cycle, subject, "pair-goes-on", stay=listed(stay), left=listed(left))


@writes("suggestion")
def suggestion(mail: OutgoingMail) -> Message | None:
    """To everybody in it but the one who asked; not wanted once they have answered or it has ended."""
    leader = _reader(mail)
    row = (
        SuggestedLeader.objects.filter(
            suggestion=cast(UUID, mail.subject_id),
            leader=mail.recipient_id,
            answer=SuggestedLeader.Answer.NONE,
            suggestion__ended_at=None,
            cycle__stage__in=OPEN,
        )
        .select_related("suggestion__cycle", "suggestion__asked_by")
        .first()
    )
    if row is None or leader is None:
        return None
    return _suggested(row.suggestion, leader)


def _suggested(suggestion: Suggestion, leader: Leader) -> Message | None:
    """Three shapes: people without a partner; a third for the reader's pair; the reader as a third."""
    rows = suggestion.leaders.select_related("leader__function").order_by("leader__sort_name", "pk")
    others = [row.leader for row in rows if row.leader_id != leader.pk]
    paired = set(_pairs_of(suggestion.cycle, leader, *others).values_list("leader_id", flat=True))
    in_pair = leader.pk in paired
    new = [other for other in others if other.pk not in paired] if in_pair else others
    partner = next((other for other in others if in_pair and other.pk in paired), None)
    asking = suggestion.asked_by
    subject = f"A suggestion for you: {listed([other.name for other in new])}"
    if asking is not None and partner is not None:
        subject = f"{asking.name} would like to join you and {partner.called}"
    return _message(
        leader,
        suggestion.cycle,
        subject,
        "suggestion",
        new=new,
        partner=partner,
        as_third=bool(paired) and not in_pair,
        asking=asking,
        names=listed([other.name for other in new]),
        answer=f"Answer {asking.called}" if asking else "Look at the suggestion",
    )


def _reader(mail: OutgoingMail) -> Leader | None:
    """The leader it goes to, who has a mailbox that they have proved to be theirs."""
    return (
        Leader.objects.active()
        .filter(pk=mail.recipient_id, person__isnull=False)
        .select_related("person", "function", "team", "organisation")
        .first()
    )


def _pairs_of(cycle: Cycle, *leaders: Leader) -> QuerySet[PairMember]:
    return PairMember.objects.filter(cycle=cycle, leader__in=leaders, left_at=None, pair__ended_at=None)


def _message(leader: Leader, cycle: Cycle, subject: str, template: str, **context: Any) -> Message | None:
    if leader.person is None:
        return None
    place = [leader.organisation.slug, leader.team.slug]
    shared = {
        "heading": subject,
        "leader": leader,
        "cycle": cycle,
        "organisation": leader.organisation,
        "choosing_address": address_of("pairing:choosing", *place),
        "home_address": address_of("cycles:home", *place),
        "pairs_address": address_of("cycles:pairs", *place),
    }
    return Message(to=leader.person.email, subject=subject, template=template, context={**shared, **context})
