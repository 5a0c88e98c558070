"""From the emailed link to a place: what a scanner may press, and what only the person can do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from coachingpairs.tenancy.scope import scope
from teams.models import Invitation, Leader, OrganisationRole, Person, Role
from teams.services.invitations import invite_leader, revoke_invitation
from tests.cast import Northmere, make_northmere, make_person
from tests.teams.inviting import invited_leader, invited_to_role, link, not_joined
from tests.teams.signing_in import CODE, LOGIN, ask, code_in_mail, sign_in, type_code

pytestmark = pytest.mark.django_db
CLEAN = "/invitation/"
PRIYA = "priya.nair@northmere.example"
ACCEPT = {"answer": "accept"}


def place_of(cast: Northmere, first_name: str) -> Leader:
    with scope(organisation=cast.organisation.pk):
        return Leader.objects.get(pk=cast.leader(first_name).pk)


def is_open(cast: Northmere, invitation: Invitation) -> bool:
    with scope(organisation=cast.organisation.pk):
        return Invitation.objects.usable().filter(pk=invitation.pk).exists()


def test_a_leader_takes_their_place_with_a_button_and_a_code(client: Client, northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    opened = client.get(link(northmere, invitation))
    assert (opened.status_code, opened.headers["Location"]) == (303, CLEAN)
    page = client.get(CLEAN).content.decode()
    assert "<h1>Esther Boateng invites you to have a coaching partner</h1>" in page
    assert '<p class="lead">Leadership team, Northmere</p>' in page
    assert "Invitation for Priya Nair" in page
    assert f"We send a code to {PRIYA}" in page
    pressed = client.post(CLEAN, ACCEPT)
    assert (pressed.status_code, pressed.headers["Location"]) == (302, CODE)
    assert place_of(northmere, "Priya").person is None

    entered = type_code(client, code_in_mail(PRIYA))
    assert (entered.status_code, entered.headers["Location"]) == (302, northmere.base)
    priya = place_of(northmere, "Priya").person
    assert priya is not None
    assert (priya.email, priya.name) == (PRIYA, "Priya Nair")
    assert client.get("/places/").status_code == 200
    assert not is_open(northmere, invitation)


def test_somebody_invited_to_a_role_lands_at_the_organisation(client: Client, northmere: Northmere) -> None:
    invitation = invited_to_role(northmere, "rosa.lind@elsewhere.example", Role.FACILITATOR)
    client.get(link(northmere, invitation))
    page = client.get(CLEAN).content.decode()
    assert "<h1>Ada Mirza invites you to be facilitator</h1>" in page
    assert "You would look after the roster and the cycles" in page
    client.post(CLEAN, ACCEPT)
    entered = type_code(client, code_in_mail("rosa.lind@elsewhere.example"))
    assert entered.headers["Location"] == "/o/northmere/"
    assert client.get("/o/northmere/").status_code == 200


def test_what_scanners_do_accepts_nothing_and_uses_nothing_up(northmere: Northmere) -> None:
    """SECURITY 17: HEAD, GET three times, a bare POST, and a browser that presses everything."""
    invitation = invited_leader(northmere, "Priya")
    address = link(northmere, invitation)
    people = Person.objects.count()
    scanner = Client()
    assert scanner.head(address).status_code == 303
    for _ in range(3):
        assert scanner.get(address).status_code == 303
        assert scanner.get(CLEAN).status_code == 200
    assert scanner.post(address).status_code == 405
    assert Client().post(CLEAN, ACCEPT).status_code == 404
    empty = scanner.post(CLEAN)
    assert empty.status_code == 422
    assert "Nothing has happened yet" in empty.content.decode()
    assert (mail.outbox, Person.objects.count()) == ([], people)
    assert scanner.post(CLEAN, ACCEPT).headers["Location"] == CODE
    assert scanner.get(CODE).status_code == 200
    assert scanner.get("/places/").status_code == 302
    assert place_of(northmere, "Priya").person is None
    assert is_open(northmere, invitation)

    person = Client()
    person.get(address)
    person.post(CLEAN, ACCEPT)
    assert type_code(person, code_in_mail(PRIYA)).headers["Location"] == northmere.base


def test_a_form_from_elsewhere_is_refused(northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    strict = Client(enforce_csrf_checks=True)
    strict.get(link(northmere, invitation))
    assert strict.post(CLEAN, ACCEPT).status_code == 403
    assert mail.outbox == []


def test_links_that_are_over_answer_alike_to_the_byte(northmere: Northmere) -> None:
    """SECURITY 19: unknown, not even a token, expired, revoked, accepted, renewed, left."""
    first_names = ["Priya", "Helen", "Vikram", "Joanna", "Idris"]
    addresses = {name: link(northmere, invited_leader(northmere, name)) for name in first_names}
    with scope(organisation=northmere.organisation.pk):
        by_name = {invitation.name: invitation for invitation in Invitation.objects.all()}
        Invitation.objects.filter(name="Priya Nair").update(expires_at=timezone.now())
        revoke_invitation(invitation=by_name["Helen Armitage"], by=northmere.facilitator)
        Leader.objects.filter(name="Joanna Clarke").update(left_on=dt.date(2026, 11, 1))
        Invitation.objects.filter(name="Idris Kaya").update(created_at=timezone.now() - dt.timedelta(hours=1))
        renewed = invite_leader(leader=northmere.leader("Idris"), by=northmere.facilitator)
    link(northmere, renewed)
    accepting = Client()
    accepting.get(addresses["Vikram"])
    accepting.post(CLEAN, ACCEPT)
    type_code(accepting, code_in_mail("vikram.sethi@northmere.example"))

    other = make_northmere("southmere").organisation.pk.hex
    secret = addresses["Priya"].rpartition(".")[2]
    unknown = [
        "x",
        f"{northmere.organisation.pk.hex}.{'a' * 43}",
        f"{other}.{secret}",
        f"{'0' * 32}.{secret}",
    ]
    over = [*addresses.values(), *(f"/invitation/{token.strip('/')}/" for token in unknown), CLEAN]
    answers = [Client().get(address) for address in over]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    headers = [
        {name: value for name, value in answer.headers.items() if name != "Expires"} for answer in answers
    ]
    assert all(one == headers[0] for one in headers)
    assert all(not answer.cookies for answer in answers)
    assert (
        "ask whoever runs Coaching Pairs in your organisation to send you a new"
        in answers[0].content.decode()
    )


def test_a_link_that_ends_while_it_is_open_accepts_nothing(client: Client, northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    client.get(link(northmere, invitation))
    client.post(CLEAN, ACCEPT)
    with scope(organisation=northmere.organisation.pk):
        revoke_invitation(invitation=invitation, by=northmere.facilitator)
    assert client.post(CLEAN, ACCEPT).status_code == 404
    assert type_code(client, code_in_mail(PRIYA)).headers["Location"] == "/"
    assert place_of(northmere, "Priya").person is None


def test_signing_in_without_pressing_accept_accepts_nothing(client: Client, northmere: Northmere) -> None:
    invitation = invited_to_role(northmere, PRIYA, Role.SPONSOR)
    client.get(link(northmere, invitation))
    assert sign_in(client, PRIYA).headers["Location"] == "/"
    assert is_open(northmere, invitation)
    assert "Accept</button>" in client.get(CLEAN).content.decode()
    assert client.post(CLEAN, ACCEPT).headers["Location"] == "/o/northmere/"
    assert not is_open(northmere, invitation)


def test_who_is_signed_in_with_that_address_needs_no_code(client: Client, northmere: Northmere) -> None:
    invitation = invited_to_role(northmere, PRIYA, Role.SPONSOR)
    client.force_login(northmere.person("Priya"))
    client.get(link(northmere, invitation))
    for _ in range(2):  # pressed twice
        assert client.post(CLEAN, ACCEPT).headers["Location"] == "/o/northmere/"
    assert client.get(CLEAN).headers["Location"] == "/o/northmere/"
    assert mail.outbox == []
    with scope(organisation=northmere.organisation.pk):
        assert (
            OrganisationRole.objects.filter(person=northmere.person("Priya"), role=Role.SPONSOR).count() == 1
        )


def test_somebody_else_is_asked_to_sign_out_and_keeps_the_invitation(
    client: Client, northmere: Northmere
) -> None:
    invitation = invited_leader(northmere, "Priya")
    client.force_login(northmere.person("Helen"))
    client.get(link(northmere, invitation))
    page = client.get(CLEAN).content.decode()
    assert "You are signed in as Helen Armitage" in page
    assert f"This invitation was sent to {PRIYA}" in page
    assert 'value="accept"' not in page
    assert client.post(CLEAN, ACCEPT).headers["Location"] == CLEAN
    assert is_open(northmere, invitation)
    switched = client.post(CLEAN, {"answer": "switch"})
    assert (switched.status_code, switched.headers["Location"]) == (303, CLEAN)
    assert client.get("/places/").status_code == 302
    client.post(CLEAN, ACCEPT)
    assert type_code(client, code_in_mail(PRIYA)).headers["Location"] == northmere.base
    assert place_of(northmere, "Helen").person == northmere.person("Helen")


def test_signing_in_as_another_after_all_says_so(client: Client, northmere: Northmere) -> None:
    invitation = invited_leader(northmere, "Priya")
    client.get(link(northmere, invitation))
    client.post(CLEAN, ACCEPT)
    helen = "helen.armitage@northmere.example"
    ask(client, helen)
    assert type_code(client, code_in_mail(helen)).headers["Location"] == CLEAN
    assert "You are signed in as Helen Armitage" in client.get(CLEAN).content.decode()
    assert is_open(northmere, invitation)


def test_a_place_that_cannot_be_taken_is_said_in_words(client: Client, northmere: Northmere) -> None:
    helen = northmere.person("Helen")
    not_joined(northmere, "Priya")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Helen").pk).update(email="h@northmere.example")
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(email=helen.email)
        invitation = invite_leader(leader=northmere.leader("Priya"), by=northmere.facilitator)
    client.force_login(helen)
    client.get(link(northmere, invitation))
    refused = client.post(CLEAN, ACCEPT)
    assert refused.headers["Location"] == "/"
    assert "You have a place in this team already" in client.get("/places/").content.decode()


def test_when_the_code_cannot_be_sent_the_invitation_waits(
    client: Client, northmere: Northmere, settings: Any
) -> None:
    invitation = invited_leader(northmere, "Priya")
    client.get(link(northmere, invitation))
    settings.EMAIL_BACKEND = "tests.teams.test_invitation_links.BrokenBackend"
    refused = client.post(CLEAN, ACCEPT)
    assert refused.status_code == 422
    assert "We could not send a code just now." in refused.content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert client.post(CLEAN, ACCEPT).headers["Location"] == CODE
    assert type_code(client, code_in_mail(PRIYA)).headers["Location"] == northmere.base


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, *_messages: Any) -> int:
        raise ConnectionRefusedError


def test_the_token_stays_out_of_the_address_the_session_and_the_pages(
    client: Client, northmere: Northmere
) -> None:
    address = link(northmere, invited_leader(northmere, "Priya"))
    token = address.strip("/").partition("/")[2]
    opened = client.get(address)
    assert opened.headers["Referrer-Policy"] == "same-origin"
    assert token not in str(dict(client.session))
    for response in (opened, client.get(CLEAN), client.post(CLEAN, ACCEPT), client.get(CODE)):
        assert token not in response.headers.get("Location", "")
        assert token not in response.content.decode()


def test_an_invitation_names_no_other_organisation(client: Client, northmere: Northmere) -> None:
    make_northmere("southmere")
    client.get(link(northmere, invited_leader(northmere, "Priya")))
    assert "southmere" not in client.get(CLEAN).content.decode().lower()


def test_inviting_from_the_roster(client: Client, northmere: Northmere) -> None:
    not_joined(northmere, "Priya", "Helen", "Vikram", "Joanna")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(name__in=["Vikram Sethi", "Joanna Clarke"]).update(
            email="desk@northmere.example"
        )
    client.force_login(northmere.facilitator)
    roster, everybody = f"{northmere.base}roster/", f"{northmere.base}roster/invitations/"
    one = f"{northmere.base}roster/{northmere.leader('Priya').pk}/invitation/"
    assert client.post(one).headers["Location"] == roster
    assert said(client) == [f"An invitation to Priya Nair is on its way to {PRIYA}."]
    assert client.post(everybody).headers["Location"] == roster
    assert said(client) == [
        "One invitation is on its way.",
        "Not invited, because they share an address: Joanna Clarke, Vikram Sethi. Give each their own.",
    ]
    assert (
        client.post(f"{northmere.base}roster/{northmere.leader('Vikram').pk}/invitation/").status_code == 302
    )
    (refusal,) = said(client)
    assert refusal.startswith("Vikram Sethi shares desk@northmere.example with somebody else on the roster")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(name="Joanna Clarke").update(email="joanna@northmere.example")
        Leader.objects.filter(name="Vikram Sethi").update(email="vikram@northmere.example")
    client.post(everybody)
    assert said(client) == ["2 invitations are on their way."]
    client.post(everybody)
    assert said(client) == ["Everybody who has an address of their own has been invited already."]
    swapped = client.post(everybody, headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped.headers["HX-Redirect"]) == (204, roster)


def said(client: Client) -> list[str]:
    """The messages waiting for the next page, which are then gone."""
    response = client.get("/places/")
    return [str(message) for message in response.context["messages"]]


def test_a_leader_of_another_team_cannot_be_invited_through_this_one(
    client: Client, northmere: Northmere
) -> None:
    other = make_northmere("southmere")
    client.force_login(northmere.facilitator)
    foreign = f"{northmere.base}roster/{other.leader('Priya').pk}/invitation/"
    assert client.post(foreign).status_code == 404


def test_an_account_that_was_closed_cannot_come_back_by_invitation(
    client: Client, northmere: Northmere
) -> None:
    otto = make_person("Otto Lindqvist")
    Person.objects.filter(pk=otto.pk).update(is_active=False)
    invitation = invited_to_role(northmere, otto.email)
    client.get(link(northmere, invitation))
    assert client.post(CLEAN, ACCEPT).headers["Location"] == CODE
    assert mail.outbox == []
    assert client.get("/places/").headers["Location"].startswith(LOGIN)
