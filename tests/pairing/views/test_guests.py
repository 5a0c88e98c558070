"""Choosing by somebody who is known at an Awayday and not signed in: as their leader, there alone."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import HelpSignal, Proposal, Suggestion
from pairing.services.shortlists import choose_shortlist
from teams.access import ChooserPlace, PlacedRequest, as_chooser
from teams.models import AuditEntry, Leader
from tests.cast import Northmere, make_northmere
from tests.guests import Door, open_door
from tests.pairing.room import ask, open_room, pair_up, paired, states
from tests.pairing.suggesting import all_but_vikram_paired, suggested_with, the_suggestion
from tests.pairing.views.bare import bare
from tests.pairing.views.pages import HTMX, actions, hidden, signed_in, words
from tests.pairing.views.phone import Phone


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


def guest(door: Door, cast: Northmere, name: str) -> Phone:
    """The phone of somebody with a place card."""
    phone = Phone(cast, name)
    phone.client = door.guest(cast, name)
    return phone


def test_a_guest_asks_is_answered_and_steps_back(inside: Northmere, cycle: Cycle, door: Door) -> None:
    helen, priya = guest(door, inside, "Helen"), guest(door, inside, "Priya")
    assert "Who would you like to pair with?" in words(helen.page())
    helen.ask("Priya")
    proposal = Proposal.objects.get()
    assert (proposal.proposer.called, proposal.addressee.called) == ("Helen", "Priya")
    assert "Helen Armitage would like to pair with you" in words(priya.page())
    priya.answer(proposal, "acceptance")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert "You and Priya are a pair" in words(helen.page())
    helen.press("stepping-back/")
    assert paired(cycle) == set()
    formed = AuditEntry.objects.get(verb="pair formed")
    assert (formed.by, formed.by_name) == (None, "")


def test_everything_else_that_one_can_press(inside: Northmere, cycle: Cycle, door: Door) -> None:
    helen = guest(door, inside, "Helen")
    helen.answer(ask(inside, cycle, "Priya", "Helen"), "not-this-time")
    helen.ask("Idris", htmx=True)
    helen.answer(Proposal.objects.get(proposer=inside.leader("Helen")), "withdrawal")
    assert states(cycle) == {("Priya", "Helen"): "declined", ("Helen", "Idris"): "withdrawn"}
    helen.press("help-signal/")
    assert HelpSignal.objects.open().get().leader == inside.leader("Helen")
    helen.press("help-signal/withdrawal/")
    assert not HelpSignal.objects.open().exists()
    other = suggested_with(inside, cycle, "Helen")
    suggestion = the_suggestion(inside, cycle, "Helen")
    helen.press(f"suggestions/{suggestion.pk}/acceptance/")
    assert suggestion.leaders.get(leader=inside.leader("Helen")).answer == "yes"
    guest(door, inside, other).press(f"suggestions/{suggestion.pk}/not-this-time/")
    assert Suggestion.objects.get(pk=suggestion.pk).ended_at is not None


def test_the_third_of_an_odd_room_and_sitting_out(odd: Northmere, door: Door) -> None:
    cycle, pair = all_but_vikram_paired(odd)
    vikram = guest(door, odd, "Vikram")
    vikram.press(f"pairs/{pair.pk}/joining/")
    assert Suggestion.objects.get().asked_by == odd.leader("Vikram")
    vikram.press("sitting-out/")
    resting = cycle.participants.filter(leader=odd.leader("Vikram"), sits_out=True)
    assert resting.exists()
    vikram.press("choosing-after-all/")
    assert not resting.exists()
    said = AuditEntry.objects.filter(verb__in=["sits out", "chooses after all"])
    assert [(entry.by, entry.by_name) for entry in said] == [(None, "")] * 2


def test_somebody_without_a_sign_in_of_their_own_chooses(inside: Northmere, cycle: Cycle, door: Door) -> None:
    Leader.objects.filter(pk=inside.leader("Helen").pk).update(person=None)
    helen = guest(door, inside, "Helen")
    helen.ask("Priya")
    assert states(cycle) == {("Helen", "Priya"): "open"}


def test_nothing_leads_to_what_a_sign_in_opens(inside: Northmere, cycle: Cycle, door: Door) -> None:
    helen = guest(door, inside, "Helen")
    pages = [helen.page(), helen.client.get(f"{helen.address}help/")]
    pair_up(inside, cycle, "Amara", "Idris")
    pages.append(guest(door, inside, "Amara").page())
    for page in pages:
        assert page.status_code == 200
        links = set(re.findall(r'href="(/[^"]*)"', page.content.decode()))
        assert {link for link in links if not link.startswith("/static/")} <= {
            f"{inside.base}choosing/",
            f"{inside.base}choosing/help/",
        }
        assert inside.person("Helen").email not in page.content.decode()
        assert "/account/" not in page.content.decode()


def test_the_shortlist_is_for_the_signed_in(inside: Northmere, cycle: Cycle, door: Door) -> None:
    helen = guest(door, inside, "Helen")
    for answer in (helen.client.get(f"{helen.address}shortlist/"), helen.press("shortlist/")):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/login/")
    assert "glad to work with" not in words(helen.page())
    assert "glad to work with" in words(Phone(inside, "Helen").page())


def wish(cast: Northmere, who: str, *whom: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        colleagues = [cast.leader(name) for name in whom]
        choose_shortlist(leader=cast.leader(who), colleagues=colleagues, by=cast.person(who))


def test_help_tells_a_guest_nothing_of_their_own_list(inside: Northmere, cycle: Cycle, door: Door) -> None:
    """Neither a reason nor whom it names: whoever holds the card of somebody else learns nothing."""
    helen = guest(door, inside, "Helen")
    before = bare(helen.client.get(f"{helen.address}help/"))
    own = Phone(inside, "Helen")
    changed = []
    for name in ("Joanna", "Idris", "Siobhan", "Priya", "Amara"):
        wish(inside, "Helen", name)
        assert bare(helen.client.get(f"{helen.address}help/")) == before
        changed.append(own.client.get(f"{own.address}help/"))
    assert all("You listed" in words(page) for page in changed)


def test_a_guest_of_another_team_and_somebody_who_has_left(
    inside: Northmere, cycle: Cycle, door: Door
) -> None:
    elsewhere = make_northmere("southmere")
    with scope(organisation=elsewhere.organisation.pk):
        open_room(elsewhere)
    stranger = door.guest(elsewhere, "Helen")
    assert stranger.get(f"{elsewhere.base}choosing/").status_code == 200
    assert stranger.get(f"{inside.base}choosing/").headers["Location"].startswith("/account/login/")
    helen = guest(door, inside, "Helen")
    assert helen.page().status_code == 200
    Leader.objects.filter(pk=inside.leader("Helen").pk).update(left_on=dt.date(2026, 11, 1))
    assert helen.page().status_code == 302
    Leader.objects.filter(pk=inside.leader("Helen").pk).update(left_on=None)
    door.known.clear()
    assert helen.page().status_code == 302


def test_somebody_elses_question_is_missing_for_a_guest_too(
    inside: Northmere, cycle: Cycle, door: Door
) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    idris = guest(door, inside, "Idris")
    assert idris.answer(proposal, "acceptance").status_code == 404
    assert idris.answer(proposal, "withdrawal").status_code == 404
    assert idris.press(f"suggestions/{uuid.uuid4()}/acceptance/").status_code == 404
    assert states(cycle) == {("Helen", "Priya"): "open"}


def test_whoever_is_a_leader_and_signed_in_acts_as_themself(
    inside: Northmere, cycle: Cycle, door: Door
) -> None:
    client = door.guest(inside, "Helen")
    client.force_login(inside.person("Priya"))
    page = client.get(f"{inside.base}choosing/")
    assert "outside Care" in words(page)
    assert "glad to work with" in words(page)


def test_whoever_is_signed_in_and_no_leader_is_the_guest_they_are_known_as(
    inside: Northmere, cycle: Cycle, door: Door
) -> None:
    address = f"{inside.base}choosing/"
    for person, status in ((inside.facilitator, 403), (make_northmere("southmere").facilitator, 404)):
        assert signed_in(person).get(address).status_code == status
        client = door.guest(inside, "Helen")
        client.force_login(person)
        page = client.get(address)
        assert page.status_code == 200
        assert "outside Finance" in words(page)
        assert person.email not in page.content.decode()


@as_chooser
def who_is_it(_request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    """A page that tells as whom it was opened, and what the database knows of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_organisation(), current_person()")
        organisation, person = cursor.fetchone()
    by = "themself" if place.by == place.leader else str(place.by)
    return HttpResponse(f"{place.leader} by {by}, {organisation} {person}")


