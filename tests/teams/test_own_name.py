"""Somebody who was made by their address alone gives themself a name."""

from __future__ import annotations

import pytest
from django.test import Client

from teams.models import Person

pytestmark = pytest.mark.django_db

ADDRESS = "/places/name/"


@pytest.fixture
def ada(client: Client) -> Person:
    person = Person.objects.create_user("ada@roadworks.example")
    client.force_login(person)
    return person


def test_a_name_is_given(client: Client, ada: Person) -> None:
    assert client.get(ADDRESS).status_code == 200
    response = client.post(ADDRESS, {"name": "  Ada   Mirza "}, follow=True)
    ada.refresh_from_db()
    assert ada.name == "Ada Mirza"
    assert "Messages you cause are now from Ada Mirza." in response.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("   ", "Enter your name, for example Esther Boateng."),
        ("x" * 201, "This name is too long: 200 letters at most, please."),
    ],
)
def test_what_is_no_name_is_said_beside_the_field(client: Client, ada: Person, typed: str, said: str) -> None:
    response = client.post(ADDRESS, {"name": typed})
    assert response.status_code == 422
    assert said in response.text
    assert typed.strip() in response.text
    ada.refresh_from_db()
    assert ada.name == ""
