"""/demo/: everybody of the cast, one press away; nobody else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.demo.cast import beginnings, companies
from coachingpairs.demo.people import PLACES
from coachingpairs.tenancy.scope import scope
from pairing.models import Proposal
from teams.models import Leader, Organisation, Person
from tests.cast import make_person

Demo = dict[str, Organisation]
BUTTON = re.compile(r'name="person" value="([0-9a-f-]{36})">Sign in<span class="vh"> as ([^,<]+),')


def page(client: Client) -> str:
    response = client.get("/demo/")
    assert response.status_code == 200
    return str(response.content.decode())


def can(name: str) -> str:
    """What the page says that somebody can do as a leader."""
    return next(one.can for company in companies() for one in company.leaders if one.name == name)


def test_everybody_has_a_button_but_the_one_who_has_not_joined(client: Client, demo: Demo) -> None:
    named = {name for _person, name in BUTTON.findall(page(client))}
    leaders = {someone.name for place in PLACES for someone in place.leaders}
    organisers = {"Esther Boateng", "Ada Mirza", "Kit Lawson", "Marion Teague"}
    assert named == (leaders | organisers) - {"Tunde Bakare", "Will Ashdown"}
    assert "Has not accepted the invitation, which is among the messages." in page(client)


def test_everybody_lands_on_the_front_page_of_theirs(demo: Demo) -> None:
    elsewhere = {
        "Esther Boateng": "/places/",
        "Ada Mirza": "/o/northmere/",
        "Maggie Thornton": "/o/northmere/",
        "Kit Lawson": "/o/harbour-arts/",
        "Lowri Pritchard": "/o/harbour-arts/",
        "Marion Teague": "/o/merrow-water/",
        "Catrin Hughes-Vaughan": "/o/merrow-water/",
    }
    home = {
        someone.name: f"/o/{place.slug}/t/leadership-team/" for place in PLACES for someone in place.leaders
    }
    buttons = dict(BUTTON.findall(page(Client())))
    assert len(buttons) == 55
    for person_id, name in buttons.items():
        response = Client().post("/demo/sign-in/", {"person": person_id}, follow=True)
        assert response.status_code == 200, name
        assert str(response.context["request"].user) == name
        assert response.redirect_chain[-1][0] == {**home, **elsewhere}[name]


def test_each_browser_keeps_its_own_session(demo: Demo) -> None:
    buttons = {name: person for person, name in BUTTON.findall(page(Client()))}
    one, other = Client(), Client()
    one.post("/demo/sign-in/", {"person": buttons["Helen Armitage"]})
    other.post("/demo/sign-in/", {"person": buttons["Priya Nair"]})
    assert str(one.get("/demo/").context["request"].user) == "Helen Armitage"
    assert str(other.get("/demo/").context["request"].user) == "Priya Nair"
    before = one.session.session_key
    one.post("/demo/sign-in/", {"person": buttons["Priya Nair"]})
    assert one.session.session_key != before


@pytest.mark.parametrize("sent", ["", "nonsense", "0b0c6a3e-8a3b-4a57-9d5e-0f6d3b1f7c11"])
def test_nobody_else_can_be_signed_in_as(client: Client, demo: Demo, sent: str) -> None:
    assert client.post("/demo/sign-in/", {"person": sent}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_real_people_who_were_added_to_the_demo_are_not_shown(client: Client, demo: Demo) -> None:
    real = make_person("Visitor Invented", "somewhere-else.example")
    with scope(organisation=demo["northmere"].pk):
        Leader.objects.filter(name="Priya Nair").update(person=real)
    assert str(real.pk) not in page(client)
    assert client.post("/demo/sign-in/", {"person": str(real.pk)}).status_code == 404


def test_signing_in_takes_a_post_with_a_token(demo: Demo) -> None:
    client = Client(enforce_csrf_checks=True)
    person = Person.objects.get(email="priya.nair@northmere.example")
    assert client.get("/demo/sign-in/", {"person": str(person.pk)}).status_code == 405
    assert client.post("/demo/sign-in/", {"person": str(person.pk)}).status_code == 403
    assert "_auth_user_id" not in client.session


def test_the_page_says_what_there_is_to_do_now(demo: Demo) -> None:
    assert can("Helen Armitage") == "Can log a session with Priya."
    assert can("Leila Haddad") == "Has yet to meet Nia."
    assert can("Lowri Pritchard") == "Is paired with Xavier."
    assert can("Imogen Hartley") == "Can answer Bronagh, who would like to pair with them."
    assert can("Bronagh Kelly") == "Has asked Imogen and waits for an answer."
    assert can("Dev Malhotra") == "Can ask somebody to be partners."
    with scope(organisation=demo["harbour-arts"].pk):
        Proposal.objects.open().delete()
    assert can("Imogen Hartley") == "Can ask somebody to be partners."
    assert [(one.name, one.person_id is not None) for one in beginnings(companies())] == [
        ("Helen Armitage", True), ("Tom Whitfield", True), ("Farah Siddiqui", True), ("Esther Boateng", True),
        ("Imogen Hartley", True), ("Dev Malhotra", True),
    ]  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_people(demo: Demo) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            companies()
        return len(captured)

    with_everybody = queries()
    with scope(organisation=demo["northmere"].pk):
        few = Leader.objects.filter(name__in=["Helen Armitage", "Priya Nair"])
        Leader.objects.exclude(pk__in=few).update(left_on=dt.date(2026, 1, 1))
    assert len(companies()[0].leaders) == 2
    assert queries() == with_everybody
