"""Sign-in by an emailed code: who gets in, and what a page gives away."""

from __future__ import annotations

import smtplib
import socket
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import NoReverseMatch, reverse

from teams.models import Person
from tests.cast import Northmere, make_person
from tests.teams.signing_in import (
    CODE,
    LOGIN,
    LOGOUT,
    ask,
    code_in_mail,
    last_message,
    sign_in,
    type_code,
    without_csrf,
)

pytestmark = pytest.mark.django_db
PRIYA = "priya.nair@northmere.example"


@pytest.fixture
def priya(db: None) -> Person:
    return make_person("Priya Nair")


def signed_in_as(client: Client) -> Any:
    return get_user(client)


def test_a_code_sent_by_mail_signs_in(client: Client, northmere: Northmere) -> None:
    asked = ask(client, " Priya.Nair@Northmere.example ")
    assert (asked.status_code, asked.headers["Location"]) == (302, CODE)
    message = last_message(PRIYA)
    assert message.subject == "Your code for Coaching Pairs"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    code = code_in_mail(PRIYA)
    assert f"Your code is {code}" in str(message.alternatives[0][0])

    page = client.get(CODE).content.decode()
    assert f"If {PRIYA} was invited, a code of six figures is on its way there." in page
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page

    entered = type_code(client, code)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    assert signed_in_as(client) == northmere.person("Priya")
    assert client.get("/", follow=True).redirect_chain == [(northmere.base, 302)]


@pytest.mark.parametrize("spelt", ["{}{}{}{}{}{}", " {}{}{}-{}{}{} ", "{}{} {}{} {}{}", "{}{}{}\u2013{}{}{}"])
def test_a_code_may_be_typed_with_spaces_and_dashes(client: Client, priya: Person, spelt: str) -> None:
    ask(client, PRIYA)
    type_code(client, spelt.format(*code_in_mail(PRIYA).replace(" ", "")))
    assert signed_in_as(client) == priya


def test_known_and_unknown_addresses_get_the_same_pages(priya: Person) -> None:
    seen = []
    for address in (PRIYA, "nobody@northmere.example"):
        client = Client()
        asked = ask(client, address)
        page = client.get(CODE)
        wrong = type_code(client, "12 34 5x")
        missed = type_code(client, "000000") if address != PRIYA else type_code(client, not_the_code(PRIYA))
        pages = [without_csrf(response).replace(address, "ADDRESS") for response in (page, wrong, missed)]
        seen.append(
            (asked.status_code, asked.headers["Location"], page.status_code, missed.status_code, pages)
        )
    known, unknown = seen
    known[4][2] = known[4][2].replace(not_the_code(PRIYA), "000000")
    assert known == unknown
    assert [message.to for message in mail.outbox] == [[PRIYA]]


def not_the_code(address: str) -> str:
    return f"{(int(code_in_mail(address).replace(' ', '')) + 1) % 1_000_000:06}"


def test_somebody_whose_account_was_closed_is_unknown(client: Client, priya: Person) -> None:
    Person.objects.filter(pk=priya.pk).update(is_active=False)
    assert ask(client, PRIYA).status_code == 302
    assert mail.outbox == []


def test_an_account_closed_while_the_code_was_under_way_stays_out(client: Client, priya: Person) -> None:
    ask(client, PRIYA)
    Person.objects.filter(pk=priya.pk).update(is_active=False)
    entered = type_code(client, code_in_mail(PRIYA))
    assert (entered.status_code, entered.headers["Location"]) == (302, LOGIN)
    assert not signed_in_as(client).is_authenticated


def test_a_code_works_in_the_browser_that_asked_and_in_no_other(client: Client, priya: Person) -> None:
    ask(client, PRIYA)
    elsewhere = Client()
    refused = type_code(elsewhere, code_in_mail(PRIYA))
    assert (refused.status_code, refused.headers["Location"]) == (302, LOGIN)
    assert not signed_in_as(elsewhere).is_authenticated
    ask(elsewhere, "nobody@northmere.example")
    assert type_code(elsewhere, code_in_mail(PRIYA)).status_code == 422
    type_code(client, code_in_mail(PRIYA))
    assert signed_in_as(client) == priya


def test_a_code_works_once(client: Client, priya: Person) -> None:
    sign_in(client, PRIYA)
    client.post(LOGOUT)
    assert type_code(client, code_in_mail(PRIYA)).headers["Location"] == LOGIN
    assert not signed_in_as(client).is_authenticated


