"""Who is paired with whom, as pages show it. Reading only: ``pairing.services`` forms pairs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cycles.models import Cycle, Pair, PairMember, Participant, Session
from cycles.rules.participation import months_met
from cycles.rules.words import listed
from teams.models import Function, Leader


@dataclass(frozen=True)
class ShownPair:
    """A pair with its members by name; each has ``leader`` and the ``function`` they had then."""

    pair: Pair
    members: tuple[PairMember, ...]

    @property
    def functions(self) -> tuple[Function, ...]:
        return tuple(member.function for member in self.members)

    @property
    def first_names(self) -> str:
        return listed([member.leader.called for member in self.members])

    @property
    def called(self) -> list[str]:
        """First names, in the one order that all of them see."""
        return [member.leader.called for member in self.members]

    def place_of(self, leader: Leader) -> int:
        """Where the leader is among the members. ValueError when they never were one."""
        return [member.leader_id for member in self.members].index(leader.pk)

    def partners_of(self, leader: Leader) -> tuple[PairMember, ...]:
        return tuple(member for member in self.members if member.leader_id != leader.pk)

    def partner_names(self, leader: Leader) -> str:
        """First names of the others: “Priya”, or “Priya and Idris” for a trio."""
        return listed([member.leader.called for member in self.partners_of(leader)])

    def readers(self, leader: Leader) -> str:
        """Who reads what the pair shares: “You and Priya”, or “You, Priya and Idris”."""
        return self.you_and(leader, "You")

    def you_and(self, leader: Leader, you: str = "you") -> str:
        """The same within a sentence: “you and Priya”, or “you, Priya and Idris”."""
        return listed([you, *(member.leader.called for member in self.partners_of(leader))])


@dataclass(frozen=True)
class OwnCycle:
    """A cycle as one leader stands in it; ``own`` is their pair of it, if they have one now."""

    cycle: Cycle
    takes_part: bool
    sits_out: bool
    absent: bool
    own: ShownPair | None


def shown_pairs(pairs: Iterable[Pair], *, with_those_who_left: bool = False) -> list[ShownPair]:
    """In the order given, with those who are members now, or ever were. One query."""
    pairs = list(pairs)
    members: defaultdict[UUID, list[PairMember]] = defaultdict(list)
    found = PairMember.objects.filter(pair__in=pairs)
    if not with_those_who_left:
        found = found.filter(left_at=None)
    for member in found.select_related("leader", "function").order_by("leader__sort_name", "leader__name"):
        members[member.pair_id].append(member)
    return [ShownPair(pair, tuple(members[pair.pk])) for pair in pairs]


def pairs_by_cycle(cycles: Iterable[Cycle]) -> dict[UUID, list[ShownPair]]:
    """The pairs of each cycle in the order they were formed, without those that have ended. Two queries."""
    found: dict[UUID, list[ShownPair]] = {cycle.pk: [] for cycle in cycles}
    for shown in shown_pairs(Pair.objects.active().filter(cycle__in=list(found)).order_by("formed_at", "id")):
        found[shown.pair.cycle_id].append(shown)
    return found


def without_partner(cycle: Cycle) -> QuerySet[Leader]:
    """Leaders of the team who are in no pair of the cycle and do not sit it out, by name.

    Whoever is away is one of them, and so is whoever joined the team since and takes no part yet.
    """
    theirs = {"cycle": cycle, "leader": OuterRef("pk")}
    in_a_pair = PairMember.objects.filter(**theirs, left_at=None, pair__ended_at=None)
    aside = Participant.objects.filter(**theirs, sits_out=True)
    there = Leader.objects.active().filter(~Exists(in_a_pair), ~Exists(aside), team=cycle.team_id)
    return there.order_by("sort_name", "name")


def own_cycles(leader: Leader, cycles: Iterable[Cycle]) -> dict[UUID, OwnCycle]:
    """Where the leader stands in each of the cycles. Three queries, however many cycles."""
    cycles = list(cycles)
    places = {place.cycle_id: place for place in Participant.objects.filter(cycle__in=cycles, leader=leader)}
    own = Pair.objects.active().filter(cycle__in=cycles, members__leader=leader, members__left_at=None)
    pairs = {shown.pair.cycle_id: shown for shown in shown_pairs(own)}
    return {
        cycle.pk: OwnCycle(
            cycle,
            takes_part=cycle.pk in places,
            sits_out=cycle.pk in places and places[cycle.pk].sits_out,
            absent=cycle.pk in places and places[cycle.pk].absent,
            own=pairs.get(cycle.pk),
        )
        for cycle in cycles
    }


def own_pair_under_way(leader: Leader) -> ShownPair | None:
    """The pair in which the leader meets now: of the cycle under way, with ``pair.cycle`` loaded."""
    pair = (
        Pair.objects.active()
        .filter(
            members__leader=leader,
            members__left_at=None,
            cycle__stage__in=(Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP),
        )
        .select_related("cycle")
        .first()
    )
    return shown_pairs([pair])[0] if pair else None


def sessions_by_pair(leader: Leader) -> list[tuple[ShownPair, list[Session]]]:
    """Every pair the leader is or was in, newest first, with the sessions they may read. Three queries."""
    pairs = (
        Pair.objects.filter(members__leader=leader)
        .exclude(cycle__stage=Cycle.Stage.CHOOSING)
        .select_related("cycle")
        .order_by("-cycle__number", "-formed_at")
    )
    shown = shown_pairs(pairs, with_those_who_left=True)
    sessions: defaultdict[UUID, list[Session]] = defaultdict(list)
    own = Session.objects.of_leader(leader).filter(pair__in=[one.pair for one in shown])
    for session in own.with_notes_marked(leader):
        sessions[session.pair_id].append(session)
    return [(one, sessions[one.pair.pk]) for one in shown]


def pairs_as_of(cycle: Cycle, moment: dt.datetime) -> list[Pair]:
    """Those that there were then, whatever has become of them since. One query."""
    standing = Pair.objects.filter(Q(ended_at=None) | Q(ended_at__gte=moment), cycle=cycle)
    return list(standing.filter(formed_at__lt=moment))


def months_met_by_pair(
    cycle: Cycle, *, logged_before: dt.datetime | None = None
) -> defaultdict[UUID, frozenset[int]]:
    """The months, 1 to 6, in which each pair has met: all that is known outside a pair. One query."""
    days: defaultdict[UUID, list[dt.date]] = defaultdict(list)
    sessions = Session.objects.filter(pair__cycle=cycle)
    if logged_before:
        sessions = sessions.filter(created_at__lt=logged_before)
    for pair_id, held_on in sessions.order_by().values_list("pair_id", "held_on"):
        days[pair_id].append(held_on)
    met: defaultdict[UUID, frozenset[int]] = defaultdict(frozenset)
    met.update({pair_id: months_met(cycle.starts_on, held) for pair_id, held in days.items()})
    return met


def today_in(cycle: Cycle) -> dt.date:
    """The date where the cycle is."""
    return timezone.now().astimezone(cycle.zone).date()
