"""Leaders one at a time: adding, changing, reporting lines."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from coachingpairs.tenancy.scope import scope
from teams.models import Invitation, Leader
from teams.rules.lines import above, below, nearest_above
from teams.services import leaders
from teams.services.leaders import LeaderDetails, LeaderError
from tests.cast import Northmere, make_northmere
from tests.teams.inviting import invited_leader, verbs
from tests.teams.rostering import audited, function_names, manager_of, names, one

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(northmere: Northmere) -> Client:
    client = Client()
    client.force_login(northmere.facilitator)
    return client


def filled(cast: Northmere, first_name: str, **changes: Any) -> dict[str, Any]:
    """What the form of a leader sends, with some of it changed."""
    leader = one(cast, cast.team, cast.leader(first_name).name)
    return {
        "name": leader.name,
        "email": leader.email,
        "title": leader.title,
        "function": leader.function_id or "",
        "new_function": "",
        "manager": leader.manager_id or "",
    } | changes


def change(client: Client, cast: Northmere, first_name: str, **changes: Any) -> HttpResponse:
    sent = filled(cast, first_name, **changes)
    address = f"{cast.base}roster/{cast.leader(first_name).pk}/"
    return client.post(address, sent)  # type: ignore[return-value]


def add(client: Client, cast: Northmere, **sent: Any) -> HttpResponse:
    return client.post(f"{cast.base}roster/new/", sent)  # type: ignore[return-value]


def details(leader: Leader, **changes: Any) -> LeaderDetails:
    told = {
        "name": leader.name,
        "email": leader.email,
        "title": leader.title,
        "function": leader.function,
        "manager": leader.manager,
    }
    return LeaderDetails(**(told | changes))


LINES: dict[str, str | None] = {
    "ceo": None,
    "director": "ceo",
    "head": "director",
    "other": "ceo",
    "lost": "gone",
}


def test_who_stands_above_and_below() -> None:
    assert list(above(LINES, "head")) == ["director", "ceo"]
    assert list(above({"a": "b", "b": "c", "c": "a"}, "a")) == ["b", "c"]
    assert below(LINES, "ceo") == {"director", "head", "other"}
    assert below(LINES, "head") == set()
    assert below({"a": "b", "b": "a"}, "a") == {"b"}
    assert nearest_above(LINES, "head", among={"ceo"}) == "ceo"
    assert nearest_above(LINES, "head", among={"other"}) is None


def test_somebody_is_typed_in_and_nobody_is_written_to(facilitator: Client, northmere: Northmere) -> None:
    response = add(
        facilitator,
        northmere,
        name="  Marek   Zieliński ",
        email="Marek@Northmere.example",
        title="Director of Property",
        function=northmere.functions["FIN"].pk,
        manager=northmere.leader("Maggie").pk,
    )
    assert response.headers["Location"] == f"{northmere.base}roster/"
    marek = one(northmere, northmere.team, "Marek Zieliński")
    assert (marek.sort_name, marek.email, marek.title) == (
        "Zieliński, Marek",
        "Marek@Northmere.example",
        "Director of Property",
    )
    assert (marek.function, marek.manager) == (northmere.functions["FIN"], northmere.leader("Maggie"))
    assert marek.person is None
    with scope(organisation=northmere.organisation.pk):
        assert not Invitation.objects.exists()
    assert verbs(northmere)[-1] == "leader added"


def test_only_the_name_is_needed(facilitator: Client, northmere: Northmere) -> None:
    response = add(facilitator, northmere, name="", email="not an address", title="Head of Data")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Two things need putting right" in html
    assert 'id="id_name-error"' in html
    assert "Enter the name, as colleagues know it." in html
    assert "Enter an email address like name@example.org, or leave this blank." in html
    assert 'value="not an address"' in html
    assert 'value="Head of Data"' in html
    assert add(facilitator, northmere, name="Only Name", another="yes").headers["Location"].endswith("/new/")
    assert "Only Name" in names(northmere, northmere.team)


def test_a_new_function_is_made_with_a_code_and_the_next_colour(
    facilitator: Client, northmere: Northmere
) -> None:
    add(facilitator, northmere, name="New Person", new_function="Property")
    function = one(northmere, northmere.team, "New Person").function
    assert function is not None
    assert (function.name, function.code, function.colour) == ("Property", "PROP", 5)
    add(facilitator, northmere, name="Next Person", new_function="property")
    assert one(northmere, northmere.team, "Next Person").function == function


def test_a_leader_who_is_refused_leaves_no_function_behind(facilitator: Client, northmere: Northmere) -> None:
    response = add(
        facilitator,
        northmere,
        name="priya nair",
        email="PRIYA.NAIR@northmere.example",
        new_function="Property",
    )
    assert response.status_code == 422
    assert "priya nair is on the roster already, with this address." in response.content.decode()
    assert 'value="Property"' in response.content.decode()
    assert function_names(northmere) == ["Care", "Finance", "Housing", "People"]
    assert len(names(northmere, northmere.team)) == 8


def test_an_address_may_be_shared_by_two_names(facilitator: Client, northmere: Northmere) -> None:
    add(facilitator, northmere, name="Pat Shared", email="priya.nair@northmere.example")
    assert "Pat Shared" in names(northmere, northmere.team)


def test_what_changed_is_saved_and_recorded_by_the_names_of_the_fields(
    facilitator: Client, northmere: Northmere
) -> None:
    response = change(
        facilitator, northmere, "Priya", title="Head of Wellbeing", manager=northmere.leader("Maggie").pk
    )
    assert response.status_code == 302
    assert one(northmere, northmere.team, "Priya Nair").title == "Head of Wellbeing"
    assert manager_of(northmere, "Priya") == "Maggie"
    assert audited(northmere, "leader changed") == [{"fields": ["title", "manager"]}]
    change(facilitator, northmere, "Priya")
    assert len(audited(northmere, "leader changed")) == 1


def test_two_rows_of_one_person_can_still_be_edited(facilitator: Client, northmere: Northmere) -> None:
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.create(
            organisation=northmere.organisation,
            team=northmere.team,
            name=priya.name,
            sort_name=priya.sort_name,
            email=priya.email,
        )
        Leader.objects.filter(pk=priya.pk).update(name="Priya K Nair")
    assert change(facilitator, northmere, "Vikram", title="Head of Procurement").status_code == 302
    address = f"{northmere.base}roster/{priya.pk}/"
    sent = {"name": "Priya K Nair", "email": priya.email, "title": "Changed"}
    assert facilitator.post(address, sent).status_code == 302
    refused = facilitator.post(address, sent | {"name": "Priya Nair"})
    assert "Priya Nair is on the roster already, with this address." in refused.content.decode()


def test_another_address_ends_the_invitation_sent_to_the_first(
    facilitator: Client, northmere: Northmere
) -> None:
    invitation = invited_leader(northmere, "Priya")
    change(facilitator, northmere, "Priya", title="Head of Wellbeing")
    with scope(organisation=northmere.organisation.pk):
        assert Invitation.objects.open().filter(pk=invitation.pk).exists()
    change(facilitator, northmere, "Priya", title="Head of Wellbeing", email="p.nair@northmere.example")
    with scope(organisation=northmere.organisation.pk):
        assert not Invitation.objects.open().filter(pk=invitation.pk).exists()


def test_the_list_of_line_managers_leaves_out_oneself_and_those_below(
    facilitator: Client, northmere: Northmere
) -> None:
    html = facilitator.get(f"{northmere.base}roster/{northmere.leader('Siobhan').pk}/").content.decode()
    offered = html[html.index('name="manager"') :]
    offered = offered[: offered.index("</select>")]
    assert "Maggie Thornton, Director of Housing" in offered
    assert "Siobhan" not in offered
    assert "Priya" not in offered


@pytest.mark.parametrize("manager", ["Priya", "Siobhan"])
def test_nobody_reports_to_themselves_or_to_somebody_below(
    facilitator: Client, northmere: Northmere, manager: str
) -> None:
    response = change(facilitator, northmere, "Siobhan", manager=northmere.leader(manager).pk, title="Kept")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose a line manager from the list, somebody who does not report to Siobhan." in html
    assert 'value="Kept"' in html
    assert manager_of(northmere, "Siobhan") == "Maggie"


def test_the_service_refuses_a_circle_too(northmere: Northmere) -> None:
    siobhan, priya = northmere.leader("Siobhan"), northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        with pytest.raises(LeaderError, match="Priya Nair reports to Siobhan Doyle") as refused:
            leaders.change_leader(
                leader=siobhan, details=details(siobhan, manager=priya), by=northmere.facilitator
            )
        assert refused.value.field == "manager"
        with pytest.raises(LeaderError, match="Nobody reports to themselves"):
            leaders.change_leader(
                leader=siobhan, details=details(siobhan, manager=siobhan), by=northmere.facilitator
            )
    other = make_northmere("southmere")
    with (
        scope(organisation=northmere.organisation.pk),
        pytest.raises(LeaderError, match="not on this roster"),
    ):
        leaders.change_leader(
            leader=siobhan, details=details(siobhan, manager=other.leader("Helen")), by=northmere.facilitator
        )


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_never_close_a_circle() -> None:
    cast = make_northmere()
    refused: list[str] = []
    start = threading.Barrier(2)

    def put(name: str, under: str) -> None:
        try:
            start.wait()
            with scope(organisation=cast.organisation.pk):
                leader = cast.leader(name)
                wanted = details(leader, manager=cast.leader(under))
                leaders.change_leader(leader=leader, details=wanted, by=cast.facilitator)
        except LeaderError as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=pair) for pair in (("Helen", "Joanna"), ("Joanna", "Helen"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    assert {manager_of(cast, "Helen"), manager_of(cast, "Joanna")} in (
        {"Joanna", "Maggie"},
        {"Helen", "Maggie"},
    )


def test_one_leader_s_page_says_how_their_invitation_is(facilitator: Client, northmere: Northmere) -> None:
    html = facilitator.get(f"{northmere.base}roster/{northmere.leader('Priya').pk}/").content.decode()
    assert "Priya signs in as priya.nair@northmere.example." in html
    invited_leader(northmere, "Idris")
    html = facilitator.get(f"{northmere.base}roster/{northmere.leader('Idris').pk}/").content.decode()
    assert "Invite again" in html
    assert f'action="{northmere.base}roster/{northmere.leader("Idris").pk}/invitation/"' in html
