"""Coming in by a place card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from awayday.models import Arrival, Awayday, Claim
from awayday.services.cards import revoke_cards
from awayday.services.doors import close_doors, open_doors
from coachingpairs.tenancy.scope import scope
from teams.models import Leader
from tests.awayday.at_the_door import (
    base_of,
    by_card,
    by_code,
    by_name,
    card_of,
    facilitator,
    say_name,
    signed_in,
)
from tests.awayday.held import opened, planned
from tests.cast import Northmere, make_northmere, make_person

pytestmark = pytest.mark.django_db
OVER = "<h1>The Awayday is over</h1>"
EARLY = "<h1>The doors are not open yet</h1>"


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return opened(northmere)


def soon(cast: Northmere, days: int = 3) -> Awayday:
    """Not open yet, and not in the past."""
    with scope(organisation=cast.organisation.pk):
        awayday = planned(cast)
        awayday.held_on = timezone.now().date() + dt.timedelta(days=days)
        awayday.save(update_fields=["held_on"])
    return awayday


def who(cast: Northmere, awayday: Awayday, client: Client) -> str:
    """Whose phone that is."""
    page = client.get(f"{base_of(cast, awayday)}phone/")
    assert page.status_code == 200
    return str(page.context["board"].leader.called)


def test_a_scan_and_the_phone_is_theirs(northmere: Northmere, awayday: Awayday) -> None:
    client, address = Client(), card_of(northmere, awayday, "Priya")
    answer = client.get(address)
    phone = f"{base_of(northmere, awayday)}phone/"
    assert (answer.status_code, answer.headers["Location"]) == (303, phone)
    token = address.removeprefix("/card/").rstrip("/")
    assert token not in answer.content.decode() + str(dict(client.session))
    assert who(northmere, awayday, client) == "Priya"
    with scope(organisation=northmere.organisation.pk):
        assert not Arrival.objects.exists()


def test_looking_whether_a_card_is_there_changes_nothing(northmere: Northmere, awayday: Awayday) -> None:
    client, address = Client(), card_of(northmere, awayday, "Priya")
    assert client.head(address).status_code == 303
    assert client.post(address).status_code == 405
    assert not client.cookies
    assert Session.objects.count() == 0


def test_the_session_gets_another_key(northmere: Northmere, awayday: Awayday) -> None:
    client = by_code(awayday)
    before = client.session.session_key
    client.get(card_of(northmere, awayday, "Priya"))
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_before_the_doors_open_a_card_says_when_and_names_nobody(northmere: Northmere) -> None:
    awayday = soon(northmere)
    awayday.held_on = dt.date(2027, 10, 7)
    with scope(organisation=northmere.organisation.pk):
        awayday.save(update_fields=["held_on"])
    client = Client()
    address = card_of(northmere, awayday, "Priya")
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert EARLY in page
    assert "The Awayday is on Thursday 7 October at 9.00. Keep your card" in page
    assert f'<a class="btn" href="{address}">Try again</a>' in page
    assert "board" not in client.session
    assert not {"northmere", "priya", "library"} & set(page.lower().replace("<", " ").split())


@pytest.mark.parametrize(("days", "heading"), [(0, EARLY), (-1, OVER)])
def test_once_its_day_has_passed_a_card_is_over(northmere: Northmere, days: int, heading: str) -> None:
    assert heading in Client().get(card_of(northmere, soon(northmere, days), "Priya")).content.decode()


def test_cards_that_lead_nowhere_answer_alike_to_the_byte(northmere: Northmere) -> None:
    """Unknown, revoked before and after opening, of somebody who left, and closed."""
    other = make_northmere("southmere")
    awayday = soon(northmere)
    with scope(organisation=other.organisation.pk):
        theirs = opened(other)
    revoked, left, good = (card_of(northmere, awayday, name) for name in ("Priya", "Helen", "Amara"))
    closed = card_of(other, theirs, "Priya")
    with scope(organisation=other.organisation.pk):
        close_doors(awayday=theirs, by=other.facilitator)
    with scope(organisation=northmere.organisation.pk):
        revoke_cards(awayday=awayday, leader=northmere.leader("Priya"), by=northmere.facilitator)
        Leader.objects.filter(name="Helen Armitage").update(left_on=timezone.now().date())
    token = good.removeprefix("/card/").rstrip("/")
    unknown = [token[:22] + "A" * 22, "A" * 44, "x", token[::-1], f"{token}A"]
    addresses = [revoked, left, closed, *(f"/card/{token}/" for token in unknown), "/card/"]
    early = [Client().get(address) for address in addresses]
    with scope(organisation=northmere.organisation.pk):
        open_doors(awayday=awayday, by=northmere.facilitator)
    answers = [*early, *(Client().get(address) for address in addresses)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert OVER in answers[0].content.decode()
    assert all(not answer.cookies for answer in answers)
    assert Client().get(good).status_code == 303


def test_a_card_is_good_at_its_own_awayday_alone(northmere: Northmere, awayday: Awayday) -> None:
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk):
        theirs = opened(other)
    client = by_card(northmere, awayday, "Priya")
    for where in ("phone/", "board/", "names/"):
        answer = client.get(f"{base_of(other, theirs)}{where}")
        assert answer.status_code == 404
        assert OVER in answer.content.decode()


def test_a_revoked_card_is_out_at_the_next_request(northmere: Northmere, awayday: Awayday) -> None:
    client, other = by_card(northmere, awayday, "Priya"), by_card(northmere, awayday, "Helen")
    with scope(organisation=northmere.organisation.pk):
        revoke_cards(awayday=awayday, leader=northmere.leader("Priya"), by=northmere.facilitator)
    for where in ("phone/", "board/", "names/"):
        assert client.get(f"{base_of(northmere, awayday)}{where}").status_code == 404
    assert who(northmere, awayday, other) == "Helen"


def test_their_own_card_again_asks_nothing(northmere: Northmere, awayday: Awayday) -> None:
    client = by_card(northmere, awayday, "Priya")
    for _twice in range(2):
        answer = client.get(card_of(northmere, awayday, "Priya"))
        assert answer.headers["Location"] == f"{base_of(northmere, awayday)}phone/"
    assert who(northmere, awayday, client) == "Priya"


@pytest.mark.parametrize("come_in", [by_card, by_name])
def test_another_persons_card_needs_a_press(
    northmere: Northmere, awayday: Awayday, come_in: Callable[[Northmere, Awayday, str], Client]
) -> None:
    client = come_in(northmere, awayday, "Amara")
    answer = client.get(card_of(northmere, awayday, "Priya"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/card/")
    page = client.get("/card/").content.decode()
    assert "<h1>This phone is Amara Okafor’s</h1>" in page
    assert "You have just scanned the card of Priya Nair. Make it Priya’s?" in page
    assert who(northmere, awayday, client) == "Amara"
    pressed = client.post("/card/")
    assert (pressed.status_code, pressed.headers["Location"]) == (303, f"{base_of(northmere, awayday)}phone/")
    assert who(northmere, awayday, client) == "Priya"
    with scope(organisation=northmere.organisation.pk):
        assert not Claim.objects.filter(ended_at=None).exists()
    assert client.get("/card/").status_code == 404


def test_a_card_that_waits_for_a_press_may_die_meanwhile(northmere: Northmere, awayday: Awayday) -> None:
    client = by_card(northmere, awayday, "Amara")
    client.get(card_of(northmere, awayday, "Priya"))
    with scope(organisation=northmere.organisation.pk):
        revoke_cards(awayday=awayday, leader=northmere.leader("Priya"), by=northmere.facilitator)
    assert client.post("/card/").status_code == 404
    assert who(northmere, awayday, client) == "Amara"


def test_a_name_that_was_only_said_gives_way_to_a_card(northmere: Northmere, awayday: Awayday) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Amara", client)
    client.get(card_of(northmere, awayday, "Priya"))
    assert who(northmere, awayday, client) == "Priya"
    client.post(f"{base_of(northmere, awayday)}arrival/")
    with scope(organisation=northmere.organisation.pk):
        assert not Claim.objects.waiting().exists()
        assert [row.leader.called for row in Arrival.objects.all()] == ["Priya"]


def test_who_is_signed_in_keeps_their_own_screen(northmere: Northmere, awayday: Awayday) -> None:
    address, base = card_of(northmere, awayday, "Priya"), base_of(northmere, awayday)
    own = signed_in(northmere, "Priya").get(address)
    assert own.headers["Location"] == f"{base}phone/"
    for client, name, back in (
        (signed_in(northmere, "Amara"), "Amara Okafor", "phone/"),
        (facilitator(northmere), "Esther Boateng", "board/"),
    ):
        page = client.get(address).content.decode()
        assert f"<h1>You are signed in as {name}</h1>" in page
        assert "This is the card of Priya Nair." in page
        assert f'href="{base}{back}"' in page
        assert "board" not in client.session


def test_a_stranger_who_is_signed_in_may_use_a_card(northmere: Northmere, awayday: Awayday) -> None:
    client = Client()
    client.force_login(make_person("Nobody Inparticular"))
    client.get(card_of(northmere, awayday, "Priya"))
    assert who(northmere, awayday, client) == "Priya"
    assert client.get("/places/").status_code == 200
