"""Adding from the page: part of it, all of it, twice, and with a roster that changed meanwhile."""

from __future__ import annotations

import re

import pytest

from teams.models import Team
from tests.cast import Northmere
from tests.teams.importing import Browser, read, row_of
from tests.teams.rostering import audited, draft_of, names, one, pilot_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(northmere: Northmere) -> Team:
    return pilot_team(northmere)


@pytest.fixture
def browser(northmere: Northmere, pilot: Team) -> Browser:
    return Browser(northmere, pilot, draft_of(northmere, pilot))


def test_adding_keeps_the_rest_for_later_and_then_ends(
    browser: Browser, northmere: Northmere, pilot: Team
) -> None:
    response = browser.add()
    assert response.headers["Location"] == browser.address
    html = browser.page()
    assert "5 leaders added, 2 functions created. Nobody has been written to. 4 rows are still here." in read(
        html
    )
    assert "Five leaders are on the roster already. Nothing else has been saved yet" in read(html)
    assert "On the roster already" in row_of(html, 2)
    response = browser.client.post(
        f"{browser.address}addition/",
        {"which": "everything", "seen": re.findall(r'name="seen" value="([^"]+)"', html)[0]},
        follow=True,
    )
    assert "4 leaders added. Nobody has been written to." in read(response.content.decode())
    assert response.redirect_chain == [(browser.roster, 302)]
    assert len(names(northmere, pilot)) == 9
    assert audited(northmere, "roster imported") == [
        {"added": 5, "updated": 0, "left": 0, "functions": 2},
        {"added": 4, "updated": 0, "left": 0, "functions": 0},
    ]


def test_pressing_add_twice_adds_once_and_says_so(
    browser: Browser, northmere: Northmere, pilot: Team
) -> None:
    sent = {"which": "everything", "seen": re.findall(r'name="seen" value="([^"]+)"', browser.page())[0]}
    browser.client.post(f"{browser.address}addition/", sent)
    again = browser.client.post(f"{browser.address}addition/", sent, follow=True)
    assert "These leaders have been added already." in again.content.decode()
    assert len(names(northmere, pilot)) == 9
    for address in (browser.address, f"{browser.address}rows/2/"):
        assert browser.client.get(address).headers["Location"] == browser.roster
    for address in (
        f"{browser.address}rows/2/",
        f"{browser.address}columns/",
        f"{browser.address}discarding/",
    ):
        assert browser.client.post(address).headers["Location"] == browser.roster


def test_a_roster_that_changed_meanwhile_is_shown_again_before_anything_is_added(
    browser: Browser, northmere: Northmere, pilot: Team
) -> None:
    (mark,) = re.findall(r'name="seen" value="([^"]+)"', browser.page())
    browser.client.post(
        f"{browser.roster}new/", {"name": "Tom Whitfield", "email": "tom.whitfield@pilot.example"}
    )
    response = browser.client.post(
        f"{browser.address}addition/", {"which": "everything", "seen": mark}, follow=True
    )
    text = read(response.content.decode())
    assert "The roster has changed since you opened this page. Nothing was added" in text
    assert "Add 4 leaders, update 1" in text
    assert names(northmere, pilot) == ["Tom Whitfield"]


def test_discarding_asks_first_and_leaves_the_roster_as_it_was(
    browser: Browser, northmere: Northmere, pilot: Team
) -> None:
    assert "Discard it" in browser.page()
    response = browser.client.post(f"{browser.address}discarding/", follow=True)
    assert "The import is discarded. The roster is as it was." in response.content.decode()
    assert names(northmere, pilot) == []
    assert browser.client.get(browser.address).status_code == 404
    assert audited(northmere, "roster draft discarded") == [{}]


def test_a_newer_file_shows_old_and_new_and_proposes_leavers(northmere: Northmere) -> None:
    rows = [
        ["Maggie Thornton", "maggie.thornton@northmere.example", "Housing", "Chief Executive", ""],
        ["Priya Nair", "priya.nair@northmere.example", "Care", "Director of Care", "Siobhan Doyle"],
    ]
    browser = Browser(northmere, northmere.team, draft_of(northmere, northmere.team, rows))
    html = browser.page()
    assert "Job title: Director of Housing → Chief Executive" in row_of(html, 2)
    assert "On the roster already" in row_of(html, 3)
    assert "Update 1 leader" in html
    proposed = re.findall(r'type="checkbox" name="left" value="([^"]+)" form="addition"( checked)?', html)
    assert len(proposed) == 6
    assert not any(ticked for _leader, ticked in proposed)
    vikram = str(northmere.leader("Vikram").pk)
    assert browser.add(left=[vikram]).headers["Location"] == browser.roster
    assert one(northmere, northmere.team, "Maggie Thornton").title == "Chief Executive"
    assert "Vikram Sethi" not in names(northmere, northmere.team)
    assert len(names(northmere, northmere.team)) == 7


def test_ticks_survive_when_a_row_is_put_right(northmere: Northmere) -> None:
    rows = [["Priya Nair", "", "Care", "Director of Care", "J Clark"]]
    browser = Browser(northmere, northmere.team, draft_of(northmere, northmere.team, rows), htmx=True)
    vikram = str(northmere.leader("Vikram").pk)
    html = browser.row(2, do="settle", left=[vikram, "nonsense"]).content.decode()
    assert f'name="left" value="{vikram}" form="addition" checked' in html
    assert html.count(" checked") == 1


def test_somebody_typed_in_as_somebody_on_the_roster_is_brought_up_to_date(
    northmere: Northmere,
) -> None:
    rows = [["P Nair", "p@elsewhere.example", "Digital", "Head of Data", ""]]
    browser = Browser(northmere, northmere.team, draft_of(northmere, northmere.team, rows))
    sent = {"do": "change", "name": "P Nair", "title": "Head of Data", "email": "p@elsewhere.example"}
    priya = str(northmere.leader("Priya").pk)
    response = browser.row(2, **sent, function="Digital", manager="none", leader=priya)
    assert response.status_code == 302
    assert "Name: Priya Nair → P Nair" in browser.page()


def test_when_all_is_there_already_one_button_ends_it(northmere: Northmere) -> None:
    rows = [["Maggie Thornton", "maggie.thornton@northmere.example", "Housing", "Director of Housing", ""]]
    browser = Browser(northmere, northmere.team, draft_of(northmere, northmere.team, rows))
    html = browser.page()
    assert "Everybody in this file is on the roster already." in html
    assert ">Finish</button>" in html
    response = browser.add("everything")
    assert response.headers["Location"] == browser.roster
