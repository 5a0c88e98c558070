"""Growth targets as their readers may see them: the owner, the partner, and whoever was the partner.

Reading only. The database itself shows no more than this (migration 0008); what is asked here besides is
which leader somebody reads as, and whether they may still see where a target stands.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cycles.models import Cycle, GrowthTarget, PairMember, TargetWording, TryOut
from cycles.rules import targets as rules, tryouts
from cycles.rules.words import listed
from cycles.services.pairs import today_in
from teams.models import Leader

STILL_TO_COME = (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING)
ALONE = "Only you, and a partner you find in this cycle"


@dataclass(frozen=True)
class Companion:
    """Somebody who is or was a partner in that cycle; ``parted_at`` is None while they still are."""

    leader: Leader
    cycle_id: UUID
    parted_at: dt.datetime | None


@dataclass(frozen=True)
class ShownTarget:
    """A target with the words its reader may see, and its try-outs in the order of reading.

    ``lives``: the reader may see where it stands now. They are its owner, or the partner of the cycle under
    way; anybody else reads what was written and no more.
    """

    target: GrowthTarget
    wording: TargetWording
    try_outs: tuple[TryOut, ...]
    today: dt.date
    is_own: bool
    lives: bool

    @property
    def state(self) -> str:
        return rules.WORDS[self.target.state] if self.lives else ""

    @property
    def about(self) -> str:
        return rules.ABOUT[self.target.state]

    @property
    def is_going_on(self) -> bool:
        """It is being worked on, in the cycle under way."""
        return self.lives and self.target.is_open and self.target.cycle.is_under_way

    @property
    def moves(self) -> tuple[rules.Move, ...]:
        """What its owner may do with it now."""
        own = self.is_own and self.target.cycle.is_under_way
        return rules.moves_from(self.target.state) if own else ()

    @property
    def next(self) -> TryOut | None:
        return tryouts.next_one(self.try_outs, self.today) if self.is_going_on else None

    @property
    def waiting(self) -> TryOut | None:
        """The latest whose day is over and that nobody has looked back on."""
        if not (self.is_own and self.target.cycle.is_under_way):
            return None
        return next((one for one in self.try_outs if tryouts.waits_for_look(one, self.today)), None)

    @property
    def looked_back(self) -> int:
        return sum(one.looked_back_at is not None for one in self.try_outs)

    @property
    def so_far(self) -> str:
        return tryouts.so_far(self.looked_back)


@dataclass(frozen=True)
class Standing:
    """Where a leader stands with their targets in one cycle."""

    targets: tuple[ShownTarget, ...]
    """Those being worked on, two at the most."""
    finished: int
    """Those cracked."""

    @property
    def settled(self) -> tuple[ShownTarget, ...]:
        return tuple(one for one in self.targets if one.target.state == rules.SETTLED)

    @property
    def next_try_out(self) -> TryOut | None:
        """The next of all; its ``target_id`` says of which."""
        ahead = [one.next for one in self.targets if one.next]
        return min(ahead, key=lambda one: one.on, default=None)

    @property
    def to_look_back(self) -> TryOut | None:
        """The latest that is over and waits for somebody to look back."""
        waiting = [one.waiting for one in self.targets if one.waiting]
        return max(waiting, key=lambda one: one.on, default=None)

    @property
    def looked_back(self) -> int:
        return sum(one.looked_back for one in self.targets)


def targets_standing(leader: Leader, cycle: Cycle) -> Standing:
    """What home asks, for the leader's own. Three queries, one when there are none."""
    own = list(GrowthTarget.objects.filter(cycle=cycle, leader=leader).order_by("slot", "created_at"))
    for target in own:
        target.cycle = cycle
    shown = show([target for target in own if target.is_open], leader=leader, companions=[])
    return Standing(tuple(shown), sum(target.state == rules.CRACKED for target in own))


def companions_of(leader: Leader, cycle: Cycle | None = None) -> list[Companion]:
    """Everybody who is or was a partner, in that cycle or in any that has begun. One query."""
    found = PairMember.objects.filter(pair__members__leader=leader).exclude(cycle__stage__in=STILL_TO_COME)
    if cycle:
        found = found.filter(cycle=cycle)
    pairs: defaultdict[UUID, list[PairMember]] = defaultdict(list)
    for member in found.select_related("leader").order_by("leader__sort_name", "leader__name"):
        pairs[member.pair_id].append(member)
    companions = []
    for members in pairs.values():
        mine = next(member for member in members if member.leader_id == leader.pk)
        companions += [
            Companion(other.leader, other.cycle_id, _first(mine.left_at, other.left_at))
            for other in members
            if other.leader_id != leader.pk
        ]
    return companions


def readers(cycle: Cycle, companions: Iterable[Companion]) -> str:
    """Who reads what a leader with these companions writes in this cycle: “You and Priya”."""
    names = [one.leader.called for one in companions if one.cycle_id == cycle.pk and one.parted_at is None]
    return listed(["You", *names]) if names else ALONE


def find(leader: Leader, target_id: UUID) -> tuple[ShownTarget, list[Companion]] | None:
    """One target as this leader may read it, with their companions of its cycle; None when they may not."""
    found = GrowthTarget.objects.select_related("cycle", "leader", "carried_from__cycle")
    target = found.filter(pk=target_id, leader__team=leader.team_id).first()
    if target is None:
        return None
    companions = companions_of(leader, target.cycle)
    shown = show([target], leader=leader, companions=companions)
    return (shown[0], companions) if shown else None


def show(
    targets: Iterable[GrowthTarget], *, leader: Leader, companions: Iterable[Companion]
) -> list[ShownTarget]:
    """Those of the targets that the leader may read, in the order given. Two queries.

    Their ``cycle`` has to be loaded.
    """
    current = {(one.cycle_id, one.leader.pk): one.parted_at is None for one in _latest(companions)}
    mine = leader.pk
    readable = [one for one in targets if one.leader_id == mine or (one.cycle_id, one.leader_id) in current]
    if not readable:
        return []
    wordings = _wordings(readable)
    occasions: defaultdict[UUID, list[TryOut]] = defaultdict(list)
    for try_out in TryOut.objects.filter(target__in=readable).order_by("created_at"):
        occasions[try_out.target_id].append(try_out)
    return [
        _shown(one, wordings[one.pk], occasions[one.pk], leader, current)
        for one in readable
        if one.pk in wordings
    ]


def _shown(
    target: GrowthTarget,
    wording: TargetWording,
    occasions: list[TryOut],
    leader: Leader,
    current: dict[tuple[UUID, UUID], bool],
) -> ShownTarget:
    is_own = target.leader_id == leader.pk
    is_partner = current.get((target.cycle_id, target.leader_id), False)
    today = today_in(target.cycle)
    return ShownTarget(
        target,
        wording,
        tuple(tryouts.in_reading_order(occasions, today)),
        today,
        is_own=is_own,
        lives=is_own or (is_partner and target.cycle.is_under_way),
    )


def _wordings(targets: list[GrowthTarget]) -> dict[UUID, TargetWording]:
    """The latest that the database shows: the one that stands, or stood when a partner left."""
    found = TargetWording.objects.filter(target__in=targets).order_by("written_at")
    return {wording.target_id: wording for wording in found}


def _latest(companions: Iterable[Companion]) -> list[Companion]:
    """Whoever parted and came together again in one cycle is a partner: those who are come last."""
    return sorted(companions, key=lambda one: one.parted_at is None)


def _first(*instants: dt.datetime | None) -> dt.datetime | None:
    return min((instant for instant in instants if instant), default=None)
