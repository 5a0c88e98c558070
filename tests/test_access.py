"""Every address × everybody: who gets in, who is told no, and for whom there is nothing there.

The table (tests/access_table.py) is written by hand on purpose. An address that is not in it fails the suite,
and so does one whose view declares something else than the table says.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from teams.models import Person
from tests.access_table import (
    ADMINISTRATOR,
    AT_THE_BOARD,
    BOARD,
    BOARD_LEADER,
    CHOOSERS,
    EMPTY_PRESSES,
    FACILITATOR,
    KINDS,
    LEADER,
    NAMING_OBJECTS,
    OBJECTS,
    ONCE_SEALED,
    PATTERNS,
    PLACED,
    SOMEBODY_ELSES,
    SPONSOR,
    WHO,
    address,
    key_of,
)
from tests.access_world import World, make_world


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all tests of this file, in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    return made_world


def answers(person: Person | None, where: str) -> tuple[Any, Any]:
    """What GET and an empty POST answer, each in a browser of its own."""
    client = Client(raise_request_exception=True)
    if person:
        client.force_login(person)
    return client.get(where), client.post(where)


def test_every_address_is_classified() -> None:
    assert set(PATTERNS) == set(WHO)


@pytest.mark.parametrize("name", sorted(WHO))
def test_views_declare_what_the_table_says(name: str) -> None:
    if name.startswith("account_"):
        return  # allauth's own views; tests/teams/test_sign_in.py has them
    access = PATTERNS[name][0].callback.access  # type: ignore[attr-defined]
    who = WHO[name]
    if isinstance(who, set):
        assert access.kind in ({"chooser"} if name in CHOOSERS else {"organisation", "team"})
        assert access.roles == who
    else:
        assert access.kind == KINDS[who]
        assert access.roles == ({LEADER} if who == BOARD_LEADER else set())


@pytest.mark.parametrize("name", [*PLACED, *AT_THE_BOARD, "home", "places", "teams:own_name"])
def test_people_who_are_not_signed_in_are_sent_to_sign_in(name: str, world: World) -> None:
    for response in answers(None, address(name, world.ours)):
        if response.status_code != 405:
            assert response.status_code == 302
            assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PLACED)
def test_roles(name: str, world: World) -> None:
    allowed = WHO[name]
    assert isinstance(allowed, set)
    for role in (ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER):
        got, posted = answers(world.people[role], address(name, world.ours))
        if role in allowed:
            assert got.status_code in (200, 204, 302, 303, 405), (role, got.status_code)
            assert posted.status_code in (200, 204, 302, 303, 405, 409, 422) or (
                name in SOMEBODY_ELSES | EMPTY_PRESSES and posted.status_code in (400, 404)
            ), (role, posted.status_code)
        else:
            assert {got.status_code, posted.status_code} <= {403, 405}, role
            assert 403 in (got.status_code, posted.status_code), role


@pytest.mark.parametrize("name", AT_THE_BOARD)
def test_roles_at_the_board(name: str, world: World) -> None:
    """Guests, who are not signed in, are in tests/awayday/test_guests_walk.py."""
    for role in (ADMINISTRATOR, FACILITATOR, SPONSOR, LEADER):
        got, posted = answers(world.people[role], address(name, world.ours))
        if role == LEADER and name in ONCE_SEALED:
            assert {got.status_code, posted.status_code} <= {404, 405}, role
        elif role == LEADER or (WHO[name] == BOARD and role != ADMINISTRATOR):
            assert got.status_code in (200, 302, 405), (role, got.status_code)
            assert posted.status_code in (200, 302, 405, 422), (role, posted.status_code)
        else:
            assert {got.status_code, posted.status_code} <= {403, 405}, role
            assert 403 in (got.status_code, posted.status_code), role


@pytest.mark.parametrize("name", [*PLACED, *AT_THE_BOARD])
@pytest.mark.parametrize(
    "who", ["leader of another team", "leaver", "facilitator elsewhere", "leader elsewhere", "nobody"]
)
def test_for_strangers_nothing_is_there(name: str, who: str, world: World) -> None:
    where = address(name, world.ours)
    missing = address(name, {**world.ours, "organisation": "nowhere"})
    inside = who == "leader of another team" and "team" not in PATTERNS[name][1]
    person = world.people[who]
    for response, unknown in zip(answers(person, where), answers(person, missing), strict=True):
        if inside:
            assert response.status_code in (200, 302, 403, 405)
            continue
        assert response.status_code in (404, 405)
        if response.status_code == 404:
            assert response.content == unknown.content


@pytest.mark.parametrize("name", NAMING_OBJECTS)
def test_objects_of_another_organisation_are_as_missing_as_missing_ones(name: str, world: World) -> None:
    allowed = WHO[name]
    (argument,) = PATTERNS[name][1] & OBJECTS
    key = key_of(name, argument)
    foreign = address(name, {**world.ours, key: world.theirs[key]})
    missing = address(name, {**world.ours, key: uuid.uuid4()})
    for role in allowed:
        person = world.people[role]
        for response, unknown in zip(answers(person, foreign), answers(person, missing), strict=True):
            assert response.status_code in (404, 405), role
            assert response.status_code == unknown.status_code
            if response.status_code == 404:
                assert response.content == unknown.content


@pytest.mark.parametrize("name", PLACED)
def test_no_page_of_one_organisation_names_another(name: str, world: World) -> None:
    for role in WHO[name]:
        for response in answers(world.people[role], address(name, world.ours)):
            assert b"southmere" not in response.content.lower()
