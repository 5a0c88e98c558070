"""Links of givers: what opens, for how long, and what is left of a token anywhere."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from feedback import grants, limits
from feedback.models import Asking, Link, Request
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import words
from tests.cycles.past_services import signed_in
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.past_services import UNTIL, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def test_a_link_leads_to_an_address_without_it(asked: Asked) -> None:
    client, link = Client(), asked.link("Amara")
    token = link.split("/")[2]
    response = client.get(link)
    assert response.status_code == 303
    assert response.headers["Location"] == asked.page("Amara")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    page = client.get(asked.page("Amara"))
    assert page.status_code == 200
    assert "Amara, Helen would value your honest view" in words(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert token not in page.content.decode()
    with scope(organisation=asked.cast.organisation.pk, link=asked.requests["Amara"].pk):
        (stored,) = Link.objects.all()
    assert token not in stored.token_hash
    assert len(stored.token_hash) == 64
    for session in Session.objects.all():
        assert token.split(".")[1] not in str(session.get_decoded())


def test_asking_with_head_lets_nobody_in(asked: Asked) -> None:
    client = Client()
    response = client.head(asked.link("Amara"))
    assert (response.status_code, response.headers["Location"]) == (303, asked.page("Amara"))
    assert Session.objects.count() == 0
    assert client.get(asked.page("Amara")).status_code == 404


def test_links_that_open_nothing_are_the_same_to_the_byte(asked: Asked) -> None:
    organisation = asked.cast.organisation
    unknown = f"/f/{organisation.pk.hex}.{'A' * 43}/"
    elsewhere = f"/f/{'0' * 32}.{'A' * 43}/"
    bodies = {Client().get(unknown).content, Client().get(elsewhere).content}
    for malformed in ("/f/x/", "/f/.../", f"/f/{'z' * 32}.abc/", f"/f/{organisation.pk.hex}./"):
        bodies.add(Client().get(malformed).content)

    revoked, withdrawn, left = (asked.link(name) for name in ("Amara", "Joanna", "Amara"))
    closed, over = asked.link("Marek"), asked.link("Marek")
    with signed_in(asked.cast, "Helen"):
        Link.objects.filter(request=asked.requests["Amara"]).update(revoked_at=NOW)
        Request.objects.filter(pk=asked.requests["Joanna"].pk).update(withdrawn_at=NOW)
    bodies |= {Client().get(revoked).content, Client().get(withdrawn).content}
    fresh = asked.link("Amara")
    assert Client().get(fresh).status_code == 303
    with scope(organisation=organisation.pk):
        Leader.objects.filter(pk=asked.cast.leader("Amara").pk).update(left_on=NOW.date())
    bodies |= {Client().get(left).content, Client().get(fresh).content}
    assert Client().get(over).status_code == 303
    asked.close(NOW)
    bodies |= {Client().get(closed).content, Client().get(over).content}
    # So is an address that is nobody's in this browser, and one of a request that never was.
    bodies.add(Client().get(asked.page("Marek")).content)
    bodies.add(Client().get(reverse("feedback:give", args=[organisation.pk])).content)
    (body,) = bodies
    assert b"This link does not open anything any more" in body
    assert Client().get(unknown).status_code == 404


def test_a_link_ends_with_its_date_and_with_the_cycle(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    link = asked.link("Amara")
    monkeypatch.setattr(timezone, "now", lambda: UNTIL - dt.timedelta(seconds=1))
    assert Client().get(link).status_code == 303
    monkeypatch.setattr(timezone, "now", lambda: UNTIL)
    assert Client().get(link).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    close_cycle(asked.cycle)
    assert Client().get(link).status_code == 404


def test_what_a_browser_may_open_is_asked_anew_each_time(asked: Asked) -> None:
    client = asked.come("Amara")
    assert client.get(asked.page("Amara")).status_code == 200
    with signed_in(asked.cast, "Helen"):
        Link.objects.filter(request=asked.requests["Amara"]).update(revoked_at=NOW)
    assert client.get(asked.page("Amara")).status_code == 404
    asked.come("Amara", client)
    assert client.get(asked.page("Amara")).status_code == 200
    with signed_in(asked.cast, "Helen"):
        Request.objects.filter(pk=asked.requests["Amara"].pk).update(withdrawn_at=NOW)
    assert client.get(asked.page("Amara")).status_code == 404


def test_it_is_forgotten_after_twelve_hours(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    client = asked.come("Amara")
    monkeypatch.setattr(timezone, "now", lambda: NOW + grants.STAYS - dt.timedelta(seconds=1))
    assert client.get(asked.page("Amara")).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + grants.STAYS)
    assert client.get(asked.page("Amara")).status_code == 404


def test_two_in_one_browser_never_mix(asked: Asked) -> None:
    client = asked.come("Amara")
    before = client.session.session_key
    asked.come("Marek", client)
    assert client.session.session_key != before
    assert "answering as Amara Okafor" in words(client.get(asked.page("Amara")))
    assert "answering as Marek Nowak" in words(client.get(asked.page("Marek")))
    asked.send(client, "Amara", right="both", else_="From Amara")
    page = client.get(asked.page("Marek"))
    assert "From Amara" not in page.content.decode()
    asked.send(client, "Marek", right="other", else_="From Marek")
    assert "From Marek" not in words(client.get(asked.page("Amara")))
    assert client.get(asked.page("Joanna")).status_code == 404


def test_a_browser_holds_a_few_at_most(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "MOST", 2)
    client = Client()
    for minutes, name in enumerate(("Amara", "Joanna", "Marek")):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: NOW + dt.timedelta(minutes=minutes))
        asked.come(name, client)
    assert [client.get(asked.page(name)).status_code for name in ("Amara", "Joanna", "Marek")] == [
        404,
        200,
        200,
    ]


def test_whoever_is_signed_in_stays_so(asked: Asked) -> None:
    """A forwarded link shows whom it was meant for; “not you?” ends that alone."""
    client = Client()
    client.force_login(asked.cast.person("Vikram"))
    asked.come("Amara", client)
    page = client.get(asked.page("Amara"))
    assert "You are answering as Amara Okafor , about Helen Armitage ." in words(page)
    gone = client.post(asked.page("Amara", "not_you"))
    assert gone.status_code == 200
    assert "This browser has forgotten the questions meant for Amara Okafor" in words(gone)
    assert client.get(asked.page("Amara")).status_code == 404
    assert client.get(asked.cast.base).status_code == 200
    assert asked.now("Amara").declined_at is None
    asked.come("Amara")


def test_a_leader_comes_from_their_own_home(asked: Asked) -> None:
    where = reverse(
        "feedback:asked",
        args=[asked.cast.organisation.slug, asked.cast.team.slug, asked.requests["Amara"].pk],
    )
    client = Client()
    client.force_login(asked.cast.person("Amara"))
    response = client.get(where)
    assert (response.status_code, response.headers["Location"]) == (303, asked.page("Amara"))
    page = words(client.get(asked.page("Amara")))
    assert "Amara, Helen would value" in page
    assert "Back to your home" in page
    client.logout()
    assert client.get(asked.page("Amara")).status_code == 404
    for name in ("Joanna", "Helen", "Priya"):
        client.force_login(asked.cast.person(name))
        assert client.get(where).status_code == 404
        client.logout()


def test_somebody_elses_sign_in_does_not_inherit_it(asked: Asked) -> None:
    client = Client()
    client.force_login(asked.cast.person("Amara"))
    client.get(
        reverse(
            "feedback:asked",
            args=[asked.cast.organisation.slug, asked.cast.team.slug, asked.requests["Amara"].pk],
        )
    )
    session = client.session
    kept = session[grants.KEY]
    client.force_login(asked.cast.person("Vikram"))
    session = client.session
    session[grants.KEY] = kept
    session.save()
    assert client.get(asked.page("Amara")).status_code == 404


def test_a_link_of_thanks_opens_nothing_to_write(asked: Asked) -> None:
    client = asked.come("Amara")
    asked.send(client, "Amara", right="both", else_="Yes")
    with signed_in(asked.cast, "Helen"):
        from feedback.models import Thanks

        Thanks.objects.create(
            organisation=asked.cast.organisation, asking=asked.asking, words="Thank you all", sent_at=NOW
        )
    other = Client()
    response = other.get(asked.link("Amara", "thanks"))
    assert response.status_code == 303
    assert response.headers["Location"] == reverse("feedback:thanks_read", args=[asked.requests["Amara"].pk])
    assert other.get(asked.page("Amara")).status_code == 404
    assert other.get(response.headers["Location"]).status_code == 200


def test_no_log_has_a_token(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    from coachingpairs.logs import MaskSecretPaths

    caplog.handler.addFilter(MaskSecretPaths())
    caplog.set_level(logging.DEBUG)
    good, bad = asked.link("Amara"), f"/f/{asked.cast.organisation.pk.hex}.{'B' * 43}/"
    client = Client()
    client.get(good)
    client.get(bad)
    client.post(good)
    assert any("/f/…" in record.getMessage() for record in caplog.records)
    for record in caplog.records:
        said = record.getMessage() + str(record.exc_text)
        assert good.split(".")[1].rstrip("/") not in said
        assert "B" * 43 not in said
        assert asked.requests["Amara"].pk.hex not in said


def test_following_too_often_has_to_wait_and_one_address_may_hold_many(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FOLLOWED", 3)
    link = asked.link("Amara")
    statuses = [Client().get(link).status_code for _ in range(4)]
    assert statuses == [303, 303, 303, 429]
    # Others behind the same address go on.
    assert Client().get(asked.link("Joanna")).status_code == 303
    monkeypatch.setattr(limits, "NOTHING_OPENED", 2)
    unknown = [Client().get(f"/f/{asked.cast.organisation.pk.hex}.{n:043}/").status_code for n in range(3)]
    assert unknown == [404, 404, 429]


def test_sending_too_often_has_to_wait(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SENT", 2)
    client = asked.come("Amara")
    statuses = [client.post(asked.page("Amara"), {}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    assert asked.come("Joanna").post(asked.page("Joanna"), {}).status_code == 422


def test_without_valkey_nothing_is_counted_and_everything_works(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_more: object) -> None:
        raise ConnectionError

    for name in ("add", "incr", "get"):
        monkeypatch.setattr(cache, name, gone)
    monkeypatch.setattr(limits, "FOLLOWED", 0)
    client = asked.come("Amara")
    assert asked.send(client, "Amara", right="both", else_="Yes").status_code == 302
    assert Asking.objects.none().count() == 0
