"""Closing a cycle by hand: who may, what it says before, and what it leaves."""

from __future__ import annotations

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import make_cycle
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
