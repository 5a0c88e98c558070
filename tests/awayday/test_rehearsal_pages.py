"""The page on which a rehearsal is moved, what it says to whom, and who may rehearse."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awayday.models import Awayday
from awayday.rules.rehearsal import What
from awayday.services.doors import open_doors
from awayday.services.rehearsal import DOORS
from coachingpairs.tenancy.scope import scope
from teams.models import Role
from teams.services.organisations import grant_role
from tests.awayday.held import draft, planned
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
from tests.pairing.views.pages import HTMX, actions, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    return planned_for_second(northmere)


@pytest.fixture
def esther(northmere: Northmere) -> Client:
    return signed_in(northmere.facilitator)


# --- The page that moves it --------------------------------------------------------------------------------


def test_start_play_pause_on_back_and_end(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    page = esther.get(at(northmere))
    assert page.status_code == 200
    assert "Start the rehearsal" in words(page)
    assert esther.post(at(northmere)).headers["Location"] == at(northmere)
    page = esther.get(at(northmere))
    assert BAND.removesuffix(".") in words(page)
    assert "The doors are open, and nobody is here yet." in words(page)
    assert "Before the first of 2" in words(page)
    assert actions(page) == {at(northmere, "step"), at(northmere, "end")}
    press(esther, northmere, "next", 0)
    assert "Step 1 of 2" in words(esther.get(at(northmere)))
    press(esther, northmere, "next", 1)
    press(esther, northmere, "back", 2)
    now = kept(awayday)
    assert now is not None
    assert (now.step, now.playing_since) == (1, None)
    press(esther, northmere, "play", 1)
    page = esther.get(at(northmere))
    assert " Pause " in words(page)
    assert 'http-equiv="refresh" content="2"' in page.content.decode()
    press(esther, northmere, "pause", 1)
    page = esther.get(at(northmere))
    assert " Play " in words(page)
    assert 'http-equiv="refresh"' not in page.content.decode()
    assert esther.post(at(northmere, "end")).headers["Location"] == at(northmere)
    assert kept(awayday) is None
    assert "Start the rehearsal" in words(esther.get(at(northmere)))


def test_with_script_a_press_brings_the_middle_of_the_page(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    rehearse(awayday)
    answer = press(esther, northmere, "next", 0, **HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().startswith('<div id="rehearsal"')
    assert "<html" not in answer.content.decode()
    assert "Step 1 of" in words(answer)


def test_it_asks_for_news_and_gets_them_once(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    rehearse(awayday)
    page = esther.get(at(northmere)).content.decode()
    (again,) = re.findall(r'hx-get="([^"]+)" hx-trigger="every 2s"', page)
    assert esther.get(again, **HTMX).status_code == 204
    press(esther, northmere, "next", 0)
    news = esther.get(again, **HTMX)
    assert news.status_code == 200
    assert "Step 1 of" in words(news)


@pytest.mark.parametrize("sent", [{}, {"press": "jump", "seen": 0}, {"press": "next", "seen": "x"}])
def test_what_no_button_sends_is_nothing(
    northmere: Northmere, awayday: Awayday, esther: Client, sent: dict[str, Any]
) -> None:
    before = rehearse(awayday)
    assert esther.post(at(northmere, "step"), sent).status_code == 404
    assert kept(awayday) == before


def test_a_press_after_the_end_says_so(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    answer = esther.post(at(northmere, "step"), {"press": "next", "seen": 3}, follow=True)
    assert "The rehearsal is over. You can start another." in words(answer)
    again = esther.post(at(northmere, "step"), {"press": "next", "seen": 3}, **HTMX)
    assert (again.status_code, again.headers["HX-Redirect"]) == (204, at(northmere))


def test_it_ends_when_the_team_has_changed(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    rehearse(awayday)
    with scope(organisation=northmere.organisation.pk):
        add_leader(northmere, "Nia Bowen", "FIN", None, "northmere.example")
    assert "Start the rehearsal" in words(esther.get(at(northmere)))
    assert esther.get(at(northmere, "board")).headers["Location"] == at(northmere)
    assert press(esther, northmere, "next", 0).headers["Location"] == at(northmere)
    gone = esther.get(at(northmere), **HTMX)
    assert (gone.status_code, gone.headers["HX-Redirect"]) == (204, at(northmere))


# --- What the own screen says ------------------------------------------------------------------------------


def test_who_would_like_help_is_told_to_facilitators_and_never_to_a_sponsor(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday, What.HELP)
    ((who,),) = now.steps[now.step - 1].groups
    name = by_place(awayday, who).name
    page = words(esther.get(at(northmere)))
    assert f"{name} would like some help." in page
    assert "Would like some help" in page
    maggie = words(signed_in(northmere.sponsor).get(at(northmere)))
    assert "Somebody presses “I’d like some help”." in maggie
    assert "Would like some help" not in maggie
    assert f"{name} would like" not in maggie


def test_who_is_at_risk_is_on_the_own_screen_alone(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday)
    for step in range(step_of(now, What.CHOOSE), step_of(now, What.SEAL)):
        press(esther, northmere, "next", step - 1)
        page = words(esther.get(at(northmere)))
        if "Few choices left" in page:
            assert "Few choices left" not in words(esther.get(at(northmere, "board")))
            return
    pytest.fail("Nobody was ever short of choices.")


# --- No trace, and who may ---------------------------------------------------------------------------------


def test_a_whole_rehearsal_on_all_screens_leaves_no_trace(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    esther.get(at(northmere))
    with scope(organisation=northmere.organisation.pk):
        before = everything_stored()
    assert before["django_session"]
    esther.post(at(northmere))
    now = kept(awayday)
    assert now is not None
    for step in range(len(now.steps)):
        press(esther, northmere, "next", step)
        assert esther.get(at(northmere)).status_code == 200
        assert esther.get(at(northmere, "board")).status_code == 200
        assert look_at_phone(esther, northmere, northmere.leader("Helen").pk).status_code == 200
    assert "The rehearsal has come to its end." in words(esther.get(at(northmere)))
    esther.post(at(northmere, "end"))
    with scope(organisation=northmere.organisation.pk):
        assert everything_stored() == before


SCREENS = ("", "board", "phone", "not-sent")


def test_after_the_doors_have_opened_it_is_refused(
    northmere: Northmere, awayday: Awayday, esther: Client
) -> None:
    now = rehearse(awayday)
    with scope(organisation=northmere.organisation.pk):
        open_doors(awayday=awayday, by=northmere.facilitator)
    page = esther.get(at(northmere))
    assert DOORS in words(page)
    assert "Start the rehearsal" not in words(page)
    for screen in ("board", "phone"):
        assert esther.get(at(northmere, screen)).headers["Location"] == at(northmere)
        gone = esther.get(f"{at(northmere, screen)}?seen={now.mark(0)}", **HTMX)
        assert gone.headers["HX-Redirect"] == at(northmere)
    assert DOORS in words(esther.post(at(northmere), follow=True))
    assert DOORS in words(esther.post(at(northmere, "step"), {"press": "next", "seen": 0}, follow=True))


def test_a_facilitator_of_another_organisation_finds_nothing(northmere: Northmere, awayday: Awayday) -> None:
    stranger = signed_in(make_northmere("southmere").facilitator)
    rehearse(awayday)
    for screen in SCREENS:
        assert stranger.get(at(northmere, *[screen] * bool(screen))).status_code == 404
    for posted in ("", "step", "end", "not-sent"):
        assert stranger.post(at(northmere, *[posted] * bool(posted))).status_code == 404
    assert kept(awayday) is not None


def test_leaders_and_administrators_do_not_rehearse(northmere: Northmere, awayday: Awayday) -> None:
    rehearse(awayday)
    for person in (northmere.person("Helen"), northmere.administrator):
        for screen in SCREENS:
            assert signed_in(person).get(at(northmere, *[screen] * bool(screen))).status_code == 403


def test_where_nothing_is_planned_there_is_nothing_to_rehearse(northmere: Northmere, esther: Client) -> None:
    with scope(organisation=northmere.organisation.pk):
        draft(northmere)
    address = f"{northmere.base}cycles/1/awayday/rehearsal/"
    assert esther.get(address).status_code == 404
    assert esther.post(address).status_code == 404


def test_two_teams_rehearse_apart(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk):
        planned(other, draft(other))
        theirs = Awayday.objects.select_related("organisation", "team", "opens__team", "closes").get()
    rehearse(theirs, What.YES)
    assert kept(awayday) is None
    assert "Start the rehearsal" in words(esther.get(at(northmere)))


def test_a_facilitator_who_is_a_leader_too_rehearses_as_well(northmere: Northmere, awayday: Awayday) -> None:
    with scope(organisation=northmere.organisation.pk):
        grant_role(
            organisation=northmere.organisation,
            person=northmere.person("Helen"),
            role=Role.FACILITATOR,
            by=northmere.administrator,
        )
    helen = signed_in(northmere.person("Helen"))
    helen.post(at(northmere))
    assert "would like" not in words(look_at_phone(helen, northmere, northmere.leader("Priya").pk))
    assert kept(awayday) is not None


def test_queries_do_not_grow_with_the_people(northmere: Northmere, awayday: Awayday, esther: Client) -> None:
    few = queries(esther, northmere, awayday)
    with scope(organisation=northmere.organisation.pk):
        for number in range(20):
            add_leader(
                northmere, f"Leader{number} Invented", "HOU" if number % 2 else "FIN", None, "x.example"
            )
    assert queries(esther, northmere, awayday) == few


def queries(client: Client, cast: Northmere, awayday: Awayday) -> list[int]:
    """Of the page that moves it, the wall and a phone, in the middle of choosing."""
    rehearse(awayday, What.YES)
    helen: UUID = cast.leader("Helen").pk
    counts = []
    for address in (at(cast), at(cast, "board"), f"{at(cast, 'phone')}?leader={helen}"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    return counts
