"""The wall and the phones of a rehearsal: the real ones, on which nothing is sent."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from awayday.models import Awayday
from awayday.rules.rehearsal import What
from coachingpairs.tenancy.scope import scope
from tests.awayday.rehearsed import (
    BAND,
    at,
    by_place,
    everything_stored,
    kept,
    look_at_phone,
    planned_for_second,
    press,
    rehearse,
    step_of,
)
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.views.pages import HTMX, actions, signed_in, title, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    return planned_for_second(northmere)


@pytest.fixture
def esther(northmere: Northmere) -> Client:
    return signed_in(northmere.facilitator)


@pytest.mark.parametrize("what", [None, *What])
def test_every_screen_at_every_kind_of_step(
    northmere: Northmere, awayday: Awayday, esther: Client, what: What | None
) -> None:
    with scope(organisation=northmere.organisation.pk):
        # Nine people, so that there is a third as well.
        add_leader(northmere, "Nia Bowen", "FIN", None, "northmere.example")
    rehearse(awayday, what)
    assert esther.get(at(northmere)).status_code == 200
    wall = esther.get(at(northmere, "board"))
    assert wall.status_code == 200
    assert BAND in words(wall)
    for leader in northmere.leaders.values():
        phone = look_at_phone(esther, northmere, leader.pk)
        assert phone.status_code == 200
        assert BAND in words(phone)
        check_nothing_is_sent(northmere, phone.content.decode())


def check_nothing_is_sent(cast: Northmere, page: str) -> None:
    """Whatever can be pressed leads to the one place, and nothing presses itself."""
    body = page[page.index("<body") :]
    led_to = re.findall(r'(?:\saction|hx-post|hx-get|href)="(/[^"]*)"', body)
    paths = {address.partition("?")[0] for address in led_to}
    assert paths - {"/"} <= {at(cast, "board"), at(cast, "phone"), at(cast, "not-sent")}
    assert "data-live-ticket" not in page
    triggers = set(re.findall(r'hx-trigger="([^"]*)"', body))
    assert triggers <= {"every 2s", "live:poll from:body"}


# --- The wall ----------------------------------------------------------------------------------------------


def test_the_wall_shows_the_invented_pairs_and_neither_bar_nor_stream(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday, What.YES)
    ((who, whom),) = now.steps[now.step - 1].groups
    page = esther.get(at(northmere, "board"))
    assert title(page) == "Rehearsal: the wall – Coaching Pairs"
    assert BAND in words(page)
    found = page.content.decode()
    for place in (who, whom):
        assert by_place(awayday, place).name in found
    assert "data-live-ticket" not in found
    assert 'id="bar"' not in found
    assert actions(page) == set()
    assert re.findall(r'hx-get="([^"]+)"', found) == [f"{at(northmere, 'board')}?seen={now.mark(now.step)}"]


def test_the_wall_follows_and_only_new_pairs_come_together(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday)
    step = step_of(now, What.YES)
    seen = now.mark(step - 1)
    address = f"{at(northmere, 'board')}?seen={seen}"
    press(esther, northmere, "next", step - 2)
    assert esther.get(address, **HTMX).status_code == 204
    press(esther, northmere, "next", step - 1)
    news = esther.get(address, **HTMX)
    assert news.status_code == 200
    found = news.content.decode()
    assert found.startswith('<div id="wall"')
    assert found.count("pairing--meet") == 1
    assert f'hx-get="{at(northmere, "board")}?seen={now.mark(step)}"' in found
    assert "are a pair." in words(news)
    # A page that is loaded anew replays nothing, nor does a screen that says nothing of what it shows.
    assert "pairing--meet" not in esther.get(at(northmere, "board")).content.decode()
    assert "pairing--meet" not in esther.get(at(northmere, "board"), **HTMX).content.decode()


def test_once_over_the_screens_go_to_where_another_can_be_started(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday)
    cache.clear()
    for screen in ("board", "phone"):
        gone = esther.get(f"{at(northmere, screen)}?seen={now.mark(0)}", **HTMX)
        assert (gone.status_code, gone.headers["HX-Redirect"]) == (204, at(northmere))
        assert esther.get(at(northmere, screen)).headers["Location"] == at(northmere)


# --- A phone -----------------------------------------------------------------------------------------------


def test_a_question_is_on_the_two_phones_and_on_no_other_screen(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday, What.ASK)
    ((who, whom),) = now.steps[now.step - 1].groups
    asking, asked = by_place(awayday, who), by_place(awayday, whom)
    assert f"You have asked {asked.name}" in words(look_at_phone(esther, northmere, asking.pk))
    assert f"{asking.name} would like to pair with you" in words(look_at_phone(esther, northmere, asked.pk))
    for leader in northmere.leaders.values():
        if leader.pk not in (asking.pk, asked.pk):
            page = words(look_at_phone(esther, northmere, leader.pk))
            assert "You have asked" not in page
            assert "would like to pair with you" not in page


def test_a_press_is_answered_on_the_phone_and_changes_nothing(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday, What.ASK)
    with scope(organisation=northmere.organisation.pk):
        before = everything_stored()
    nothing = f"{at(northmere, 'not-sent')}?leader={northmere.leader('Helen').pk}"
    answer = esther.post(nothing, {"leader": "x"}, **HTMX)
    assert answer.content.decode() == "This is a rehearsal, nothing was sent."
    assert answer.headers["HX-Retarget"] == "#rehearsal-said"
    assert answer.headers["HX-Reswap"] == "innerHTML"
    without_script = esther.post(nothing)
    assert "This is a rehearsal, nothing was sent." in words(without_script)
    back = f"{at(northmere, 'phone')}?leader={northmere.leader('Helen').pk}"
    assert f'href="{back}"' in without_script.content.decode()
    assert esther.get(back).status_code == 200
    assert f'href="{at(northmere)}"' in esther.get(at(northmere, "not-sent")).content.decode()
    with scope(organisation=northmere.organisation.pk):
        assert everything_stored() == before
    assert kept(awayday) == now


def test_the_phone_follows(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    now = rehearse(awayday)
    step = step_of(now, What.ASK)
    press(esther, northmere, "next", step - 2)
    ((_who, whom),) = now.steps[step - 1].groups
    asked = by_place(awayday, whom)
    page = look_at_phone(esther, northmere, asked.pk).content.decode()
    (follows,) = re.findall(r'hx-get="([^"]+)" hx-trigger="every 2s"', page)
    again = follows.replace("&amp;", "&")
    assert esther.get(again, **HTMX).status_code == 204
    press(esther, northmere, "next", step - 1)
    news = esther.get(again, **HTMX)
    assert news.status_code == 200
    assert "would like to pair with you" in words(news)
    assert "<html" not in news.content.decode()
    assert news.content.decode().count('id="rehearsal-follow"') == 1


@pytest.mark.parametrize("leader", ["", "x", "0f0e0d0c-0b0a-4908-8706-050403020100"])
def test_the_phone_of_nobody_is_not_there(
    northmere: Northmere, awayday: Awayday, esther: Client, leader: str
) -> None:
    rehearse(awayday)
    assert look_at_phone(esther, northmere, leader).status_code == 404


def test_the_phone_of_somebody_elsewhere_is_not_there(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    other = make_northmere("southmere")
    rehearse(awayday)
    assert look_at_phone(esther, northmere, other.leader("Helen").pk).status_code == 404