def test_a_guest_comes_in_with_the_organisation_and_nobodys_own_rows(
    northmere: Northmere, door: Door
) -> None:
    known: dict[str, Any] = door.guest(northmere, "Helen").defaults
    where = {"organisation": northmere.organisation.slug, "team": northmere.team.slug}
    request: Any = RequestFactory(**known).get("/")
    request.session, request.user = {}, AnonymousUser()
    answer = who_is_it(request, **where)
    assert isinstance(answer, HttpResponse)
    assert answer.content.decode() == f"Helen Armitage by themself, {northmere.organisation.pk} None"
    request.user = northmere.person("Priya")
    answer = who_is_it(request, **where)
    assert isinstance(answer, HttpResponse)
    own = f"{northmere.organisation.pk} {northmere.person('Priya').pk}"
    assert answer.content.decode() == f"Priya Nair by {northmere.person('Priya')}, {own}"


def test_anonymous_people_are_sent_to_sign_in_with_script_and_without(
    inside: Northmere, cycle: Cycle
) -> None:
    address = f"{inside.base}choosing/"
    plain = Client().get(f"{address}?q=x")
    assert plain.headers["Location"] == f"/account/login/?next={inside.base}choosing/%3Fq%3Dx"
    pressed = Client().post(f"{address}proposals/", **HTMX)
    assert (pressed.status_code, pressed.content) == (204, b"")
    assert pressed.headers["HX-Redirect"] == "/account/login/?next=/"


