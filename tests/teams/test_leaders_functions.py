"""Functions: their names, codes and colours, and when one can be deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from coachingpairs.tenancy.scope import scope
from teams.models import Function, Leader
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.teams.inviting import verbs
from tests.teams.rostering import audited, function_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(northmere: Northmere) -> Client:
    client = Client()
    client.force_login(northmere.facilitator)
    return client


def function_form(cast: Northmere, which: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    function = cast.functions[which]
    sent = {"name": function.name, "code": function.code, "colour": function.colour} | changes
    return f"{cast.base}roster/functions/{function.pk}/", sent


def test_a_function_is_renamed_recoded_and_recoloured(facilitator: Client, northmere: Northmere) -> None:
    address, sent = function_form(northmere, "PPL", name="People and Culture", code="hr", colour=12)
    assert facilitator.post(address, sent).status_code == 302
    with scope(organisation=northmere.organisation.pk):
        people = Function.objects.get(pk=northmere.functions["PPL"].pk)
    assert (people.name, people.code, people.colour) == ("People and Culture", "HR", 12)
    assert audited(northmere, "function changed") == [{"fields": ["name", "code", "colour"]}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Enter a name, for example Finance."),
        ({"name": "finance"}, "There is a function called finance already."),
        ({"code": "FIN"}, "Finance has this code. Each function has one of its own."),
        ({"code": "F"}, "Use two to four capital letters, for example FIN."),
        ({"code": "F1N"}, "Use two to four capital letters, for example FIN."),
        ({"code": "FINANCE"}, "Use two to four capital letters, for example FIN."),
        ({"colour": "13"}, "Choose one of the twelve colours."),
        ({"colour": ""}, "Choose a colour."),
    ],
)
def test_what_is_wrong_with_a_function_is_said_beside_the_field(
    facilitator: Client, northmere: Northmere, changes: dict[str, str], said: str
) -> None:
    address, sent = function_form(northmere, "PPL", **changes)
    response = facilitator.post(address, sent)
    (field,) = changes
    assert response.status_code == 422
    html = response.content.decode()
    assert f'id="id_{field}-error"' in html
    assert said in html
    assert function_names(northmere) == ["Care", "Finance", "Housing", "People"]


def test_the_twelve_colours_are_shown_with_who_has_them(facilitator: Client, northmere: Northmere) -> None:
    address, _sent = function_form(northmere, "FIN")
    html = facilitator.get(address).content.decode()
    assert html.count('type="radio" name="colour"') == 12
    assert 'value="3" checked' in html
    assert 'River blue<br><span class="hint">Housing</span>' in html


def test_a_function_is_deleted_only_when_nobody_is_or_was_in_it(
    facilitator: Client, northmere: Northmere
) -> None:
    finance = northmere.functions["FIN"]
    address = f"{northmere.base}roster/functions/{finance.pk}/"
    assert "Delete this function" not in facilitator.get(address).content.decode()
    facilitator.post(f"{address}deletion/")
    assert "Finance" in function_names(northmere)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(function=finance).update(left_on=dt.date(2026, 10, 3))
    response = facilitator.post(f"{address}deletion/", follow=True)
    assert "Finance has leaders, or had some who left, so it stays." in response.content.decode()
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(function=finance).update(function=None)
    assert "Delete this function" in facilitator.get(address).content.decode()
    assert facilitator.post(f"{address}deletion/").headers["Location"] == f"{northmere.base}roster/"
    assert "Finance" not in function_names(northmere)
    assert verbs(northmere)[-1] == "function deleted"


def test_a_function_that_pairs_were_formed_with_stays(facilitator: Client, northmere: Northmere) -> None:
    make_cycle(northmere)
    finance = northmere.functions["FIN"]
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(function=finance).update(function=None)
    response = facilitator.post(f"{northmere.base}roster/functions/{finance.pk}/deletion/", follow=True)
    assert "Pairs were formed with Finance, so it stays in the record." in response.content.decode()


def test_functions_of_another_organisation_are_not_there(facilitator: Client, northmere: Northmere) -> None:
    other = make_northmere("southmere")
    address = f"{northmere.base}roster/functions/{other.functions['FIN'].pk}/"
    assert facilitator.get(address).status_code == 404
    assert facilitator.post(f"{address}deletion/").status_code == 404
