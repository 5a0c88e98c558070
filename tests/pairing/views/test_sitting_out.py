"""Sitting a cycle out by one's own wish while the number is odd, changing one's mind, and being away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Participant
from pairing.services.participants import mark_absent, mark_back
from tests.cast import Northmere, make_northmere
from tests.pairing.room import ask, open_room, pair_up, states
from tests.pairing.views.pages import actions, at, seen, signed_in, words
from tests.pairing.views.phone import Phone

OFFER = "I would be glad to sit this cycle out"


@pytest.fixture
def odd(db: None) -> Iterator[Northmere]:
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        yield cast


def sits_out(cast: Northmere, cycle: Cycle, name: str) -> bool:
    return Participant.objects.get(cycle=cycle, leader=cast.leader(name)).sits_out


def test_without_script_there_and_back(odd: Northmere) -> None:
    cycle = open_room(odd)
    ask(odd, cycle, "Amara", "Helen")
    helen = Phone(odd, "Helen")
    page = helen.page()
    assert OFFER in words(page)
    assert "It leaves nobody else without a partner." in words(page)
    assert f"{helen.address}sitting-out/" in actions(page)
    assert helen.press("sitting-out/").headers["Location"] == helen.address
    assert sits_out(odd, cycle, "Helen")
    assert states(cycle) == {("Amara", "Helen"): "lapsed"}
    page = helen.page()
    assert "You are sitting this cycle out" in words(page)
    assert "Until the pairs are sealed you can still change your mind." in words(page)
    assert "free to ask others" not in words(page)
    assert "Helen Armitage Sits this cycle out" in words(Phone(odd, "Amara").page())
    assert actions(page) == {f"{helen.address}choosing-after-all/"}
    helen.press("choosing-after-all/")
    assert not sits_out(odd, cycle, "Helen")
    assert "Who would you like to pair with?" in words(helen.page())


def test_with_script(odd: Northmere) -> None:
    open_room(odd)
    helen = Phone(odd, "Helen")
    assert "You are sitting this cycle out" in words(helen.press("sitting-out/", htmx=True))
    assert "Who would you like to pair with?" in words(helen.press("choosing-after-all/", htmx=True))


def test_once_one_sits_out_nobody_else_is_offered_it(odd: Northmere) -> None:
    cycle = open_room(odd)
    Phone(odd, "Helen").press("sitting-out/")
    assert OFFER not in words(Phone(odd, "Vikram").page())
    late = Phone(odd, "Vikram").press("sitting-out/", htmx=True)
    assert "Just now everybody is needed, so that nobody else is left without a partner." in words(late)
    assert not sits_out(odd, cycle, "Vikram")


def test_in_an_even_room_it_is_not_offered(inside: Northmere, cycle: Cycle) -> None:
    assert OFFER not in words(Phone(inside, "Helen").page())


def test_in_a_pair_it_is_not_offered_and_does_nothing(odd: Northmere) -> None:
    cycle = open_room(odd)
    pair_up(odd, cycle, "Helen", "Priya")
    helen = Phone(odd, "Helen")
    assert OFFER not in words(helen.page())
    assert "You and Priya are a pair" in words(helen.press("sitting-out/", htmx=True))
    assert not sits_out(odd, cycle, "Helen")


def test_before_choosing_opens_there_is_nothing_to_sit_out(northmere: Northmere) -> None:
    for where in ("sitting-out/", "choosing-after-all/"):
        late = Phone(northmere, "Helen").press(where, htmx=True)
        assert "Choosing has not opened yet." in words(late)


def test_looking_changes_nothing(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    for where in ("sitting-out/", "choosing-after-all/"):
        assert helen.client.get(f"{helen.address}{where}").status_code == 405


def test_who_is_away_has_a_page_that_comes_back_by_itself(inside: Northmere, cycle: Cycle) -> None:
    mark_absent(cycle=cycle, leader=inside.leader("Helen"), by=inside.facilitator)
    helen = Phone(inside, "Helen")
    page = helen.page()
    text = words(page)
    assert "You are marked as away" in text
    assert "Once you are back, tell your facilitator" in text
    assert actions(page) == set()
    assert 'http-equiv="refresh"' in page.content.decode()
    mark_back(cycle=cycle, leader=inside.leader("Helen"), by=inside.facilitator)
    back = helen.fragment(seen=seen(page), was="away")
    assert "Who would you like to pair with?" in words(back)


def test_the_wall_does_not_say_everybody_while_somebody_is_away(inside: Northmere, cycle: Cycle) -> None:
    for name in ("Amara", "Joanna"):
        mark_absent(cycle=cycle, leader=inside.leader(name), by=inside.facilitator)
    for one, other in (("Maggie", "Priya"), ("Helen", "Siobhan"), ("Vikram", "Idris")):
        pair_up(inside, cycle, one, other)
    text = words(signed_in(inside.facilitator).get(at(inside, "board")))
    assert "Everybody who is choosing has a partner." in text
    assert "Everybody has a partner." not in text
