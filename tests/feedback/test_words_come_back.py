"""Words that are sent where nothing opens any more come back to whoever sent them, and tell nothing else."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback import grants, limits
from feedback.models import Link, Request
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import words
from tests.cycles.past_services import signed_in
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
SAID = {"right": "both", "else_": "You <b>answer</b> first.\n\nOften.", "keep": "Your calm"}
OVER = "This link does not open anything any more"
NOT_KEPT = "What you have just written is not kept"


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def revoke(asked: Asked) -> None:
    with signed_in(asked.cast, "Helen"):
        Link.objects.filter(request=asked.requests["Amara"]).update(revoked_at=NOW)


@pytest.mark.parametrize("of", ["give", "give_draft"])
def test_whoever_was_writing_reads_their_own_words(asked: Asked, of: str) -> None:
    amara = asked.come("Amara")
    revoke(asked)
    page = amara.post(asked.page("Amara", of), SAID)
    assert page.status_code == 404
    assert OVER in words(page)
    assert NOT_KEPT in words(page)
    assert "You &lt;b&gt;answer&lt;/b&gt; first.\n\nOften.</p>" in page.content.decode()
    assert "Your calm" in words(page)
    assert (asked.draft("Amara"), asked.answer("Amara")) == (None, None)


def test_in_month_five_too(asked: Asked) -> None:
    said = {"change_1": "2", "noticed_1": "You wait", "next_2": "More of it"}
    page = Client().post(asked.page("Amara"), said)
    assert f"{NOT_KEPT} Copy it from here" in words(page)
    assert "You wait More of it" in words(page)


def test_the_reason_tells_itself_to_nobody(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    revoked, withdrawn, forgotten = asked.come("Amara"), asked.come("Joanna"), asked.come("Marek")
    revoke(asked)
    with signed_in(asked.cast, "Helen"):
        Request.objects.filter(pk=asked.requests["Joanna"].pk).update(withdrawn_at=NOW)
    never = reverse("feedback:give", args=[asked.cast.organisation.pk])
    bodies = {
        revoked.post(asked.page("Amara"), SAID).content,
        withdrawn.post(asked.page("Joanna"), SAID).content,
        Client().post(asked.page("Amara"), SAID).content,
        Client().post(never, SAID).content,
    }
    monkeypatch.setattr(timezone, "now", lambda: NOW + grants.STAYS)
    bodies.add(forgotten.post(asked.page("Marek"), SAID).content)
    (body,) = bodies
    assert b"Your calm" in body
    nothing = {
        Client().get(asked.page("Amara")).content,
        Client().post(asked.page("Amara"), {"right": "both", "else_": " \n"}).content,
        Client().get(never, SAID).content,
    }
    (body,) = nothing
    assert NOT_KEPT.encode() not in body


def test_sent_too_often_they_come_back_as_well(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SENT", 0)
    page = asked.come("Amara").post(asked.page("Amara"), SAID)
    assert page.status_code == 429
    assert NOT_KEPT in words(page)
    assert "Your calm" in words(page)
    assert "Nothing is lost" not in words(page)
