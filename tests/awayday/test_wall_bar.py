"""The bar of those who run the room, on the projector itself: it names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.doors import close_doors
from coachingpairs.tenancy.scope import scope
from cycles.services.lessons import offer_lesson
from pairing.services.facilitating import pause_choosing
from tests.awayday.at_the_door import by_code, facilitator
from tests.awayday.held import choosing, moved, opened, planned
from tests.cast import Northmere
from tests.pairing.past_services import put_aside
from tests.pairing.room import earlier_cycle, pair_up, seal
from tests.pairing.views.pages import HTMX, actions, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


def bar(cast: Northmere, awayday: Awayday) -> Any:
    return facilitator(cast).get(where(cast, awayday, "bar/"), **HTMX)


def where(cast: Northmere, awayday: Awayday, page: str) -> str:
    return f"{cast.base}cycles/{awayday.opens.number}/awayday/{page}"


def presses(cast: Northmere, awayday: Awayday) -> set[str]:
    """What the bar posts to, from the Awayday's own address on."""
    return {action.removeprefix(where(cast, awayday, "")) for action in actions(bar(cast, awayday))}


def test_before_the_doors_open(inside: Northmere) -> None:
    awayday = planned(inside)
    assert presses(inside, awayday) == {"doors/"}
    assert "Lobby" not in words(bar(inside, awayday))


def test_in_the_lobby(inside: Northmere) -> None:
    """Without any lesson the room goes straight on to choosing."""
    closing = earlier_cycle(inside, ("Helen", "Idris"))
    awayday = opened(inside)
    said = "Hide controls Controls Lobby Lessons Choosing Sealed Go to choosing Darken Your own screen"
    assert words(bar(inside, awayday)).startswith(said)
    with scope(organisation=inside.organisation.pk, person=inside.person("Helen").pk):
        offer_lesson(cycle=closing, leader=inside.leader("Helen"), text="Ask first.")
    assert "Start with lessons Go to choosing" in words(bar(inside, awayday))
    assert presses(inside, awayday) == {"stage/"}


def test_at_the_lessons(inside: Northmere) -> None:
    closing = earlier_cycle(inside, ("Helen", "Idris"))
    for who in ("Helen", "Idris"):
        with scope(organisation=inside.organisation.pk, person=inside.person(who).pk):
            offer_lesson(cycle=closing, leader=inside.leader(who), text=f"{who} asks first.")
    awayday = moved(inside, opened(inside), Stage.LESSONS)
    text = words(bar(inside, awayday))
    assert "Next lesson Go to choosing Back to the lobby" in text
    assert "Previous" not in text
    client = facilitator(inside)
    pressed = client.post(
        where(inside, awayday, "lesson/"), {"turn": "next"}, headers={**HTMX["headers"], "HX-Target": "bar"}
    )
    assert "Previous Go to choosing" in words(pressed)
    assert 'id="bar"' in pressed.content.decode()


def test_while_choosing_and_paused(inside: Northmere) -> None:
    awayday = choosing(inside)
    assert presses(inside, awayday) == {"stage/", "pause/"}
    pause_choosing(cycle=awayday.opens, by=inside.facilitator)
    assert presses(inside, awayday) == {"stage/", "resumption/"}
    assert "Go on choosing" in words(bar(inside, awayday))


def test_sealing_names_nobody_on_the_wall(inside: Northmere) -> None:
    awayday = choosing(inside)
    pair_up(inside, awayday.opens, "Helen", "Priya")
    page = bar(inside, awayday)
    assert "Seal from your own screen Six are still choosing, and the page of sealing names them." in words(
        page
    )
    for leader in inside.leaders.values():
        assert leader.name not in page.content.decode()
    assert "sealing/" not in presses(inside, awayday)


def test_once_everybody_who_chooses_is_in_a_pair_it_asks_and_seals(inside: Northmere) -> None:
    awayday = choosing(inside)
    pair_up(inside, awayday.opens, "Helen", "Priya")
    put_aside(inside, awayday.opens, "Amara", "Joanna", "Vikram", "Idris", "Maggie", "Siobhan")
    text = words(bar(inside, awayday))
    assert "Seal one pair? Nobody can change them afterwards. Yes, seal them Not yet" in text
    assert "sealing/" in presses(inside, awayday)
    sealed = facilitator(inside).post(
        where(inside, awayday, "sealing/"), headers={**HTMX["headers"], "HX-Target": "bar"}
    )
    assert "Print the pairs" in words(sealed)


def test_sealed_and_over(inside: Northmere) -> None:
    awayday = choosing(inside)
    pair_up(inside, awayday.opens, "Helen", "Priya")
    seal(inside, awayday.opens)
    assert presses(inside, awayday) == {"doors/closing/"}
    assert "cycles/1/pairs.pdf" in bar(inside, awayday).content.decode()
    close_doors(awayday=awayday, by=inside.facilitator)
    assert presses(inside, awayday) == set()


def test_what_could_not_be_done_is_said(inside: Northmere) -> None:
    awayday = choosing(inside)
    pressed = facilitator(inside).post(
        where(inside, awayday, "sealing/"), headers={**HTMX["headers"], "HX-Target": "bar"}
    )
    assert 'role="alert"' in pressed.content.decode()
    assert words(pressed).startswith("Somebody is still choosing.")


def test_the_page_has_the_bar_for_those_alone_who_run_the_room(inside: Northmere) -> None:
    awayday = choosing(inside)
    projector = facilitator(inside).get(where(inside, awayday, "board/"))
    guest: Client = by_code(awayday)
    seen = guest.get(where(inside, awayday, "board/"))
    assert seen.status_code == 200
    assert 'id="bar"' in projector.content.decode()
    assert 'id="bar"' not in seen.content.decode()
    assert actions(seen) == set()
    own, shared = (wall_of_page(page) for page in (projector, seen))
    assert own == shared


def wall_of_page(page: Any) -> str:
    """The wall of a page, up to the sentence about it."""
    return str(page.content.decode().split('<div id="wall"')[1].split('id="wall-said"')[0])
