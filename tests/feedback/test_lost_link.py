"""A lost link is sent again to the address that is stored, from a page that tells nothing."""

from __future__ import annotations

import statistics
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback import limits
from feedback.emails.kinds import LOST_LINK
from feedback.views import lost_link as views
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW
from tests.cycles.pages import words
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def ask_for(address: str) -> tuple[int, bytes]:
    response = Client().post(reverse("feedback:lost_link"), {"email": address})
    return response.status_code, response.content


def sent(cast: Northmere) -> list[object]:
    with scope(organisation=cast.organisation.pk):
        found = OutgoingMail.objects.filter(kind=LOST_LINK)
        return list(found.order_by("subject_id").values_list("subject_id", flat=True))


def test_known_or_not_the_answer_is_the_same(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ANSWERS_AFTER", 0.0)
    known = ask_for("amara.okafor@northmere.example")
    assert known[0] == 200
    assert ask_for("nobody@nowhere.example") == known
    assert ask_for("MAREK@supplier.example") == known
    assert ask_for("helen.armitage@northmere.example") == known
    wanted = sorted(asked.requests[name].pk for name in ("Amara", "Marek"))
    assert sorted(sent(asked.cast), key=str) == sorted(wanted, key=str)
    page = Client().get(reverse("feedback:lost_link"))
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_asked_for_twice_it_is_sent_once(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ANSWERS_AFTER", 0.0)
    for _ in range(3):
        ask_for("amara.okafor@northmere.example")
    assert sent(asked.cast) == [asked.requests["Amara"].pk]


def test_of_every_organisation_that_asks_and_of_none_that_has_closed(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ANSWERS_AFTER", 0.0)
    other = asked_by_helen(make_northmere("southmere"))
    ask_for("marek@supplier.example")
    assert sent(asked.cast) == [asked.requests["Marek"].pk]
    assert sent(other.cast) == [other.requests["Marek"].pk]
    asked.close(NOW)
    ask_for("amara.okafor@northmere.example")
    assert sent(asked.cast) == [asked.requests["Marek"].pk]


def test_it_takes_as_long_for_an_unknown_address(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than it takes to look and to send, on a busy machine too."""
    monkeypatch.setattr(views, "ANSWERS_AFTER", 0.6)

    def took(address: str) -> float:
        begun = time.perf_counter()
        ask_for(address)
        return time.perf_counter() - begun

    known = statistics.median(took("amara.okafor@northmere.example") for _ in range(3))
    unknown = statistics.median(took("nobody@nowhere.example") for _ in range(3))
    assert min(known, unknown) > 0.6
    assert abs(known - unknown) < 0.4


def test_what_is_no_address_is_said(asked: Asked) -> None:
    response = Client().post(reverse("feedback:lost_link"), {"email": "amara"})
    assert response.status_code == 422
    assert "Enter an address like name@example.org." in words(response)


def test_asking_too_often_has_to_wait(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ANSWERS_AFTER", 0.0)
    monkeypatch.setattr(limits, "LOOKED_FOR", 2)
    assert [ask_for("amara.okafor@northmere.example")[0] for _ in range(3)] == [200, 200, 429]
