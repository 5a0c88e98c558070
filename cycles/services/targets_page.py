"""The page of growth targets: mine, my partner's, and those of cycles gone by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from cycles.models import Cycle, GrowthTarget, Participant
from cycles.rules.targets import SLOTS
from cycles.services.targets_shown import Companion, ShownTarget, companions_of, readers, show
from teams.models import Leader


@dataclass(frozen=True)
class Theirs:
    """What somebody else works on; ``is_partner`` in the cycle under way, else they once were."""

    leader: Leader
    targets: tuple[ShownTarget, ...]
    is_partner: bool = True


@dataclass(frozen=True)
class Past:
    """A cycle gone by, or the part of this one that was shared with somebody who is no partner any more."""

    cycle: Cycle
    own: tuple[ShownTarget, ...]
    theirs: tuple[Theirs, ...]


@dataclass(frozen=True)
class TargetsPage:
    """``cycle`` is the one under way, None when none is."""

    cycle: Cycle | None
    readers: str
    own: tuple[ShownTarget, ...]
    """Being worked on in this cycle."""
    finished: tuple[ShownTarget, ...]
    """Cracked or let go in this cycle."""
    partners: tuple[Theirs, ...]
    to_carry: tuple[ShownTarget, ...]
    """Of the latest cycle that has any: still open when it was closed."""
    past: tuple[Past, ...]
    may_begin: bool
    """They take part, so they may have targets in this cycle at all."""

    @property
    def can_begin(self) -> bool:
        return self.may_begin and len(self.own) < len(SLOTS)


def targets_page(leader: Leader) -> TargetsPage:
    """All that the leader may read, newest cycle first. Six queries, however much there is."""
    cycle = Cycle.objects.under_way().filter(team=leader.team_id).first()
    place = Participant.objects.filter(cycle=cycle, leader=leader).first() if cycle else None
    companions = companions_of(leader)
    people = [leader.pk, *(one.leader.pk for one in companions)]
    targets = (
        GrowthTarget.objects.filter(leader__in=people)
        .select_related("cycle", "leader")
        .order_by("-cycle__number", "slot", "created_at")
    )
    shown = show(targets, leader=leader, companions=companions)
    mine = [one for one in shown if one.is_own and cycle and one.target.cycle_id == cycle.pk]
    return TargetsPage(
        cycle=cycle,
        readers=readers(cycle, companions) if cycle else "",
        own=tuple(one for one in mine if one.target.is_open),
        finished=tuple(one for one in mine if not one.target.is_open),
        partners=_partners(cycle, companions, shown),
        to_carry=_to_carry(shown, cycle),
        past=_past(shown, cycle),
        may_begin=place is not None and not place.sits_out,
    )


def _partners(
    cycle: Cycle | None, companions: Iterable[Companion], shown: list[ShownTarget]
) -> tuple[Theirs, ...]:
    """Also those who have written nothing yet."""
    if cycle is None:
        return ()
    return tuple(
        Theirs(
            one.leader,
            tuple(
                other
                for other in shown
                if other.target.leader_id == one.leader.pk and other.target.cycle_id == cycle.pk
            ),
        )
        for one in companions
        if one.cycle_id == cycle.pk and one.parted_at is None
    )


def _to_carry(shown: list[ShownTarget], cycle: Cycle | None) -> tuple[ShownTarget, ...]:
    if cycle is None:
        return ()
    open_once = [
        one for one in shown if one.is_own and one.target.is_open and one.target.cycle.number < cycle.number
    ]
    latest = max((one.target.cycle.number for one in open_once), default=None)
    return tuple(one for one in open_once if one.target.cycle.number == latest)


def _past(shown: list[ShownTarget], cycle: Cycle | None) -> tuple[Past, ...]:
    gone = [
        one
        for one in shown
        if cycle is None or one.target.cycle_id != cycle.pk or not (one.is_own or one.lives)
    ]
    return tuple(
        Past(
            members[0].target.cycle,
            tuple(one for one in members if one.is_own),
            _by_leader(one for one in members if not one.is_own),
        )
        for _number, group in groupby(gone, key=lambda one: one.target.cycle.number)
        if (members := list(group))
    )


def _by_leader(shown: Iterable[ShownTarget]) -> tuple[Theirs, ...]:
    ordered = sorted(shown, key=lambda one: (one.target.leader.sort_name, one.target.leader.name))
    return tuple(
        Theirs(leader, tuple(group), is_partner=False)
        for leader, group in groupby(ordered, key=lambda one: one.target.leader)
    )
