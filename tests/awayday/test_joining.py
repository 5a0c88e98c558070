"""Coming in by the code on the wall, typed or scanned."""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from awayday import wrong_codes
from awayday.models import Arrival, Awayday, Claim
from awayday.services.doors import close_doors, open_doors, renew_code
from awayday.views.joining import TOO_MANY, UNKNOWN
from coachingpairs.logs import without_secrets
from coachingpairs.tenancy.scope import scope
from tests.awayday.at_the_door import (
    base_of,
    by_card,
    by_code,
    facilitator,
    forget_wrong_codes,
    signed_in,
    without_tokens,
)
from tests.awayday.held import opened, planned
from tests.cast import Northmere, make_northmere, make_person

pytestmark = pytest.mark.django_db
ELSEWHERE, NEXT_DOOR = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def nobody_has_tried() -> Iterator[None]:
    forget_wrong_codes(ELSEWHERE, NEXT_DOOR)
    yield
    forget_wrong_codes(ELSEWHERE, NEXT_DOOR)


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return opened(northmere)


def type_in(client: Client, code: str, **more: Any) -> Any:
    return client.post("/join/", {"code": code}, **more)


def wrong(awayday: Awayday, number: int = 1) -> str:
    return f"{(int(awayday.code) + number) % 1_000_000:06}"


def test_the_page_asks_for_six_figures_in_one_field(client: Client) -> None:
    page = client.get("/join/").content.decode()
    assert "<h1>Join the Awayday</h1>" in page
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="off"' in page
    assert "board" not in client.session


@pytest.mark.parametrize("shape", ["{0}{1}", "{0} {1}", " {0}-{1} "])
def test_typed_with_or_without_a_space(
    client: Client, northmere: Northmere, awayday: Awayday, shape: str
) -> None:
    answer = type_in(client, shape.format(awayday.code[:3], awayday.code[3:]))
    phone = f"{base_of(northmere, awayday)}phone/"
    assert (answer.status_code, answer.headers["Location"]) == (303, phone)
    asked = client.get(phone)
    assert (asked.status_code, asked.headers["Location"]) == (302, f"{base_of(northmere, awayday)}names/")
    assert "<h1>Who are you?</h1>" in client.get(asked.headers["Location"]).content.decode()


def test_scanned(client: Client, northmere: Northmere, awayday: Awayday) -> None:
    answer = client.get(f"/join/{awayday.code}/")
    phone = f"{base_of(northmere, awayday)}phone/"
    assert (answer.status_code, answer.headers["Location"]) == (303, phone)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert client.get(f"{base_of(northmere, awayday)}board/").status_code == 200


def test_scanning_writes_nothing_but_the_browsers_own_session(client: Client, awayday: Awayday) -> None:
    for _thrice in range(3):
        client.get(f"/join/{awayday.code}/")
    with scope(organisation=awayday.organisation_id):
        assert (Arrival.objects.count(), Claim.objects.count()) == (0, 0)
    assert Session.objects.count() == 1


def test_looking_whether_a_link_is_there_changes_nothing(client: Client, awayday: Awayday) -> None:
    assert client.head(f"/join/{awayday.code}/").status_code == 303
    assert client.post(f"/join/{awayday.code}/").status_code == 405
    assert not client.cookies
    assert Session.objects.count() == 0


def test_a_leader_who_is_signed_in_goes_to_their_phone(northmere: Northmere, awayday: Awayday) -> None:
    priya = signed_in(northmere, "Priya")
    answer = priya.get(f"/join/{awayday.code}/")
    assert answer.headers["Location"] == f"{base_of(northmere, awayday)}phone/"
    assert "board" not in priya.session
    assert priya.get(answer.headers["Location"]).status_code == 200


def test_who_runs_it_and_is_no_leader_goes_to_the_wall(northmere: Northmere, awayday: Awayday) -> None:
    client = facilitator(northmere)
    assert type_in(client, awayday.code).headers["Location"] == f"{base_of(northmere, awayday)}board/"
    assert "board" not in client.session


def test_who_is_signed_in_somewhere_else_is_a_guest(northmere: Northmere, awayday: Awayday) -> None:
    other = make_northmere("southmere")
    for person in (other.facilitator, other.person("Priya"), make_person("Nobody Inparticular")):
        client = Client()
        client.force_login(person)
        by_code(awayday, client)
        page = client.get(f"{base_of(northmere, awayday)}names/").content.decode()
        assert "<h1>Who are you?</h1>" in page


def test_an_administrator_alone_is_a_guest_too(northmere: Northmere, awayday: Awayday) -> None:
    client = Client()
    client.force_login(northmere.administrator)
    board = f"{base_of(northmere, awayday)}board/"
    assert client.get(board).status_code == 403
    by_code(awayday, client)
    assert client.get(board).status_code == 200


