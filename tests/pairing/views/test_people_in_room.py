"""Away, sitting out and back, pressed in the room by those who run it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from cycles.models import Cycle, Participant
from tests.cast import Northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import AT, ask, pair_up, seal, states
from tests.pairing.views.pages import HTMX, actions, at, signed_in, words
from tests.pairing.views.test_preflight_page import draft


def press(cast: Northmere, desk: Client, who: str, what: str) -> str:
    """What the room says then."""
    where = at(cast, f"room/participants/{cast.leader(who).pk}/{what}")
    assert desk.get(where).status_code == 405
    return words(desk.post(where, follow=True))


def stands(cycle: Cycle, cast: Northmere, who: str) -> tuple[bool, bool]:
    row = Participant.objects.get(cycle=cycle, leader=cast.leader(who))
    return row.absent, row.sits_out


def test_somebody_is_away_and_comes_back(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    ask(inside, cycle, "Helen", "Priya")
    text = press(inside, desk, "Helen", "away")
    assert "Helen Armitage is away and is paired later." in text
    assert "Away, paired later 1 FIN Helen Armitage Back now : Helen Armitage" in text
    assert "Still choosing 7" in text
    assert stands(cycle, inside, "Helen") == (True, False)
    assert states(cycle) == {("Helen", "Priya"): "lapsed"}
    text = press(inside, desk, "Helen", "back")
    assert "Helen Armitage is back and chooses." in text
    assert "Still choosing 8" in text
    assert "Away, paired later" not in text


def test_somebody_sits_out_and_chooses_after_all(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    text = press(inside, desk, "Helen", "sitting-out")
    assert "Helen Armitage sits this cycle out." in text
    assert "Sitting this cycle out 1 FIN Helen Armitage Chooses after all : Helen Armitage" in text
    assert stands(cycle, inside, "Helen") == (False, True)
    text = press(inside, desk, "Helen", "choosing-after-all")
    assert "Helen Armitage chooses after all." in text
    assert stands(cycle, inside, "Helen") == (False, False)


def test_what_stands_in_the_way_is_said(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    text = press(inside, desk, "Helen", "away")
    assert "Helen Armitage is in a pair with Priya Nair. That has to be undone first." in text
    seal(inside, cycle)
    text = press(inside, desk, "Helen", "away")
    assert "Helen Armitage is in a pair with Priya Nair. That has to end first." in text
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    assert "The pairs are sealed, so nothing changes any more." in press(inside, desk, "Vikram", "back")


def test_the_room_asks_before_and_says_what_lapses(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    page = desk.get(at(inside, "room"))
    assert "Invitations from and to Helen lapse." in words(page)
    helen = f"room/participants/{inside.leader('Helen').pk}"
    assert {at(inside, f"{helen}/away"), at(inside, f"{helen}/sitting-out")} <= actions(page)
    put_aside(inside, cycle, "Helen", absent=True)
    changed = desk.get(at(inside, "room"), **HTMX)
    assert at(inside, f"{helen}/back") in actions(changed)
    assert at(inside, f"{helen}/away") not in actions(changed)


def test_somebody_of_no_team_or_another_one_is_not_there(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    for what in ("away", "back", "sitting-out", "choosing-after-all"):
        assert desk.post(at(inside, f"room/participants/{uuid.uuid4()}/{what}")).status_code == 404


@pytest.mark.parametrize("what", ["away", "sitting-out"])
def test_before_choosing_opens_nobody_is_put_aside(inside: Northmere, desk: Client, what: str) -> None:
    draft(inside)
    assert "Choosing has not opened yet." in press(inside, desk, "Helen", what)


def test_sponsors_press_it_too(inside: Northmere, cycle: Cycle) -> None:
    assert "is away and is paired later." in press(inside, signed_in(inside.sponsor), "Helen", "away")


def test_once_sealed_those_away_are_named_until_they_are_back(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    put_aside(inside, cycle, "Idris", absent=True)
    pair_up(inside, cycle, "Helen", "Priya", AT)
    seal(inside, cycle)
    text = words(desk.get(at(inside, "room")))
    assert "Away, paired later 1 PPL Idris Kaya Back now : Idris Kaya" in text
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    text = words(desk.get(at(inside, "room")))
    assert "Away, paired later 1 PPL Idris Kaya" in text
    assert "Back now" not in text