def test_the_fourth_try_is_refused_even_with_the_right_code(client: Client, priya: Person) -> None:
    ask(client, PRIYA, next="/places/")
    right, wrong = code_in_mail(PRIYA), not_the_code(PRIYA)
    assert type_code(client, wrong, next="/places/").status_code == 422
    again = type_code(client, wrong, next="/places/")
    assert again.status_code == 422
    assert again.content.decode().count("This is not the code. Look for the newest message from us") == 2
    third = type_code(client, wrong, next="/places/")
    assert (third.status_code, third.headers["Location"]) == (302, f"{LOGIN}?next=/places/")
    page = client.get(third.headers["Location"]).content.decode()
    assert "That was not the code, and it was the third try. Ask for a new one." in page
    assert f'value="{PRIYA}"' in page
    assert type_code(client, right).headers["Location"] == LOGIN
    assert not signed_in_as(client).is_authenticated


def test_tries_in_parallel_do_not_add_up_to_more_than_three(client: Client, priya: Person) -> None:
    """Each starts from the same session, as parallel requests do: the session alone would count one."""
    ask(client, PRIYA)
    started = dict(client.session)
    for _ in range(3):
        assert type_code(client, not_the_code(PRIYA)).status_code in (302, 422)
        session = client.session
        session.update(started)
        session.save()
    type_code(client, code_in_mail(PRIYA))
    assert not signed_in_as(client).is_authenticated
    assert client.get(CODE).headers["Location"] == LOGIN


def test_what_cannot_be_a_code_is_no_try(client: Client, priya: Person) -> None:
    ask(client, PRIYA)
    for typed in ("", "12345", "1234567", "abcdef", "123 45", "１２３４５６"):
        refused = type_code(client, typed)
        assert refused.status_code == 422
    assert "The code has six figures. Copy it from the newest message." in refused.content.decode()
    type_code(client, code_in_mail(PRIYA))
    assert signed_in_as(client) == priya


def test_a_code_runs_out(client: Client, priya: Person, settings: Any) -> None:
    ask(client, PRIYA, next="/places/")
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    late = type_code(client, code_in_mail(PRIYA), next="/places/")
    assert late.headers["Location"] == f"{LOGIN}?next=/places/"
    page = client.get(LOGIN).content.decode()
    assert "That code has run out: each works for 10 minutes. Ask for a new one." in page
    assert f'value="{PRIYA}"' in page


def test_a_new_code_takes_the_place_of_the_first(client: Client, priya: Person) -> None:
    ask(client, PRIYA)
    first = code_in_mail(PRIYA)
    ask(client, PRIYA)
    second = code_in_mail(PRIYA)
    assert first != second
    assert "A new code is on its way. The earlier one no longer works." in client.get(CODE).content.decode()
    assert type_code(client, first).status_code == 422
    type_code(client, second)
    assert signed_in_as(client) == priya


def test_another_address_can_be_used(client: Client, priya: Person) -> None:
    ask(client, "wrong@northmere.example", next="/places/")
    page = client.get(CODE, {"next": "/places/"}).content.decode()
    assert f'href="{LOGIN}?another=1&amp;next=/places/"' in page
    form = client.get(f"{LOGIN}?another=1&next=/places/").content.decode()
    assert 'value="wrong@northmere.example"' not in form
    assert "A code is on its way to wrong@northmere.example" in form
    assert sign_in(client, PRIYA, next="/places/").headers["Location"] == "/places/"


def test_few_codes_go_to_one_address_whoever_asks(priya: Person) -> None:
    for _ in range(3):
        assert ask(Client(), PRIYA).status_code == 302
    refused = ask(Client(), PRIYA.upper())
    assert refused.status_code == 422
    assert "Several codes have been sent to this address." in refused.content.decode()
    assert f'value="{PRIYA.upper()}"' in refused.content.decode()
    assert len(mail.outbox) == 3
    assert ask(Client(), "helen.armitage@northmere.example").status_code == 302


@pytest.mark.parametrize("typed", ["", "priya", "priya@", "a@b@c.example"])
def test_an_address_that_is_none_is_said_beside_the_field_and_kept(client: Client, typed: str) -> None:
    refused = ask(client, typed)
    assert refused.status_code == 422
    assert (
        refused.content.decode().count("Enter your email address" if not typed else "does not look like") == 2
    )
    assert not typed or f'value="{typed}"' in refused.content.decode()


