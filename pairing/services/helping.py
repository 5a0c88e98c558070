"""Whom to suggest, and why, in words that give away nobody's shortlist but one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pairing.models import Proposal
from pairing.rules.assembly import Assembly
from pairing.rules.guard import Group
from pairing.rules.horizon import horizon
from pairing.rules.reason_words import ground_in_words
from pairing.rules.reasons import Because, Ground, grounds_for, partners_for
from pairing.rules.suggesting import Suggestion, suggest
from pairing.services.room import Room
from pairing.services.seating import Seating
from pairing.services.shortlists import all_shortlists
from teams.models import Leader

MOST_NAMED = 3


@dataclass(frozen=True)
class SuggestedGroup:
    """Two or three leaders, with the reasons that those who run the process may read."""

    leaders: tuple[Leader, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Help:
    """Somebody whom a leader could ask, with the reasons that this leader may read."""

    leader: Leader
    reasons: tuple[str, ...]


def suggested_groups(room: Room) -> list[SuggestedGroup]:
    """A pair or trio for as many as can be placed of those still choosing, in the order of their names.

    The trio may be a pair that is formed already with the one who joins it.
    """
    seating = room.seating
    assembly = _with_shortlists(room)
    return [
        SuggestedGroup(
            tuple(seating.leaders_in(group)),
            _in_words(seating, _for_organisers(assembly, seating, group)),
        )
        for group in lasting_suggestion(assembly).groups
    ]


def help_for(room: Room, leader: Leader, *, with_own_list: bool = True) -> list[Help]:
    """Up to three colleagues whom the leader may ask, best first; nobody who is not offered to them.

    Whoever has said “not this time” to the leader is named only where there are too few others.
    Without their own shortlist neither a reason nor the choice of people can tell what is on it.
    """
    seating = room.seating
    place = seating.place_of.get(leader.pk)
    if place is None or leader.pk in room.pair_of:
        return []
    assembly = _with_shortlists(room, but=None if with_own_list else leader)
    everybody = partners_for(
        assembly, seating.guard, place, lasting_suggestion(assembly), most=len(seating.leaders)
    )
    declined = _said_not_this_time(room, leader)
    found = sorted(everybody, key=lambda other: seating.leaders[other].pk in declined)
    return [
        Help(
            seating.leaders[other],
            _in_words(seating, _for_oneself(assembly, seating, place, other), place),
        )
        for other in found[:MOST_NAMED]
    ]


def _said_not_this_time(room: Room, leader: Leader) -> set[UUID]:
    declined = Proposal.objects.filter(cycle=room.cycle, proposer=leader, state=Proposal.State.DECLINED)
    return set(declined.values_list("addressee_id", flat=True))


def _with_shortlists(room: Room, but: Leader | None = None) -> Assembly:
    """Everybody's, or everybody's but one."""
    shortlists = all_shortlists(room.cycle.team)
    if but is not None:
        shortlists.pop(but.pk, None)
    return room.seating.assembly_with(shortlists)


def lasting_suggestion(assembly: Assembly) -> Suggestion:
    """Follows the schedule that lasts longest wherever nothing speaks against it."""
    ahead = horizon(assembly.hall.graph, first=assembly.hall.formed)
    return suggest(assembly, planned=ahead.schedule[0] if ahead.schedule else ())


def _for_organisers(assembly: Assembly, seating: Seating, group: Group) -> list[Ground]:
    """Nothing that is read from a shortlist."""
    found = grounds_for(assembly, seating.guard, group)
    return [ground for ground in found if not ground.reads_shortlists] or [Ground(Because.WHOLE, group)]


def _for_oneself(assembly: Assembly, seating: Seating, place: int, other: int) -> list[Ground]:
    """One's own shortlist is no secret to oneself; whether the other has listed one is.

    Neither is said how few the other has left: it puts pressure on the one, and can tell who is kept apart.
    """
    found = [
        ground
        for ground in _for_organisers(assembly, seating, (place, other))
        if ground.because is not Because.ONLY_CHOICE or ground.about[0] == place
    ]
    if assembly.listed[place] >> other & 1:
        return [Ground(Because.LISTED, (place, other)), *found]
    return found or [Ground(Because.WHOLE, (place, other))]


def _in_words(seating: Seating, grounds: Iterable[Ground], me: int | None = None) -> tuple[str, ...]:
    """``me`` is the place of the one who reads them."""
    names = [leader.name for leader in seating.leaders]
    functions = [leader.function.name if leader.function else "" for leader in seating.leaders]
    return tuple(ground_in_words(ground, names, functions, me) for ground in grounds)
