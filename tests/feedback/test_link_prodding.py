"""Links prodded by whoever wants to know whether they are any good: there is one answer to all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from coachingpairs.tenancy.scope import scope
from feedback import limits
from feedback.models import Link, Request
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import signed_in
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def nothing(asked: Asked) -> Iterator[str]:
    """Links that open nothing, for every reason there is."""
    yield f"/f/{asked.cast.organisation.pk.hex}.{'A' * 43}/"
    yield f"/f/{'0' * 32}.{'A' * 43}/"
    yield "/f/x/"
    revoked, withdrawn, left = (asked.link(name) for name in ("Amara", "Marek", "Joanna"))
    with signed_in(asked.cast, "Helen"):
        Link.objects.filter(request=asked.requests["Amara"]).update(revoked_at=NOW)
        Request.objects.filter(pk=asked.requests["Marek"].pk).update(withdrawn_at=NOW)
    with scope(organisation=asked.cast.organisation.pk):
        Leader.objects.filter(pk=asked.cast.leader("Joanna").pk).update(left_on=NOW.date())
    yield from (revoked, withdrawn, left)
    # The secret of a good link under another organisation's name.
    other = make_northmere("southmere").organisation.pk.hex
    yield f"/f/{other}.{asked.link('Amara').split('.')[1]}"


def told(response: Any) -> tuple[object, ...]:
    """All that a browser is told; ``Expires`` is the second at which it was."""
    headers = sorted((name, value) for name, value in response.headers.items() if name != "Expires")
    cookies = sorted((name, dict(morsel)) for name, morsel in response.cookies.items())
    return response.status_code, response.content, repr(headers), repr(cookies)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("reader", ["", "Vikram"])
def test_headers_and_cookies_are_the_same_too(asked: Asked, method: str, reader: str) -> None:
    answers = set()
    for link in nothing(asked):
        client = Client(enforce_csrf_checks=True)
        if reader:
            client.force_login(asked.cast.person(reader))
        response = getattr(client, method)(link)
        assert not response.cookies
        answers.add(told(response))
    assert len(answers) == 1


@pytest.mark.parametrize("method", [one for one in METHODS if one not in ("get", "head")])
def test_other_methods_do_not_tell_a_good_link_from_a_bad_one(asked: Asked, method: str) -> None:
    good, bad = asked.link("Amara"), f"/f/{asked.cast.organisation.pk.hex}.{'A' * 43}/"
    answers = {told(getattr(Client(enforce_csrf_checks=True), method)(link)) for link in (good, bad)}
    assert len(answers) == 1


def test_too_often_says_nothing_of_the_link(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FOLLOWED", 0)
    answers = [Client().get(link) for link in (asked.link("Amara"), asked.link("Marek"), "/f/x/")]
    assert len({told(one) for one in answers}) == 1
    assert answers[0].status_code == 429


def test_what_stands_at_the_address_of_a_link_tells_it_to_nobody(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages there ask for style sheets, whose server would read it in the referrer."""
    over = Client().get("/f/x/")
    monkeypatch.setattr(limits, "FOLLOWED", 0)
    often = Client().get(asked.link("Amara"))
    for page in (over, often):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert b"<form" not in page.content, "under that policy browsers send forms that Django refuses"


def test_without_its_last_slash_it_is_found_all_the_same(asked: Asked) -> None:
    """For some mail programs leave it out; the answer says no more than the browser has said."""
    good, bad = asked.link("Amara"), f"/f/{asked.cast.organisation.pk.hex}.{'A' * 43}/"
    for link in (good, bad):
        response = Client().get(link.rstrip("/"))
        assert (response.status_code, response.headers["Location"]) == (301, link)
        assert not response.cookies
        assert response.content == b""


def test_an_invented_address_of_a_sender_lifts_no_limit(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Only the proxy's own word counts; what a browser has written before it does not."""
    monkeypatch.setattr(limits, "NOTHING_OPENED", 2)
    monkeypatch.setattr(limits, "LOOKED_FOR", 2)
    monkeypatch.setattr("feedback.views.lost_link.ANSWERS_AFTER", 0.0)
    lost = reverse("feedback:lost_link")
    for proxies, written in ((0, "10.0.0.{}"), (1, "10.0.0.{}, 203.0.113.9")):
        cache.clear()
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        followed, looked = [], []
        for number in range(4):
            headers = {"x-forwarded-for": written.format(number)}
            followed.append(Client().get(f"/f/{number:032}.{'A' * 43}/", headers=headers).status_code)
            looked.append(Client().post(lost, {"email": f"a{number}@b.example"}, headers=headers).status_code)
        assert followed == [404, 404, 429, 429]
        assert looked == [200, 200, 429, 429]


def test_whoever_has_left_or_signed_out_opens_nothing_any_more(asked: Asked) -> None:
    with_link = asked.come("Amara")
    signed_out = Client()
    signed_out.force_login(asked.cast.person("Vikram"))
    asked.come("Joanna", signed_out)
    signed_out.logout()
    assert signed_out.get(asked.page("Joanna")).status_code == 404
    with scope(organisation=asked.cast.organisation.pk):
        Leader.objects.filter(pk=asked.cast.leader("Amara").pk).update(left_on=NOW.date())
    assert with_link.get(asked.page("Amara")).status_code == 404
    assert with_link.post(asked.page("Amara"), {"right": "both", "else_": "Gone"}).status_code == 404
    # Back in the team, with the question still open, their link is good again.
    with scope(organisation=asked.cast.organisation.pk):
        Leader.objects.filter(pk=asked.cast.leader("Amara").pk).update(left_on=None)
    assert with_link.get(asked.page("Amara")).status_code == 200
    assert asked.answer("Amara") is None


def test_a_session_given_to_somebody_is_not_the_one_that_opens(asked: Asked) -> None:
    """Whoever has put a cookie into another's browser holds nothing once a link is followed there."""
    planted = Client()
    session = planted.session
    session["planted"] = "yes"
    session.save()
    client = Client()
    client.cookies["sessionid"] = planted.cookies["sessionid"].value
    asked.come("Amara", client)
    assert client.cookies["sessionid"].value != planted.cookies["sessionid"].value
    assert client.get(asked.page("Amara")).status_code == 200
    assert planted.get(asked.page("Amara")).status_code == 404
