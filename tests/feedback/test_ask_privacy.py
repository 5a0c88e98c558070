"""Whom somebody asks is theirs: what others find at the same addresses, and what a closed cycle takes."""

from __future__ import annotations

from typing import Any

import pytest

from feedback.models import Asking
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW
from tests.cycles.pages import raw, signed_in as browser_of, words
from tests.cycles.past_services import part
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.past_services import answer, by_link, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
ROUND = ("closing", "date", "colleagues")
ONE = ("taking-back", "return", "link")


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    return helens(northmere, "CANARY behaviour")


@pytest.fixture
def asking(hers: Helens) -> Asking:
    """Joanna has answered."""
    asking = hers.ask("Amara", "Siobhan", "Joanna", personal="CANARY words")
    joanna = hers.request(asking, "Joanna")
    with by_link(hers.cast, joanna):
        answer(joanna, "CANARY answer", NOW)
    return asking


def own_pages(hers: Helens, asking: Asking) -> list[str]:
    """Those of her round, and of the questions to Amara and Joanna."""
    rounds = [f"{hers.base}{asking.pk}/{page}/" for page in ROUND]
    requests = [hers.request(asking, name).pk for name in ("Amara", "Joanna")]
    return [*rounds, *(f"{hers.base}requests/{pk}/{page}/" for pk in requests for page in ONE)]


def answers(hers: Helens, name: str, pages: list[str]) -> set[int]:
    """What GET and POST get there, but for “not by GET”."""
    browser = hers.browser(name)
    got = {browser.get(page).status_code for page in pages}
    return (got | {browser.post(page).status_code for page in pages}) - {405}


def standing(hers: Helens, asking: Asking) -> Any:
    return hers.states(asking), [(one.closed_at, one.closes_at) for one in hers.askings()]


@pytest.mark.parametrize("name", ["facilitator", "administrator"])
def test_organisers_are_told_no(name: str, hers: Helens, asking: Asking) -> None:
    before = standing(hers, asking)
    pages = [hers.base, f"{hers.base}ask/", *own_pages(hers, asking)]
    assert answers(hers, name, pages) == {403}
    assert standing(hers, asking) == before


@pytest.mark.parametrize("name", ["Priya", "Amara", "Idris", "sponsor"])
def test_partner_giver_others_and_a_sponsor_among_the_leaders_find_nothing(
    name: str, hers: Helens, asking: Asking
) -> None:
    before = standing(hers, asking)
    page = raw(hers.browser(name).get(hers.base))
    assert "CANARY" not in page
    assert "Joanna" not in page
    assert answers(hers, name, own_pages(hers, asking)) == {404}
    assert standing(hers, asking) == before


def test_a_partner_of_before_finds_nothing(hers: Helens, asking: Asking) -> None:
    part(hers.cast, hers.cycle, "Priya", NOW)
    assert "CANARY" not in raw(hers.browser("Priya").get(hers.base))
    assert answers(hers, "Priya", own_pages(hers, asking)) == {404}


def test_another_organisation_finds_nothing(hers: Helens, asking: Asking) -> None:
    theirs = make_northmere("southmere")
    stranger = browser_of(theirs, "Helen")
    for page in own_pages(hers, asking):
        assert stranger.post(page).status_code == 404
        assert stranger.post(page.replace(hers.cast.base, theirs.base)).status_code == 404
    assert stranger.get(hers.base).status_code == 404


def test_a_closed_cycle_is_read_only(hers: Helens, asking: Asking) -> None:
    amara = hers.request(asking, "Amara")
    close_cycle(hers.cycle)
    browser = hers.browser()
    said = words(browser.get(hers.base))
    assert "What you asked before" in said
    assert "Take back" not in said
    assert browser.post(f"{hers.base}{asking.pk}/date/", {"closes_on": "2026-12-11"}).status_code == 409
    assert browser.post(f"{hers.base}{asking.pk}/colleagues/").status_code == 409
    page = browser.post(f"{hers.base}requests/{amara.pk}/taking-back/", {"back": "overview"}, follow=True)
    assert "It is closed" in words(page)
    assert [one.closes_at for one in hers.askings()] == [asking.closes_at]
