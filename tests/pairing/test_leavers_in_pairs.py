"""Somebody has left the team while the others choose: nothing that is offered counts on them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle, Pair
from pairing.services.choosing import accept, propose
from pairing.services.own import own_view
from pairing.services.recording import record_third
from pairing.services.room import read_room
from pairing.services.suggesting import suggest_to_room
from teams.models import Leader
from teams.services.leaders import record_leaving
from tests.cast import Northmere, add_leader
from tests.pairing.room import ask, open_room, pair_up


def leave_past_services(cast: Northmere, *names: str) -> None:
    """As it is where a leaving was written down before it undid pairs."""
    for name in names:
        Leader.objects.filter(pk=cast.leader(name).pk).update(left_on=timezone.now().date())


def leave(cast: Northmere, *names: str) -> None:
    for name in names:
        record_leaving(leader=cast.leader(name), on=timezone.now().date(), by=cast.facilitator)


@pytest.fixture
def all_but_vikram(inside: Northmere) -> Cycle:
    """Nine, of whom Vikram is left; Helen is his line manager."""
    add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    cycle = open_room(inside)
    for one, other in (("Maggie", "Priya"), ("Amara", "Siobhan"), ("Helen", "Joanna"), ("Idris", "Tom")):
        pair_up(inside, cycle, one, other)
    return cycle


def joinable_by_vikram(cast: Northmere, cycle: Cycle) -> set[str]:
    return {shown.first_names for shown in own_view(cycle, cast.leader("Vikram")).joinable}


def test_a_third_is_for_an_odd_number_of_people_who_are_there(
    inside: Northmere, all_but_vikram: Cycle
) -> None:
    cycle = all_but_vikram
    assert joinable_by_vikram(inside, cycle) == {"Idris and Tom", "Siobhan and Amara", "Priya and Maggie"}
    leave_past_services(inside, "Priya")
    assert joinable_by_vikram(inside, cycle) == set()
    assert (read_room(cycle).outlook.left_over, read_room(cycle).outlook.trio) == (1, False)
    with pytest.raises(DomainError, match="There is no pair to suggest"):
        suggest_to_room(cycle=cycle, by=inside.facilitator)


def test_a_pair_of_which_one_has_left_takes_in_nobody(inside: Northmere, all_but_vikram: Cycle) -> None:
    cycle = all_but_vikram
    leave_past_services(inside, "Priya", "Siobhan")
    assert joinable_by_vikram(inside, cycle) == {"Idris and Tom"}
    with pytest.raises(DomainError, match=r"^Priya Nair has left the team\.$"):
        record_third(
            cycle=cycle,
            pair=Pair.objects.get(cycle=cycle, members__leader=inside.leader("Maggie")),
            third=inside.leader("Vikram"),
            all_said_yes=True,
            by=inside.facilitator,
        )


def test_whoever_has_left_asks_and_answers_no_more(inside: Northmere, cycle: Cycle) -> None:
    """Their page may still be open."""
    asked = ask(inside, cycle, "Idris", "Helen")
    leave(inside, "Helen")
    helen = inside.leader("Helen")
    with pytest.raises(DomainError, match=r"^Helen Armitage has left the team\.$"):
        accept(proposal=asked, by=inside.person("Helen"))
    with pytest.raises(DomainError, match=r"^Helen Armitage has left the team\.$"):
        propose(cycle=cycle, proposer=helen, addressee=inside.leader("Priya"), by=inside.person("Helen"))
