"""A cycle under way in which people change, made through the services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from cycles.models import Cycle, Pair, PairMember
from cycles.rules.words import listed
from pairing.services.choosing import accept, propose
from pairing.services.ending import end_own_pair
from pairing.services.suggesting import ask_to_join, take
from teams.services.leaders import record_leaving
from tests.cast import Northmere
from tests.pairing.room import open_room, pair_up, seal

PAIRS = (("Helen", "Priya"), ("Amara", "Joanna"), ("Siobhan", "Vikram"), ("Maggie", "Idris"))
GUARDED = (("Maggie", "Priya"), ("Idris", "Helen"), ("Amara", "Joanna"), ("Siobhan", "Vikram"))
"""Once the first two have parted, Maggie may be with nobody but Idris."""


def under_way(cast: Northmere, pairs: Iterable[tuple[str, str]] = PAIRS) -> Cycle:
    """All eight in pairs, unless others are given; whoever is left sits out."""
    cycle = open_room(cast)
    for one, other in pairs:
        pair_up(cast, cycle, one, other)
    return seal(cast, cycle)


def pair_with(cycle: Cycle, cast: Northmere, name: str) -> Pair:
    """The pair they are in now."""
    return Pair.objects.active().get(cycle=cycle, members__leader=cast.leader(name), members__left_at=None)


def part(cast: Northmere, cycle: Cycle, *names: str) -> None:
    """Each of these ends the pair they are in."""
    for name in names:
        end_own_pair(pair=pair_with(cycle, cast, name), leader=cast.leader(name), by=cast.person(name))


def leave(cast: Northmere, name: str) -> None:
    """They leave the team."""
    record_leaving(leader=cast.leader(name), on=timezone.now().date(), by=cast.facilitator)


def pair_now(cast: Northmere, cycle: Cycle, one: str, other: str) -> Pair:
    """One asks and the other says yes, today."""
    asked = propose(cycle=cycle, proposer=cast.leader(one), addressee=cast.leader(other), by=cast.person(one))
    return accept(proposal=asked, by=cast.person(other))


def join_now(cast: Northmere, cycle: Cycle, third: str, two: Sequence[str]) -> Pair | None:
    """The third asks both, and both say yes."""
    pair = pair_with(cycle, cast, two[0])
    asked = ask_to_join(cycle=cycle, leader=cast.leader(third), pair=pair, by=cast.person(third))
    trio = None
    for name in two:
        trio = take(suggestion=asked, leader=cast.leader(name), by=cast.person(name))
    return trio


def history(cycle: Cycle) -> list[tuple[str, str]]:
    """Everybody who was ever in each pair of the cycle, in the order they were formed, and how it stands."""
    found = []
    for pair in Pair.objects.filter(cycle=cycle):
        members = PairMember.objects.filter(pair=pair).select_related("leader")
        stands = "ended" if pair.ended_at else "trio" if pair.is_trio else "pair"
        found.append((pair.formed_at, listed(sorted(member.leader.called for member in members)), stands))
    return [(names, stands) for _at, names, stands in sorted(found)]
