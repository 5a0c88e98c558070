"""What the pages of growth targets show to whom, and with how many queries."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Participant
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.pages import raw, signed_in, words
from tests.cycles.targeted import (
    LISTEN,
    SPEAK,
    begin,
    look,
    move,
    reword,
    targets_of,
    try_at,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
TODAY = NOW.date()
TYPED = {
    "direction": "down",
    "behaviour": "Answering before others have finished",
    "differently": "Ask two questions",
    "why": "They stop",
}


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def sent(**fields: str) -> dict[str, str]:
    return {**TYPED, "number": str(uuid.uuid4()), **fields}


def test_the_partner_reads_and_writes_nothing(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    try_out = try_at(northmere, "Helen", target, on=TODAY, plan="Count to ten")
    look(northmere, "Helen", try_out, "clear", "They spoke first")
    client = signed_in(northmere, "Priya")
    listed = words(client.get(f"{northmere.base}targets/"))
    assert f"What Helen is working on Dial down {LISTEN.behaviour}" in listed
    response = client.get(f"{northmere.base}targets/{target.pk}/")
    page = words(response)
    assert "Helen’s target, shared with you as their partner" in page
    assert "What Helen will do differently Ask two questions first" in page
    assert "Budget review Count to ten How big a step? Clear They spoke first" in page
    assert "Where it stands An idea so far" in page
    assert raw(response).count("<form") == 1  # signing out
    for path in ("wording/", "state/", "carrying-on/", "try-outs/new/"):
        assert (
            client.post(f"{northmere.base}targets/{target.pk}/{path}", sent(to="let_go")).status_code == 404
        )
    for path in ("", "looking-back/", "deletion/"):
        assert (
            client.post(f"{northmere.base}try-outs/{try_out.pk}/{path}", {"step": "big"}).status_code == 404
        )
    assert targets_of(northmere, "Helen") == [(1, "idea", LISTEN.behaviour)]


def test_a_trio_reads_each_other(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Helen", "Priya", "Idris")])
    target = begin(northmere, "Helen", cycle)
    assert "You, Idris and Priya" in words(
        signed_in(northmere, "Helen").get(f"{northmere.base}targets/{target.pk}/")
    )
    for name in ("Priya", "Idris"):
        page = words(signed_in(northmere, name).get(f"{northmere.base}targets/"))
        assert f"What Helen is working on Dial down {LISTEN.behaviour}" in page


def test_a_closed_cycle_is_for_reading(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "wrapping_up")
        go_to(cycle, "closed", closed_at=NOW)
    client = signed_in(northmere, "Helen")
    here = f"{northmere.base}targets/{target.pk}/"
    response = client.get(here)
    assert "To read, not to change Cycle 3 is not under way" in words(response)
    assert raw(response).count("<form") == 1
    for path in ("wording/", "try-outs/new/"):
        assert client.get(here + path)["Location"] == here
    for path in ("", "looking-back/"):
        assert client.get(f"{northmere.base}try-outs/{try_out.pk}/{path}")["Location"] == here
    assert client.post(f"{here}wording/", sent()).status_code == 422
    assert "Cycle 3 is not under way" in words(client.post(f"{here}wording/", sent()))
    client.post(f"{here}state/", {"to": "let_go"})
    assert "Cycle 3 is not under way" in words(client.get(here))
    assert targets_of(northmere, "Helen") == [(1, "idea", LISTEN.behaviour)]


def test_a_card_says_what_comes_next(northmere: Northmere, cycle: Cycle) -> None:
    target = begin(northmere, "Helen", cycle)
    waiting = try_at(northmere, "Helen", target, "Rent setting", TODAY, at=NOW - dt.timedelta(days=3))
    with as_(northmere, "Helen"):
        waiting.on = TODAY - dt.timedelta(days=3)
        waiting.save(update_fields=["on"])
    try_at(northmere, "Helen", target)
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}targets/"))
    assert "Next occasion to try it Budget review, Tuesday 24 November" in page
    assert "Rent setting: How did it go? No try-outs yet An idea so far" in page


def queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


def test_queries_do_not_grow_with_what_there_is(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    target = begin(northmere, "Helen", cycle)
    begin(northmere, "Priya", cycle)
    try_at(northmere, "Helen", target)
    addresses = (f"{northmere.base}targets/", f"{northmere.base}targets/{target.pk}/")
    few = [queries(client, address) for address in addresses]
    for name in ("Helen", "Priya"):
        other = begin(northmere, name, cycle, SPEAK)
        reword(northmere, name, other, LISTEN)
        move(northmere, name, other, "let_go")
        begin(northmere, name, cycle, SPEAK)
        for occasion in ("One", "Two", "Three"):
            try_at(northmere, "Helen", target, occasion)
    assert [queries(client, address) for address in addresses] == few


def test_somebody_without_a_partner_is_told_who_may_come_to_read(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        Participant.objects.filter(cycle=cycle, leader=northmere.leader("Idris")).update(sits_out=False)
    page = words(signed_in(northmere, "Idris").get(f"{northmere.base}targets/new/"))
    assert page.count("Only you, and a partner you find in this cycle") == 3
