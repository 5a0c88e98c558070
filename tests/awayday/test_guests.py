"""Who is at the board, as whom, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from awayday.models import Awayday
from awayday.services.doors import close_doors, open_doors, renew_code
from coachingpairs.tenancy.scope import scope
from pairing.models import Proposal, ShortlistEntry
from teams.models import Leader
from tests.awayday.at_the_door import (
    base_of,
    by_card,
    by_code,
    by_name,
    say_name,
    seen_by,
    signed_in,
    without_tokens,
)
from tests.awayday.held import choosing, opened
from tests.cast import Northmere

pytestmark = pytest.mark.django_db
OVER = "<h1>The Awayday is over</h1>"
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}
ComesIn = Callable[[Northmere, Awayday, str], Client]


def nameless(_cast: Northmere, awayday: Awayday, _name: str) -> Client:
    return by_code(awayday)


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return opened(northmere)


def close(cast: Northmere, awayday: Awayday) -> None:
    with scope(organisation=cast.organisation.pk):
        close_doors(awayday=awayday, by=cast.facilitator)


def wall(cast: Northmere, awayday: Awayday) -> str:
    return f"{base_of(cast, awayday)}board/"


@pytest.mark.parametrize(("come_in", "name"), [(nameless, ""), (by_card, "Priya"), (by_name, "Priya")])
def test_guests_come_in_the_name_of_nobody_who_signs_in(
    northmere: Northmere, awayday: Awayday, come_in: ComesIn, name: str
) -> None:
    board, organisation, person, _none = seen_by(northmere, awayday, come_in(northmere, awayday, "Priya"))
    leader = northmere.leader(name) if name else None
    assert (board.leader, board.by) == (leader, leader)
    assert (board.is_guest, board.is_organiser, board.is_facilitator) == (True, False, False)
    assert (board.organisation, board.team, board.awayday) == (
        northmere.organisation,
        northmere.team,
        awayday,
    )
    assert (organisation, person) == (str(northmere.organisation.pk), "")
    assert board.address("phone") == f"{base_of(northmere, awayday)}phone/"


def test_what_is_a_leaders_own_is_not_there_for_their_card(northmere: Northmere, awayday: Awayday) -> None:
    """Nor would it be for a view that forgot to ask: the database shows it to their sign-in alone."""
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Priya").pk):
        ShortlistEntry.objects.create(
            organisation=northmere.organisation, leader=priya, colleague=northmere.leader("Helen")
        )
    counts = [
        seen_by(northmere, awayday, client, ShortlistEntry.objects.count)[3]
        for client in (by_card(northmere, awayday, "Priya"), signed_in(northmere, "Priya"))
    ]
    assert counts == [0, 1]


@pytest.mark.parametrize("come_in", [nameless, by_card, by_name])
def test_closing_puts_everybody_out_at_once_and_shows_nothing(
    northmere: Northmere, awayday: Awayday, come_in: ComesIn
) -> None:
    """SECURITY 22, to the byte as for a board that never was."""
    client = come_in(northmere, awayday, "Priya")
    assert client.get(wall(northmere, awayday)).status_code == 200
    close(northmere, awayday)
    base = base_of(northmere, awayday)
    nowhere = base.replace("northmere", "nowhere")
    answers = [
        client.get(f"{where}{page}") for where in (base, nowhere) for page in ("board/", "phone/", "names/")
    ]
    answers += [client.post(f"{where}arrival/") for where in (base, nowhere)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert OVER in answers[0].content.decode()
    assert "northmere" not in answers[0].content.decode().lower()


@pytest.mark.parametrize("come_in", [nameless, by_name])
def test_opening_again_lets_nobody_back_by_themself(
    northmere: Northmere, awayday: Awayday, come_in: ComesIn
) -> None:
    client = come_in(northmere, awayday, "Priya")
    close(northmere, awayday)
    with scope(organisation=northmere.organisation.pk):
        again = open_doors(awayday=awayday, by=northmere.facilitator)
    assert client.get(wall(northmere, awayday)).status_code == 404
    by_code(again, client)
    assert client.get(wall(northmere, awayday)).status_code == 200


def test_a_new_code_puts_out_those_who_have_not_said_who_they_are(
    northmere: Northmere, awayday: Awayday
) -> None:
    onlooker, waits = by_code(awayday), by_code(awayday)
    say_name(northmere, awayday, "Amara", waits)
    known = [by_card(northmere, awayday, "Priya"), by_name(northmere, awayday, "Helen")]
    with scope(organisation=northmere.organisation.pk):
        renew_code(awayday=awayday, by=northmere.facilitator)
    assert [client.get(wall(northmere, awayday)).status_code for client in (onlooker, waits)] == [404, 404]
    assert [client.get(wall(northmere, awayday)).status_code for client in known] == [200, 200]


@pytest.mark.parametrize("come_in", [nameless, by_card, by_name])
def test_after_eight_hours_one_comes_in_anew(
    northmere: Northmere, awayday: Awayday, come_in: ComesIn
) -> None:
    client = come_in(northmere, awayday, "Priya")
    session = client.session
    until = dt.datetime.fromisoformat(session["board"]["until"])
    assert dt.timedelta(hours=7, minutes=59) < until - timezone.now() <= dt.timedelta(hours=8)
    session["board"]["until"] = timezone.now().isoformat()
    session.save()
    assert client.get(wall(northmere, awayday)).status_code == 404
    by_code(awayday, client)
    assert client.get(wall(northmere, awayday)).status_code == 200


def test_whoever_leaves_the_team_leaves_the_board(northmere: Northmere, awayday: Awayday) -> None:
    card, name = by_card(northmere, awayday, "Priya"), by_name(northmere, awayday, "Helen")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(name__in=["Priya Nair", "Helen Armitage"]).update(left_on=timezone.now().date())
    assert card.get(wall(northmere, awayday)).status_code == 404
    asked = name.get(f"{base_of(northmere, awayday)}phone/")
    assert asked.headers["Location"] == f"{base_of(northmere, awayday)}names/"


def test_not_you(northmere: Northmere, awayday: Awayday) -> None:
    base = base_of(northmere, awayday)
    for client in (by_card(northmere, awayday, "Priya"), by_name(northmere, awayday, "Helen")):
        left = client.post(f"{base}leaving/")
        assert (left.status_code, left.headers["Location"]) == (302, "/join/")
        assert "board" not in client.session
        assert client.get(f"{base}phone/").headers["Location"].startswith("/account/login/")
    again = by_name(northmere, awayday, "Helen")
    assert again.get(f"{base}phone/").status_code == 200


def test_guests_choose_as_who_they_are_and_nobody_else_does(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
    asked = {"leader": str(northmere.leader("Helen").pk)}
    propose = f"{northmere.base}choosing/proposals/"
    refused = by_code(awayday).post(propose, asked)
    assert refused.headers["Location"].startswith("/account/login/")
    client = by_card(northmere, awayday, "Priya")
    assert client.post(propose, asked).status_code == 302
    with scope(organisation=northmere.organisation.pk):
        proposals = [(one.proposer.called, one.addressee.called) for one in Proposal.objects.all()]
    assert proposals == [("Priya", "Helen")]
    close(northmere, awayday)
    assert client.post(propose, asked).headers["Location"].startswith("/account/login/")


def test_pages_of_guests_lead_to_nothing_that_is_not_theirs(northmere: Northmere, awayday: Awayday) -> None:
    base = base_of(northmere, awayday)
    for client, pages in (
        (by_code(awayday), ["names/", "board/"]),
        (by_card(northmere, awayday, "Priya"), ["phone/", "board/"]),
    ):
        for page in pages:
            text = without_tokens(client.get(f"{base}{page}")).decode()
            for link in ('href="/places/"', 'href="/account/logout/"', f'href="{northmere.base}"'):
                assert link not in text, page
