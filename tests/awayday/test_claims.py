"""“Who are you?” on a phone, and the answer on the facilitator's own screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awayday.models import Arrival, Awayday, Claim
from awayday.services.arrivals import record_arrival
from awayday.services.claims import MOST_WAITING, make_claim
from awayday.services.doors import close_doors
from awayday.views.claims import IN_A_MINUTE, SLOWER
from awayday.views.names_page import NOT_CONFIRMED
from coachingpairs.tenancy.scope import scope
from teams.models import Leader
from tests.awayday.at_the_door import base_of, by_card, by_code, by_name, facilitator, say_name, signed_in
from tests.awayday.held import opened
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db
POLL: dict[str, Any] = {"headers": {"HX-Request": "true", "HX-Target": "waiting"}}
DESK: dict[str, Any] = {"headers": {"HX-Request": "true", "HX-Target": "desk"}}


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return opened(northmere)


@pytest.fixture
def names(northmere: Northmere, awayday: Awayday) -> str:
    return f"{base_of(northmere, awayday)}names/"


@pytest.fixture
def phone(northmere: Northmere, awayday: Awayday) -> str:
    return f"{base_of(northmere, awayday)}phone/"


def waiting(cast: Northmere) -> list[Claim]:
    with scope(organisation=cast.organisation.pk):
        return list(Claim.objects.waiting().select_related("leader"))


def answer(cast: Northmere, awayday: Awayday, verb: str, **more: Any) -> Any:
    (claim,) = waiting(cast)
    return facilitator(cast).post(f"{base_of(cast, awayday)}claims/{claim.pk}/{verb}/", **more)


def said(client: Client, names: str) -> str:
    return str(client.get(names).content.decode())


def test_the_names_of_the_team_by_function(northmere: Northmere, awayday: Awayday, names: str) -> None:
    with scope(organisation=northmere.organisation.pk):
        record_arrival(awayday=awayday, leader=northmere.leader("Helen"), how=Arrival.How.CARD)
        Leader.objects.filter(name="Vikram Sethi").update(left_on=awayday.held_on)
    response = by_code(awayday).get(names)
    groups = [
        (group.function.name, [leader.called for leader in group.leaders])
        for group in response.context["groups"]
    ]
    assert groups == [
        ("Care", ["Siobhan", "Priya"]),
        ("Finance", ["Helen"]),
        ("Housing", ["Amara", "Maggie"]),
        ("People", ["Joanna", "Idris"]),
    ]
    page = response.content.decode()
    assert page.count("Here already") == 1
    assert page.index("Here already") > page.index("Helen Armitage")
    assert f'href="/account/login/?next=/o/northmere/t/{northmere.team.slug}/cycles/1/awayday/phone/"' in page
    assert "@northmere.example" not in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("armi", ["Helen"]),
        ("FINANCE helen", ["Helen"]),
        ("helen.armitage@", []),
        ("nobody", []),
    ],
)
def test_looking_for_a_name_but_not_for_an_address(
    northmere: Northmere, awayday: Awayday, names: str, typed: str, found: list[str]
) -> None:
    response = by_code(awayday).get(names, {"q": typed})
    shown = [leader.called for group in response.context["groups"] for leader in group.leaders]
    assert shown == found
    if not found:
        assert f"Nobody in the team is called “{typed}”." in response.content.decode()


def test_a_large_team_has_a_search_and_the_same_number_of_queries(
    northmere: Northmere, awayday: Awayday, names: str
) -> None:
    large = make_northmere("southmere", leaders=40)
    with scope(organisation=large.organisation.pk):
        theirs = opened(large)
    counts = []
    for cast, day in ((northmere, awayday), (large, theirs)):
        client = by_code(day)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"{base_of(cast, day)}names/").content.decode()
        counts.append(len(captured))
        assert ('type="search"' in page) is (cast is large)
    assert counts[0] == counts[1]


def test_a_tap_gives_a_number_to_show(northmere: Northmere, awayday: Awayday, names: str) -> None:
    client = by_code(awayday)
    tapped = say_name(northmere, awayday, "Priya", client)
    assert (tapped.status_code, tapped.headers["Location"]) == (302, names)
    (claim,) = waiting(northmere)
    page = said(client, names)
    assert "<h1>Show this number to your facilitator</h1>" in page
    assert f'<p class="claim-number">{claim.number}</p>' in page
    assert "They confirm that you are Priya Nair." in page


def test_once_confirmed_the_phone_goes_on_by_itself(
    northmere: Northmere, awayday: Awayday, names: str, phone: str
) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    assert client.get(names, **POLL).status_code == 204
    confirmed = answer(northmere, awayday, "confirmation")
    assert (confirmed.status_code, confirmed.headers["Location"]) == (302, base_of(northmere, awayday))
    polled = client.get(names, **POLL)
    assert (polled.status_code, polled.headers["HX-Redirect"]) == (204, phone)
    assert client.get(names).headers["Location"] == phone
    page = client.get(phone)
    assert (page.status_code, page.context["board"].leader.called) == (200, "Priya")
    with scope(organisation=northmere.organisation.pk):
        assert [(row.leader.called, row.how) for row in Arrival.objects.all()] == [("Priya", "confirmed")]


def test_not_confirmed_one_chooses_again(northmere: Northmere, awayday: Awayday, names: str) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    answer(northmere, awayday, "refusal")
    polled = client.get(names, **POLL)
    assert (polled.status_code, polled.headers["HX-Redirect"]) == (204, names)
    assert NOT_CONFIRMED in said(client, names)
    say_name(northmere, awayday, "Helen", client)
    assert "They confirm that you are Helen Armitage." in said(client, names)
    assert [claim.leader.called for claim in waiting(northmere)] == ["Helen"]


def test_that_is_not_me(northmere: Northmere, awayday: Awayday, names: str) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    back = client.post(f"{base_of(northmere, awayday)}claims/withdrawal/")
    assert (back.status_code, back.headers["Location"]) == (302, names)
    page = said(client, names)
    assert "<h1>Who are you?</h1>" in page
    assert NOT_CONFIRMED not in page
    assert waiting(northmere) == []


def test_one_phone_waits_under_one_name(northmere: Northmere, awayday: Awayday) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    say_name(northmere, awayday, "Helen", client)
    assert [claim.leader.called for claim in waiting(northmere)] == ["Helen"]


def test_three_names_in_a_minute_are_enough(northmere: Northmere, awayday: Awayday) -> None:
    client = by_code(awayday)
    for name in ("Priya", "Helen", "Amara"):
        assert say_name(northmere, awayday, name, client).status_code == 302
    fourth = say_name(northmere, awayday, "Idris", client)
    assert (fourth.status_code, IN_A_MINUTE) == (429, 3)
    assert SLOWER in fourth.content.decode()
    assert [claim.leader.called for claim in waiting(northmere)] == ["Amara"]
    session = client.session
    session["board"]["said_at"] = [at - 61 for at in session["board"]["said_at"]]
    session.save()
    assert say_name(northmere, awayday, "Idris", client).status_code == 302
    assert [claim.leader.called for claim in waiting(northmere)] == ["Idris"]


def test_too_many_phones_wait(northmere: Northmere, awayday: Awayday) -> None:
    with scope(organisation=northmere.organisation.pk):
        for _ in range(MOST_WAITING):
            make_claim(awayday=awayday, leader=northmere.leader("Priya"))
    refused = say_name(northmere, awayday, "Helen", by_code(awayday))
    assert refused.status_code == 422
    assert "Many phones wait for the facilitator just now." in refused.content.decode()


@pytest.mark.parametrize("leader", ["", "x", "0f0e0d0c-0b0a-4908-8706-050403020100"])
def test_only_names_of_the_list(northmere: Northmere, awayday: Awayday, leader: str) -> None:
    other = make_northmere("southmere").leader("Priya").pk
    for key in (leader, str(other)):
        refused = by_code(awayday).post(f"{base_of(northmere, awayday)}claims/", {"leader": key})
        assert refused.status_code == 422
        assert "<h1>Who are you?</h1>" in refused.content.decode()
    assert waiting(northmere) == []


def test_who_is_known_already_needs_no_name(
    northmere: Northmere, awayday: Awayday, names: str, phone: str
) -> None:
    board = f"{base_of(northmere, awayday)}board/"
    for client, where in (
        (by_card(northmere, awayday, "Priya"), phone),
        (by_name(northmere, awayday, "Helen"), phone),
        (signed_in(northmere, "Amara"), phone),
        (facilitator(northmere), board),
    ):
        assert client.get(names).headers["Location"] == where
        assert say_name(northmere, awayday, "Idris", client).headers["Location"] == where
    assert waiting(northmere) == []


def test_the_desk_says_who_says_what(northmere: Northmere, awayday: Awayday) -> None:
    with scope(organisation=northmere.organisation.pk):
        record_arrival(awayday=awayday, leader=northmere.leader("Priya"), how=Arrival.How.CARD)
    say_name(northmere, awayday, "Priya", by_code(awayday))
    (claim,) = waiting(northmere)
    page = " ".join(facilitator(northmere).get(base_of(northmere, awayday)).content.decode().split())
    assert 'Somebody says they are <span class="strong">Priya Nair</span>.' in page
    assert f'Their phone shows <span class="strong nums">{claim.number}</span>.' in page
    assert "Priya is here already." in page
    assert f"claims/{claim.pk}/confirmation/" in page
    assert f"claims/{claim.pk}/refusal/" in page


def test_the_answer_comes_with_the_desk_as_it_stands(northmere: Northmere, awayday: Awayday) -> None:
    say_name(northmere, awayday, "Priya", by_code(awayday))
    swapped = answer(northmere, awayday, "confirmation", **DESK)
    assert swapped.status_code == 200
    page = swapped.content.decode()
    assert page.lstrip().startswith('<div id="desk"')
    assert "Somebody says they are" not in page


def test_a_rule_that_was_met_is_said_at_the_desk(northmere: Northmere, awayday: Awayday) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    (claim,) = waiting(northmere)
    client.post(f"{base_of(northmere, awayday)}claims/withdrawal/")
    where = f"{base_of(northmere, awayday)}claims/{claim.pk}/confirmation/"
    swapped = facilitator(northmere).post(where, **DESK).content.decode()
    assert "That phone is not waiting any more. Look again at who is." in swapped
    plain = facilitator(northmere)
    plain.post(where)
    assert "That phone is not waiting any more." in plain.get(base_of(northmere, awayday)).content.decode()


def test_only_those_who_run_it_confirm(northmere: Northmere, awayday: Awayday) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    (claim,) = waiting(northmere)
    administrator = Client()
    administrator.force_login(northmere.administrator)
    for verb in ("confirmation", "refusal"):
        where = f"{base_of(northmere, awayday)}claims/{claim.pk}/{verb}/"
        assert client.post(where).headers["Location"].startswith("/account/login/")
        card = by_card(northmere, awayday, "Helen")
        assert card.post(where).headers["Location"].startswith("/account/login/")
        assert signed_in(northmere, "Priya").post(where).status_code == 403
        assert administrator.post(where).status_code == 403
    assert waiting(northmere) == [claim]


def test_a_claim_of_another_awayday_is_not_there(northmere: Northmere, awayday: Awayday) -> None:
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk):
        theirs = make_claim(awayday=opened(other), leader=other.leader("Priya"))
    for verb in ("confirmation", "refusal"):
        where = f"{base_of(northmere, awayday)}claims/{theirs.pk}/{verb}/"
        assert facilitator(northmere).post(where).status_code == 404


def test_closing_sends_waiting_phones_away(northmere: Northmere, awayday: Awayday, names: str) -> None:
    client = by_code(awayday)
    say_name(northmere, awayday, "Priya", client)
    with scope(organisation=northmere.organisation.pk):
        close_doors(awayday=awayday, by=northmere.facilitator)
    polled = client.get(names, **POLL)
    assert (polled.status_code, polled.headers["HX-Refresh"]) == (404, "true")
    assert "<h1>The Awayday is over</h1>" in said(client, names)
