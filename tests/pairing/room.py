"""A room in which people choose, made through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cycles.models import Cycle, Pair
from cycles.services.cycles import create_cycle
from pairing.models import Proposal
from pairing.services.choosing import accept, propose
from pairing.services.facilitating import open_choosing
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from teams.models import Leader
from tests.cast import Northmere

STARTS_ON = dt.date(2026, 12, 1)
AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


def open_room(cast: Northmere, starts_on: dt.date = STARTS_ON) -> Cycle:
    """The team's next cycle, choosing. Needs the organisation's scope, as everything here."""
    cycle = create_cycle(
        team=cast.team, starts_on=starts_on, time_zone="Europe/London", by=cast.facilitator, at=AT
    )
    return open_choosing(cycle=cycle, by=cast.facilitator, at=AT)


def ask(cast: Northmere, cycle: Cycle, who: str, whom: str, at: dt.datetime = AT) -> Proposal:
    return propose(
        cycle=cycle, proposer=cast.leader(who), addressee=cast.leader(whom), by=cast.person(who), at=at
    )


def say_yes(cast: Northmere, proposal: Proposal, at: dt.datetime = AT) -> Pair:
    person = proposal.addressee.person
    assert person is not None
    return accept(proposal=proposal, by=person, at=at)


def pair_up(cast: Northmere, cycle: Cycle, one: str, other: str, at: dt.datetime = AT) -> Pair:
    return say_yes(cast, ask(cast, cycle, one, other, at), at)


def seal(cast: Northmere, cycle: Cycle, at: dt.datetime = AT) -> Cycle:
    """Everybody without a partner sits out."""
    return seal_cycle(cycle=cycle, sitting_out=read_room(cycle).still_choosing, by=cast.facilitator, at=at)


def earlier_cycle(
    cast: Northmere, *pairs: tuple[str, str], starts_on: dt.date = dt.date(2026, 6, 1)
) -> Cycle:
    """A sealed cycle with those pairs, before the one under test."""
    cycle = open_room(cast, starts_on)
    for one, other in pairs:
        pair_up(cast, cycle, one, other)
    return seal(cast, cycle)


def names(leaders: Iterable[Leader]) -> list[str]:
    return [leader.called for leader in leaders]


def states(cycle: Cycle) -> dict[tuple[str, str], str]:
    """(who, whom) → the state of the newest question between them."""
    found = Proposal.objects.filter(cycle=cycle).select_related("proposer", "addressee").order_by("made_at")
    return {(one.proposer.called, one.addressee.called): one.state for one in found}


def paired(cycle: Cycle) -> set[frozenset[str]]:
    """The pairs as sets of first names."""
    return {frozenset(member.leader.called for member in shown.members) for shown in read_room(cycle).pairs}
