"""What may happen at which stage of a cycle, kept by the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cycles.models import Cycle, Pair, Participant
from pairing.models import Proposal
from teams.models import Leader, Team
from tests.cast import Northmere
from tests.pairing.past_services import (
    agree,
    ask_past_services,
    insert_pair,
    put_aside,
    refused_by,
    settle,
)
from tests.pairing.room import AT, ask, open_room, pair_up


def draft_again(cast: Northmere, stage: str) -> Cycle:
    """A team of its own, so that any stage is free."""
    team = Team.objects.create(organisation=cast.organisation, name=f"Team {stage}", slug=f"team-{stage}")
    Leader.objects.update(team=team)
    cast.team = team
    cycle = open_room(cast)
    agree(cast, cycle, "Helen", "Priya")
    if stage != "choosing":
        Participant.objects.filter(cycle=cycle).update(sits_out=True)
        Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    if stage not in ("choosing", "running"):
        Cycle.objects.filter(pk=cycle.pk).update(stage=stage)
    return cycle


@pytest.mark.parametrize("stage", ["running", "wrapping_up", "closed"])
def test_whoever_sits_out_pairs_and_asks_only_while_choosing(inside: Northmere, stage: str) -> None:
    Leader.objects.update(manager=None)
    cycle = draft_again(inside, stage)
    attempts: list[tuple[str, Callable[[], Any]]] = [
        (
            "cycle_is_choosing" if stage == "closed" else "member_is_there",
            lambda: insert_pair(inside, cycle, "Helen", "Priya"),
        ),
        ("cycle_is_choosing", lambda: ask_past_services(inside, cycle, "Idris", "Amara")),
        ("cycle_is_choosing", lambda: agree(inside, cycle, "Idris", "Amara")),
    ]
    for rule, attempt in attempts:
        with refused_by(rule):
            attempt()


def test_a_sealed_pair_cannot_be_undone_and_a_question_not_answered_any_more(
    inside: Northmere, cycle: Cycle
) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    question = ask(inside, cycle, "Amara", "Joanna")
    paired = [inside.leader("Helen"), inside.leader("Priya")]
    Participant.objects.exclude(leader__in=paired).update(sits_out=True)
    Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    with refused_by("cycle_is_choosing"):
        pair.delete()
    with refused_by("cycle_is_choosing"):
        Proposal.objects.filter(pk=question.pk).update(state="accepted", answered_at=AT)
    Proposal.objects.filter(pk=question.pk).update(state="lapsed", answered_at=AT)
    pair.members.update(left_at=AT)
    Pair.objects.filter(pk=pair.pk).update(ended_at=AT)
    settle()


@pytest.mark.parametrize(
    ("now", "later"),
    [
        ("choosing", "draft"),
        ("choosing", "closed"),
        ("choosing", "wrapping_up"),
        ("running", "choosing"),
        ("closed", "running"),
        ("closed", "choosing"),
    ],
)
def test_a_cycle_never_goes_back_nor_leaps(inside: Northmere, now: str, later: str) -> None:
    cycle = draft_again(inside, now)
    with refused_by("cycle_stage_in_order"):
        Cycle.objects.filter(pk=cycle.pk).update(stage=later)


def test_nobody_is_dropped_silently_when_a_cycle_starts(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    with refused_by("cycle_drops_nobody"):
        Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    resting = Participant.objects.exclude(leader__in=[inside.leader("Helen"), inside.leader("Priya")])
    resting.exclude(leader=inside.leader("Idris")).update(sits_out=True)
    with refused_by("cycle_drops_nobody"):
        Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    put_aside(inside, cycle, "Idris", absent=True)
    Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    settle()
