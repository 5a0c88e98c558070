"""At the board with a sign-in, or sent to one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from awayday.models import Awayday
from awayday.services.doors import close_doors
from coachingpairs.tenancy.scope import scope
from tests.awayday.at_the_door import base_of, by_card, facilitator, seen_by, signed_in
from tests.awayday.held import choosing, opened, planned
from tests.cast import Northmere, make_northmere
from tests.pairing.room import pair_up, seal

pytestmark = pytest.mark.django_db
OVER = "<h1>The Awayday is over</h1>"
HTMX: dict[str, Any] = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    with scope(organisation=northmere.organisation.pk):
        return opened(northmere)


def close(cast: Northmere, awayday: Awayday) -> None:
    with scope(organisation=cast.organisation.pk):
        close_doors(awayday=awayday, by=cast.facilitator)


def wall(cast: Northmere, awayday: Awayday) -> str:
    return f"{base_of(cast, awayday)}board/"


def test_who_is_signed_in_comes_in_their_own_name(northmere: Northmere, awayday: Awayday) -> None:
    priya = northmere.person("Priya")
    board, organisation, person, _none = seen_by(northmere, awayday, signed_in(northmere, "Priya"))
    assert (board.leader, board.by, board.is_guest) == (northmere.leader("Priya"), priya, False)
    assert (organisation, person) == (str(northmere.organisation.pk), str(priya.pk))
    assert not board.is_organiser

    esther = seen_by(northmere, awayday, facilitator(northmere))[0]
    assert (esther.leader, esther.by) == (None, northmere.facilitator)
    assert (esther.is_organiser, esther.is_facilitator) == (True, True)

    maggie = seen_by(northmere, awayday, signed_in(northmere, "Maggie"))[0]
    assert (maggie.leader, maggie.by) == (northmere.leader("Maggie"), northmere.sponsor)
    assert (maggie.is_organiser, maggie.is_facilitator) == (True, False)


def test_who_is_signed_in_signs_out_instead(northmere: Northmere, awayday: Awayday) -> None:
    left = signed_in(northmere, "Priya").post(f"{base_of(northmere, awayday)}leaving/")
    assert left.headers["Location"] == "/account/logout/"


def test_without_having_come_in_one_is_asked_to_sign_in(northmere: Northmere, awayday: Awayday) -> None:
    base = base_of(northmere, awayday)
    for where in (base, base.replace("northmere", "nowhere")):
        plain = Client().get(f"{where}phone/")
        assert plain.status_code == 302
        assert plain.headers["Location"] == f"/account/login/?next={where}phone/"
        polled = Client().get(f"{where}phone/", **HTMX)
        assert polled.status_code == 204
        assert polled.headers["HX-Redirect"].startswith("/account/login/")


def test_strangers_who_are_signed_in_find_nothing(northmere: Northmere, awayday: Awayday) -> None:
    other = make_northmere("southmere")
    missing = wall(northmere, awayday).replace("northmere", "nowhere")
    for person in (other.facilitator, other.person("Priya")):
        client = Client()
        client.force_login(person)
        there, not_there = client.get(wall(northmere, awayday)), client.get(missing)
        assert (there.status_code, there.content) == (404, not_there.content)
        assert OVER not in there.content.decode()
    assert facilitator(northmere).get(f"{northmere.base}cycles/9/awayday/board/").status_code == 404


def test_leaders_go_to_their_own_pages_before_and_after(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
    board, priya = wall(northmere, awayday), signed_in(northmere, "Priya")
    assert priya.get(board).headers["Location"] == northmere.base
    assert priya.get(board, **HTMX).headers["HX-Redirect"] == northmere.base
    assert facilitator(northmere).get(board).status_code == 200
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere, awayday.opens)
    assert priya.get(board).status_code == 200
    close(northmere, awayday)
    assert priya.get(board).headers["Location"] == f"{northmere.base}choosing/"
    assert priya.get(f"{northmere.base}choosing/").status_code == 200
    with scope(organisation=northmere.organisation.pk):
        pair_up(northmere, awayday.opens, "Priya", "Helen")
        seal(northmere, awayday.opens)
    assert priya.get(board).headers["Location"] == northmere.base
    assert facilitator(northmere).get(board).status_code == 200


def test_signing_in_makes_a_guest_who_they_are(northmere: Northmere, awayday: Awayday) -> None:
    client = by_card(northmere, awayday, "Amara")
    client.force_login(northmere.person("Priya"))
    board = seen_by(northmere, awayday, client)[0]
    assert (board.leader, board.is_guest) == (northmere.leader("Priya"), False)


def test_whoever_runs_it_is_nobodys_guest(northmere: Northmere) -> None:
    """A facilitator who scanned somebody's card before signing in does not choose for them."""
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
    client = by_card(northmere, awayday, "Amara")
    propose = f"{northmere.base}choosing/proposals/"
    client.force_login(northmere.facilitator)
    board = seen_by(northmere, awayday, client)[0]
    assert (board.leader, board.by) == (None, northmere.facilitator)
    refused = client.post(propose, {"leader": str(northmere.leader("Priya").pk)})
    assert refused.status_code == 403


def test_who_runs_it_without_being_a_leader_has_no_phone(northmere: Northmere, awayday: Awayday) -> None:
    client = facilitator(northmere)
    for answer in (
        client.get(f"{base_of(northmere, awayday)}phone/"),
        client.post(f"{base_of(northmere, awayday)}arrival/"),
    ):
        assert answer.status_code == 403
