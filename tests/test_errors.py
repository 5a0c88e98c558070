"""Pages for when something is not there, not allowed, or went wrong."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client, RequestFactory

from coachingpairs import views
from teams.models import Person
from tests.cast import Northmere, make_northmere

pytestmark = pytest.mark.django_db


def test_what_belongs_to_others_is_as_missing_as_what_is_not_there(
    client: Client, northmere: Northmere
) -> None:
    make_northmere("southmere")
    client.force_login(northmere.facilitator)
    answers = [
        client.get(address)
        for address in (
            "/nowhere/",
            "/o/nowhere/",
            "/o/southmere/",
            "/o/southmere/people/",
            "/o/northmere/t/nowhere/",
            f"/o/northmere/people/{uuid.uuid4()}/facilitator/withdrawal/x/",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "<h1>There is nothing here</h1>" in answers[0].content.decode()


def test_a_page_for_another_role_says_so(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.person("Priya"))
    refused = client.get("/o/northmere/people/")
    assert refused.status_code == 403
    assert "<h1>This page is for somebody else</h1>" in refused.content.decode()


def test_a_form_without_its_token_says_how_to_go_on(northmere: Northmere) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(northmere.administrator)
    refused = strict.post("/o/northmere/facilitation/")
    assert refused.status_code == 403
    assert "<h1>The page was open for too long</h1>" in refused.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "idna", "base64", "no-such-thing"])
def test_a_form_in_an_encoding_that_holds_half_characters_is_refused(charset: str) -> None:
    """Browsers send UTF-8, as the page is."""
    for kind in ("multipart/form-data; boundary=B", "application/x-www-form-urlencoded", "text/plain"):
        refused = Client().generic("POST", "/", b"x", content_type=f"{kind}; charset={charset}")
        assert refused.status_code == 400
    assert Client().post("/feedback/lost-link/", {"email": "x"}).status_code == 422
    sent = "application/x-www-form-urlencoded; charset=UTF-8"
    assert Client().post("/feedback/lost-link/", b"email=x", content_type=sent).status_code == 422


def test_when_something_breaks_the_page_needs_nothing_that_may_be_broken(northmere: Northmere) -> None:
    request = RequestFactory().get("/")
    request.user = Person(email="ada@northmere.example", name="Ada Mirza")
    broken = views.server_error(request)
    assert broken.status_code == 500
    assert "Something went wrong on our side" in broken.content.decode()
    assert "Ada" not in broken.content.decode()


def test_what_cannot_be_read_is_said(client: Client, northmere: Northmere) -> None:
    refused = views.bad_request(RequestFactory().get("/"), ValueError())
    assert refused.status_code == 400
    assert "That did not arrive as it should" in refused.content.decode()
