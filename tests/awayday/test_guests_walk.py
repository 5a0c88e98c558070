"""Every address × guests of an Awayday: the board, choosing, and nothing else (SECURITY 22)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from tests.access_table import BOARD, BOARD_LEADER, GIVER, ONCE_SEALED, OPEN, PATTERNS, WHO, address
from tests.access_world import World, make_world
from tests.awayday.at_the_door import by_card, by_code, by_name

CHOOSING = {
    "pairing:choosing",
    "pairing:propose",
    "pairing:accept",
    "pairing:decline",
    "pairing:withdraw",
    "pairing:step_back",
    "pairing:help",
    "pairing:ask_for_help",
    "pairing:take_back_help",
    "pairing:take_suggestion",
    "pairing:leave_suggestion",
    "pairing:ask_to_join",
    "pairing:sit_out",
    "pairing:choose_after_all",
}
NOTHING_THERE = {"pairing:withdraw", *ONCE_SEALED}
"""For Priya in this world: she asked nobody, and the pairs are not sealed."""


NAMELESS, WITH_CARD, CONFIRMED = "nameless", "with a card", "confirmed"
GUESTS = [NAMELESS, WITH_CARD, CONFIRMED]


@dataclass
class Walk:
    world: World
    guests: dict[str, Client]

    def both(self, who: str, where: str) -> tuple[Any, Any]:
        """What GET and an empty POST answer."""
        return self.guests[who].get(where), self.guests[who].post(where)


@pytest.fixture(scope="module")
def made_walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    """Come in once for all tests; what each does to their sessions is rolled back with everything else."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        with scope(organisation=world.here.organisation.pk):
            awayday = Awayday.objects.select_related("opens").get()
        guests = {
            NAMELESS: by_code(awayday),
            WITH_CARD: by_card(world.here, awayday, "Priya"),
            CONFIRMED: by_name(world.here, awayday, "Priya"),
        }
        yield Walk(world, guests)
        transaction.set_rollback(True)


@pytest.fixture
def walk(made_walk: Walk, db: None) -> Walk:
    return made_walk


def is_sign_in(response: Any) -> bool:
    where = str(response.headers.get("Location", ""))
    return bool(response.status_code == 302 and where.startswith(reverse("account_login")))


BOARDS = sorted(name for name, who in WHO.items() if who in (BOARD, BOARD_LEADER))
PRIVATE = sorted(
    name
    for name, who in WHO.items()
    if who not in (OPEN, BOARD, BOARD_LEADER, GIVER) and name not in CHOOSING
)
FOR_GIVERS = sorted(name for name, who in WHO.items() if who == GIVER)


@pytest.mark.parametrize("who", GUESTS)
@pytest.mark.parametrize("name", PRIVATE)
def test_everything_else_asks_for_a_sign_in_as_if_they_had_not_come_in(
    name: str, who: str, walk: Walk
) -> None:
    for response in walk.both(who, address(name, walk.world.ours)):
        assert is_sign_in(response), response.status_code


@pytest.mark.parametrize("who", GUESTS)
@pytest.mark.parametrize("name", FOR_GIVERS)
def test_what_a_link_opens_is_as_shut_as_to_any_stranger(name: str, who: str, walk: Walk) -> None:
    where = address(name, walk.world.ours)
    for mine, theirs in zip(walk.both(who, where), (Client().get(where), Client().post(where)), strict=True):
        assert mine.status_code == theirs.status_code
        assert mine.status_code in (404, 405)
        assert mine.content == theirs.content


@pytest.mark.parametrize("who", GUESTS)
@pytest.mark.parametrize("name", BOARDS)
def test_the_board_is_theirs(name: str, who: str, walk: Walk) -> None:
    names = reverse("awayday:names", args=[walk.world.ours["organisation"], walk.world.ours["team"], 2])
    for response in walk.both(who, address(name, walk.world.ours)):
        if response.status_code == 405:
            continue
        if who == NAMELESS and WHO[name] == BOARD_LEADER:
            assert (response.status_code, response.headers["Location"]) == (302, names)
        elif name in NOTHING_THERE:
            assert response.status_code == 404
        else:
            assert response.status_code in (200, 302, 422)
            assert not is_sign_in(response)


@pytest.mark.parametrize("who", GUESTS)
@pytest.mark.parametrize("name", sorted(CHOOSING))
def test_choosing_is_for_those_whom_somebody_knows(name: str, who: str, walk: Walk) -> None:
    for response in walk.both(who, address(name, walk.world.ours)):
        if response.status_code == 405:
            continue
        if who == NAMELESS:
            assert is_sign_in(response)
        elif name in NOTHING_THERE:
            assert response.status_code == 404
        else:
            assert response.status_code in (200, 302, 422)
            assert not is_sign_in(response)


@pytest.mark.parametrize("who", GUESTS)
@pytest.mark.parametrize("name", sorted({*CHOOSING, *BOARDS}))
def test_another_organisation_is_not_there(name: str, who: str, walk: Walk) -> None:
    """What guests are told of another board is what they are told of one that never was."""
    theirs = walk.world.theirs
    there = walk.both(who, address(name, theirs))
    nowhere = walk.both(who, address(name, {**theirs, "organisation": "nowhere"}))
    for found, missing in zip(there, nowhere, strict=True):
        assert found.status_code == missing.status_code
        assert found.status_code in (404, 405) or is_sign_in(found)
        assert found.content == missing.content


@pytest.mark.parametrize("name", ["awayday:take_lesson_back", "pairing:accept", "pairing:take_suggestion"])
def test_objects_of_others_are_as_missing_as_missing_ones(name: str, walk: Walk) -> None:
    (argument,) = PATTERNS[name][1] - {"organisation", "team", "number"}
    foreign = address(name, {**walk.world.ours, argument: walk.world.theirs[argument]})
    missing = address(name, {**walk.world.ours, argument: uuid.uuid4()})
    answers = [walk.guests[WITH_CARD].post(where) for where in (foreign, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
