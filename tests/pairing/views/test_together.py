"""The pages of choosing while the team is together in one room: they lead there, and are kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from cycles.models import Cycle
from pairing.models import Proposal
from pairing.services.choosers import read_choosers
from pairing.services.own_list import NOT_SIGNED_IN
from pairing.views.choosing_links import links_for
from pairing.views.choosing_live import live_page, shown_on
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.guests import open_door
from tests.pairing.room import ask, pair_up
from tests.pairing.suggesting import suggested_with
from tests.pairing.together import together
from tests.pairing.views.dom import parse
from tests.pairing.views.pages import words
from tests.pairing.views.phone import Phone

ROOM = "/the/room/"


@pytest.fixture
def here(inside: Northmere, cycle: Cycle) -> Iterator[Cycle]:
    """The doors are open; Priya has arrived."""
    with together(inside.team, ROOM, inside.leader("Priya").pk):
        yield cycle


def test_the_page_is_the_rooms(inside: Northmere, here: Cycle) -> None:
    helen = Phone(inside, "Helen")
    assert helen.page().headers["Location"] == ROOM
    assert helen.page(q="priya nair").headers["Location"] == f"{ROOM}?q=priya+nair"
    assert helen.client.head(helen.address).headers["Location"] == ROOM


def test_another_team_is_not_there(inside: Northmere, here: Cycle) -> None:
    assert Phone(make_northmere("southmere"), "Helen").page().status_code == 200


def test_a_press_without_script_leads_there(inside: Northmere, here: Cycle) -> None:
    helen, priya = Phone(inside, "Helen"), Phone(inside, "Priya")
    assert helen.ask("Priya").headers["Location"] == ROOM
    proposal = Proposal.objects.get()
    assert helen.ask("Idris").headers["Location"] == f"{ROOM}?instead={inside.leader('Idris').pk}"
    assert priya.answer(proposal, "acceptance").headers["Location"] == ROOM
    assert priya.press("stepping-back/").headers["Location"] == ROOM
    assert helen.press("help-signal/").headers["Location"] == ROOM
    late = priya.answer(proposal, "withdrawal")
    assert late.status_code == 404


def test_what_stood_in_the_way_is_said_there(inside: Northmere, here: Cycle) -> None:
    proposal = ask(inside, here, "Amara", "Helen")
    pair_up(inside, here, "Idris", "Amara")
    helen = Phone(inside, "Helen")
    assert helen.answer(proposal, "acceptance").headers["Location"] == ROOM
    assert "Amara Okafor has just paired with Idris Kaya." in words(helen.client.get(f"{inside.base}pairs/"))


def test_a_guest_is_led_there_and_told_at_once(inside: Northmere, here: Cycle) -> None:
    with open_door() as door:
        helen = Phone(inside, "Helen")
        helen.client = door.guest(inside, "Helen")
        assert helen.page().headers["Location"] == ROOM
        assert helen.ask("Priya").headers["Location"] == ROOM
        told = helen.press("proposals/", leader="nobody")
        assert (told.status_code, "Choose somebody from the list." in words(told)) == (422, True)
        proposal = ask(inside, here, "Idris", "Helen")
        assert helen.answer(proposal, "acceptance").headers["Location"] == ROOM


def test_with_script_a_press_is_answered_with_the_fragment(inside: Northmere, here: Cycle) -> None:
    asked = Phone(inside, "Helen").ask("Priya", htmx=True)
    assert asked.status_code == 200
    assert "You have asked Priya Nair" in words(asked)
    assert Phone(inside, "Helen").fragment().status_code == 200


def test_the_fragment_asks_for_nothing_itself_where_the_whole_page_is_kept_up_to_date(
    inside: Northmere, here: Cycle
) -> None:
    content = Phone(inside, "Helen").fragment().content.decode()
    assert 'id="choosing"' in content
    assert "hx-get=" not in content
    assert f'action="{ROOM}"' not in content, "eight people need no search"


def test_it_says_what_it_shows_as_the_stream_would(inside: Northmere, here: Cycle) -> None:
    helen = Phone(inside, "Helen")
    links = links_for(inside.organisation.slug, inside.team.slug, page=ROOM)
    presses: list[Callable[[], Any]] = [helen.fragment, lambda: helen.ask("Priya", htmx=True), helen.fragment]
    for press in presses:
        answer = press()
        view = read_choosers(here).view_of(
            inside.leader("Helen"), reachable=frozenset([inside.leader("Priya").pk])
        )
        page = live_page(view, links=links, now=timezone.now(), is_guest=False)
        (marked,) = [one for one in parse(main_part(answer)) if "data-live-seen" in one.attributes]
        assert marked.attributes["data-live-seen"] == shown_on(page).seen


def main_part(answer: Any) -> str:
    """The fragment without what stands beside it."""
    content: str = answer.content.decode()
    return content[content.index('<div id="choosing"') : content.index('<div id="choosing-foot"')]


def test_who_has_arrived_is_not_said_to_have_to_sign_in(inside: Northmere, here: Cycle) -> None:
    Leader.objects.filter(pk__in=[inside.leader(name).pk for name in ("Priya", "Idris")]).update(person=None)
    helen = Phone(inside, "Helen")
    text = words(helen.fragment())
    assert f"Idris Kaya Director of People {NOT_SIGNED_IN}" in text
    assert "Priya Nair Director of Care Ask" in text
    assert "A word across the room is quite all right." in words(helen.ask("Priya", htmx=True))
    waiting = Proposal.objects.get()
    idris = helen.ask("Idris", htmx=True, instead_of=str(waiting.pk))
    assert "Idris has not signed in yet. Agree in person" in words(idris)


def test_nor_in_a_suggestion(inside: Northmere, cycle: Cycle) -> None:
    other = inside.leader(suggested_with(inside, cycle, "Helen"))
    Leader.objects.filter(pk=other.pk).update(person=None)
    said = f"{other.called} has not signed in yet. Agree in person"
    assert said in words(Phone(inside, "Helen").page())
    with together(inside.team, ROOM, other.pk):
        assert said not in words(Phone(inside, "Helen").fragment())


def test_the_way_back_from_other_pages_is_the_rooms(inside: Northmere, here: Cycle) -> None:
    helen = Phone(inside, "Helen")
    for where in ("help/", "shortlist/"):
        page = helen.client.get(f"{helen.address}{where}").content.decode()
        assert f'href="{ROOM}"' in page
    assert helen.press("shortlist/", colleagues=str(inside.leader("Idris").pk)).headers["Location"] == ROOM
