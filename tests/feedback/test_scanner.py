"""Programs open each message before its reader: they follow, fetch, post and press, and change nothing."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from feedback.rules.answers import First
from tests.cast import Northmere
from tests.cycles.pages import hidden, words
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
SAID = {"right": "both", "else_": "Yes, and more of it."}


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def untouched(asked: Asked) -> bool:
    request = asked.now("Amara")
    return (asked.answer("Amara"), asked.draft("Amara"), request.answered_at, request.declined_at) == (
        (None,) * 4
    )


def scan(asked: Asked, link: str) -> None:
    """HEAD, three times GET, and posts: bare, empty, with every button and choice and what is hidden."""
    scanner = Client()
    for _ in range(3):
        assert scanner.head(link).status_code == 303
        assert scanner.get(link).status_code == 303
    assert scanner.post(link).status_code == 405
    page = scanner.get(asked.page("Amara"))
    forms = re.findall(r'(?:form)?action="([^"#]+)', page.content.decode())
    assert {asked.page("Amara"), asked.page("Amara", "give_draft"), asked.page("Amara", "not_you")} <= set(
        forms
    )
    choices = re.findall(r'name="right" value="(\w+)"', page.content.decode())
    assert choices == ["both", "other"]
    pages = [asked.page("Amara", name) for name in ("give", "give_change", "give_decline", "give_take_back")]
    for address in [*forms, *pages]:
        for filled in ({}, {**hidden(page)}, *({**hidden(page), "right": choice} for choice in choices)):
            scanner.get(link)
            scanner.post(address, filled)
            scanner.post(address, {**filled, "else_": "", "keep": " "})
            scanner.get(address)


def test_nothing_comes_of_it_and_the_link_still_works(asked: Asked) -> None:
    link = asked.link("Amara")
    scan(asked, link)
    assert untouched(asked)
    giver = Client()
    assert giver.get(link).headers["Location"] == asked.page("Amara")
    assert "Send to Helen" in words(giver.get(asked.page("Amara")))
    asked.send(giver, "Amara", **SAID)
    assert asked.answer("Amara") == First(**SAID)
    assert giver.get(link).status_code == 303


def test_what_is_there_already_stays(asked: Asked) -> None:
    giver = asked.come("Amara")
    asked.send(giver, "Amara", of="give_draft", **SAID)
    before = asked.now("Amara")
    scan(asked, asked.link("Amara"))
    assert asked.draft("Amara") == First(**SAID)
    assert asked.now("Amara").__dict__.keys() == before.__dict__.keys()
    assert (asked.answer("Amara"), asked.now("Amara").declined_at) == (None, None)


def test_an_answer_is_not_taken_back_by_pressing(asked: Asked) -> None:
    giver = asked.come("Amara")
    asked.send(giver, "Amara", **SAID)
    scanner = asked.come("Amara")
    for name in ("give", "give_draft", "give_take_back", "give_decline", "give_come_back"):
        scanner.post(asked.page("Amara", name))
        scanner.post(asked.page("Amara", name), {"right": "other", "else_": "", "keep": ""})
    assert asked.answer("Amara") == First(**SAID)
    assert asked.now("Amara").declined_at is None


def test_whoever_asks_never_reads_that_it_was_opened(asked: Asked) -> None:
    """There is nothing to show: following a link writes to no table but that of the browser's session."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    link = asked.link("Amara")
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        client.get(link)
        client.get(asked.page("Amara"))
        Client().head(link)
    writes = [one["sql"] for one in queries if re.match(r"(INSERT|UPDATE|DELETE)", one["sql"])]
    assert len(writes) >= 1
    assert all("django_session" in write for write in writes)
