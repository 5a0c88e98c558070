"""Where somebody goes who has one place, several, or none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from teams.models import Function, Leader, Person, Role
from teams.services.organisations import create_team, grant_role
from tests.cast import Northmere, make_northmere, make_person

pytestmark = pytest.mark.django_db


def join(cast: Northmere, person: Person, role: Role) -> None:
    with scope(organisation=cast.organisation.pk):
        grant_role(organisation=cast.organisation, person=person, role=role, by=None)


def links(client: Client) -> list[str]:
    page = client.get("/places/").content.decode()
    return [part.partition('"')[0] for part in page.split('href="')[1:] if part.startswith("/o/")]


def test_a_facilitator_of_many_organisations_chooses_and_switches(
    client: Client, northmere: Northmere
) -> None:
    southmere, westmere = make_northmere("southmere"), make_northmere("westmere")
    esther = northmere.facilitator
    join(southmere, esther, Role.FACILITATOR)
    client.force_login(esther)
    assert client.get("/").headers["Location"] == "/places/"
    assert links(client) == ["/o/northmere/", "/o/southmere/"]
    page = client.get("/o/southmere/").content.decode()
    assert 'href="/places/"' in page
    assert "northmere" not in page.lower().replace(esther.email, "")
    assert client.get(f"/o/{westmere.organisation.slug}/").status_code == 404
    assert "westmere" not in client.get("/places/").content.decode().lower()


def test_a_leader_goes_straight_to_their_only_team(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.person("Priya"))
    assert client.get("/").headers["Location"] == northmere.base
    assert links(client) == [northmere.base]


def test_a_leader_in_two_teams_chooses(client: Client, northmere: Northmere) -> None:
    priya = northmere.person("Priya")
    with scope(organisation=northmere.organisation.pk):
        pilot = create_team(organisation=northmere.organisation, name="Pilot", by=None)
        Leader.objects.create(
            organisation=northmere.organisation,
            team=pilot,
            person=priya,
            name="Priya Nair",
            sort_name="Nair Priya",
            function=Function.objects.get(code="FIN"),
        )
    client.force_login(priya)
    assert client.get("/").headers["Location"] == "/places/"
    assert set(links(client)) == {northmere.base, "/o/northmere/t/pilot/"}


def test_a_sponsor_who_takes_part_finds_both(client: Client, northmere: Northmere) -> None:
    client.force_login(northmere.sponsor)
    assert client.get("/").headers["Location"] == "/o/northmere/"
    assert links(client) == ["/o/northmere/", northmere.base]


def test_somebody_without_a_place_is_told_what_to_do(client: Client, northmere: Northmere) -> None:
    nobody = make_person("Nobody Inparticular")
    client.force_login(nobody)
    page = client.get("/", follow=True).content.decode()
    assert "You are not in any team at the moment" in page
    assert nobody.email in page
    assert links(client) == []


def test_the_list_takes_three_queries_however_many_places(northmere: Northmere) -> None:
    counts = []
    for slugs in (["a"], ["b", "c", "d"]):
        person = make_person(f"Person {slugs[0].upper()}")
        for slug in slugs:
            join(make_northmere(f"mere-{slug}"), person, Role.FACILITATOR)
        client = Client()
        client.force_login(person)
        with CaptureQueriesContext(connection) as queries:
            client.get("/places/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
