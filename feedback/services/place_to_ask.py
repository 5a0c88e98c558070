"""Where a leader stands when they want to ask: of whom, about what, and what keeps them from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from cycles.models import Cycle, GrowthTarget, Participant, TargetWording
from cycles.rules.words import listed
from cycles.services.pairs import own_pair_under_way
from feedback import doors
from feedback.models import Asking, OthersByEmail
from feedback.rules.asking import MANY
from teams.models import Leader


@dataclass(frozen=True)
class OwnTarget:
    """A target being worked on, in its words of now."""

    target: GrowthTarget
    wording: TargetWording


@dataclass(frozen=True)
class PlaceToAsk:
    """``cycle`` is the one under way, None when none is; ``open`` the asking whose date is not over."""

    leader: Leader
    cycle: Cycle | None
    takes_part: bool
    partners: tuple[Leader, ...]
    open: Asking | None
    targets: tuple[OwnTarget, ...]
    others_allowed: bool

    @property
    def can_ask(self) -> bool:
        return self.cycle is not None and self.takes_part and self.open is None and bool(self.targets)

    @property
    def partner_names(self) -> str:
        """“Priya”, “Priya and Idris”, or ''."""
        return listed([one.called for one in self.partners])

    @cached_property
    def partner_ids(self) -> frozenset[UUID]:
        return frozenset(one.pk for one in self.partners)


def place_to_ask(leader: Leader, *, at: dt.datetime) -> PlaceToAsk:
    """Needs the scope of the leader's person. Eight queries at the most; one when no cycle is under way."""
    cycle = Cycle.objects.under_way().filter(team=leader.team_id).first()
    if cycle is None:
        return PlaceToAsk(leader, None, False, (), None, (), False)
    return PlaceToAsk(
        leader,
        cycle,
        takes_part=Participant.objects.filter(cycle=cycle, leader=leader, sits_out=False).exists(),
        partners=partners_now(leader),
        open=open_asking(leader, cycle, at=at),
        targets=own_targets(leader, cycle),
        others_allowed=OthersByEmail.objects.filter(team=leader.team_id).exists(),
    )


def partners_now(leader: Leader) -> tuple[Leader, ...]:
    """Those of the cycle under way; none for somebody without a pair. Two queries."""
    pair = own_pair_under_way(leader)
    return tuple(member.leader for member in pair.partners_of(leader)) if pair else ()


def open_asking(leader: Leader, cycle: Cycle, *, at: dt.datetime) -> Asking | None:
    """The first kind of asking that is going on, ``cycle`` loaded."""
    own = Asking.objects.open().filter(leader=leader, cycle=cycle, kind=Asking.Kind.FIRST, closes_at__gt=at)
    return own.select_related("cycle").first()


def own_targets(leader: Leader, cycle: Cycle) -> tuple[OwnTarget, ...]:
    """Being worked on in that cycle, one or two. Two queries."""
    targets = list(GrowthTarget.objects.open().filter(leader=leader, cycle=cycle).order_by("slot"))
    standing = TargetWording.objects.standing().filter(target__in=targets)
    wordings = {wording.target_id: wording for wording in standing}
    return tuple(OwnTarget(target, wordings[target.pk]) for target in targets if target.pk in wordings)


def colleagues_to_ask(place: PlaceToAsk) -> list[Leader]:
    """Everybody in the team but the leader and their partner, by function and name. One query."""
    theirs = Leader.objects.active().filter(team=place.leader.team_id).exclude(pk=place.leader.pk)
    found = theirs.exclude(pk__in=place.partner_ids).select_related("function")
    return sorted(found, key=_by_function)


def is_much_asked(whom: UUID | str) -> bool:
    """So many ask them at present that it is worth a word to whoever asks besides. One query.

    ``whom`` is a leader's id, or the address of somebody outside.
    """
    return bool(doors.much_asked([whom.lower() if isinstance(whom, str) else whom], many=MANY))


def _by_function(leader: Leader) -> tuple[bool, str, str, str]:
    function = leader.function.name if leader.function else ""
    return (not function, function, leader.sort_name, leader.name)
