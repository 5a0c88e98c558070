"""Two people who are not offered each other: a page for facilitators alone that asks for no reason."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.models import KeptApart, Suggestion
from pairing.services.kept_apart import keep_apart
from pairing.services.suggesting import suggest_to_room
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, pair_up
from tests.pairing.views.pages import actions, at, signed_in, words


def page_of(cast: Northmere) -> str:
    return f"{cast.base}kept-apart/"


def send(cast: Northmere, desk: Client, one: str, other: str, *, sure: bool = False) -> Any:
    values = {"one": str(cast.leader(one).pk), "other": str(cast.leader(other).pk)}
    return desk.post(page_of(cast), {**values, **({"sure": "on"} if sure else {})})


def test_it_says_what_it_does_and_that_nobody_is_told(inside: Northmere, desk: Client) -> None:
    page = desk.get(page_of(inside))
    text = words(page)
    assert "Only facilitators see this page" in text
    assert "Nobody is told, and no reason is asked or kept." in text
    assert "Nobody is kept apart." in text
    assert "<textarea" not in page.content.decode()


def test_the_two_are_shown_again_before_it_counts(inside: Northmere, desk: Client) -> None:
    asked = send(inside, desk, "Helen", "Priya")
    assert asked.status_code == 200
    assert "Keep Helen Armitage and Priya Nair apart?" in words(asked)
    assert not KeptApart.objects.exists()
    done = send(inside, desk, "Helen", "Priya", sure=True)
    assert done.headers["Location"] == page_of(inside)
    row = KeptApart.objects.get()
    assert {row.one, row.other} == {inside.leader("Helen"), inside.leader("Priya")}
    text = words(desk.get(page_of(inside)))
    assert "Helen Armitage and Priya Nair are not offered each other from now on." in text
    assert "Kept apart now" in text
    assert "Lift it for" in text


def test_lifting(inside: Northmere, desk: Client) -> None:
    row = keep_apart(one=inside.leader("Helen"), other=inside.leader("Priya"), by=inside.facilitator)
    lifting = f"{page_of(inside)}{row.pk}/lifting/"
    assert lifting in actions(desk.get(page_of(inside)))
    assert desk.get(lifting).status_code == 405
    lifted = desk.post(lifting, follow=True)
    assert "may be offered each other again." in words(lifted)
    assert not KeptApart.objects.exists()
    assert desk.post(lifting).status_code == 404
    assert desk.post(f"{page_of(inside)}{uuid.uuid4()}/lifting/").status_code == 404


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Choose the first of the two."),
        ({"one": "Helen"}, "Choose the second of the two."),
        ({"one": "Helen", "other": "Helen"}, "Choose two different people."),
        ({"one": "Helen", "other": str(uuid.uuid4())}, "They are not in this team any more."),
    ],
)
def test_what_is_missing_is_said(inside: Northmere, desk: Client, values: dict[str, str], said: str) -> None:
    sent = {field: str(inside.leader(name).pk) if name == "Helen" else name for field, name in values.items()}
    answer = desk.post(page_of(inside), {**sent, "sure": "on"})
    assert answer.status_code == 422
    assert said in words(answer)
    assert not KeptApart.objects.exists()


def test_two_who_are_a_pair_now_are_said_to_be(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    refused = send(inside, desk, "Helen", "Priya", sure=True)
    assert refused.status_code == 422
    assert "Helen Armitage and Priya Nair are a pair in this cycle. Undo it first." in words(refused)
    assert f'href="{at(inside, "room")}"' in refused.content.decode()
    assert not KeptApart.objects.exists()


def test_a_suggestion_between_the_two_ends(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    suggest_to_room(cycle=cycle, by=inside.facilitator, at=AT)
    helens = Suggestion.objects.open().get(leaders__leader=inside.leader("Helen"))
    other = helens.leaders.exclude(leader=inside.leader("Helen")).get().leader
    send(inside, desk, "Helen", other.called, sure=True)
    assert Suggestion.objects.open().count() == 3
    assert not Suggestion.objects.open().filter(pk=helens.pk).exists()


def test_sponsors_administrators_and_leaders_may_not(inside: Northmere, cycle: Cycle) -> None:
    for person in (inside.sponsor, inside.administrator, inside.person("Helen")):
        browser = signed_in(person)
        assert browser.get(page_of(inside)).status_code == 403
        assert browser.post(page_of(inside)).status_code == 403


@pytest.mark.parametrize("rows", [1, 6])
def test_the_same_queries_with_many(db: None, rows: int) -> None:
    cast = make_northmere(leaders=8 + 2 * rows)
    with scope(organisation=cast.organisation.pk):
        for number in range(rows):
            one, other = cast.leader(f"Leader{number:03}"), cast.leader(f"Leader{number + rows:03}")
            keep_apart(one=one, other=other, by=cast.facilitator)
    desk = signed_in(cast.facilitator)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(page_of(cast)).status_code == 200
    assert len(queries) == 15
