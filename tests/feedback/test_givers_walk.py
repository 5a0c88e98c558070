"""Each address of a giver, for everybody else and by every method: the same nothing."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from teams.models import Person
from tests.access_table import GIVER, PATTERNS, WHO
from tests.cast import Northmere
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
NAMES = sorted(name for name, who in WHO.items() if who == GIVER and name in PATTERNS)


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere)


def everybody_else(asked: Asked) -> list[Person | None]:
    cast = asked.cast
    leaders = [cast.person(name) for name in ("Helen", "Priya", "Joanna", "Vikram", "Amara")]
    return [None, cast.facilitator, cast.sponsor, cast.administrator, *leaders]


@pytest.mark.parametrize("name", NAMES)
def test_for_everybody_else_there_is_nothing(name: str, asked: Asked) -> None:
    there = reverse(name, args=[asked.requests["Amara"].pk])
    missing = reverse(name, args=[uuid.uuid4()])
    for person in everybody_else(asked):
        client = Client()
        if person:
            client.force_login(person)
        for method in (client.get, client.post, client.head):
            found, unknown = method(there), method(missing)
            assert found.status_code == unknown.status_code
            assert found.status_code in (404, 405)
            assert found.content == unknown.content


@pytest.mark.parametrize("name", NAMES)
def test_whoever_brings_another_link_is_nobody_here(name: str, asked: Asked) -> None:
    client = asked.come("Joanna")
    there = reverse(name, args=[asked.requests["Amara"].pk])
    for response in (client.get(there), client.post(there, {"sure": "yes", "right": "both", "else_": "x"})):
        assert response.status_code in (404, 405)
    assert asked.now("Amara").declined_at is None
    assert asked.answer("Amara") is None


@pytest.mark.parametrize("name", NAMES)
def test_somebody_without_the_pages_token_changes_nothing(name: str, asked: Asked) -> None:
    """A form that another site makes a browser send."""
    client = Client(enforce_csrf_checks=True)
    asked.come("Amara", client)
    there = reverse(name, args=[asked.requests["Amara"].pk])
    response = client.post(there, {"sure": "yes", "right": "both", "else_": "Forged"})
    assert response.status_code in (403, 405)
    assert (asked.answer("Amara"), asked.draft("Amara"), asked.now("Amara").declined_at) == (None, None, None)
