"""What leaders do: ask, say yes, say not this time, withdraw, step back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import Proposal
from pairing.services.choosing import StillWaiting, accept, decline, propose, step_back, withdraw
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import (
    AT,
    ask,
    earlier_cycle,
    open_room,
    pair_up,
    paired,
    say_yes,
    seal,
    states,
)


def test_asking_leaves_an_open_question_and_a_message_two_minutes_later(
    inside: Northmere, cycle: Cycle
) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    assert states(cycle) == {("Helen", "Priya"): "open"}
    (mail,) = OutgoingMail.objects.filter(kind="proposal")
    assert (mail.recipient_id, mail.subject_id) == (inside.leader("Priya").pk, proposal.pk)
    assert mail.due_at == AT + dt.timedelta(minutes=2)
    assert paired(cycle) == set()


def test_asking_the_same_person_again_changes_nothing(inside: Northmere, cycle: Cycle) -> None:
    first = ask(inside, cycle, "Helen", "Priya")
    assert ask(inside, cycle, "Helen", "Priya") == first
    assert Proposal.objects.count() == 1


def test_a_yes_forms_the_pair(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert pair.formed_at == AT
    assert not pair.is_trio
    assert states(cycle) == {("Helen", "Priya"): "accepted"}


def test_saying_yes_twice_gives_the_same_pair(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    assert say_yes(inside, proposal) == say_yes(inside, proposal)
    assert Pair.objects.count() == 1


def test_two_questions_towards_each_other_are_a_yes_from_both(inside: Northmere, cycle: Cycle) -> None:
    first = ask(inside, cycle, "Helen", "Priya")
    assert ask(inside, cycle, "Priya", "Helen") == first
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert ask(inside, cycle, "Priya", "Helen").state == "accepted"
    assert Pair.objects.count() == 1


def test_asking_somebody_who_asked_first_is_a_yes_even_while_waiting_for_another(
    inside: Northmere, cycle: Cycle
) -> None:
    ask(inside, cycle, "Helen", "Idris")
    ask(inside, cycle, "Priya", "Helen")
    ask(inside, cycle, "Helen", "Priya")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert states(cycle) == {("Helen", "Idris"): "lapsed", ("Priya", "Helen"): "accepted"}


def test_a_pair_lets_every_other_question_of_the_two_lapse_and_no_others(
    inside: Northmere, cycle: Cycle
) -> None:
    ask(inside, cycle, "Amara", "Priya")
    ask(inside, cycle, "Idris", "Helen")
    ask(inside, cycle, "Joanna", "Siobhan")
    pair_up(inside, cycle, "Helen", "Priya")
    assert states(cycle) == {
        ("Amara", "Priya"): "lapsed",
        ("Idris", "Helen"): "lapsed",
        ("Joanna", "Siobhan"): "open",
        ("Helen", "Priya"): "accepted",
    }


def test_one_open_question_at_a_time(inside: Northmere, cycle: Cycle) -> None:
    first = ask(inside, cycle, "Helen", "Priya")
    with pytest.raises(StillWaiting, match="You are waiting for Priya Nair to answer") as caught:
        ask(inside, cycle, "Helen", "Idris")
    assert caught.value.proposal == first
    assert states(cycle) == {("Helen", "Priya"): "open"}


def test_withdrawing_one_question_for_another(inside: Northmere, cycle: Cycle) -> None:
    first = ask(inside, cycle, "Helen", "Priya")
    propose(
        cycle=cycle,
        proposer=inside.leader("Helen"),
        addressee=inside.leader("Idris"),
        by=inside.person("Helen"),
        instead_of=first.pk,
    )
    assert states(cycle) == {("Helen", "Priya"): "withdrawn", ("Helen", "Idris"): "open"}


def test_nobody_elses_question_can_be_withdrawn_that_way(inside: Northmere, cycle: Cycle) -> None:
    theirs = ask(inside, cycle, "Amara", "Priya")
    propose(
        cycle=cycle,
        proposer=inside.leader("Helen"),
        addressee=inside.leader("Idris"),
        by=inside.person("Helen"),
        instead_of=theirs.pk,
    )
    assert states(cycle) == {("Amara", "Priya"): "open", ("Helen", "Idris"): "open"}


@pytest.mark.parametrize(
    ("who", "whom", "said"),
    [
        ("Helen", "Vikram", "Vikram Sethi cannot be your partner this cycle: same function as you."),
        ("Helen", "Maggie", "Maggie Thornton cannot be your partner this cycle: your line manager."),
        ("Maggie", "Helen", "Helen Armitage cannot be your partner this cycle: reports to you."),
        ("Helen", "Idris", "Idris Kaya cannot be your partner this cycle: your partner in cycle 1."),
        ("Helen", "Amara", "Amara Okafor has just paired with Joanna Clarke."),
        ("Joanna", "Siobhan", "You are in a pair with Amara Okafor already."),
    ],
)
def test_who_cannot_be_asked_and_why(inside: Northmere, who: str, whom: str, said: str) -> None:
    earlier_cycle(inside, ("Helen", "Idris"))
    cycle = open_room(inside)
    pair_up(inside, cycle, "Amara", "Joanna")
    with pytest.raises(DomainError) as caught:
        ask(inside, cycle, who, whom)
    assert str(caught.value) == said


def test_somebody_who_does_not_take_part_or_has_left_cannot_be_asked(inside: Northmere, cycle: Cycle) -> None:
    priya = inside.leader("Priya")
    cycle.participants.filter(leader=inside.leader("Idris")).delete()
    with pytest.raises(DomainError, match="Idris Kaya does not take part in this cycle"):
        ask(inside, cycle, "Helen", "Idris")
    Leader.objects.filter(pk=priya.pk).update(left_on=AT.date())
    with pytest.raises(DomainError, match="Priya Nair has left the team"):
        ask(inside, cycle, "Helen", "Priya")


def test_somebody_without_a_function_cannot_be_asked(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(function=None)
    with pytest.raises(DomainError, match="Priya Nair cannot be your partner this cycle: no function yet"):
        ask(inside, cycle, "Helen", "Priya")


def test_nobody_speaks_for_another(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    helen, idris = inside.person("Helen"), inside.person("Idris")
    with pytest.raises(DomainError, match="Only Priya Nair can say that"):
        accept(proposal=proposal, by=helen)
    with pytest.raises(DomainError, match="Only Priya Nair can say that"):
        decline(proposal=proposal, by=inside.facilitator)
    with pytest.raises(DomainError, match="Only Helen Armitage can say that"):
        withdraw(proposal=proposal, by=idris)
    with pytest.raises(DomainError, match="Only Helen Armitage can say that"):
        propose(cycle=cycle, proposer=inside.leader("Helen"), addressee=inside.leader("Idris"), by=idris)
    with pytest.raises(DomainError, match="Only Helen Armitage can say that"):
        step_back(cycle=cycle, leader=inside.leader("Helen"), by=idris)
    assert states(cycle) == {("Helen", "Priya"): "open"}


def test_not_this_time_frees_both_and_can_be_said_twice(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    for _twice in range(2):
        decline(proposal=proposal, by=inside.person("Priya"))
    assert states(cycle) == {("Helen", "Priya"): "declined"}
    ask(inside, cycle, "Helen", "Idris")
    with pytest.raises(DomainError, match="This invitation is not open any more"):
        say_yes(inside, proposal)


def test_withdrawing_twice_and_then_a_late_yes(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    for _twice in range(2):
        withdraw(proposal=proposal, by=inside.person("Helen"))
    with pytest.raises(DomainError, match="Helen Armitage has withdrawn this invitation"):
        say_yes(inside, proposal)
    assert paired(cycle) == set()


def test_after_a_yes_neither_not_this_time_nor_withdrawing(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    say_yes(inside, proposal)
    with pytest.raises(DomainError, match="You have said yes to Helen Armitage"):
        decline(proposal=proposal, by=inside.person("Priya"))
    with pytest.raises(DomainError, match="Priya Nair has just said yes, so you are a pair"):
        withdraw(proposal=proposal, by=inside.person("Helen"))
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}


def test_a_yes_to_somebody_who_has_just_paired_with_another(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pair_up(inside, cycle, "Idris", "Helen")
    with pytest.raises(DomainError, match="Helen Armitage has just paired with Idris Kaya"):
        say_yes(inside, proposal)
    assert paired(cycle) == {frozenset({"Helen", "Idris"})}


def test_a_yes_after_the_roster_has_changed(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(manager=inside.leader("Helen"))
    with pytest.raises(
        DomainError, match="Helen Armitage cannot be your partner this cycle: your line manager"
    ):
        say_yes(inside, proposal)


def test_stepping_back_frees_both_without_a_fault_on_record(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    assert step_back(cycle=cycle, leader=inside.leader("Priya"), by=inside.person("Priya"))
    assert not step_back(cycle=cycle, leader=inside.leader("Priya"), by=inside.person("Priya"))
    assert paired(cycle) == set()
    assert states(cycle) == {("Helen", "Priya"): "lapsed"}
    entry = AuditEntry.objects.get(verb="pair undone")
    assert (entry.by, entry.by_name, entry.subject_id) == (None, "", pair.pk)
    pair_up(inside, cycle, "Helen", "Priya")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}


def test_the_audit_trail_has_pairs_but_no_question_and_no_answer(inside: Northmere, cycle: Cycle) -> None:
    decline(proposal=ask(inside, cycle, "Amara", "Priya"), by=inside.person("Priya"))
    withdraw(proposal=ask(inside, cycle, "Idris", "Helen"), by=inside.person("Idris"))
    pair_up(inside, cycle, "Helen", "Priya")
    entries = AuditEntry.objects.filter(at__gte=cycle.created_at)
    about = entries.exclude(verb__in=["cycle made", "choosing opened", "team created", "role granted"])
    assert [entry.verb for entry in about.exclude(verb="organisation created")] == ["pair formed"]
    (formed,) = entries.filter(verb="pair formed")
    assert formed.by is None
    assert formed.details == {
        "cycle": 1,
        "leaders": sorted(str(inside.leader(name).pk) for name in ("Helen", "Priya")),
    }


def test_before_choosing_opens_and_after_sealing_nothing_can_be_pressed(inside: Northmere) -> None:
    cycle = open_room(inside)
    proposal = ask(inside, cycle, "Amara", "Idris")
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    for press in (
        lambda: ask(inside, cycle, "Siobhan", "Vikram"),
        lambda: say_yes(inside, proposal),
        lambda: decline(proposal=proposal, by=inside.person("Idris")),
        lambda: withdraw(proposal=proposal, by=inside.person("Amara")),
        lambda: step_back(cycle=cycle, leader=inside.leader("Helen"), by=inside.person("Helen")),
    ):
        with pytest.raises(DomainError, match="The pairs are sealed, so nothing changes any more"):
            press()
    assert states(cycle) == {("Amara", "Idris"): "lapsed", ("Helen", "Priya"): "accepted"}


def test_a_leader_of_another_team_or_organisation_cannot_be_asked(inside: Northmere, cycle: Cycle) -> None:
    stranger = make_northmere("southmere").leader("Priya")
    with scope(organisation=inside.organisation.pk), pytest.raises(DomainError, match="does not take part"):
        propose(cycle=cycle, proposer=inside.leader("Helen"), addressee=stranger, by=inside.person("Helen"))


@pytest.mark.parametrize("leaders", [8, 40])
def test_a_yes_takes_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        proposal = ask(cast, cycle, "Helen", "Priya")
        with CaptureQueriesContext(connection) as queries:
            say_yes(cast, proposal)
    assert len(queries) == 27
