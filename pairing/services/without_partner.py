"""How a leader stands who has no partner while the cycle is under way, and who would join the others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists

from cycles.models import Cycle, Pair, PairMember, Participant
from cycles.services.pairs import shown_pairs
from pairing.models import SuggestedLeader
from pairing.services.own import own_view
from teams.models import Leader


class Can(StrEnum):
    """What they can do about it, the first that holds."""

    ANSWER = "answer somebody who asks them"
    WAIT = "wait for an answer"
    ASK = "ask somebody who is free"
    JOIN = "ask a pair to take them in"
    NOTHING = "nobody is free"
    COME_BACK = "say that they would like a partner after all, or that they are back"


@dataclass(frozen=True)
class Alone:
    """``parted_from`` are the first names of their last partners in this cycle; empty when they had none."""

    can: Can
    parted_from: tuple[str, ...]


def standing_without_partner(leader: Leader, cycle: Cycle) -> Alone | None:
    """None for somebody who has a partner or takes no part, and unless the cycle is under way.

    One query for those, a dozen for anybody else, however many take part.
    """
    if not cycle.is_under_way or not _is_without(leader, cycle):
        return None
    view = own_view(cycle, leader)
    if not view.is_still_choosing:
        can = Can.COME_BACK
    elif view.invitations:
        can = Can.ANSWER
    elif view.waiting or view.suggestion:
        can = Can.WAIT
    elif any(not one.why for one in view.colleagues):
        can = Can.ASK
    else:
        can = Can.JOIN if view.joinable else Can.NOTHING
    return Alone(can, last_partners(leader, cycle))


def last_partners(leader: Leader, cycle: Cycle) -> tuple[str, ...]:
    """First names of those with whom they were in the pair of this cycle that they left last. Two queries."""
    left = Pair.objects.filter(cycle=cycle, members__leader=leader, members__left_at__isnull=False)
    pair = left.order_by("-members__left_at").first()
    if pair is None:
        return ()
    shown = shown_pairs([pair], with_those_who_left=True)[0]
    own = next(member for member in shown.members if member.leader_id == leader.pk)
    then = (member for member in shown.partners_of(leader) if _was_there(member, own))
    return tuple(member.leader.called for member in then)


def who_would_join(leader: Leader, cycle: Cycle) -> Leader | None:
    """Somebody who asks the leader’s pair to take them in and whom the leader has not answered. One query."""
    if not cycle.is_under_way:
        return None
    open_ones = SuggestedLeader.objects.filter(
        cycle=cycle, leader=leader, is_open=True, answer=SuggestedLeader.Answer.NONE
    )
    found = open_ones.exclude(suggestion__asked_by=None).select_related("suggestion__asked_by").first()
    return found.suggestion.asked_by if found else None


def _is_without(leader: Leader, cycle: Cycle) -> bool:
    own = PairMember.objects.filter(cycle=cycle, leader=leader, left_at=None)
    return Participant.objects.filter(~Exists(own), cycle=cycle, leader=leader).exists()


def _was_there(other: PairMember, own: PairMember) -> bool:
    """When ``own`` left."""
    return other.left_at is None or own.left_at is None or other.left_at >= own.left_at
