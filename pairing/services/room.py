"""Reading a cycle's room: who takes part, who is in which pair, who has been partners before.

A number of queries that does not grow with the people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from cycles.models import Cycle, Pair, PairMember, Participant
from cycles.rules.words import listed
from cycles.services.pairs import ShownPair, shown_pairs
from pairing.models import HelpSignal, KeptApart, Proposal, SuggestedLeader
from pairing.rules.eligibility import Terms
from pairing.rules.outlook import Outlook, outlook
from pairing.services.seating import Seating, seat
from teams.models import Leader, Team


@dataclass(frozen=True)
class Room:
    """``taking_part`` are the active leaders of the cycle by name; ``pairs`` are newest first."""

    cycle: Cycle
    taking_part: tuple[Participant, ...]
    pairs: tuple[ShownPair, ...]
    terms: Terms

    @cached_property
    def pair_of(self) -> dict[UUID, ShownPair]:
        """Leader → the pair they are in."""
        return {member.leader_id: shown for shown in self.pairs for member in shown.members}

    @cached_property
    def entry_of(self) -> dict[UUID, Participant]:
        """Leader → how they take part."""
        return {entry.leader_id: entry for entry in self.taking_part}

    @cached_property
    def still_choosing(self) -> list[Leader]:
        """Those without a partner who are there to choose."""
        return [
            entry.leader
            for entry in self.taking_part
            if entry.leader_id not in self.pair_of and not entry.absent and not entry.sits_out
        ]

    @cached_property
    def is_open(self) -> bool:
        """There is something to choose: always while it is choosing, later for those without a partner."""
        return self.cycle.is_choosing or (self.cycle.is_under_way and bool(self.still_choosing))

    @cached_property
    def absent(self) -> list[Leader]:
        """Those who cannot choose now and are paired later."""
        return [entry.leader for entry in self.taking_part if entry.absent]

    @cached_property
    def sitting_out(self) -> list[Leader]:
        return [entry.leader for entry in self.taking_part if entry.sits_out]

    @cached_property
    def outlook(self) -> Outlook:
        """Those kept apart count as held back: a line that told them apart would give them away."""
        seen = outlook(self.seating.guard)
        return replace(seen, holds_back=seen.holds_back or self.seating.keeps_apart)

    @cached_property
    def seating(self) -> Seating:
        """Those still choosing and those in pairs, as the engine knows them."""
        seated = {leader.pk: leader for leader in self.still_choosing}
        known = {entry.leader_id: entry.leader for entry in self.taking_part}
        members = [member for shown in self.pairs for member in shown.members]
        seated |= {member.leader_id: known.get(member.leader_id, member.leader) for member in members}
        in_order = sorted(seated.values(), key=lambda leader: (leader.sort_name, leader.name, leader.pk))
        return seat(
            in_order,
            ([member.leader_id for member in shown.members] for shown in self.pairs),
            self.terms,
            is_under_way=self.cycle.is_under_way,
        )


def read_room(cycle: Cycle) -> Room:
    """Five queries."""
    taking_part = Participant.objects.filter(cycle=cycle, leader__left_on=None).select_related(
        "leader", "leader__function"
    )
    return Room(
        cycle=cycle,
        taking_part=tuple(taking_part.order_by("leader__sort_name", "leader__name", "pk")),
        pairs=tuple(shown_pairs(Pair.objects.active().filter(cycle=cycle).order_by("-formed_at", "-pk"))),
        terms=terms_of(cycle),
    )


def names_in(pair: ShownPair) -> str:
    """“Helen Armitage and Priya Nair”, by surname: neither is first."""
    return listed([member.leader.name for member in pair.members])


def terms_of(cycle: Cycle, among: Iterable[UUID] | None = None, *, though_parted: bool = False) -> Terms:
    """What counts between two people in this cycle; of these leaders alone when ``among`` is given.

    Once it is under way, partners who have parted in it are not offered each other either; ``though_parted``
    is for those who have both told the facilitator that they would be a pair again.
    """
    here = None if among is None else list(among)
    before = cycle.number + (cycle.is_under_way and not though_parted)
    return Terms(
        history=earlier_partners(cycle.team_id, before=before, among=here),
        apart=_kept_apart(cycle.team_id, among=here),
        repeats_through=cycle.repeats_through,
    )


def _kept_apart(team_id: UUID, *, among: list[UUID] | None) -> frozenset[frozenset[UUID]]:
    apart = KeptApart.objects.filter(team_id=team_id).order_by()
    if among is not None:
        apart = apart.filter(one__in=among, other__in=among)
    return frozenset(frozenset(two) for two in apart.values_list("one_id", "other_id"))


def earlier_partners(
    team_id: UUID, *, before: int, among: Iterable[UUID] | None = None
) -> dict[frozenset[UUID], int]:
    """Who has been partners in this team in a cycle numbered below ``before``; one query."""
    members = PairMember.objects.filter(cycle__team_id=team_id, cycle__number__lt=before)
    if among is not None:
        members = members.filter(leader_id__in=list(among))
    pairs: dict[tuple[int, UUID], list[UUID]] = {}
    for number, pair_id, leader_id in members.order_by("cycle__number").values_list(
        "cycle__number", "pair_id", "leader_id"
    ):
        pairs.setdefault((number, pair_id), []).append(leader_id)
    return {
        frozenset((one, other)): number
        for (number, _pair), together in pairs.items()
        for one in together
        for other in together
        if one != other
    }


def version_of(cycle: Cycle, *, leader_id: UUID | None = None) -> str:
    """A short text that changes whenever the room does, or what concerns this leader in it. Cheap: polled.

    It does not change for what the leader may not learn: who is kept apart, and how others answer a
    suggestion.
    """
    pairs = Pair.objects.active().filter(cycle=cycle).order_by("pk").values_list("pk", "is_trio")
    people = Participant.objects.filter(cycle=cycle).order_by("leader_id")
    standing = people.values_list("leader_id", "sits_out", "absent", "leader__left_on")
    parts = [str(cycle.stage), cycle.paused, cycle.repeats_through, *pairs, "|", *standing]
    if leader_id is not None:
        own = Proposal.objects.filter(Q(proposer_id=leader_id) | Q(addressee_id=leader_id), cycle=cycle)
        suggested = SuggestedLeader.objects.filter(cycle=cycle, leader_id=leader_id).order_by("pk")
        parts += ["|", *own.order_by("pk").values_list("pk", "state")]
        parts += ["|", *suggested.values_list("pk", "answer", "is_open")]
        signals = HelpSignal.objects.open().filter(cycle=cycle, leader_id=leader_id)
        parts += ["|", *signals.values_list("pk", flat=True)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def choosing_cycle(team: Team) -> Cycle | None:
    """The cycle that leaders see on the page of choosing: open, or else the one under way."""
    seen = team.cycles.filter(stage__in=(Cycle.Stage.CHOOSING, Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP))
    return seen.order_by("-number").first()
