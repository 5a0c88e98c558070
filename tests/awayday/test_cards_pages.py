"""The page of place cards: printing them, and revoking lost ones."""

from __future__ import annotations

import datetime as dt
import logging
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awayday.models import Awayday, PlaceCard
from awayday.services.cards import print_cards
from awayday.services.doors import close_doors, open_doors
from awayday.tokens import read
from coachingpairs.pdf import NEEDS
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Leader
from tests.awayday.at_the_door import base_of, facilitator
from tests.awayday.held import planned
from tests.awayday.qr_reader import text_of
from tests.cast import Northmere, add_leader
from tests.cycles.pages import signed_in, words
from tests.cycles.paper import weasyprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return planned(northmere)


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sheets come as a page then, in which their codes can be read."""
    (tmp_path / "weasyprint.py").write_text('raise OSError("cannot load library libpango")\n')
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)


def page_of(cast: Northmere, awayday: Awayday) -> str:
    return f"{base_of(cast, awayday)}cards/"


def codes_on(response: Any) -> dict[str, str]:
    """Whose code says what, in the order of the cards."""
    drawn = re.findall(
        r'<svg class="c-qr" viewBox="0 0 (\d+) \1"[^>]*aria-label="Personal code for ([^"]+)">'
        r'<path[^>]* d="([^"]+)"',
        response.content.decode(),
    )
    return {name: text_of(path, int(size)) for size, name, path in drawn}


def give_card(cast: Northmere, awayday: Awayday, *names: str) -> None:
    with scope(organisation=cast.organisation.pk):
        print_cards(awayday=awayday, leaders=[cast.leader(name) for name in names], by=cast.facilitator)


def holders(cast: Northmere) -> list[str]:
    with scope(organisation=cast.organisation.pk):
        cards = PlaceCard.objects.filter(revoked_at=None).select_related("leader")
        return sorted(card.leader.called for card in cards)


def test_before_anything_is_printed(northmere: Northmere, awayday: Awayday) -> None:
    response = facilitator(northmere).get(page_of(northmere, awayday))
    page = words(response)
    assert "Awayday of 1 December 2026 Place cards A card for everybody, with their name and a code" in page
    assert (
        "Eight cards on one sheet of A4, to be cut along the dashed lines. Print cards for everybody"
    ) in page
    assert "Only while its doors are open. Before and afterwards a card shows nothing" in page
    assert "A card is lost" not in page
    assert "seconds" not in page
    assert response.content.decode().count('class="btn"') == 1
    assert holders(northmere) == []


def test_the_sheet_is_a_pdf_that_nobody_keeps(northmere: Northmere, awayday: Awayday) -> None:
    weasyprint()
    answer = facilitator(northmere).post(page_of(northmere, awayday), {"who": "everybody"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == ('inline; filename="northmere-leadership-team-place-cards-1.pdf"')
    assert "no-store" in answer["Cache-Control"]
    assert len(holders(northmere)) == 8


def test_each_code_opens_the_board_as_the_one_it_names(
    northmere: Northmere, awayday: Awayday, without_pango: None
) -> None:
    answer = facilitator(northmere).post(page_of(northmere, awayday), {"who": "everybody"})
    assert words(answer).startswith(NEEDS)
    assert "no-store" in answer["Cache-Control"]
    codes = codes_on(answer)
    assert list(codes) == [
        "Helen Armitage",
        "Joanna Clarke",
        "Siobhan Doyle",
        "Idris Kaya",
        "Priya Nair",
        "Amara Okafor",
        "Vikram Sethi",
        "Maggie Thornton",
    ]
    with scope(organisation=northmere.organisation.pk):
        open_doors(awayday=awayday, by=northmere.facilitator)
    for name in ("Priya Nair", "Idris Kaya"):
        site, path = codes[name].split("/card/")
        assert site == "http://127.0.0.1:8000"
        client = Client()
        scanned = client.get(f"/card/{path}")
        assert (scanned.status_code, scanned["Location"]) == (303, f"{base_of(northmere, awayday)}phone/")
        assert client.get(scanned["Location"]).context["board"].leader.name == name


def test_no_token_is_kept_or_logged_or_written_out(
    northmere: Northmere, awayday: Awayday, without_pango: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = facilitator(northmere).post(page_of(northmere, awayday), {"who": "everybody"})
    tokens = [code.split("/card/")[1].strip("/") for code in codes_on(answer).values()]
    assert len(tokens) == 8
    assert all(read(token) for token in tokens)
    with scope(organisation=northmere.organisation.pk):
        kept = str([list(rows.values()) for rows in (PlaceCard.objects.all(), AuditEntry.objects.all())])
    told = caplog.text + answer.content.decode() + str(answer.headers) + kept
    assert not [token for token in tokens if token in told or token[22:] in told]


def test_those_without_a_card(northmere: Northmere, awayday: Awayday, without_pango: None) -> None:
    client, address = facilitator(northmere), page_of(northmere, awayday)
    give_card(northmere, awayday, "Helen", "Priya", "Idris", "Amara", "Vikram", "Siobhan")
    page = words(client.get(address))
    assert "Two leaders have no card yet. Print the two without a card Print cards for everybody" in page
    answer = client.post(address, {"who": "without"})
    assert list(codes_on(answer)) == ["Joanna Clarke", "Maggie Thornton"]
    assert len(holders(northmere)) == 8
    page = words(client.get(address))
    assert "Everybody has a card already; printing again makes another, and both work." in page
    again = client.post(address, {"who": "without"})
    assert again.status_code == 422
    assert "Choose for whom to print a card." in words(again)


def test_just_one_card(northmere: Northmere, awayday: Awayday, without_pango: None) -> None:
    client, address = facilitator(northmere), page_of(northmere, awayday)
    answer = client.post(address, {"who": "one", "leader": str(northmere.leader("Priya").pk)})
    assert list(codes_on(answer)) == ["Priya Nair"]
    assert holders(northmere) == ["Priya"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"who": "one"}, "Choose one person."),
        ({"who": "one", "leader": ""}, "Choose one person."),
        (
            {"who": "one", "leader": "8a1e8b0e-0000-4000-8000-000000000000"},
            "The list has changed since. Choose again.",
        ),
    ],
)
def test_whose_card_has_to_be_said(
    northmere: Northmere, awayday: Awayday, sent: dict[str, str], sentence: str
) -> None:
    answer = facilitator(northmere).post(page_of(northmere, awayday), sent)
    assert answer.status_code == 422
    assert words(answer).count(sentence) == 2
    assert holders(northmere) == []


@pytest.mark.parametrize("sent", [{}, {"who": "all of them"}])
def test_a_press_that_says_nothing_prints_nothing(
    northmere: Northmere, awayday: Awayday, sent: dict[str, str]
) -> None:
    answer = facilitator(northmere).post(page_of(northmere, awayday), sent)
    assert answer.status_code == 422
    assert holders(northmere) == []


def test_a_leader_who_has_left_is_not_offered(northmere: Northmere, awayday: Awayday) -> None:
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(left_on=dt.date(2026, 11, 1))
    client, address = facilitator(northmere), page_of(northmere, awayday)
    assert "Priya" not in words(client.get(address))
    sent = {"who": "one", "leader": str(northmere.leader("Priya").pk)}
    assert client.post(address, sent).status_code == 422


def test_once_the_awayday_is_over_a_sentence_says_so(northmere: Northmere, awayday: Awayday) -> None:
    with scope(organisation=northmere.organisation.pk):
        close_doors(awayday=open_doors(awayday=awayday, by=northmere.facilitator), by=northmere.facilitator)
    answer = facilitator(northmere).post(page_of(northmere, awayday), {"who": "everybody"})
    assert answer.status_code == 422
    assert "This Awayday is over, so a card for it would lead nowhere." in words(answer)


def test_a_lost_card_is_revoked(northmere: Northmere, awayday: Awayday) -> None:
    give_card(northmere, awayday, "Helen", "Priya")
    client, address = facilitator(northmere), page_of(northmere, awayday)
    answer = client.post(
        f"{address}revocation/", {"who": "one", "leader": str(northmere.leader("Priya").pk)}, follow=True
    )
    assert answer.redirect_chain == [(address, 302)]
    assert "Priya Nair’s card leads nowhere any more. Who needs a new one can have it printed here." in words(
        answer
    )
    assert holders(northmere) == ["Helen"]


def test_only_those_with_a_card_are_offered_to_be_revoked(northmere: Northmere, awayday: Awayday) -> None:
    give_card(northmere, awayday, "Helen")
    client, address = facilitator(northmere), page_of(northmere, awayday)
    page = client.get(address).content.decode()
    identities = re.findall(r' id="([^"]+)"', page)
    assert len(identities) == len(set(identities))
    lost = page.split('id="lost"')[1]
    assert "Helen Armitage, Finance" in lost
    assert "Priya" not in lost
    sent = {"who": "one", "leader": str(northmere.leader("Priya").pk)}
    answer = client.post(f"{address}revocation/", sent)
    assert answer.status_code == 422
    assert "The list has changed since. Choose again." in words(answer)
    assert client.post(f"{address}revocation/", {"who": "without"}).status_code == 422
    assert holders(northmere) == ["Helen"]


def test_all_cards_are_revoked_after_being_asked_twice(northmere: Northmere, awayday: Awayday) -> None:
    give_card(northmere, awayday, "Helen", "Priya")
    client, address = facilitator(northmere), page_of(northmere, awayday)
    assert "Revoke the two cards printed so far?" in words(client.get(address))
    answer = client.post(f"{address}revocation/", {"who": "everybody"}, follow=True)
    assert "The cards printed so far lead nowhere any more." in words(answer)
    assert holders(northmere) == []


def test_those_who_set_up_print_and_nobody_else(northmere: Northmere, awayday: Awayday) -> None:
    address = page_of(northmere, awayday)
    for name, status in (("sponsor", 200), ("administrator", 403), ("Priya", 403)):
        client = signed_in(northmere, name)
        assert client.get(address).status_code == status
        if status != 200:
            assert client.post(address, {"who": "everybody"}).status_code == status
            assert client.post(f"{address}revocation/", {"who": "everybody"}).status_code == status
    assert facilitator(northmere).get(f"{address}revocation/").status_code == 405
    assert facilitator(northmere).get(address.replace("cycles/1/", "cycles/2/")).status_code == 404
    assert holders(northmere) == []


def test_a_large_team_is_told_that_it_takes_a_while(northmere: Northmere, awayday: Awayday) -> None:
    client, address = facilitator(northmere), page_of(northmere, awayday)
    counts = []
    for more in (0, 92):
        with scope(organisation=northmere.organisation.pk):
            for number in range(more):
                add_leader(northmere, f"Leader{number:03} Invented", "FIN", None, "northmere.example")
        with CaptureQueriesContext(connection) as queries:
            page = words(client.get(address))
        counts.append(len(queries))
    assert "100 cards on 13 sheets of A4" in page
    assert "Making them all takes about 4 seconds; the sheets open when they are ready." in page
    assert counts[0] == counts[1]
