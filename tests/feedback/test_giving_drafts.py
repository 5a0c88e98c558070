"""Drafts, two devices, and what comes too late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from feedback.models import Answer, Asking
from feedback.rules.answers import First
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import hidden, words
from tests.cycles.past_services import signed_in
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.past_services import UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
SAID = {"right": "other", "else_": "You answer before I have finished.", "keep": "Your calm"}


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere, personal="I would rather hear it from you than guess.")


@pytest.fixture
def amara(asked: Asked) -> Client:
    return asked.come("Amara")


def test_changes_that_are_not_sent_are_the_givers_alone(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", **SAID)
    asked.send(amara, "Amara", of="give_draft", right="both", else_="Not yet")
    page = words(amara.get(asked.page("Amara")))
    assert "You have changed it since, and not sent that" in page
    assert "Not yet" not in page
    assert "Not yet" in words(amara.get(asked.page("Amara", "give_change")))
    with signed_in(asked.cast, "Helen"):
        assert "Not yet" not in Answer.objects.get().said
    # Back to what was sent: there is no draft any more.
    asked.send(amara, "Amara", of="give_draft", **SAID)
    assert asked.draft("Amara") is None


def test_closed_it_can_be_read_and_not_changed(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", **SAID)
    joanna = asked.come("Joanna")
    asked.send(joanna, "Joanna", of="give_draft", else_="Never sent")
    seen = hidden(amara.get(asked.page("Amara", "give_change")))["seen"]
    asked.close(NOW)
    page = words(amara.get(asked.page("Amara")))
    assert "It is closed Amara, Helen’s questions can no longer be answered. Here is what you wrote" in page
    assert "You answer before I have finished." in page
    late = asked.send(amara, "Amara", seen=seen, right="both", else_="Too late")
    assert late.status_code == 409
    assert "It closed while you were writing" in words(late)
    assert "Too late" in words(late)
    assert asked.answer("Amara") == First(**SAID)
    assert amara.get(asked.page("Amara", "give_change")).headers["Location"] == asked.page("Amara")
    for step in ("give_take_back", "give_decline", "give_come_back"):
        assert amara.post(asked.page("Amara", step), {"sure": "yes"}).status_code == 302
    assert asked.answer("Amara") == First(**SAID)
    page = words(joanna.get(asked.page("Joanna")))
    assert "What you had begun to write was not sent: Helen cannot read it." in page
    assert "Never sent" in page


def test_its_date_closes_it_before_anybody_has(
    asked: Asked, amara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: UNTIL - dt.timedelta(hours=1))
    asked.come("Amara", amara)
    seen = hidden(amara.get(asked.page("Amara")))["seen"]
    monkeypatch.setattr(timezone, "now", lambda: UNTIL)
    late = asked.send(amara, "Amara", of="give_draft", seen=seen, else_="Too late")
    assert late.status_code == 409
    assert "Too late" in words(late)
    with signed_in(asked.cast, "Helen"):
        assert Asking.objects.get().closed_at is None
    assert asked.draft("Amara") is None


def test_drafts_by_script(asked: Asked, amara: Client) -> None:
    seen = hidden(amara.get(asked.page("Amara")))["seen"]

    def typed(text: str, seen: str) -> Any:
        form = {"seen": seen, "else_": text}
        return amara.post(asked.page("Amara", "give_draft"), form, headers={"accept": "application/json"})

    first = typed("One", seen)
    assert (first.status_code, first.json()["kept"]) == (200, True)
    second = typed("One two", first.json()["seen"])
    assert second.status_code == 200
    assert asked.draft("Amara") == First("", "One two", "")
    # Sent twice, because nobody could tell whether it had arrived: it is the same.
    assert typed("One two", first.json()["seen"]).json() == second.json()
    old = typed("Something else", seen)
    assert old.status_code == 409
    assert old.json() == {"says": "You have written something else in another window or on another device."}
    assert asked.draft("Amara") == First("", "One two", "")
    nul = typed("One\x00two", second.json()["seen"])
    assert (nul.status_code, nul.json()) == (
        422,
        {"says": "There is a character in it that cannot be kept. Type the text anew."},
    )
    long = typed("x" * 5001, second.json()["seen"])
    assert long.json() == {"says": "This is longer than we can keep. Shorten it to 5,000 characters."}
    nothing = typed("", second.json()["seen"])
    assert nothing.json() == {"kept": False, "seen": second.json()["seen"]}
    assert asked.draft("Amara") == First("", "One two", "")
    asked.close(NOW)
    over = typed("Too late", second.json()["seen"])
    assert (over.status_code, over.json()) == (
        409,
        {"says": "It is closed now: nothing more can be written or changed."},
    )


def test_two_devices_lose_nothing(asked: Asked, amara: Client) -> None:
    phone, laptop = amara, asked.come("Amara")
    seen = hidden(phone.get(asked.page("Amara")))["seen"]
    asked.send(laptop, "Amara", of="give_draft", right="both", else_="From the laptop", keep="This")
    both = asked.send(phone, "Amara", seen=seen, right="other", else_="From the phone")
    assert both.status_code == 409
    page = words(both)
    assert "You have written something else in another window or on another device" in page
    assert "From the laptop" in page
    assert "From the phone" in page
    assert "data-autosave=" not in both.content.decode()
    assert asked.draft("Amara") == First("both", "From the laptop", "This")
    assert asked.answer("Amara") is None
    merged = asked.send(
        phone, "Amara", seen=hidden(both)["seen"], right="other", else_="From both", keep="This"
    )
    assert merged.status_code == 302
    assert asked.answer("Amara") == First("other", "From both", "This")
    # The laptop had not seen that, and says something else: it is asked too.
    late = asked.send(laptop, "Amara", of="give_draft", seen=seen, right="both", else_="Once more")
    assert late.status_code == 409
    assert "From both" in words(late)


def test_an_old_page_on_which_nothing_was_typed_overwrites_nothing(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", of="give_draft", else_="One")
    old = hidden(amara.get(asked.page("Amara")))["seen"]
    asked.send(amara, "Amara", of="give_draft", else_="One, two")
    # static/js/autosave.js looks in this way whether there is anything newer.
    page = amara.post(
        asked.page("Amara", "give_draft"),
        {"seen": old, "else_": "One"},
        headers={"accept": "application/json"},
    )
    assert page.status_code == 200
    assert page.json()["seen"] == hidden(amara.get(asked.page("Amara")))["seen"] != old
    assert asked.draft("Amara") == First("", "One, two", "")


def test_an_old_page_is_not_sent_unasked(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", of="give_draft", right="both", else_="One")
    old = hidden(amara.get(asked.page("Amara")))["seen"]
    asked.send(amara, "Amara", of="give_draft", right="both", else_="One, two")
    sent = asked.send(amara, "Amara", seen=old, right="both", else_="One")
    assert sent.status_code == 409
    assert "One, two" in words(sent)
    assert asked.answer("Amara") is None
