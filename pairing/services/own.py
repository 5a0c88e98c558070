"""The room as one leader sees it: whom they can ask, who asks them, and with whom they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from cycles.models import Cycle
from cycles.services.pairs import ShownPair
from pairing.models import HelpSignal, Proposal, Suggestion
from pairing.services.own_list import Colleague, Lists
from pairing.services.own_news import news_for
from pairing.services.own_suggestion import OwnSuggestion, as_seen_by, suggestions_of
from pairing.services.room import Room, read_room
from pairing.services.staying import who_stays
from teams.models import Leader

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
class OwnView:
    """What one leader sees. ``invitations`` are newest first; ``waiting`` is their own open question.

    ``suggestion`` is the one they are in that is open. ``would_stay`` are the two who remain a pair should
    this leader step back from their trio. ``helped``: they have told the facilitators that they would like
    some help. ``lists`` are those of the room.
    """

    room: Room
    me: Leader
    stands: Stands
    lists: Lists
    invitations: list[Proposal] = field(default_factory=list)
    waiting: Proposal | None = None
    suggestion: OwnSuggestion | None = None
    news: str = ""
    helped: bool = False
    would_stay: Sequence[Leader] = ()

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
    def is_paused(self) -> bool:
        return self.cycle.paused

    @property
    def can_sit_out(self) -> bool:
        """Nobody else would be left over for it, as when the number is odd."""
        return self.is_still_choosing and not self.is_paused and self.room.seating.can_spare(self.me)

    @cached_property
    def colleagues(self) -> list[Colleague]:
        """All the others, by function and name."""
        return self.lists.of(self.me)

    @cached_property
    def joinable(self) -> list[ShownPair]:
        """The pairs they could ask to take them in: once few or none are left to ask, unless one is asked."""
        if not self.is_still_choosing or self.is_paused or self.suggestion is not None:
            return []
        if len(self.room.still_choosing) > FEW and any(not one.why for one in self.colleagues):
            return []
        return [self.room.pair_of[pair[0].pk] for pair in self.room.seating.joinable_by(self.me)]

    def works_now(self, proposal: Proposal) -> bool:
        """Whether a yes to it would leave the room whole."""
        return self.room.seating.offers(proposal.proposer, proposal.addressee)

    def is_reachable(self, leader: Leader) -> bool:
        """Whether they can answer on a screen of their own: signed in once, or known to be there."""
        return bool(leader.person_id) or leader.pk in self.lists.reachable


def own_view(cycle: Cycle, me: Leader, *, reachable: frozenset[UUID] = frozenset()) -> OwnView:
    """Nine queries at most, however many take part; one or two more for somebody in a trio."""
    room = read_room(cycle)
    own = Proposal.objects.filter(Q(proposer=me) | Q(addressee=me), cycle=cycle).select_related(
        "cycle", "proposer", "proposer__function", "addressee", "addressee__function"
    )
    shown = room.pair_of.get(me.pk)
    return own_view_of(
        room=room,
        me=me,
        proposals=list(own.order_by("-made_at", "-pk")),
        suggestions=suggestions_of(cycle, me) if cycle.is_open else [],
        helped=cycle.is_open and HelpSignal.objects.open().filter(cycle=cycle, leader=me).exists(),
        would_stay=_would_stay(shown, me) if shown and cycle.is_choosing else (),
        lists=Lists(room, reachable),
    )


def own_view_of(
    *,
    room: Room,
    me: Leader,
    proposals: Sequence[Proposal] = (),
    suggestions: Sequence[Suggestion] = (),
    helped: bool = False,
    would_stay: Sequence[Leader] = (),
    lists: Lists | None = None,
) -> OwnView:
    """From what was read before: no query, ever.

    ``proposals`` are those from and to this leader, newest first, with both leaders and their functions;
    ``suggestions`` all they are or were in, with their people. ``lists`` may be shared by the whole room.
    """
    open_ones = [proposal for proposal in proposals if proposal.state == Proposal.State.OPEN]
    invitations = [one for one in open_ones if one.addressee_id == me.pk and one.proposer.is_active]
    waiting = next((one for one in open_ones if one.proposer_id == me.pk), None)
    stands = _stands(room, me, invited=bool(invitations), waiting=waiting is not None)
    suggestion = next((as_seen_by(one, room, me) for one in suggestions if one.ended_at is None), None)
    told = stands in (Stands.CHOOSING, Stands.INVITED) and waiting is None and suggestion is None
    return OwnView(
        room=room,
        me=me,
        stands=stands,
        lists=lists or Lists(room),
        invitations=invitations,
        waiting=waiting,
        suggestion=suggestion,
        news=news_for(room, me, proposals, suggestions) if told else "",
        helped=helped,
        would_stay=would_stay,
    )


def _would_stay(shown: ShownPair, me: Leader) -> list[Leader]:
    return who_stays(shown.pair, [member.leader for member in shown.members], me)


def _stands(room: Room, me: Leader, *, invited: bool, waiting: bool) -> Stands:
    own = room.entry_of.get(me.pk)
    if own is None:
        return Stands.NOT_HERE
    if me.pk in room.pair_of:
        return Stands.PAIRED if room.cycle.is_choosing else Stands.SEALED
    if own.absent:
        return Stands.AWAY
    if own.sits_out or not room.cycle.is_open:
        return Stands.SITS_OUT
    if invited:
        return Stands.INVITED
    return Stands.WAITING if waiting else Stands.CHOOSING
