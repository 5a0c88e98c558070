"""A phone that has lost its network: nothing that was typed is lost, and the page says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cycles.models import GrowthTarget, Lesson, PrivateNote, Session, Strength
from tests.cycles.hands import as_
from tests.e2e.screens import Screens
from tests.e2e.the_months import TheMonths, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

TYPED = "Typed in a tunnel between two stations"
FORMS = [
    ("sessions/new/", "A note to yourself", "Log this session"),
    ("strengths/", "Add what you rate in Priya", "Tell Priya"),
    ("targets/new/", "The behaviour", "Write it down"),
    ("lessons/new/", "What did you learn?", "Keep it for myself"),
]
"""The last is sent as browsers send forms, the others by script."""


def test_what_is_typed_stays_until_the_network_is_back(screens: Screens) -> None:
    for words in ("ERR_INTERNET_DISCONNECTED", "htmx:sendError"):
        screens.excuse(words)
    months = TheMonths(screens)
    helen = months.on_phone("Helen")
    notice = helen.locator("[data-offline]")
    for page, label, button in FORMS:
        helen.goto(months.cast.base + page)
        if page == "targets/new/":
            helen.get_by_label("Dial up").check()
        helen.get_by_label(label).fill(TYPED)
        helen.context.set_offline(True)
        press(helen, button)
        expect(notice).to_contain_text("You seem to be offline")
        expect(notice).to_be_visible()
        expect(helen.get_by_label(label)).to_have_value(TYPED)
        helen.context.set_offline(False)
        expect(notice).to_be_hidden()
        press(helen, button)
        expect(helen.locator("form").get_by_label(label).filter(has_text=TYPED)).to_have_count(0)
    with as_(months.cast, "Helen"):
        assert [one.minutes for one in Session.objects.all()] == [60]
        assert [one.text for one in PrivateNote.objects.all()] == [TYPED]
        assert [one.text for one in Strength.objects.all()] == [TYPED]
        assert GrowthTarget.objects.count() == 1
        assert [one.text for one in Lesson.objects.all()] == [TYPED]
