"""Many organisations, each with one team of leaders who are all in pairs and met in the two months before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PairMember, Participant, Session
from cycles.rules.months import last_day_of_cycle
from pairing.models import Proposal
from teams.models import Function, Leader, Organisation, Team

STARTS_ON = dt.date(2026, 10, 1)
THIRD_NUDGE = dt.datetime(2026, 12, 15, 9, 30, tzinfo=dt.UTC)
MET_ON = (dt.date(2026, 10, 20), dt.date(2026, 11, 19))
BEFORE = dt.datetime(2026, 9, 28, 9, tzinfo=dt.UTC)
FUNCTIONS = 5


def make_organisations(number: int, leaders: int) -> Iterator[UUID]:
    """Committed, one after the other."""
    for index in range(number):
        organisation = Organisation(name=f"Organisation {index:03}", slug=f"organisation-{index:03}")
        with scope(organisation=organisation.pk):
            organisation.save(force_insert=True)
            team = Team.objects.create(
                organisation=organisation, name="Leadership team", slug="leadership-team"
            )
            _cycle(team, _leaders(organisation, team, leaders))
        yield organisation.pk


def _leaders(organisation: Organisation, team: Team, number: int) -> list[Leader]:
    functions = Function.objects.bulk_create(
        Function(organisation=organisation, name=f"Function {index}", code=f"F{chr(65 + index)}")
        for index in range(FUNCTIONS)
    )
    return Leader.objects.bulk_create(
        Leader(
            organisation=organisation,
            team=team,
            name=f"Leader {index:02} Invented",
            sort_name=f"Invented {index:02}",
            email=f"leader{index:02}@{organisation.slug}.example",
            title="Director",
            function=functions[index % FUNCTIONS],
        )
        for index in range(number)
    )


def _cycle(team: Team, leaders: list[Leader]) -> None:
    here = {"organisation_id": team.organisation_id}
    cycle = Cycle.objects.create(
        **here,
        team=team,
        number=1,
        starts_on=STARTS_ON,
        ends_on=last_day_of_cycle(STARTS_ON),
        time_zone="Europe/London",
    )
    Cycle.objects.filter(pk=cycle.pk).update(stage=Cycle.Stage.CHOOSING, choosing_opened_at=BEFORE)
    Participant.objects.bulk_create(Participant(**here, cycle=cycle, leader=leader) for leader in leaders)
    couples = list(zip(leaders[::2], leaders[1::2], strict=True))
    Proposal.objects.bulk_create(
        Proposal(**here, cycle=cycle, proposer=one, addressee=other) for one, other in couples
    )
    Proposal.objects.filter(cycle=cycle).update(state=Proposal.State.ACCEPTED, answered_at=BEFORE)
    pairs = Pair.objects.bulk_create(Pair(**here, cycle=cycle, formed_at=BEFORE) for _couple in couples)
    PairMember.objects.bulk_create(
        PairMember(**here, pair=pair, cycle=cycle, leader=leader, function=leader.function)
        for pair, couple in zip(pairs, couples, strict=True)
        for leader in couple
    )
    Cycle.objects.filter(pk=cycle.pk).update(stage=Cycle.Stage.RUNNING, sealed_at=BEFORE)
    Session.objects.bulk_create(
        Session(**here, pair=pair, held_on=day, minutes=60, logged_by=couple[0])
        for pair, couple in zip(pairs, couples, strict=True)
        for day in MET_ON
    )
