"""The database itself lets nobody ask or answer while choosing is paused, whatever the services forget."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connections

from coachingpairs.errors import DomainError, said_as
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.models import Proposal
from pairing.services.changes import PAUSED, SENTENCES
from tests.cast import Northmere, make_northmere
from tests.pairing.past_services import (
    agree,
    ask_past_services,
    pair_past_services,
    put_aside,
    refused_by,
)
from tests.pairing.room import AT, STARTS_ON, ask, open_room
from tests.pairing.suggested import answer, suggest


def pause(cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(paused=True)


def test_nobody_asks(inside: Northmere, cycle: Cycle) -> None:
    pause(cycle)
    with refused_by("choosing_not_paused"):
        ask_past_services(inside, cycle, "Helen", "Priya")
    Cycle.objects.filter(pk=cycle.pk).update(paused=False)
    ask_past_services(inside, cycle, "Helen", "Priya")


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_nobody_answers(inside: Northmere, cycle: Cycle, state: str) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pause(cycle)
    with refused_by("choosing_not_paused"):
        Proposal.objects.filter(pk=proposal.pk).update(state=state, answered_at=AT)


@pytest.mark.parametrize("state", ["withdrawn", "lapsed"])
def test_taking_back_and_lapsing_go_on(inside: Northmere, cycle: Cycle, state: str) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pause(cycle)
    assert Proposal.objects.filter(pk=proposal.pk).update(state=state, answered_at=AT) == 1


def test_what_was_said_aloud_is_written_down(inside: Northmere, cycle: Cycle) -> None:
    pause(cycle)
    agree(inside, cycle, "Helen", "Priya")
    pair_past_services(inside, cycle, "Amara", "Idris")
    assert Proposal.objects.filter(state="accepted").count() == 2


@pytest.mark.parametrize("said", ["yes", "not this time"])
def test_nobody_answers_a_suggestion(inside: Northmere, cycle: Cycle, said: str) -> None:
    suggestion = suggest(inside, cycle, "Helen", "Priya")
    pause(cycle)
    with refused_by("choosing_not_paused"):
        answer(inside, suggestion, said, "Helen")
    Cycle.objects.filter(pk=cycle.pk).update(paused=False)
    answer(inside, suggestion, said, "Helen")


def test_only_a_room_that_chooses_is_paused(inside: Northmere, cycle: Cycle) -> None:
    put_aside(inside, cycle, *(leader.called for leader in inside.leaders.values()))
    pause(cycle)
    with refused_by("cycle_paused_while_choosing"):
        Cycle.objects.filter(pk=cycle.pk).update(stage=Cycle.Stage.RUNNING)
    Cycle.objects.filter(pk=cycle.pk).update(stage=Cycle.Stage.RUNNING, paused=False)
    with refused_by("cycle_paused_while_choosing"):
        pause(cycle)


def test_a_draft_is_not_paused(inside: Northmere) -> None:
    draft = create_cycle(
        team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=inside.facilitator
    )
    with refused_by("cycle_paused_while_choosing"):
        pause(draft)


def test_what_the_database_refuses_is_said_in_words(inside: Northmere, cycle: Cycle) -> None:
    pause(cycle)
    with pytest.raises(DomainError) as caught, said_as(SENTENCES):
        ask_past_services(inside, cycle, "Helen", "Priya")
    assert str(caught.value) == PAUSED


@pytest.mark.django_db(transaction=True)
def test_who_pauses_waits_for_the_press_that_is_under_way_and_none_comes_after() -> None:
    """Both written past the services: the database alone keeps them apart."""
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
    asked, committed = threading.Event(), []

    def press() -> None:
        try:
            with scope(organisation=cast.organisation.pk):
                ask_past_services(cast, cycle, "Helen", "Priya")
                asked.set()
                time.sleep(0.4)
                committed.append(time.monotonic())
        finally:
            connections.close_all()

    presser = threading.Thread(target=press)
    presser.start()
    assert asked.wait(10)
    with scope(organisation=cast.organisation.pk):
        pause(cycle)
        assert committed
        assert Proposal.objects.count() == 1
        with refused_by("choosing_not_paused"):
            ask_past_services(cast, cycle, "Idris", "Vikram")
    presser.join()
