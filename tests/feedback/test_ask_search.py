"""A long list of colleagues: searched without losing a tick, in as many queries as a short one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.models import OthersByEmail
from tests.cast import Northmere, add_leader
from tests.cycles.pages import raw, words
from tests.cycles.past_services import signed_in
from tests.feedback.asking_as_helen import Helens, helens
from tests.feedback.test_ask_pages import PERSONAL, post, ticked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def hers(northmere: Northmere) -> Helens:
    return helens(northmere)


def many(cast: Northmere) -> None:
    with signed_in(cast, None):
        for number in range(30):
            add_leader(cast, f"Leader{number:03} Invented", "PPL", None, "northmere.example")


def test_a_long_list_can_be_searched_and_ticks_stay(hers: Helens) -> None:
    assert b'type="search"' not in hers.browser().get(f"{hers.base}ask/").content
    many(hers.cast)
    page = post(hers, "Amara", q="leader007", find="yes", personal=PERSONAL)
    assert page.status_code == 200
    names = re.findall(r'<span class="person__name">([^<]+)</span>', page.content.decode())
    assert names == ["Amara Okafor", "Leader007 Invented"]
    assert ticked(page) == {str(hers.cast.leader("Amara").pk)}
    assert PERSONAL in raw(page)
    assert "notice--stop" not in raw(page)
    assert "Nobody is called “zzz”." in words(post(hers, "Amara", q="zzz", find="yes"))


def test_enter_looks_for_somebody_while_there_is_a_word_and_previews_otherwise(hers: Helens) -> None:
    many(hers.cast)
    form = hers.form("Amara", "Joanna", find="maybe", q="leader007")
    del form["do"]
    assert "What they will read" not in words(hers.browser().post(f"{hers.base}ask/", form))
    assert "What they will read" in words(hers.browser().post(f"{hers.base}ask/", {**form, "q": ""}))


def test_as_many_queries_for_many_colleagues_as_for_few(hers: Helens) -> None:
    browser = hers.browser()

    def counted() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as form:
            assert browser.get(f"{hers.base}ask/").status_code == 200
        with CaptureQueriesContext(connection) as preview:
            assert browser.post(f"{hers.base}ask/", hers.form("Amara", "Joanna")).status_code == 200
        return len(form), len(preview)

    few = counted()
    many(hers.cast)
    with signed_in(hers.cast, None):
        OthersByEmail.objects.create(organisation=hers.cast.organisation, team=hers.cast.team)
    assert counted() == few
