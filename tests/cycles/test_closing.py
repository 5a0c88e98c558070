"""Closing a cycle by hand: who may, what it says before, and what it leaves."""

from __future__ import annotations

import datetime as dt

import pytest

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.emails.planned import CANCELLED
from cycles.models import Cycle, Pair, PlannedSession
from cycles.services.planned import plan_first_session
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle, pair_of
from tests.cycles.pages import signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def stage(cast: Northmere) -> str:
    with scope(organisation=cast.organisation.pk):
        return Cycle.objects.get().stage


@pytest.mark.parametrize("name", ["facilitator", "sponsor"])
def test_it_is_said_what_closing_means_before_it_is_done_once(northmere: Northmere, name: str) -> None:
    make_cycle(northmere, number=3)
    client, address = signed_in(northmere, name), f"{northmere.base}cycles/3/closing/"
    assert "Close cycle 3" in words(client.get(f"{northmere.base}cycle/"))
    page = words(client.get(address))
    assert (
        "It runs until 31 March. Closing it earlier ends it for every pair. It cannot be opened again."
        in page
    )
    assert stage(northmere) == "running"
    for _press in range(2):
        assert client.post(address).headers["Location"] == f"{northmere.base}cycle/"
    assert stage(northmere) == "closed"
    assert "What was written can be read by those who could read it" in words(client.get(address))
    with scope(organisation=northmere.organisation.pk):
        assert AuditEntry.objects.filter(verb="cycle closed").count() == 1


def test_hours_planned_beyond_the_closing_are_taken_out_of_calendars(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, number=3)
    pair = pair_of_helen(northmere, cycle)
    signed_in(northmere, "facilitator").post(f"{northmere.base}cycles/3/closing/")
    with scope(organisation=northmere.organisation.pk):
        assert not PlannedSession.objects.standing().exists()
        told = OutgoingMail.objects.filter(kind=CANCELLED).values_list("recipient_id", flat=True)
        assert set(told) == set(pair.members.values_list("leader", flat=True))


def pair_of_helen(cast: Northmere, cycle: Cycle) -> Pair:
    """With an hour in a week, and one that is over."""
    with scope(organisation=cast.organisation.pk, person=cast.person("Helen").pk):
        pair = pair_of(cycle, cast.leader("Helen"))
        plan_first_session(
            pair=pair,
            leader=cast.leader("Helen"),
            starts_at=NOW + dt.timedelta(days=7),
            minutes=60,
            place="Room 3",
            seen="",
            by=cast.person("Helen"),
            at=NOW,
        )
    return pair


def test_what_has_not_begun_is_not_closed(northmere: Northmere) -> None:
    make_cycle(northmere, number=3, stage="choosing")
    client, address = signed_in(northmere, "facilitator"), f"{northmere.base}cycles/3/closing/"
    assert "It has not begun" in words(client.get(address))
    response = client.post(address)
    assert response.status_code == 409
    assert "This cycle has not begun, so there is nothing to close." in words(response)
    assert stage(northmere) == "choosing"


def test_leaders_do_not_close_cycles(northmere: Northmere) -> None:
    make_cycle(northmere, number=3)
    for name in ("Helen", "administrator"):
        assert signed_in(northmere, name).post(f"{northmere.base}cycles/3/closing/").status_code == 403
    assert stage(northmere) == "running"
