"""``manage.py create_organisation``: the first organisation, from a terminal."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from teams.models import Person
from tests.cast import make_person
from tests.teams.signing_in import sign_in

pytestmark = pytest.mark.django_db


def make(
    name: str = "Northmere Homes", administrator: str = "Ada.Mirza@northmere.example", **options: Any
) -> str:
    out = StringIO()
    call_command("create_organisation", name, administrator=administrator, stdout=out, **options)
    return out.getvalue()


def test_it_makes_an_organisation_whose_administrator_can_sign_in(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://pairs.northmere.example"
    said = make(administrator_name="Ada Mirza")
    assert said == (
        "Northmere Homes is there, and Ada Mirza looks after it.\n"
        "What comes next: sign in at https://pairs.northmere.example/account/login/ as "
        "ada.mirza@northmere.example.\n"
        "A code is sent to that address. Then make a team and bring in its roster.\n"
    )
    sign_in(client, "ada.mirza@northmere.example")
    assert client.get("/").headers["Location"] == "/o/northmere-homes/"
    assert client.get("/o/northmere-homes/").status_code == 200


def test_the_demo_says_where_the_code_is(settings: Any) -> None:
    settings.SITE_URL, settings.DEMO = "http://127.0.0.1:8000", True
    assert "the code is at http://127.0.0.1:8000/demo/mail/. Then make a team" in make()


def test_somebody_known_keeps_their_name(client: Client) -> None:
    ada = make_person("Ada Mirza")
    make(
        "Southmere", ada.email, administrator_name="Somebody Else", slug="south", time_zone="America/New_York"
    )
    assert Person.objects.get() == ada
    assert Person.objects.get().name == "Ada Mirza"
    client.force_login(ada)
    assert client.get("/").headers["Location"] == "/o/south/"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"administrator": "ada"}, "“ada” is not an email address the administrator could sign in with."),
        (
            {"time_zone": "Europe/Lundon"},
            "--time-zone: Choose a time zone from the list, for example Europe/London.",
        ),
        ({"name": "   "}, "NAME: This field cannot be blank."),
        (
            {"slug": "not one"},
            "--slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        ),
        (
            {"name": "Taken"},
            "An organisation with this short name is there already. Choose another, for example taken-2.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left_behind(options: dict[str, str], said: str) -> None:
    make("Taken", "first@northmere.example")
    with pytest.raises(CommandError) as refused:
        make(**options)
    assert str(refused.value) == said
    assert [person.email for person in Person.objects.all()] == ["first@northmere.example"]
