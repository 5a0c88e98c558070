"""What no browser sends: fingerprints of nothing, fields of another kind, half characters, far too much."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback.emails.kinds import LOST_LINK
from feedback.rules.answers import First
from tests.cast import Northmere
from tests.cycles.pages import hidden
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
WORDS = {"right": "both", "else_": "You ask good questions."}


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}, {"seen": "z" * 65}, {"seen": "\x00"}])
@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}])
def test_where_nothing_stands_any_fingerprint_will_do(
    asked: Asked, seen: dict[str, str], headers: dict[str, str]
) -> None:
    """There is nothing that somebody could have missed, and nothing that is lost."""
    client = asked.come("Amara")
    kept = client.post(asked.page("Amara", "give_draft"), {**WORDS, **seen}, headers=headers)
    assert kept.status_code == (200 if headers else 302)
    assert asked.draft("Amara") == First(**WORDS)
    joanna = asked.come("Joanna")
    assert joanna.post(asked.page("Joanna"), {**WORDS, **seen}).status_code == 302
    assert asked.answer("Joanna") == First(**WORDS)


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}])
def test_where_something_stands_a_wrong_one_is_asked_about(asked: Asked, seen: dict[str, str]) -> None:
    client = asked.come("Amara")
    asked.send(client, "Amara", of="give_draft", **WORDS)
    other = {**WORDS, "else_": "Something else", **seen}
    assert client.post(asked.page("Amara", "give_draft"), other).status_code == 409
    assert client.post(asked.page("Amara"), other).status_code == 409
    assert asked.draft("Amara") == First(**WORDS)
    assert asked.answer("Amara") is None


def test_fields_of_another_kind_are_not_read(asked: Asked) -> None:
    client = asked.come("Amara")
    asked.send(client, "Amara", **WORDS, change_1="3", noticed_1="Not asked", sure="yes", answered_at="1")
    assert asked.answer("Amara") == First(**WORDS)
    only = {"change_1": "3", "noticed_1": "Not asked", "next_1": "Not asked"}
    assert asked.send(asked.come("Joanna"), "Joanna", of="give_draft", **only).status_code == 302
    assert asked.draft("Joanna") is None


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "utf-16", "idna", "base64", "no-such-thing"])
def test_half_characters_do_not_come_in(asked: Asked, charset: str) -> None:
    """Python reads lone surrogates out of some encodings; no browser sends them."""
    client = asked.come("Amara")
    fields = {
        "seen": hidden(client.get(asked.page("Amara")))["seen"],
        "right": "both",
        "else_": r"+2AA- \ud800",
    }
    head = "--B\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()]
    for of in ("give", "give_draft"):
        response = client.generic(
            "POST",
            asked.page("Amara", of),
            "".join([*parts, "--B--\r\n"]).encode(),
            content_type=f"multipart/form-data; boundary=B; charset={charset}",
        )
        assert response.status_code == 400
    assert (asked.answer("Amara"), asked.draft("Amara")) == (None, None)


def test_bytes_that_are_no_text_are_kept_as_something_that_is(asked: Asked) -> None:
    client = asked.come("Amara")
    seen = hidden(client.get(asked.page("Amara")))["seen"]
    body = f"seen={seen}&right=both&else_=a%ED%A0%80b%FF"
    sent = client.generic("POST", asked.page("Amara"), body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 302
    answer = asked.answer("Amara")
    assert isinstance(answer, First)
    assert answer.else_.strip("\N{REPLACEMENT CHARACTER}ab") == ""


def test_far_too_much_is_refused_and_nothing_kept(asked: Asked, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    client = asked.come("Amara")
    for of in ("give", "give_draft", "give_decline"):
        assert client.post(asked.page("Amara", of), {"else_": "x" * 200_000}).status_code in (400, 413)
    assert (asked.answer("Amara"), asked.draft("Amara"), asked.now("Amara").declined_at) == (None,) * 3
    assert client.get(asked.page("Amara")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "status", "found"),
    [
        (" AMARA.Okafor@Northmere.example\t", 200, 1),
        ("MAREK@SUPPLIER.EXAMPLE", 200, 1),
        ("amara.okafor@northmere.example\x00", 422, 0),
        ("x@y.example,amara.okafor@northmere.example", 422, 0),
        ("amara.okafor@northmere.example\nbcc:x@y.example", 422, 0),
        ("amara.okafor@northmere.example%", 422, 0),
        ("%@northmere.example", 200, 0),
        ("amara_okafor@northmere.example", 200, 0),
        ("ámara.okafor@northmere.example", 422, 0),
        ("amara.okafor@nörthmere.example", 200, 0),
        ("a" * 320 + "@northmere.example", 422, 0),
        ("", 422, 0),
    ],
)
def test_a_lost_link_is_for_the_address_in_whatever_letters(
    asked: Asked, typed: str, status: int, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.views.lost_link.ANSWERS_AFTER", 0.0)
    assert Client().post(reverse("feedback:lost_link"), {"email": typed}).status_code == status
    with scope(organisation=asked.cast.organisation.pk):
        assert OutgoingMail.objects.filter(kind=LOST_LINK).count() == found


def test_a_colleague_without_an_address_is_found_by_no_address(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.views.lost_link.ANSWERS_AFTER", 0.0)
    with scope(organisation=asked.cast.organisation.pk):
        amara = asked.cast.leader("Amara")
        type(amara).objects.filter(pk=amara.pk).update(person=None, email="")
    for typed in ("", " ", "amara.okafor@northmere.example"):
        Client().post(reverse("feedback:lost_link"), {"email": typed})
    with scope(organisation=asked.cast.organisation.pk):
        assert not OutgoingMail.objects.filter(kind=LOST_LINK).exists()
    assert asked.come("Amara").get(asked.page("Amara")).status_code == 200
