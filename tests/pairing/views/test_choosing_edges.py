"""A leader's page of choosing when it is late, long, lonely or sealed, and what it costs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.services.choosing import decline, step_back, withdraw
from pairing.services.facilitating import open_choosing
from pairing.views.choosing_words import said_when
from teams.models import Leader
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.room import STARTS_ON, ask, open_room, pair_up, seal, states
from tests.pairing.views.pages import hidden, seen, signed_in, words
from tests.pairing.views.phone import Phone


def test_sealed(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    proposal = ask(inside, cycle, "Amara", "Idris")
    seal(inside, cycle)
    page = Phone(inside, "Helen").page()
    assert "You and Priya are a pair" in words(page)
    assert "Log a session" in words(page)
    assert "every 5s" not in page.content.decode()
    assert "tep back" not in words(page)
    assert "You are sitting this cycle out" in words(Phone(inside, "Idris").page())
    idris = Phone(inside, "Idris")
    refused = idris.client.post(f"{idris.address}proposals/{proposal.pk}/acceptance/", follow=True)
    assert "The pairs are sealed, so nothing changes any more." in words(refused)
    assert "The pairs are sealed" in words(Phone(inside, "Helen").press("stepping-back/", htmx=True))


def test_what_is_said_of_an_invitation_is_not_left_in_the_browser(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Amara", "Idris")
    withdraw(proposal=proposal, by=inside.person("Amara"))
    idris = Phone(inside, "Idris")
    late = idris.client.post(f"{idris.address}proposals/{proposal.pk}/acceptance/")
    assert late.status_code == 302
    assert set(idris.client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert "Amara Okafor has withdrawn this invitation." in words(idris.page())


def test_somebody_who_joined_after_opening_and_after_sealing(inside: Northmere, cycle: Cycle) -> None:
    add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    page = words(Phone(inside, "Tom").page())
    assert "You are not in this cycle yet" in page
    assert "Your facilitator can add you" in page
    assert "Tom Whitfield" not in words(Phone(inside, "Helen").page())
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    assert "You joined after the pairs were sealed." in words(Phone(inside, "Tom").page())


def test_the_last_one_is_sent_to_the_facilitator_kindly(inside: Northmere, cycle: Cycle) -> None:
    for name in ("Vikram", "Siobhan", "Maggie", "Idris", "Amara", "Joanna"):
        cycle.participants.filter(leader=inside.leader(name)).delete()
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(manager=inside.leader("Helen"))
    text = words(Phone(inside, "Helen").page())
    assert "There is nobody left whom you could ask" in text
    assert "Not everyone can find a partner any more. A word with your facilitator helps." in text
    cycle.participants.filter(leader=inside.leader("Priya")).delete()
    assert "A word with your facilitator helps; they see the whole room." in words(
        Phone(inside, "Helen").page()
    )


def test_somebody_who_has_not_signed_in_can_be_asked_and_it_is_said(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(person=None)
    helen = Phone(inside, "Helen")
    assert "Priya Nair Director of Care Has not signed in yet" in words(helen.page())
    assert "Priya has not signed in yet. Agree in person" in words(helen.ask("Priya", htmx=True))


@pytest.fixture
def phone(db: None) -> Phone:
    """Helen's, in a room of thirty."""
    cast = make_northmere(leaders=30)
    with scope(organisation=cast.organisation.pk):
        open_room(cast)
    return Phone(cast, "Helen")


def test_a_long_list_has_a_search(phone: Phone) -> None:
    assert "Find a colleague" in words(phone.page())


def test_a_short_list_has_no_search(inside: Northmere, cycle: Cycle) -> None:
    assert "Find a colleague" not in words(Phone(inside, "Helen").page())


