"""Suggestions past the services: who is in one, and who answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, Participant
from pairing.models import SuggestedLeader, Suggestion
from teams.models import Team
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.past_services import (
    pair_past_services,
    refused_by,
    settle,
)
from tests.pairing.room import AT, open_room
from tests.pairing.suggested import add, answer, end, suggest


def test_two_or_three_take_it_or_leave_it(inside: Northmere, cycle: Cycle) -> None:
    two, three = (
        suggest(inside, cycle, "Helen", "Priya"),
        suggest(inside, cycle, "Amara", "Siobhan", "Joanna"),
    )
    answer(inside, two, "not this time", "Helen")
    answer(inside, three, "yes", "Amara")
    end(two)
    settle()
    assert list(Suggestion.objects.open()) == [three]


@pytest.mark.parametrize("who", [(), ("Helen",), ("Helen", "Priya", "Joanna", "Amara")])
def test_it_has_two_or_three_people(inside: Northmere, cycle: Cycle, who: tuple[str, ...]) -> None:
    with refused_by("suggestion_size"):
        suggest(inside, cycle, *who)


def test_nobody_is_taken_out_of_it(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Amara", "Siobhan", "Joanna")
    settle()
    with refused_by("suggestion_size"):
        SuggestedLeader.objects.filter(leader=inside.leader("Amara")).delete()
    suggestion.delete()
    settle()
    assert not SuggestedLeader.objects.exists()


def test_nobody_joins_or_is_exchanged_once_somebody_has_answered(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    with refused_by("suggestion_answered_once"):
        SuggestedLeader.objects.filter(leader=inside.leader("Priya")).update(leader=inside.leader("Joanna"))
    answer(inside, suggestion, "yes", "Helen", "Priya")
    with refused_by("suggestion_begins_unanswered"):
        add(inside, suggestion, "Joanna")
    with refused_by("suggestion_answered_once"):
        SuggestedLeader.objects.filter(leader=inside.leader("Priya")).update(leader=inside.leader("Joanna"))
    other = suggest(inside, cycle, "Idris", "Amara")
    with refused_by("suggestion_answered_once"):
        SuggestedLeader.objects.filter(leader=inside.leader("Priya")).update(suggestion=other)


def test_nobody_is_in_it_twice_nor_in_two_open_ones(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    with refused_by("suggestion_open_once_per_leader"):
        suggest(inside, cycle, "Helen", "Joanna")
    with refused_by("suggested_once_in_suggestion"):
        add(inside, suggestion, "Helen", is_open=False)
    end(suggestion)
    suggest(inside, cycle, "Helen", "Joanna")
    settle()


def test_its_people_take_part_in_its_cycle(inside: Northmere, cycle: Cycle) -> None:
    add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    with refused_by("suggested_takes_part"):
        suggest(inside, cycle, "Helen", "Tom")
    with refused_by("suggestion_asked_by_takes_part"):
        suggest(inside, cycle, "Helen", "Priya", asked_by=inside.leader("Tom"))
    suggest(inside, cycle, "Helen", "Priya", "Idris", asked_by=inside.leader("Idris"))
    settle()


def test_everything_in_it_is_of_one_cycle(inside: Northmere, cycle: Cycle) -> None:
    pilot = Team.objects.create(organisation=inside.organisation, name="Pilot", slug="pilot")
    elsewhere = Cycle.objects.create(
        organisation=inside.organisation,
        team=pilot,
        number=1,
        stage="choosing",
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        time_zone=cycle.time_zone,
    )
    pair = Pair.objects.create(organisation=inside.organisation, cycle=elsewhere, ended_at=AT)
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    settle()
    with refused_by("suggested_of_cycle"):
        Suggestion.objects.update(cycle=elsewhere)
    with refused_by("suggestion_became_pair_of_cycle"):
        end(suggestion, became=pair)


def test_nobody_of_another_organisation(db: None) -> None:
    here, there = make_northmere(), make_northmere("southmere")
    with scope(organisation=here.organisation.pk):
        cycle = open_room(here)
        suggestion = suggest(here, cycle, "Helen", "Priya")
        settle()
        with refused_by("pairing_suggestedleader_leader_id_tenant_fk"):
            SuggestedLeader.objects.create(
                organisation=here.organisation,
                suggestion=suggestion,
                cycle=cycle,
                leader=there.leader("Joanna"),
            )


def test_everybody_answers_once_and_begins_without_an_answer(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    answer(inside, suggestion, "yes", "Helen")
    for later in ("not this time", "none"):
        with refused_by("suggestion_answered_once"):
            answer(inside, suggestion, later, "Helen")
    with refused_by("suggestion_answer_known"):
        answer(inside, suggestion, "perhaps", "Priya")
    with refused_by("suggestion_answered_at_with_answer"):
        SuggestedLeader.objects.filter(leader=inside.leader("Priya")).update(answer="yes")
    with refused_by("suggestion_begins_unanswered"):
        add(inside, suggestion, "Joanna", answer="yes", answered_at=AT)


def test_nobody_answers_what_has_ended(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    end(suggestion)
    with refused_by("suggestion_is_open"):
        answer(inside, suggestion, "yes", "Helen")


def test_its_people_are_open_as_long_as_it_is(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    settle()
    with refused_by("suggestion_open_in_step"):
        SuggestedLeader.objects.filter(leader=inside.leader("Helen")).update(is_open=False)
    with refused_by("suggestion_open_in_step"):
        Suggestion.objects.update(ended_at=AT)
    end(suggestion)
    settle()
    with refused_by("suggestion_open_in_step"):
        SuggestedLeader.objects.update(is_open=True)
    with refused_by("suggestion_ends_once"):
        Suggestion.objects.update(ended_at=None)


def _sealed_with_a_pair(cast: Northmere, cycle: Cycle) -> Pair:
    """Sealed with Idris and Vikram as a pair; the others sit out."""
    pair = pair_past_services(cast, cycle, "Idris", "Vikram")
    settle()
    Participant.objects.filter(cycle=cycle).exclude(
        leader__in=[cast.leader("Idris"), cast.leader("Vikram")]
    ).update(sits_out=True)
    Cycle.objects.filter(pk=cycle.pk).update(stage="running")
    return pair


def test_once_sealed_a_suggestion_only_ends(inside: Northmere, cycle: Cycle) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    pair = _sealed_with_a_pair(inside, cycle)
    attempts: list[Callable[[], Any]] = [
        lambda: suggest(inside, cycle, "Amara", "Joanna"),
        lambda: add(inside, suggestion, "Joanna"),
        lambda: answer(inside, suggestion, "yes", "Helen"),
        lambda: end(suggestion, became=pair),
        lambda: Suggestion.objects.update(asked_by=inside.leader("Amara")),
    ]
    for attempt in attempts:
        with refused_by("cycle_is_choosing"):
            attempt()
    end(suggestion)
    settle()
    assert not Suggestion.objects.open().exists()
