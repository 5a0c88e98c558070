"""Somebody has left the team while the others choose: nothing that is offered counts on them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import writer_of
from coachingpairs.mail.rendering import render_message
from cycles.models import Cycle, Pair
from pairing.models import HelpSignal
from pairing.services.choosing import accept, propose
from pairing.services.help_signals import ask_for_help, open_signals
from pairing.services.own import own_view
from pairing.services.recording import record_third
from pairing.services.room import read_room
from pairing.services.suggesting import suggest_to_room
from teams.models import Leader
from teams.rules.roster.plan import RosterPlan
from teams.rules.selection import Selection
from teams.services.leaders import record_leaving
from teams.services.rosters import carry_out, hold_for_import
from tests.cast import Northmere, add_leader
from tests.pairing.room import ask, open_room, pair_up, paired


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


def test_the_partner_of_a_leaver_is_free_at_once_and_told_without_a_reason(
    inside: Northmere, cycle: Cycle
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    leave(inside, "Priya")
    view = own_view(cycle, inside.leader("Helen"))
    assert (view.stands, view.news) == ("choosing", "You are free to ask others again.")
    assert not Pair.objects.filter(cycle=cycle).exists()
    (mail,) = OutgoingMail.objects.filter(kind="pair-undone")
    assert mail.recipient_id == inside.leader("Helen").pk
    message = writer_of("pair-undone")(mail)
    assert message is not None
    assert message.subject == "You and Priya are no longer a pair for this cycle"
    assert "You are free to choose again." in render_message(message.template, message.context)[0]
    pair_up(inside, cycle, "Helen", "Amara")
    assert writer_of("pair-undone")(mail) is None


def test_what_is_open_from_and_to_a_leaver_lapses(inside: Northmere, cycle: Cycle) -> None:
    asked = ask(inside, cycle, "Idris", "Helen")
    ask_for_help(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen"))
    leave(inside, "Helen")
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert open_signals(cycle) == []
    assert not HelpSignal.objects.open().exists()
    assert ask(inside, cycle, "Idris", "Priya").state == "open"


def test_a_trio_whose_two_had_said_yes_before_goes_on_without_the_leaver(inside: Northmere) -> None:
    add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    cycle = open_room(inside)
    pair = pair_up(inside, cycle, "Helen", "Priya")
    record_third(cycle=cycle, pair=pair, third=inside.leader("Tom"), all_said_yes=True, by=inside.facilitator)
    leave(inside, "Tom")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    leave(inside, "Helen")
    assert paired(cycle) == set()


def test_both_of_a_pair_leave_at_once(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    gone = [inside.leader(name).pk for name in ("Helen", "Priya")]
    hold_for_import(inside.team)
    nothing = Selection(RosterPlan(rows=(), people=(), new_functions=(), leavers=(), notes=()))
    carry_out(team=inside.team, selection=nothing, left=gone, by=inside.facilitator)
    assert not Pair.objects.filter(cycle=cycle).exists()
    assert not OutgoingMail.objects.filter(kind="pair-undone").exists()
