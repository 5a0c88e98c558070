"""The room as one leader sees it: whom they can ask, who asks them, and with whom they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q

from cycles.models import Cycle
from cycles.rules.words import listed
from cycles.services.pairs import ShownPair
from pairing.models import Proposal
from pairing.rules.eligibility import why_not
from pairing.services.room import Room, chooser, read_room
from teams.models import Leader

IN_A_PAIR = "Already in a pair"
NOT_SIGNED_IN = "Has not signed in yet: agree in person and tell your facilitator"


class Stands(StrEnum):
    """Where the leader is in the choosing of this cycle."""

    CHOOSING = "choosing"
    INVITED = "invited"
    WAITING = "waiting"
    PAIRED = "paired"
    SEALED = "sealed"
    SITS_OUT = "sits out"
    NOT_HERE = "not here"


@dataclass(frozen=True)
class Colleague:
    """Somebody else who takes part; ``why`` says why they cannot be asked, ``note`` what to know of them."""

    leader: Leader
    why: str = ""
    note: str = ""


@dataclass(frozen=True)
class OwnView:
    """What one leader sees. ``invitations`` are newest first; ``waiting`` is their own open question."""

    room: Room
    me: Leader
    stands: Stands
    invitations: list[Proposal] = field(default_factory=list)
    waiting: Proposal | None = None
    news: str = ""

    @property
    def cycle(self) -> Cycle:
        return self.room.cycle

    @property
    def pair(self) -> ShownPair | None:
        return self.room.pair_of.get(self.me.pk)

    def colleagues(self) -> list[Colleague]:
        """All the others, by function and name."""
        others = [entry.leader for entry in self.room.taking_part if entry.leader_id != self.me.pk]
        others.sort(key=lambda leader: leader.function.name if leader.function else "")
        return [self._colleague(leader) for leader in others]

    def _colleague(self, leader: Leader) -> Colleague:
        reason = why_not(chooser(self.me), chooser(leader), self.room.history)
        if reason is not None:
            return Colleague(leader, why=reason.to_the_one)
        if leader.pk in self.room.pair_of:
            return Colleague(leader, why=IN_A_PAIR)
        return Colleague(leader, note="" if leader.person_id else NOT_SIGNED_IN)


def own_view(cycle: Cycle, me: Leader) -> OwnView:
    """Five queries, however many take part."""
    room = read_room(cycle)
    own = list(
        Proposal.objects.filter(Q(proposer=me) | Q(addressee=me), cycle=cycle)
        .select_related("cycle", "proposer", "proposer__function", "addressee", "addressee__function")
        .order_by("-made_at", "-pk")
    )
    open_ones = [proposal for proposal in own if proposal.state == Proposal.State.OPEN]
    invitations = [one for one in open_ones if one.addressee_id == me.pk and one.proposer.is_active]
    waiting = next((one for one in open_ones if one.proposer_id == me.pk), None)
    stands = _stands(room, me, invited=bool(invitations), waiting=waiting is not None)
    news = "" if waiting or not cycle.is_choosing else _news(room, me, own)
    return OwnView(room, me, stands, invitations, waiting, news)


def _stands(room: Room, me: Leader, *, invited: bool, waiting: bool) -> Stands:
    own = next((entry for entry in room.taking_part if entry.leader_id == me.pk), None)
    if own is None:
        return Stands.NOT_HERE
    paired = me.pk in room.pair_of
    if not room.cycle.is_choosing:
        return Stands.SEALED if paired else Stands.SITS_OUT
    if paired:
        return Stands.PAIRED
    if invited:
        return Stands.INVITED
    return Stands.WAITING if waiting else Stands.CHOOSING


def _news(room: Room, me: Leader, own: list[Proposal]) -> str:
    """What became of the last question or pair of theirs, said to them alone; nothing once it is old hat."""
    answered = [one for one in own if one.answered_at and _concerns(one, me)]
    if not answered or me.pk in room.pair_of:
        return ""
    last = max(answered, key=lambda one: one.answered_at or dt.datetime.min.replace(tzinfo=dt.UTC))
    other = last.addressee if last.proposer_id == me.pk else last.proposer
    if last.state == Proposal.State.DECLINED:
        return f"{other.name} said not this time. You are both free to ask others."
    if other.pk in room.pair_of:
        partners = listed([member.leader.name for member in room.pair_of[other.pk].partners_of(other)])
        return f"{other.name} is now in a pair with {partners}. You are free to ask others."
    return f"You and {other.name} are both free to ask others again."


def _concerns(proposal: Proposal, me: Leader) -> bool:
    """Their own question that was answered, or one that lapsed: it may have been a pair."""
    if proposal.state == Proposal.State.LAPSED:
        return True
    return proposal.state == Proposal.State.DECLINED and proposal.proposer_id == me.pk
