"""Choosing paused for a moment: nothing moves but what is taken back, and what those who run it do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.services.changes import NOT_OPEN, PAUSED, SEALED
from pairing.services.choosing import accept, decline, propose, step_back, withdraw
from pairing.services.facilitating import pause_choosing, resume_choosing, undo_pair
from pairing.services.participants import choose_after_all, mark_absent, mark_back, sit_out
from pairing.services.recording import record_pair
from pairing.services.room import version_of
from pairing.services.suggesting import ask_to_join, leave, suggest_to_room, take
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.pairing.room import AT, STARTS_ON, ask, pair_up, paired, seal, states
from tests.pairing.suggesting import all_but_vikram_paired, ask_to_be_third, the_suggestion


def pause(cast: Northmere, cycle: Cycle) -> None:
    pause_choosing(cycle=cycle, by=cast.facilitator)


def refused(press: Callable[..., Any], **arguments: Any) -> None:
    with pytest.raises(DomainError) as caught:
        press(**arguments)
    assert str(caught.value) == PAUSED


def test_nobody_asks_or_answers_or_steps_back(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Amara", "Idris")
    proposal = ask(inside, cycle, "Helen", "Priya")
    pause(inside, cycle)
    helen, priya, amara = (inside.leader(name) for name in ("Helen", "Priya", "Amara"))
    refused(propose, cycle=cycle, proposer=priya, addressee=helen, by=inside.person("Priya"))
    refused(
        propose, cycle=cycle, proposer=inside.leader("Vikram"), addressee=priya, by=inside.person("Vikram")
    )
    refused(
        propose,
        cycle=cycle,
        proposer=helen,
        addressee=inside.leader("Joanna"),
        by=inside.person("Helen"),
        instead_of=proposal.pk,
    )
    refused(accept, proposal=proposal, by=inside.person("Priya"))
    refused(decline, proposal=proposal, by=inside.person("Priya"))
    refused(step_back, cycle=cycle, leader=amara, by=inside.person("Amara"))
    assert states(cycle) == {("Amara", "Idris"): "accepted", ("Helen", "Priya"): "open"}
    assert paired(cycle) == {frozenset({"Amara", "Idris"})}


def test_a_question_can_be_withdrawn(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pause(inside, cycle)
    withdraw(proposal=proposal, by=inside.person("Helen"))
    assert states(cycle) == {("Helen", "Priya"): "withdrawn"}


def test_suggestions_are_not_taken_or_left_but_a_yes_can_be_taken_back(
    inside: Northmere, cycle: Cycle
) -> None:
    suggest_to_room(cycle=cycle, by=inside.facilitator, at=AT)
    suggestion = the_suggestion(inside, cycle, "Helen")
    helen, other = [row.leader for row in suggestion.leaders.order_by("leader__sort_name")]
    if helen.called != "Helen":
        helen, other = other, helen
    take(suggestion=suggestion, leader=helen, by=helen)
    pause(inside, cycle)
    refused(take, suggestion=suggestion, leader=other, by=other)
    refused(leave, suggestion=suggestion, leader=other, by=other)
    leave(suggestion=suggestion, leader=helen, by=helen)
    suggestion.refresh_from_db()
    assert suggestion.ended_at is not None


def test_nobody_joins_a_pair_but_the_question_can_be_withdrawn(odd: Northmere) -> None:
    cycle, pair = all_but_vikram_paired(odd)
    pause(odd, cycle)
    vikram = odd.leader("Vikram")
    refused(ask_to_join, cycle=cycle, leader=vikram, pair=pair, by=vikram)
    resume_choosing(cycle=cycle, by=odd.facilitator)
    suggestion = ask_to_be_third(odd, cycle, "Vikram", pair)
    pause(odd, cycle)
    leave(suggestion=suggestion, leader=vikram, by=vikram)
    suggestion.refresh_from_db()
    assert suggestion.ended_at is not None


def test_nobody_sits_out_by_themself_and_those_who_run_it_pass_it_on(odd: Northmere) -> None:
    cycle, _pair = all_but_vikram_paired(odd)
    pause(odd, cycle)
    vikram = odd.leader("Vikram")
    refused(sit_out, cycle=cycle, leader=vikram, by=vikram)
    sit_out(cycle=cycle, leader=vikram, by=odd.facilitator)
    refused(choose_after_all, cycle=cycle, leader=vikram, by=odd.person("Vikram"))
    choose_after_all(cycle=cycle, leader=vikram, by=odd.facilitator)
    assert not cycle.participants.get(leader=vikram).sits_out


def test_those_who_run_it_write_down_undo_and_mark(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Helen", "Priya")
    pause(inside, cycle)
    helen, priya = inside.leader("Helen"), inside.leader("Priya")
    pair = record_pair(cycle=cycle, one=helen, other=priya, both_said_yes=True, by=inside.facilitator)
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert undo_pair(cycle=cycle, pair=pair, by=inside.facilitator)
    mark_absent(cycle=cycle, leader=helen, by=inside.facilitator)
    mark_back(cycle=cycle, leader=helen, by=inside.facilitator)
    assert suggest_to_room(cycle=cycle, by=inside.facilitator)


def test_choosing_goes_on_as_it_was(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pause(inside, cycle)
    resume_choosing(cycle=cycle, by=inside.facilitator)
    accept(proposal=proposal, by=inside.person("Priya"))
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}


def test_pausing_twice_pauses_once_and_it_is_in_the_trail(inside: Northmere, cycle: Cycle) -> None:
    for press in (pause_choosing, pause_choosing, resume_choosing, resume_choosing):
        press(cycle=cycle, by=inside.sponsor)
    told = AuditEntry.objects.filter(verb__startswith="choosing ", subject_id=cycle.pk).order_by("at")
    assert [(entry.verb, entry.by) for entry in told] == [
        ("choosing opened", inside.facilitator),
        ("choosing paused", inside.sponsor),
        ("choosing resumed", inside.sponsor),
    ]


def test_every_page_notices(inside: Northmere, cycle: Cycle) -> None:
    helen = inside.leader("Helen").pk
    before = version_of(cycle), version_of(cycle, leader_id=helen)
    paused = pause_choosing(cycle=cycle, by=inside.facilitator)
    after = version_of(paused), version_of(paused, leader_id=helen)
    assert not set(before) & set(after)
    resumed = resume_choosing(cycle=cycle, by=inside.facilitator)
    assert (version_of(resumed), version_of(resumed, leader_id=helen)) == before


def test_sealing_ends_the_pause(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    pause(inside, cycle)
    sealed = seal(inside, cycle)
    assert not sealed.paused
    stored = Cycle.objects.get(pk=cycle.pk)
    assert (stored.stage, stored.paused) == (Cycle.Stage.RUNNING, False)
    with pytest.raises(DomainError, match=SEALED):
        pause_choosing(cycle=cycle, by=inside.facilitator)


def test_before_it_opens_there_is_nothing_to_pause(inside: Northmere) -> None:
    draft = create_cycle(
        team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=inside.facilitator
    )
    for press in (pause_choosing, resume_choosing):
        with pytest.raises(DomainError, match=NOT_OPEN):
            press(cycle=draft, by=inside.facilitator)
