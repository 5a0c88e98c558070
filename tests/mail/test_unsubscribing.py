"""Fewer notes like this: by one click in a mail program, or by the page's own button; never by looking."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.test import Client

from coachingpairs.logs import without_secrets
from coachingpairs.mail.models import Unsubscription
from coachingpairs.mail.unsubscribing import Subscription, read_token, unsubscribe_address
from coachingpairs.tenancy.scope import scope
from teams.models import Leader
from tests.cast import TODAY, Northmere
from tests.mail import letters

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
GROUP = "test-notes"
assert letters.LETTER


def address(northmere: Northmere, recipient_id: UUID, group: str = GROUP) -> str:
    return urlsplit(unsubscribe_address(northmere.organisation.pk, recipient_id, group)).path


def stopped(northmere: Northmere) -> set[tuple[UUID, str]]:
    with scope(organisation=northmere.organisation.pk):
        return set(Unsubscription.objects.values_list("recipient_id", "group"))


@pytest.fixture
def stranger() -> Client:
    """A mail program: no cookies, and the server checks for forged requests as in production."""
    return Client(enforce_csrf_checks=True)


def test_one_click_without_cookies_stops_the_notes_and_answers_at_once(
    northmere: Northmere, stranger: Client
) -> None:
    priya = northmere.leader("Priya").pk
    for _time in range(2):
        answer = stranger.post(address(northmere, priya), ONE_CLICK)
        assert answer.status_code == 200
        assert stopped(northmere) == {(priya, GROUP)}
    assert stranger.cookies == {}


def test_one_click_as_multipart_is_understood_too(northmere: Northmere, stranger: Client) -> None:
    priya = northmere.leader("Priya").pk
    body = "List-Unsubscribe=One-Click"
    stranger.post(address(northmere, priya), body, content_type="application/x-www-form-urlencoded")
    assert stopped(northmere) == {(priya, GROUP)}


def test_looking_changes_nothing(northmere: Northmere, stranger: Client) -> None:
    where = address(northmere, northmere.leader("Priya").pk)
    for _time in range(3):
        page = stranger.get(where)
        assert page.status_code == 200
    assert stranger.head(where).status_code == 200
    assert stopped(northmere) == set()
    assert "<h1>Fewer notes?</h1>" in page.content.decode()
    assert "You get notes from a test." in page.content.decode()
    assert ">Stop these notes</button>" in page.content.decode()


@pytest.mark.parametrize("body", [{}, {"choice": "burn"}, {"List-Unsubscribe": "Two-Clicks"}])
def test_a_body_that_says_nothing_changes_nothing(
    northmere: Northmere, stranger: Client, body: dict[str, str]
) -> None:
    where = address(northmere, northmere.leader("Priya").pk)
    assert stranger.post(where, body).status_code == 200
    assert stopped(northmere) == set()


def test_the_pages_own_button_and_its_undoing(northmere: Northmere, stranger: Client) -> None:
    priya = northmere.leader("Priya").pk
    where = address(northmere, priya)
    page = stranger.post(where, {"choice": "stop"}).content.decode()
    assert "<h1>You will get no more of these</h1>" in page
    assert "We have stopped sending you notes from a test." in page
    assert stopped(northmere) == {(priya, GROUP)}
    assert "<h1>You will get no more of these</h1>" in stranger.get(where).content.decode()
    assert "<h1>Fewer notes?</h1>" in stranger.post(where, {"choice": "keep"}).content.decode()
    assert stopped(northmere) == set()


def test_it_works_for_people_who_are_signed_in_as_well(northmere: Northmere) -> None:
    client = Client()
    client.force_login(northmere.person("Helen"))
    priya = northmere.leader("Priya").pk
    assert client.post(address(northmere, priya), ONE_CLICK).status_code == 200
    assert stopped(northmere) == {(priya, GROUP)}


def test_links_that_are_not_ours_get_one_and_the_same_page(northmere: Northmere, stranger: Client) -> None:
    where = address(northmere, northmere.leader("Priya").pk)
    wrong = [where[:-5] + "xxxx/", "/unsubscribe/nonsense/", "/unsubscribe/a.b/", where[:-20] + "/"]
    wrong.append(address(northmere, uuid.uuid4(), group="no-such-group"))
    gone = urlsplit(unsubscribe_address(uuid.uuid4(), uuid.uuid4(), GROUP)).path
    pages = [stranger.get(one) for one in wrong] + [stranger.post(one, ONE_CLICK) for one in wrong]
    assert {page.status_code for page in pages} == {404}
    assert "<h1>This link does not work</h1>" in pages[0].content.decode()
    bodies = {page.content for page in pages}
    assert len(bodies) == 1
    assert stranger.get(gone).status_code == 200
    assert stopped(northmere) == set()


@pytest.mark.django_db(transaction=True)
def test_the_link_of_a_deleted_organisation_is_unknown(stranger: Client) -> None:
    gone = urlsplit(unsubscribe_address(uuid.uuid4(), uuid.uuid4(), GROUP)).path
    assert stranger.post(gone, ONE_CLICK).status_code == 404


def test_a_link_says_what_it_is_about_and_stays_out_of_the_logs(northmere: Northmere) -> None:
    here, priya = northmere.organisation.pk, northmere.leader("Priya").pk
    where = address(northmere, priya)
    assert read_token(where.split("/")[2]) == Subscription(here, priya, GROUP)
    assert without_secrets(where) == "/unsubscribe/…"


def test_a_leader_is_shown_the_way_to_everything_else_they_can_choose(northmere: Northmere) -> None:
    own = f"{northmere.base}reminders/"
    assert own in Client().get(address(northmere, northmere.leader("Priya").pk)).content.decode()
    for nobody in (uuid.uuid4(), northmere.facilitator.pk):
        assert "reminders/" not in Client().get(address(northmere, nobody)).content.decode()
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=TODAY)
    assert own not in Client().get(address(northmere, northmere.leader("Priya").pk)).content.decode()
