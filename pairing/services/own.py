"""The room as one leader sees it: whom they can ask, who asks them, and with whom they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from cycles.models import Cycle
from cycles.services.pairs import ShownPair
from pairing.models import Proposal
from pairing.rules.eligibility import NOT_OFFERED, why_not_now
from pairing.services.own_news import news_for
from pairing.services.own_suggestion import OwnSuggestion, as_seen_by, suggestions_of
from pairing.services.room import Room, read_room
from pairing.services.seating import chooser
from pairing.services.staying import who_stays
from teams.models import Leader

NOT_SIGNED_IN = "Has not signed in yet: agree in person and tell your facilitator"
FEW = 3
"""When no more than so many are still choosing, each of them is shown the pairs that they could join."""


class Stands(StrEnum):
    """Where the leader is in the choosing of this cycle."""

    CHOOSING = "choosing"
    INVITED = "invited"
    WAITING = "waiting"
    PAIRED = "paired"
    SEALED = "sealed"
    SITS_OUT = "sits out"
    AWAY = "away"
    NOT_HERE = "not here"


@dataclass(frozen=True)
class Colleague:
    """Somebody else who takes part; ``why`` says why they cannot be asked, ``notes`` what to know of them."""

    leader: Leader
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnView:
    """What one leader sees. ``invitations`` are newest first; ``waiting`` is their own open question.

    ``suggestion`` is the one they are in that is open.
    """

    room: Room
    me: Leader
    stands: Stands
    invitations: list[Proposal] = field(default_factory=list)
    waiting: Proposal | None = None
    suggestion: OwnSuggestion | None = None
    news: str = ""

    @property
    def cycle(self) -> Cycle:
        return self.room.cycle

    @property
    def pair(self) -> ShownPair | None:
        return self.room.pair_of.get(self.me.pk)

    @property
    def is_still_choosing(self) -> bool:
        return self.stands in (Stands.CHOOSING, Stands.INVITED, Stands.WAITING)

    @property
    def can_sit_out(self) -> bool:
        """Nobody else would be left over for it, as when the number is odd."""
        return self.is_still_choosing and self.room.seating.can_spare(self.me)

    def colleagues(self) -> list[Colleague]:
        """All the others, by function and name."""
        return self._colleagues

    @cached_property
    def _colleagues(self) -> list[Colleague]:
        others = [entry.leader for entry in self.room.taking_part if entry.leader_id != self.me.pk]
        others.sort(key=lambda leader: leader.function.name if leader.function else "")
        absent = frozenset(leader.pk for leader in self.room.absent)
        resting = frozenset(leader.pk for leader in self.room.sitting_out)
        return [self._colleague(leader, absent, resting) for leader in others]

    @cached_property
    def joinable(self) -> list[ShownPair]:
        """The pairs they could ask to take them in: once few or none are left to ask, unless one is asked."""
        if not self.is_still_choosing or self.suggestion is not None:
            return []
        if len(self.room.still_choosing) > FEW and any(not one.why for one in self._colleagues):
            return []
        return [self.room.pair_of[pair[0].pk] for pair in self.room.seating.joinable_by(self.me)]

    @cached_property
    def would_stay(self) -> list[Leader]:
        """The two who remain a pair should this leader step back from their trio."""
        if self.pair is None:
            return []
        return who_stays(self.pair.pair, [member.leader for member in self.pair.members], self.me)

    def works_now(self, proposal: Proposal) -> bool:
        """Whether a yes to it would leave the room whole."""
        return self.room.seating.offers(proposal.proposer, proposal.addressee)

    def _colleague(self, leader: Leader, absent: frozenset[UUID], resting: frozenset[UUID]) -> Colleague:
        reason = why_not_now(
            chooser(self.me),
            chooser(leader),
            self.room.terms,
            paired=self.room.pair_of,
            absent=absent,
            resting=resting,
        )
        if reason is not None:
            return Colleague(leader, why=reason.to_the_one)
        if not self.room.seating.offers(self.me, leader):
            return Colleague(leader, why=NOT_OFFERED)
        return Colleague(leader, notes=tuple(self._notes(leader)))

    def _notes(self, leader: Leader) -> Iterator[str]:
        before = self.room.terms.history.get(frozenset((self.me.pk, leader.pk)))
        if before is not None:
            yield f"Your partner in cycle {before}; may pair again this time"
        if not leader.person_id:
            yield NOT_SIGNED_IN


def own_view(cycle: Cycle, me: Leader) -> OwnView:
    """Eight queries at most, however many take part; one or two more for somebody in a trio."""
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
    suggested = suggestions_of(cycle, me) if cycle.is_choosing else []
    suggestion = next((as_seen_by(one, room, me) for one in suggested if one.ended_at is None), None)
    told = stands in (Stands.CHOOSING, Stands.INVITED) and waiting is None and suggestion is None
    news = news_for(room, me, own, suggested) if told else ""
    return OwnView(room, me, stands, invitations, waiting, suggestion, news)


def _stands(room: Room, me: Leader, *, invited: bool, waiting: bool) -> Stands:
    own = next((entry for entry in room.taking_part if entry.leader_id == me.pk), None)
    if own is None:
        return Stands.NOT_HERE
    if me.pk in room.pair_of:
        return Stands.PAIRED if room.cycle.is_choosing else Stands.SEALED
    if own.absent:
        return Stands.AWAY
    if own.sits_out or not room.cycle.is_choosing:
        return Stands.SITS_OUT
    if invited:
        return Stands.INVITED
    return Stands.WAITING if waiting else Stands.CHOOSING
