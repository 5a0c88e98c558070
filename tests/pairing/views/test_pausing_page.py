"""What everybody sees while choosing is paused for a moment."""

from __future__ import annotations

import pytest
from django.test import Client

from cycles.models import Cycle
from pairing.services.changes import PAUSED
from pairing.services.facilitating import pause_choosing, resume_choosing
from pairing.services.participants import mark_absent, sit_out
from tests.cast import Northmere
from tests.pairing.room import ask, pair_up, seal, states
from tests.pairing.suggesting import say_yes_to_suggestion, suggested_with, the_suggestion
from tests.pairing.views.pages import HTMX, actions, at, hidden, seen, signed_in, title, words
from tests.pairing.views.phone import Phone

GOES_ON = "Choosing goes on when your facilitator says so."


@pytest.fixture
def paused(inside: Northmere, cycle: Cycle) -> Cycle:
    return pause_choosing(cycle=cycle, by=inside.facilitator)


def presses(phone: Phone) -> set[str]:
    """What can be pressed, by the end of its address; help can be asked for at any moment."""
    return {where.rstrip("/").rsplit("/", 1)[1] for where in actions(phone.page())} - {"help-signal"}


def test_the_list_is_hidden_and_it_is_said(inside: Northmere, paused: Cycle) -> None:
    helen = Phone(inside, "Helen")
    page = helen.page()
    assert title(page) == "Paused for a moment – Coaching Pairs"
    text = words(page)
    assert GOES_ON in text
    assert "You can ask" not in text
    assert "Priya Nair" not in text
    assert hidden(page, "leader") == []
    assert presses(helen) == set()
    assert "every 5s" in page.content.decode()


def test_invitations_are_shown_and_cannot_be_answered(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Priya", "Helen")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    helen = Phone(inside, "Helen")
    text = words(helen.page())
    assert "Priya Nair Director of Care, asked" in text
    assert "You can answer once choosing goes on." in text
    assert "Yes, pair with" not in text
    assert presses(helen) == set()
    told = words(helen.answer(proposal, "acceptance", htmx=True))
    assert PAUSED in told
    assert "Paused for a moment" in told
    assert states(cycle) == {("Priya", "Helen"): "open"}


def test_ones_own_question_can_be_withdrawn(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    helen = Phone(inside, "Helen")
    assert "Priya can answer once choosing goes on." in words(helen.page())
    assert presses(helen) == {"withdrawal"}
    helen.answer(proposal, "withdrawal")
    assert states(cycle) == {("Helen", "Priya"): "withdrawn"}


def test_a_suggestion_is_shown_and_only_a_yes_can_be_taken_back(inside: Northmere, cycle: Cycle) -> None:
    other = suggested_with(inside, cycle, "Helen")
    say_yes_to_suggestion(inside, cycle, "Helen")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    for name, pressed in ((other, set()), ("Helen", {"not-this-time"})):
        phone = Phone(inside, name)
        assert "Your facilitator suggests: you and" in words(phone.page())
        assert presses(phone) == pressed
    where = f"suggestions/{the_suggestion(inside, cycle, 'Helen').pk}/"
    assert PAUSED in words(Phone(inside, other).press(f"{where}not-this-time/", htmx=True))
    assert PAUSED in words(Phone(inside, other).press(f"{where}acceptance/", htmx=True))


def test_a_pair_stays_on_the_page_without_stepping_back(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    helen = Phone(inside, "Helen")
    text = words(helen.page())
    assert "You and Priya are a pair" in text
    assert "Step back" not in text
    assert "Choosing is paused for a moment." in text
    assert presses(helen) == set()
    assert PAUSED in words(helen.press("stepping-back/", htmx=True))


def test_who_sits_out_or_is_away_is_told_what_they_were_told(inside: Northmere, cycle: Cycle) -> None:
    sit_out(cycle=cycle, leader=inside.leader("Helen"), by=inside.facilitator)
    mark_absent(cycle=cycle, leader=inside.leader("Idris"), by=inside.facilitator)
    pause_choosing(cycle=cycle, by=inside.facilitator)
    helen = Phone(inside, "Helen")
    assert "You are sitting this cycle out" in words(helen.page())
    assert presses(helen) == set()
    assert PAUSED in words(helen.press("choosing-after-all/", htmx=True))
    assert "You are marked as away" in words(Phone(inside, "Idris").page())


def test_the_page_comes_and_goes_by_itself(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    before = helen.page()
    pause_choosing(cycle=cycle, by=inside.facilitator)
    changed = helen.fragment(seen=seen(before), was="choosing")
    assert "Paused for a moment" in words(changed)
    resume_choosing(cycle=cycle, by=inside.facilitator)
    again = helen.fragment(seen=seen(changed), was="choosing")
    assert "Who would you like to pair with?" in words(again)


def test_the_page_of_ideas_leads_back(inside: Northmere, paused: Cycle) -> None:
    helen = Phone(inside, "Helen")
    page = helen.client.get(f"{helen.address}help/")
    assert (page.status_code, page.headers["Location"]) == (302, helen.address)


def test_a_facilitator_and_a_sponsor_pause_and_go_on(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    room = at(inside, "room")
    for client in (desk, signed_in(inside.sponsor)):
        page = client.get(room)
        assert "Pause choosing" in words(page)
        assert f"{room}pause/" in actions(page)
        told = words(client.post(f"{room}pause/", follow=True))
        assert "Choosing is paused." in told
        assert Cycle.objects.get(pk=cycle.pk).paused
        page = client.get(room)
        assert "Nobody can ask or answer meanwhile." in words(page)
        assert f"{room}resumption/" in actions(page)
        assert "Choosing goes on." in words(client.post(f"{room}resumption/", follow=True))
        assert not Cycle.objects.get(pk=cycle.pk).paused


def test_another_screen_of_those_who_run_it_notices(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    room = at(inside, "room")
    version = seen(desk.get(room))
    pause_choosing(cycle=cycle, by=inside.sponsor)
    changed = desk.get(room, {"seen": version}, **HTMX)
    assert changed.status_code == 200
    assert "Choosing is paused" in words(changed)


def test_once_sealed_there_is_nothing_to_pause(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    room = at(inside, "room")
    assert "Pause choosing" not in words(desk.get(room))
    told = desk.post(f"{room}pause/", follow=True)
    assert "The pairs are sealed, so nothing changes any more." in words(told)


def test_the_pairs_can_be_sealed_from_a_paused_room(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    pause_choosing(cycle=cycle, by=inside.facilitator)
    (version,) = hidden(desk.get(at(inside, "sealing")), "seen")
    desk.post(at(inside, "sealing"), {"seen": version, "sit_out": "on"})
    stored = Cycle.objects.get(pk=cycle.pk)
    assert (stored.stage, stored.paused) == (Cycle.Stage.RUNNING, False)
