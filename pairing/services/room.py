"""Reading a cycle's room: who takes part, who is in which pair, who has been partners before.

A number of queries that does not grow with the people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from cycles.models import Cycle, Pair, PairMember, Participant
from cycles.rules.words import listed
from cycles.services.pairs import ShownPair, shown_pairs
from pairing.models import Proposal
from pairing.rules.eligibility import Chooser, History
from pairing.rules.outlook import Outlook, outlook
from teams.models import Leader, Team


@dataclass(frozen=True)
class Room:
    """``taking_part`` are the active leaders of the cycle by name; ``pairs`` are newest first."""

    cycle: Cycle
    taking_part: tuple[Participant, ...]
    pairs: tuple[ShownPair, ...]
    history: History

    @cached_property
    def pair_of(self) -> dict[UUID, ShownPair]:
        """Leader → the pair they are in."""
        return {member.leader_id: shown for shown in self.pairs for member in shown.members}

    @cached_property
    def still_choosing(self) -> list[Leader]:
        return [entry.leader for entry in self.taking_part if entry.leader_id not in self.pair_of]

    @cached_property
    def sitting_out(self) -> list[Leader]:
        return [entry.leader for entry in self.taking_part if entry.sits_out]

    @cached_property
    def outlook(self) -> Outlook:
        return outlook([chooser(leader) for leader in self.still_choosing], self.history)


def chooser(leader: Leader) -> Chooser:
    """A leader as the rules see them."""
    return Chooser(leader.pk, leader.name, leader.function_id, leader.manager_id)


def read_room(cycle: Cycle) -> Room:
    """Four queries."""
    taking_part = Participant.objects.filter(cycle=cycle, leader__left_on=None).select_related(
        "leader", "leader__function"
    )
    return Room(
        cycle=cycle,
        taking_part=tuple(taking_part.order_by("leader__sort_name", "leader__name", "pk")),
        pairs=tuple(shown_pairs(Pair.objects.active().filter(cycle=cycle).order_by("-formed_at", "-pk"))),
        history=earlier_partners(cycle.team_id, before=cycle.number),
    )


def names_in(pair: ShownPair) -> str:
    """“Helen Armitage and Priya Nair”, by surname: neither is first."""
    return listed([member.leader.name for member in pair.members])


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
    """A short text that changes whenever the room does, or what concerns this leader in it. Cheap: polled."""
    pairs = Pair.objects.active().filter(cycle=cycle).order_by("pk").values_list("pk", flat=True)
    people = Participant.objects.filter(cycle=cycle).order_by("leader_id")
    parts = [str(cycle.stage), *pairs, "|", *people.values_list("leader_id", "sits_out", "leader__left_on")]
    if leader_id is not None:
        own = Proposal.objects.filter(Q(proposer_id=leader_id) | Q(addressee_id=leader_id), cycle=cycle)
        parts += ["|", *own.order_by("pk").values_list("pk", "state")]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def choosing_cycle(team: Team) -> Cycle | None:
    """The cycle that leaders see on the page of choosing: open, or else the one under way."""
    seen = team.cycles.filter(stage__in=(Cycle.Stage.CHOOSING, Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP))
    return seen.order_by("-number").first()