def waiting_messages(client: Client) -> list[str]:
    """What is kept in the browser's session to be said."""
    request: Any = RequestFactory().get("/")
    request.session = client.session
    return [str(message) for message in SessionStorage(request)]


def test_what_waits_to_be_said_to_somebody_else_is_not_said_to_a_guest(
    inside: Northmere, cycle: Cycle, door: Door
) -> None:
    client = door.guest(inside, "Helen")
    client.force_login(inside.facilitator)
    client.post(f"{inside.base}cycles/1/room/pause/")
    assert waiting_messages(client) == ["Choosing is paused."]
    for path in ("choosing/", "choosing/help/"):
        assert "Choosing is paused." not in words(client.get(f"{inside.base}{path}"))
    assert waiting_messages(client) == ["Choosing is paused."]


def test_what_stood_in_a_guests_way_is_said_at_once_and_kept_nowhere(
    inside: Northmere, cycle: Cycle, door: Door
) -> None:
    proposal = ask(inside, cycle, "Priya", "Helen")
    pair_up(inside, cycle, "Idris", "Priya")
    helen = guest(door, inside, "Helen")
    late = helen.answer(proposal, "acceptance")
    assert late.status_code == 200
    assert "Priya Nair has just paired with Idris Kaya." in words(late)
    assert f'content="20; url={helen.address}"' in late.content.decode()
    assert not helen.client.session.keys()


def test_every_press_of_a_guest_needs_the_token(inside: Northmere, cycle: Cycle, door: Door) -> None:
    header = door.guest(inside, "Helen").defaults
    strict = Client(enforce_csrf_checks=True)
    strict.defaults.update(header)
    leader = str(inside.leader("Priya").pk)
    page = strict.get(f"{inside.base}choosing/")
    assert strict.post(f"{inside.base}choosing/proposals/", {"leader": leader}).status_code == 403
    (token,) = set(hidden(page, "csrfmiddlewaretoken"))
    held = re.search(r"hx-headers='\{\"X-CSRFToken\": \"(\w+)\"\}'", page.content.decode())
    assert held is not None
    assert actions(page)
    sent = strict.post(
        f"{inside.base}choosing/proposals/",
        {"leader": leader, "csrfmiddlewaretoken": token},
    )
    assert sent.status_code == 302
    assert states(cycle) == {("Helen", "Priya"): "open"}
