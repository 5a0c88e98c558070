"""Two people press at the very same moment, on pages that both offered it (SECURITY 41)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import close_old_connections, connections
from django.test import Client

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from pairing.services.participants import mark_absent
from pairing.services.suggesting import suggest_to_room
from tests.awayday.at_the_door import base_of, by_card, signed_in, without_tokens
from tests.awayday.crowd import HTMX
from tests.awayday.forms_on import buttons_on
from tests.awayday.held import choosing
from tests.cast import Northmere, make_northmere
from tests.pairing.room import pair_up, paired
from tests.pairing.views.dom import Element, parse

pytestmark = pytest.mark.django_db(transaction=True)

Press = Callable[[], Element]
NOBODY = "Who would you like to pair with?"


@dataclass
class Room:
    cast: Northmere
    awayday: Awayday

    @property
    def pairs(self) -> set[frozenset[str]]:
        with scope(organisation=self.cast.organisation.pk):
            return paired(self.awayday.opens)

    def phone(self, name: str) -> Client:
        """Half of them are signed in, the others have a place card."""
        if name in ("Helen", "Idris", "Vikram"):
            return signed_in(self.cast, name)
        return by_card(self.cast, self.awayday, name)

    def button(self, client: Client, says: str) -> Press:
        """What stands on their phone now, to be pressed later; gives back what it is answered with."""
        page = client.get(f"{base_of(self.cast, self.awayday)}phone/").content.decode()
        (found,) = [one for one in buttons_on(page) if one.says == says]

        def press() -> Element:
            response = client.post(found.action, found.fields, **HTMX)
            assert response.status_code == 200
            return parse(without_tokens(response).decode())

        return press


@pytest.fixture
def room() -> Room:
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        return Room(cast, choosing(cast))


def at_once(*presses: Press) -> list[Element]:
    """All start together."""
    together = threading.Barrier(len(presses))

    def run(press: Press) -> Element:
        close_old_connections()
        together.wait()
        try:
            return press()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(run, presses))


def answer(page: Element) -> tuple[str, str]:
    """What stands in the way, and the heading."""
    problem = [one for one in page if "notice--heed" in (one.attributes.get("class") or "")]
    return problem[0].text() if problem else "", page.by_id("choosing-h").text()


def row_of(room: Room, page: Element, name: str) -> str:
    return page.by_id(f"c-{room.cast.leader(name).pk}").text()


def test_a_double_click_on_yes_gives_one_pair_and_the_same_page(room: Room) -> None:
    helen, priya = room.phone("Helen"), room.phone("Priya")
    room.button(helen, "Ask Priya Nair")()
    yes = room.button(priya, "Yes, pair with Helen")
    first, second = at_once(yes, yes)
    assert first == second
    assert answer(first) == ("", "You and Helen are a pair")
    assert room.pairs == {frozenset({"Helen", "Priya"})}


def test_a_double_click_on_ask_asks_once(room: Room) -> None:
    priya = room.phone("Priya")
    ask = room.button(priya, "Ask Helen Armitage")
    first, second = at_once(ask, ask)
    assert first == second
    assert answer(first) == ("", "You have asked Helen Armitage")


def test_two_who_ask_each_other_are_a_pair(room: Room) -> None:
    helen, priya = room.phone("Helen"), room.phone("Priya")
    at_once(room.button(helen, "Ask Priya Nair"), room.button(priya, "Ask Helen Armitage"))
    assert room.pairs == {frozenset({"Helen", "Priya"})}


def test_a_yes_while_the_other_says_yes_to_somebody_else(room: Room) -> None:
    """Helen has asked Priya, and Idris has asked Helen."""
    helen, priya, idris = room.phone("Helen"), room.phone("Priya"), room.phone("Idris")
    room.button(helen, "Ask Priya Nair")()
    room.button(idris, "Ask Helen Armitage")()
    yes = room.button(priya, "Yes, pair with Helen"), room.button(helen, "Yes, pair with Idris")
    of_priya, of_helen = at_once(*yes)
    if room.pairs == {frozenset({"Helen", "Priya"})}:
        assert answer(of_priya) == ("", "You and Helen are a pair")
        assert answer(of_helen) == (
            "You are in a pair with Priya Nair already.",
            "You and Priya are a pair",
        )
    else:
        assert room.pairs == {frozenset({"Helen", "Idris"})}
        assert answer(of_priya) == ("Helen Armitage has just paired with Idris Kaya.", NOBODY)
        assert row_of(room, of_priya, "Helen") == "FIN Helen Armitage Already in a pair"
        assert answer(of_helen) == ("", "You and Idris are a pair")


def test_two_say_yes_to_the_same_person(room: Room) -> None:
    """Helen has asked Priya; her facilitator has suggested her to somebody else, which she is glad of."""
    helen, priya = room.phone("Helen"), room.phone("Priya")
    room.button(helen, "Ask Priya Nair")()
    with scope(organisation=room.cast.organisation.pk):
        made = suggest_to_room(cycle=room.awayday.opens, by=room.cast.facilitator)
        groups = [{row.leader.called for row in one.leaders.select_related("leader")} for one in made]
    (other,) = next(group for group in groups if "Helen" in group) - {"Helen"}
    assert other != "Priya"
    room.button(helen, f"Yes, if {other} says yes too")()
    theirs = room.phone(other)
    of_priya, of_other = at_once(
        room.button(priya, "Yes, pair with Helen"), room.button(theirs, "Yes, if Helen says yes too")
    )
    if room.pairs == {frozenset({"Helen", "Priya"})}:
        assert answer(of_priya) == ("", "You and Helen are a pair")
        assert answer(of_other) == ("This suggestion is not open any more.", NOBODY)
        assert row_of(room, of_other, "Helen") == "FIN Helen Armitage Already in a pair"
    else:
        assert room.pairs == {frozenset({"Helen", other})}
        assert answer(of_other) == ("", "You and Helen are a pair")
        says, _heading = answer(of_priya)
        assert says == f"Helen Armitage has just paired with {room.cast.leader(other).name}."
        assert row_of(room, of_priya, "Helen") == "FIN Helen Armitage Already in a pair"


def test_two_who_ask_to_join_the_same_pair(room: Room) -> None:
    """With one away the number is odd. Whoever comes second learns nothing of the other."""
    with scope(organisation=room.cast.organisation.pk):
        cycle, by = room.awayday.opens, room.cast.facilitator
        mark_absent(cycle=cycle, leader=room.cast.leader("Siobhan"), by=by)
        pair_up(room.cast, cycle, "Maggie", "Vikram")
        pair_up(room.cast, cycle, "Joanna", "Priya")
    says = "Ask Joanna and Priya to take you in as a third"
    pages = at_once(*(room.button(room.phone(name), says) for name in ("Amara", "Helen")))
    asked = ("", "Who would you like to pair with?")
    refused = ("Just now that cannot be asked. Look again a little later.", NOBODY)
    assert sorted(map(answer, pages)) == [asked, refused]
