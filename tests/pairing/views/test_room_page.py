"""The facilitator's room: pairs, those still choosing, writing down, undoing, adding."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.models import Proposal
from teams.models import Leader
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.room import AT, ask, open_room, pair_up, paired, seal
from tests.pairing.views.pages import HTMX, actions, at, seen, signed_in, words


def test_pairs_and_those_still_choosing_but_no_questions(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    ask(inside, cycle, "Vikram", "Idris")
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(person=None)
    page = desk.get(at(inside, "room"))
    text = words(page)
    assert "Pairs, newest first 1" in text
    assert "Helen Armitage Priya Nair" in text
    assert "Still choosing 6" in text
    assert "Idris Kaya Has not accepted an invitation yet" in text
    assert "Everyone can still find a partner" in text
    assert at(inside, f"room/pairs/{pair.pk}/undoing") in actions(page)
    assert str(Proposal.objects.open().get().pk) not in page.content.decode()


def test_it_notices_changes_and_stays_still_otherwise(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    version = seen(desk.get(at(inside, "room")))
    ask(inside, cycle, "Helen", "Priya")
    assert desk.get(at(inside, "room"), {"seen": version}, **HTMX).status_code == 204
    pair_up(inside, cycle, "Helen", "Priya")
    changed = desk.get(at(inside, "room"), {"seen": version}, **HTMX)
    assert "Helen Armitage Priya Nair" in words(changed)
    assert "Write down a pair" not in words(changed)


def test_what_the_outlook_says(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    for one, other in (("Helen", "Priya"), ("Amara", "Joanna")):
        pair_up(inside, cycle, one, other)
    text = words(desk.get(at(inside, "room")))
    assert "Everyone can still find a partner" in text
    pair_up(inside, cycle, "Vikram", "Idris")
    text = words(desk.get(at(inside, "room")))
    assert "Two of those still choosing will be without a partner" in text
    assert "at most no more pairs can form" in text
    cycle.participants.filter(leader=inside.leader("Siobhan")).delete()
    assert "One person is still choosing, and the number is odd" in words(desk.get(at(inside, "room")))
    cycle.participants.filter(leader=inside.leader("Maggie")).delete()
    assert "Everybody has a partner" in words(desk.get(at(inside, "room")))


@pytest.mark.parametrize("htmx", [False, True])
def test_writing_down_a_pair(inside: Northmere, cycle: Cycle, desk: Client, htmx: bool) -> None:
    answer = write(inside, desk, "Helen", "Priya", yes=True, htmx=htmx)
    assert answer.headers["HX-Redirect" if htmx else "Location"] == at(inside, "room")
    assert paired(cycle) == {frozenset({"Helen", "Priya"})}
    assert "Helen Armitage and Priya Nair are a pair." in words(desk.get(at(inside, "room")))


def write(cast: Northmere, desk: Client, one: str, other: str, *, yes: bool, htmx: bool = False) -> Any:
    values = {"one": str(cast.leader(one).pk), "other": str(cast.leader(other).pk)}
    what = {**values, "both_said_yes": "on"} if yes else values
    return desk.post(at(cast, "room/pairs"), what, **(HTMX if htmx else {}))


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("one", "other", "yes", "said"),
    [
        ("Helen", "Priya", False, "A pair needs a yes from both. Ask them, then tick this."),
        ("Helen", "Helen", True, "Choose two different people."),
        ("Helen", "Vikram", True, "Helen Armitage and Vikram Sethi are in the same function."),
        ("Helen", "Maggie", True, "Maggie Thornton is the line manager of Helen Armitage."),
        ("Helen", "Amara", True, "They are not choosing any more. Look again who is."),
    ],
)
def test_what_cannot_be_written_down_is_said_and_nothing_is_lost(
    inside: Northmere,
    cycle: Cycle,
    desk: Client,
    htmx: bool,
    one: str,
    other: str,
    yes: bool,
    said: str,
) -> None:
    pair_up(inside, cycle, "Amara", "Joanna")
    answer = write(inside, desk, one, other, yes=yes, htmx=htmx)
    assert answer.status_code == 422
    assert said in words(answer)
    assert f'value="{inside.leader("Helen").pk}" selected' in answer.content.decode()
    assert ("Still choosing" in words(answer)) == (not htmx)
    assert len(paired(cycle)) == 1


def test_undoing_a_pair(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    undoing = at(inside, f"room/pairs/{pair.pk}/undoing")
    assert desk.get(undoing).status_code == 405
    undone = desk.post(undoing, follow=True)
    assert "The pair is undone. Both are free to choose again." in words(undone)
    assert paired(cycle) == set()
    assert desk.post(undoing).status_code == 404
    assert desk.post(at(inside, f"room/pairs/{uuid.uuid4()}/undoing")).status_code == 404


def test_a_pair_of_another_cycle_is_not_undone_here(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    open_room(inside, AT.date().replace(year=2027))
    assert desk.post(at(inside, f"room/pairs/{pair.pk}/undoing", number=2)).status_code == 404
    refused = desk.post(at(inside, f"room/pairs/{pair.pk}/undoing"), follow=True)
    assert "The pairs are sealed, so nothing changes any more." in words(refused)
    assert Pair.objects.filter(pk=pair.pk).exists()


def test_somebody_who_joined_late(inside: Northmere, cycle: Cycle, desk: Client) -> None:
    assert "Somebody joined late" not in words(desk.get(at(inside, "room")))
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    assert "Somebody joined late" in words(desk.get(at(inside, "room")))
    for htmx in (False, True):
        wrong = desk.post(at(inside, "room/participants"), {"leader": ""}, **(HTMX if htmx else {}))
        assert wrong.status_code == 422
        assert "Choose who takes part as well." in words(wrong)
    added = desk.post(at(inside, "room/participants"), {"leader": str(tom.pk)}, follow=True)
    assert "Tom Whitfield takes part now." in words(added)
    assert "Still choosing 9" in words(added)
    again = desk.post(at(inside, "room/participants"), {"leader": str(tom.pk)})
    assert "They take part already, or are not in the team any more." in words(again)


def test_once_sealed_it_shows_the_pairs_and_nothing_to_press(
    inside: Northmere, cycle: Cycle, desk: Client
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    page = desk.get(at(inside, "room"))
    assert "The pairs are sealed" in words(page)
    assert "Sitting this cycle out" in words(page)
    assert actions(page) == set()
    assert "hx-trigger" not in page.content.decode()
    for where in ("room/pairs", "room/participants"):
        late = desk.post(at(inside, where), follow=True)
        assert "The pairs are sealed, so nothing changes any more." in words(late)


def test_sponsors_may_leaders_and_administrators_may_not(inside: Northmere, cycle: Cycle) -> None:
    assert signed_in(inside.sponsor).get(at(inside, "room")).status_code == 200
    for person in (inside.person("Helen"), inside.administrator):
        for where in ("pre-flight", "room", "board", "sealing"):
            assert signed_in(person).get(at(inside, where)).status_code == 403


@pytest.mark.parametrize("leaders", [8, 40])
def test_the_same_queries_in_a_large_room(db: None, leaders: int) -> None:
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)
        for number in range(0, leaders - 8, 2):
            pair_up(cast, cycle, f"Leader{number:03}", f"Leader{number + 1:03}")
        pair_up(cast, cycle, "Helen", "Priya")
    desk = signed_in(cast.facilitator)
    counts = []
    for where in ("room", "board", "sealing"):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(at(cast, where)).status_code == 200
        counts.append(len(queries))
    assert counts == [20, 19, 20]