def test_codes_that_lead_nowhere_answer_alike_to_the_byte(northmere: Northmere, awayday: Awayday) -> None:
    """SECURITY 19 and 22: unknown, renewed, closed, expired, and what cannot be a code."""
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk):
        closed = opened(other)
        close_doors(awayday=closed, by=other.facilitator)
    third = make_northmere("westmere")
    with scope(organisation=third.organisation.pk):
        expired = open_doors(
            awayday=planned(third), by=third.facilitator, at=timezone.now() - dt.timedelta(hours=19)
        )
    with scope(organisation=northmere.organisation.pk):
        renewed = awayday.code
        now = renew_code(awayday=awayday, by=northmere.facilitator)
    codes = [renewed, closed.code, expired.code, wrong(now), "1", "abcdef", "1234567", "٤٨٢٩١٣"]
    answers = [Client().get(f"/join/{code}/") for code in codes]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "<h1>The Awayday is over</h1>" in answers[0].content.decode()
    assert all(not answer.cookies for answer in answers)
    headers = [{k: v for k, v in answer.headers.items() if k != "Expires"} for answer in answers]
    assert all(one == headers[0] for one in headers)
    typed = [type_in(Client(), code) for code in codes[:4]]
    assert {answer.status_code for answer in typed} == {422}
    pages = [without_tokens(answer).decode() for answer in typed]
    assert len({page.replace(code, "") for code, page in zip(codes[:4], pages, strict=True)}) == 1
    assert UNKNOWN in typed[0].content.decode()


def test_what_is_no_code_is_said_so_and_not_counted(client: Client) -> None:
    for text in ("", "12345", "HEATH42"):
        answer = type_in(client, text)
        assert answer.status_code == 422
        assert "The code has six figures. It is on the wall." in answer.content.decode()
    for _ in range(40):
        assert type_in(client, "12").status_code == 422


def test_thirty_wrong_codes_from_one_address_and_then_none(northmere: Northmere, awayday: Awayday) -> None:
    for number in range(1, 30):
        assert type_in(Client(), wrong(awayday, number), REMOTE_ADDR=ELSEWHERE).status_code == 422
    assert Client().get(f"/join/{wrong(awayday, 30)}/", REMOTE_ADDR=ELSEWHERE).status_code == 404
    for answer in (
        type_in(Client(), awayday.code, REMOTE_ADDR=ELSEWHERE),
        Client().get(f"/join/{awayday.code}/", REMOTE_ADDR=ELSEWHERE),
    ):
        assert answer.status_code == 429
        assert TOO_MANY in answer.content.decode()
    assert type_in(Client(), awayday.code, REMOTE_ADDR=NEXT_DOOR).status_code == 303
    assert Client().get("/join/", REMOTE_ADDR=ELSEWHERE).status_code == 200


def test_a_room_of_three_hundred_behind_one_address_gets_in_slips_and_all(
    northmere: Northmere, awayday: Awayday
) -> None:
    for number in range(300):
        assert type_in(Client(), awayday.code).status_code == 303
        if number % 4 == 0:
            assert type_in(Client(), wrong(awayday, 1 + number)).status_code == 422


def test_slips_all_over_the_world_stop_guessing_everywhere_but_in_the_room(
    northmere: Northmere, awayday: Awayday
) -> None:
    assert type_in(Client(), awayday.code).status_code == 303
    cache.set(wrong_codes.ALL, wrong_codes.IN_ALL - 1, 60)
    assert type_in(Client(), wrong(awayday), REMOTE_ADDR=ELSEWHERE).status_code == 422
    assert type_in(Client(), awayday.code, REMOTE_ADDR=NEXT_DOOR).status_code == 429
    assert type_in(Client(), awayday.code).status_code == 303


def test_without_valkey_the_room_gets_in(
    northmere: Northmere, awayday: Awayday, settings: Any, lines: io.StringIO
) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
    }
    assert type_in(Client(), awayday.code).status_code == 303
    assert type_in(Client(), wrong(awayday)).status_code == 422
    assert "awayday.codes_not_counted" in lines.getvalue()


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the configured handler writes."""
    (handler,) = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.filters
    ]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_codes_and_cards_stay_out_of_the_logs(client: Client, lines: io.StringIO) -> None:
    assert client.get("/join/482913/").status_code == 404
    token = "A" * 44
    assert client.get(f"/card/{token}/").status_code == 404
    assert client.post(f"/card/{token}/").status_code == 405
    written = lines.getvalue()
    assert "Not Found: /join/…" in written
    assert "Not Found: /card/…" in written
    assert "482913" not in written
    assert token not in written
    assert without_secrets(reverse("awayday:join_by_code", args=["482913"])) == "/join/…"
    assert without_secrets(reverse("awayday:card", args=[token])) == "/card/…"


def test_coming_in_again_brings_one_back_as_who_one_was(northmere: Northmere, awayday: Awayday) -> None:
    client = by_card(northmere, awayday, "Priya")
    by_code(awayday, client)
    page = client.get(f"{base_of(northmere, awayday)}phone/")
    assert page.status_code == 200
    assert page.context["board"].leader.called == "Priya"


def test_another_awayday_is_another_entry(northmere: Northmere, awayday: Awayday) -> None:
    other = make_northmere("southmere")
    with scope(organisation=other.organisation.pk):
        theirs = opened(other)
    client = by_card(northmere, awayday, "Priya")
    by_code(theirs, client)
    assert client.get(f"{base_of(other, theirs)}names/").status_code == 200
    gone = client.get(f"{base_of(northmere, awayday)}phone/")
    assert gone.status_code == 404
    assert "<h1>The Awayday is over</h1>" in gone.content.decode()