@pytest.mark.parametrize("address", [PRIYA, "nobody@northmere.example"])
def test_when_mail_does_not_go_out_the_page_says_so(
    client: Client, priya: Person, settings: Any, address: str
) -> None:
    """The same for known and unknown addresses, with the address still there and nothing half done."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        refused = ask(client, address)
    assert refused.status_code == 422
    assert "We could not send a code just now. Your address is still here" in refused.content.decode()
    assert f'value="{address}"' in refused.content.decode()
    assert client.get(CODE).headers["Location"] == LOGIN


def test_a_mail_server_that_refuses_is_no_crash_either(client: Client, priya: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.teams.test_sign_in.RefusingBackend"
    assert ask(client, PRIYA).status_code == 422


class RefusingBackend(BaseEmailBackend):
    """A mail server that answers and takes nothing."""

    def send_messages(self, *_messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({PRIYA: (550, b"no")})


def test_without_valkey_nobody_signs_in_and_nothing_crashes(
    client: Client, priya: Person, settings: Any
) -> None:
    ask(client, PRIYA)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    unchecked = type_code(client, code_in_mail(PRIYA))
    assert unchecked.status_code == 422
    assert "We could not check the code just now. It still works" in unchecked.content.decode()
    assert ask(Client(), PRIYA).status_code == 422
    assert not signed_in_as(client).is_authenticated


def test_the_session_key_changes_at_sign_in_and_the_cookie_is_dead_after_signing_out(
    client: Client, priya: Person
) -> None:
    ask(client, PRIYA)
    before = client.cookies["sessionid"].value
    type_code(client, code_in_mail(PRIYA))
    during = client.cookies["sessionid"].value
    assert before != during
    client.post(LOGOUT)
    for old in (before, during):
        stolen = Client()
        stolen.cookies["sessionid"] = old
        assert stolen.get("/places/").status_code == 302


def test_signing_out_asks_the_browser_to_forget(client: Client, priya: Person) -> None:
    client.force_login(priya)
    private = client.get("/places/")
    assert "no-store" in private.headers["Cache-Control"]
    assert client.get(LOGOUT).status_code == 200
    assert signed_in_as(client) == priya
    out = client.post(LOGOUT)
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert out.headers["Location"] == LOGIN
    assert "You are signed out." in client.get(LOGIN).content.decode()
    assert client.get(LOGOUT).headers["Location"] == LOGIN


def test_who_is_signed_in_already_goes_home(client: Client, priya: Person) -> None:
    client.force_login(priya)
    for address in (LOGIN, CODE):
        assert client.get(address).headers["Location"] == "/"
        assert client.get(address, {"next": "/places/"}).headers["Location"] == "/places/"
        assert client.post(address, {"email": "x@y.example"}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/places/?a=1", "/places/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://testserver/places/", "http://testserver/places/"),
    ],
)
def test_afterwards_one_goes_where_one_wanted_within_this_site(
    client: Client, priya: Person, wanted: str, got: str
) -> None:
    assert sign_in(client, PRIYA, next=wanted).headers["Location"] == got


def test_a_page_asked_for_is_opened_after_signing_in(client: Client, northmere: Northmere) -> None:
    wanted = f"{northmere.base}pairs/"
    to_sign_in = client.get(wanted)
    assert to_sign_in.headers["Location"] == f"{LOGIN}?next={wanted}"
    form = client.get(to_sign_in.headers["Location"])
    assert f'<input type="hidden" name="next" value="{wanted}">' in form.content.decode()
    asked = ask(client, PRIYA, next=wanted)
    assert asked.headers["Location"] == f"{CODE}?next={wanted}"


def test_after_a_form_that_needed_a_sign_in_one_lands_on_its_page(
    client: Client, northmere: Northmere
) -> None:
    form = f"/o/{northmere.organisation.slug}/facilitation/"
    page = f"/o/{northmere.organisation.slug}/"
    sent = client.post(form, headers={"Referer": f"http://testserver{page}"})
    assert sent.headers["Location"] == f"{LOGIN}?next={page}"
    assert client.post(form).headers["Location"] == f"{LOGIN}?next=/"
    assert (
        client.post(form, headers={"Referer": "https://evil.example/"}).headers["Location"]
        == f"{LOGIN}?next=/"
    )
    swapped = client.post(
        form, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}?q=a"}
    )
    assert (swapped.status_code, swapped.headers["HX-Redirect"]) == (204, f"{LOGIN}?next={page}%3Fq%3Da")


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "password/change/",
        "password/set/",
        "password/reset/",
        "confirm-email/",
        "confirm-email/abc/",
        "reauthenticate/",
        "inactive/",
        "3rdparty/",
        "social/connections/",
        "",
    ],
)
def test_nothing_else_of_allauth_is_there(client: Client, priya: Person, address: str) -> None:
    client.force_login(priya)
    assert client.get(f"/account/{address}").status_code == 404
    assert client.post(f"/account/{address}").status_code == 404


def test_no_name_of_those_pages_can_be_reversed() -> None:
    for name in ("account_signup", "account_email", "account_reset_password", "account_change_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