def test_searching_by_name_title_and_function_without_script(phone: Phone) -> None:
    everybody = hidden(phone.page(), "leader")
    assert len(everybody) == 22
    assert hidden(phone.page(q="nair PRIYA"), "leader") == [str(phone.cast.leader("Priya").pk)]
    assert len(hidden(phone.page(q="director of people"), "leader")) == 7
    assert "Vikram Sethi Same function as you" in words(phone.page(q="sethi"))
    page = phone.page(q="<nobody>")
    assert "Nobody you can ask is called “<nobody>”." in words(page)
    assert "<nobody>" not in page.content.decode()
    assert 'http-equiv="refresh"' not in page.content.decode()


def test_the_words_searched_stay_when_the_room_changes(phone: Phone) -> None:
    changed = phone.fragment(q="priya", seen="old", was="choosing")
    assert hidden(changed, "leader") == [str(phone.cast.leader("Priya").pk)]
    assert 'value="priya"' in changed.content.decode()


def test_without_script_the_page_asks_again_by_itself(inside: Northmere, cycle: Cycle) -> None:
    helen = Phone(inside, "Helen")
    again = f'<noscript><meta http-equiv="refresh" content="20; url={helen.address}"></noscript>'
    assert again in helen.page().content.decode()
    pair_up(inside, cycle, "Helen", "Priya")
    assert 'http-equiv="refresh"' not in helen.page().content.decode()


def test_get_answers_no_question_and_post_opens_no_page(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    priya = Phone(inside, "Priya")
    for answer in ("acceptance", "not-this-time", "withdrawal"):
        assert priya.client.get(f"{priya.address}proposals/{proposal.pk}/{answer}/").status_code == 405
    assert priya.client.get(f"{priya.address}proposals/").status_code == 405
    assert priya.client.get(f"{priya.address}stepping-back/").status_code == 405
    assert priya.client.post(priya.address).status_code == 405
    assert states(cycle) == {("Helen", "Priya"): "open"}


def test_organisers_who_are_no_leaders_have_no_page_of_choosing(inside: Northmere, cycle: Cycle) -> None:
    assert signed_in(inside.facilitator).get(f"{inside.base}choosing/").status_code == 403
    assert Client().get(f"{inside.base}choosing/").status_code == 302


def test_news_is_gone_once_one_asks_again(inside: Northmere, cycle: Cycle) -> None:
    decline(proposal=ask(inside, cycle, "Helen", "Priya"), by=inside.person("Priya"))
    helen = Phone(inside, "Helen")
    ask(inside, cycle, "Helen", "Idris")
    assert "said not this time" not in words(helen.page())


def test_news_of_somebody_who_found_another_partner(inside: Northmere, cycle: Cycle) -> None:
    ask(inside, cycle, "Helen", "Priya")
    pair_up(inside, cycle, "Amara", "Priya")
    said = "Priya Nair is now in a pair with Amara Okafor. You are free to ask others."
    assert said in words(Phone(inside, "Helen").page())
    step_back(cycle=cycle, leader=inside.leader("Amara"), by=inside.person("Amara"))
    assert "You and Priya Nair are both free to ask others again." in words(Phone(inside, "Amara").page())


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-20T14:30+00:00", "at 14.05"),
        ("2026-11-20T23:30+00:00", "at 14.05"),
        ("2026-11-21T09:00+00:00", "on Friday 20 November"),
    ],
)
def test_when_it_was_asked(now: str, said: str) -> None:
    asked = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
    assert said_when(asked, dt.datetime.fromisoformat(now), dt.UTC) == said


@pytest.mark.parametrize("leaders", [8, 40])
def test_pages_take_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = create_cycle(
            team=cast.team, starts_on=STARTS_ON, time_zone="Europe/London", by=cast.facilitator
        )
        open_choosing(cycle=cycle, by=cast.facilitator)
        ask(cast, cycle, "Amara", "Helen")
        ask(cast, cycle, "Idris", "Helen")
    phone = Phone(cast, "Helen")
    version = seen(phone.page())
    counts = []
    for query in ({}, {"seen": version}):
        with CaptureQueriesContext(connection) as queries:
            answer = phone.fragment(**query)
        counts.append((answer.status_code, len(queries)))
    assert counts == [(200, 26), (204, 18)]
