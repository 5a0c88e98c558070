"""Who is left is named, what happens is said, then the pairs are sealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cycles.models import Cycle
from pairing.models import Suggestion
from pairing.services.suggesting import suggest_to_room
from teams.models import Leader
from tests.cast import Northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import AT, open_room, pair_up, seal
from tests.pairing.views.pages import actions, at, hidden, signed_in, words


def post(cast: Northmere, desk: Client, version: str, *, tick: bool) -> Any:
    return desk.post(at(cast, "sealing"), {"seen": version, **({"sit_out": "on"} if tick else {})})


def version(page: Any) -> str:
    (found,) = set(hidden(page, "seen"))
    return found


def test_who_is_left_is_named_and_ticked(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    page = desk.get(at(inside, "sealing"))
    text = words(page)
    assert "Seal the pairs of cycle 1?" in text
    assert "One pair, six still choosing" in text
    assert "The cycle runs from 1 December 2026 to 31 May 2027." in text
    for name in (
        "Amara Okafor",
        "Siobhan Doyle",
        "Vikram Sethi",
        "Joanna Clarke",
        "Idris Kaya",
        "Maggie",
    ):
        assert name in text
    unticked = post(inside, desk, version(page), tick=False)
    assert unticked.status_code == 422
    assert "Speak with everybody named here first." in words(unticked)
    cycle.refresh_from_db()
    assert cycle.stage == "choosing"
    sealed = post(inside, desk, version(page), tick=True)
    assert sealed.headers["Location"] == f"{inside.base}cycle/"
    cycle.refresh_from_db()
    assert cycle.stage == "running"
    assert desk.get(at(inside, "sealing")).headers["Location"] == at(inside, "room")
    assert post(inside, desk, version(page), tick=True).headers["Location"] == at(inside, "room")


def test_who_comes_from_elsewhere_goes_back_there(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    from_there = f"{inside.base}cycles/1/awayday/"
    page = desk.get(f"{at(inside, 'sealing')}?back={from_there}")
    assert f'href="{from_there}">Not yet</a>' in page.text
    sent = {"seen": version(page), "back": from_there}
    unticked = desk.post(at(inside, "sealing"), sent)
    assert hidden(unticked, "back") == [from_there]
    for _press in range(2):
        sealed = desk.post(at(inside, "sealing"), {**sent, "sit_out": "on"})
        assert sealed.headers["Location"] == from_there
    assert "The pairs are sealed. Cycle 1 runs from 1 December 2026." in desk.get(f"{inside.base}cycle/").text


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "javascript:alert(1)"])
def test_no_link_leads_out_of_the_site(inside: Northmere, cycle: Cycle, desk: Client, back: str) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    page = desk.get(at(inside, "sealing"), {"back": back})
    assert "elsewhere" not in page.text
    assert "javascript" not in page.text
    sealed = desk.post(at(inside, "sealing"), {"seen": version(page), "sit_out": "on", "back": back})
    assert sealed.headers["Location"] == f"{inside.base}cycle/"


def test_one_person_left_is_named_in_the_tick_itself(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    for name in ("Amara", "Siobhan", "Vikram", "Joanna", "Maggie"):
        cycle.participants.filter(leader=inside.leader(name)).delete()
    pair_up(inside, cycle, "Helen", "Priya")
    assert "Idris Kaya sits this cycle out, by their own wish" in words(desk.get(at(inside, "sealing")))


def test_nobody_left_needs_no_tick(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    for name in ("Amara", "Siobhan", "Vikram", "Joanna", "Maggie", "Idris"):
        cycle.participants.filter(leader=inside.leader(name)).delete()
    pair_up(inside, cycle, "Helen", "Priya")
    page = desk.get(at(inside, "sealing"))
    assert "One pair, and everybody has a partner" in words(page)
    assert post(inside, desk, version(page), tick=False).status_code == 302


def test_when_the_room_has_moved_on_it_is_shown_afresh(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    page = desk.get(at(inside, "sealing"))
    pair_up(inside, cycle, "Amara", "Joanna")
    late = post(inside, desk, version(page), tick=True)
    assert late.status_code == 422
    assert "The room has moved on since you opened this page." in words(late)
    assert "Two pairs, four still choosing" in words(late)
    assert version(late) != version(page)
    assert 'name="sit_out" checked' not in late.content.decode()
    assert post(inside, desk, version(late), tick=True).status_code == 302


def test_without_a_pair_there_is_nothing_to_press(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    page = desk.get(at(inside, "sealing"))
    assert "There is no pair yet" in words(page)
    assert actions(page) == set()
    refused = post(inside, desk, "anything", tick=True)
    assert refused.status_code == 422


def test_somebody_in_a_pair_who_has_left_is_said_before(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(left_on=AT.date())
    page = desk.get(at(inside, "sealing"))
    assert "Priya Nair has left the team" in words(page)
    refused = post(inside, desk, version(page), tick=True)
    assert "Undo the pair of Helen Armitage and Priya Nair first." in words(refused)
    assert "has left the team" in words(desk.get(at(inside, "room")))


def test_the_cycle_before_is_said_to_close(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    later = open_room(inside, AT.date().replace(year=2027))
    pair_up(inside, later, "Amara", "Joanna")
    assert "Cycle 1 closes. Everybody keeps their notes" in words(desk.get(at(inside, "sealing", number=2)))


def test_those_who_are_away_or_rest_are_named(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Vikram", "Idris", absent=True)
    put_aside(inside, cycle, "Maggie", "Amara", "Siobhan", "Joanna")
    page = desk.get(at(inside, "sealing"))
    text = words(page)
    assert "Away; paired later PPL Idris Kaya Director of People FIN Vikram Sethi" in text
    assert "Sitting this cycle out, by their own wish PPL Joanna Clarke" in text
    assert "everybody has a partner" not in text
    assert post(inside, desk, version(page), tick=False).status_code == 302
    row = cycle.participants.get(leader=inside.leader("Idris"))
    assert (row.absent, row.sits_out) == (True, False)


def test_those_who_could_still_pair_are_named_before_they_are_ticked(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    put_aside(inside, cycle, "Vikram", "Amara", "Siobhan", "Joanna")
    text = words(desk.get(at(inside, "sealing")))
    assert "Some of them could still find a partner Idris Kaya and Maggie Thornton" in text
    put_aside(inside, cycle, "Idris")
    put_aside(inside, cycle, "Amara", sits_out=False)
    assert "could still" not in words(desk.get(at(inside, "sealing")))


def test_the_one_left_who_could_still_join_a_pair_is_named(odd: Northmere, odd_cycle: Cycle) -> None:
    desk = signed_in(odd.facilitator)
    pair_up(odd, odd_cycle, "Amara", "Siobhan")
    put_aside(odd, odd_cycle, "Maggie", "Priya", "Helen", "Joanna")
    text = words(desk.get(at(odd, "sealing")))
    assert "Vikram Sethi could still join a pair" in text
    assert "Siobhan Doyle, Amara Okafor and Vikram Sethi as a trio" in text


def test_suggestions_that_are_open_end_when_it_is_sealed(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    suggest_to_room(cycle=cycle, by=inside.facilitator, at=AT)
    assert Suggestion.objects.open().count() == 3
    post(inside, desk, version(desk.get(at(inside, "sealing"))), tick=True)
    assert Suggestion.objects.open().count() == 0
