"""A room as each of those in it sees it, read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch

from cycles.models import Cycle
from pairing.models import HelpSignal, Proposal, SuggestedLeader, Suggestion
from pairing.services.own import OwnView, own_view_of
from pairing.services.own_list import Lists
from pairing.services.room import Room, read_room
from pairing.services.staying import who_stays_among
from teams.models import Leader


@dataclass(frozen=True)
class Choosers:
    """``proposals`` and ``suggestions`` are all of the cycle's, with their people and their functions.

    ``helped`` are those who would like some help. What one leader may see comes from ``view_of`` alone.
    """

    room: Room
    proposals: Sequence[Proposal] = ()
    suggestions: Sequence[Suggestion] = ()
    helped: frozenset[UUID] = frozenset()

    @cached_property
    def leaders(self) -> dict[UUID, Leader]:
        """Those who take part and are in the team."""
        return {entry.leader_id: entry.leader for entry in self.room.taking_part}

    def view_of(self, leader: Leader, *, reachable: frozenset[UUID] = frozenset()) -> OwnView:
        """What this leader sees, and nothing of what is anybody else's. No query."""
        return own_view_of(
            room=self.room,
            me=leader,
            proposals=self._proposals_of.get(leader.pk, []),
            suggestions=self._suggestions_of.get(leader.pk, []) if self.room.cycle.is_open else [],
            helped=leader.pk in self.helped,
            would_stay=self._would_stay(leader),
            lists=self._lists_for(reachable),
        )

    def _lists_for(self, reachable: frozenset[UUID]) -> Lists:
        if reachable not in self._lists:
            self._lists[reachable] = Lists(self.room, reachable)
        return self._lists[reachable]

    @cached_property
    def _lists(self) -> dict[frozenset[UUID], Lists]:
        return {}

    def _would_stay(self, leader: Leader) -> Sequence[Leader]:
        shown = self.room.pair_of.get(leader.pk)
        if shown is None or not self.room.cycle.is_choosing:
            return ()
        members = [member.leader for member in shown.members]
        return who_stays_among(shown.pair, members, leader, agreed=self._agreed, suggestions=self.suggestions)

    @cached_property
    def _proposals_of(self) -> Mapping[UUID, list[Proposal]]:
        """Newest first."""
        found: defaultdict[UUID, list[Proposal]] = defaultdict(list)
        for one in sorted(self.proposals, key=lambda one: (one.made_at, one.pk), reverse=True):
            found[one.proposer_id].append(one)
            found[one.addressee_id].append(one)
        return found

    @cached_property
    def _agreed(self) -> frozenset[frozenset[UUID]]:
        """Every two who have said yes to each other."""
        accepted = (one for one in self.proposals if one.state == Proposal.State.ACCEPTED)
        return frozenset(frozenset((one.proposer_id, one.addressee_id)) for one in accepted)

    @cached_property
    def _suggestions_of(self) -> Mapping[UUID, list[Suggestion]]:
        found: defaultdict[UUID, list[Suggestion]] = defaultdict(list)
        for one in self.suggestions:
            for row in one.leaders.all():
                found[row.leader_id].append(one)
        return found


def read_choosers(cycle: Cycle) -> Choosers:
    """Ten queries at most, however many take part. Needs the scope of the organisation, and of no person."""
    room = read_room(cycle)
    known = {entry.leader_id: entry.leader for entry in room.taking_part}
    gone = Leader.objects.filter(participations__cycle=cycle, left_on__isnull=False)
    known |= {leader.pk: leader for leader in gone.select_related("function")}
    signals = HelpSignal.objects.open().filter(cycle=cycle).values_list("leader_id", flat=True)
    return Choosers(
        room=room,
        proposals=_with_people(Proposal.objects.filter(cycle=cycle), cycle, known),
        suggestions=_suggestions(cycle, known) if cycle.is_open else (),
        helped=frozenset(signals) if cycle.is_open else frozenset(),
    )


def _with_people(
    proposals: Iterable[Proposal], cycle: Cycle, known: Mapping[UUID, Leader]
) -> tuple[Proposal, ...]:
    """Without the questions of somebody who has come since the room was read."""
    found = tuple(one for one in proposals if {one.proposer_id, one.addressee_id} <= known.keys())
    for one in found:
        one.cycle, one.proposer, one.addressee = cycle, known[one.proposer_id], known[one.addressee_id]
    return found


def _suggestions(cycle: Cycle, known: Mapping[UUID, Leader]) -> tuple[Suggestion, ...]:
    """Newest first, their people by name, as ``suggestions_of`` reads those of one leader."""
    rows = SuggestedLeader.objects.filter(cycle=cycle).order_by("leader__sort_name", "pk")
    found = []
    for one in Suggestion.objects.filter(cycle=cycle).prefetch_related(Prefetch("leaders", queryset=rows)):
        if all(row.leader_id in known for row in one.leaders.all()):
            for row in one.leaders.all():
                row.leader = known[row.leader_id]
            found.append(one)
    return tuple(found)
