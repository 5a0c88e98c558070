"""Cycles with pairs, made row by row: how pairs come about is tested with ``pairing``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, Participant, Session
from cycles.rules.months import last_day_of_cycle
from cycles.services.sessions import log_session
from pairing.models import Proposal
from teams.models import Leader
from tests.cast import Northmere

NOW = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
"""A Friday afternoon in the second month of a cycle that starts on 1 October."""

PAIRS = (("Helen", "Priya"), ("Amara", "Vikram"))
STAGES = ("draft", "choosing", "running", "wrapping_up", "closed")


def make_cycle(
    cast: Northmere,
    *,
    number: int = 1,
    starts_on: dt.date = dt.date(2026, 10, 1),
    stage: str = "running",
    pairs: Sequence[Sequence[str]] = PAIRS,
    time_zone: str = "Europe/London",
    taking_part: Sequence[str] | None = None,
) -> Cycle:
    """A cycle in that stage with those pairs, named by first names; everybody else sits out."""
    opened = dt.datetime.combine(starts_on, dt.time(9), dt.UTC) - dt.timedelta(days=3)
    with scope(organisation=cast.organisation.pk):
        cycle = Cycle.objects.create(
            organisation=cast.organisation,
            team=cast.team,
            number=number,
            starts_on=starts_on,
            ends_on=last_day_of_cycle(starts_on),
            time_zone=time_zone,
        )
        if stage != "draft":
            go_to(cycle, "choosing", choosing_opened_at=opened)
            names = cast.leaders if taking_part is None else taking_part
            take_part(cycle, [cast.leader(name) for name in names])
            for names in pairs:
                make_pair(cycle, [cast.leader(name) for name in names], opened)
        if stage in STAGES[2:]:
            paired = PairMember.objects.filter(cycle=cycle).values("leader")
            cycle.participants.exclude(leader__in=paired).update(sits_out=True)
            go_to(cycle, "running", sealed_at=opened + dt.timedelta(days=2))
        if stage in STAGES[3:]:
            go_to(cycle, stage, closed_at=NOW if stage == "closed" else None)
    return cycle


def take_part(cycle: Cycle, leaders: Sequence[Leader]) -> None:
    Participant.objects.bulk_create(
        Participant(organisation_id=cycle.organisation_id, cycle=cycle, leader=leader) for leader in leaders
    )


def make_pair(cycle: Cycle, leaders: Sequence[Leader], formed_at: dt.datetime) -> Pair:
    here = {"organisation_id": cycle.organisation_id, "cycle": cycle}
    for leader in leaders[1:]:
        proposal = Proposal.objects.create(**here, proposer=leader, addressee=leaders[0])
        proposal.state, proposal.answered_at = Proposal.State.ACCEPTED, formed_at
        proposal.save()
    pair = Pair.objects.create(**here, is_trio=len(leaders) == 3, formed_at=formed_at)
    for leader in leaders:
        assert leader.function is not None
        PairMember.objects.create(**here, pair=pair, leader=leader, function=leader.function)
    return pair


def go_to(cycle: Cycle, stage: str, **also: Any) -> None:
    for name, value in {"stage": stage, **also}.items():
        setattr(cycle, name, value)
    cycle.save()


def pair_of(cycle: Cycle, leader: Leader) -> Pair:
    return Pair.objects.get(cycle=cycle, members__leader=leader)


def log(cast: Northmere, cycle: Cycle, name: str, day: dt.date, minutes: int = 60, **also: Any) -> Session:
    """Log a session as that leader would, at noon of NOW's day unless ``at`` is given."""
    leader = cast.leader(name)
    with scope(organisation=cast.organisation.pk, person=leader.person_id):
        return log_session(
            pair=pair_of(cycle, leader),
            leader=leader,
            held_on=day,
            minutes=minutes,
            by=cast.person(name),
            **{"at": NOW, **also},
        )
