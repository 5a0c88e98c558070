"""Pages of the months that ask for something first: everybody can read them, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cycles.models import Agreement, Lesson, Session, Strength
from tests.cycles.hands import as_
from tests.cycles.targeted import LISTEN, begin, try_at
from tests.e2e.focus import expect_focus
from tests.e2e.screens import DESK, Screens
from tests.e2e.test_every_page import complaints_about
from tests.e2e.the_months import TheMonths, headed, press

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

NARROW = {"width": 320, "height": 3000}
"""As high as the page, so that no bar at the foot of the screen lies over a part of it."""


def test_what_is_missing_is_said_so_that_everybody_can_read_it(screens: Screens) -> None:
    months, now = TheMonths(screens), timezone.now()
    target = begin(months.cast, "Helen", months.cycle, LISTEN, at=now)
    try_out = try_at(months.cast, "Helen", target, "Budget hearing", months.today, at=now)
    empty = [
        ("agreement/change/", "Save", "Write something under at least one"),
        ("strengths/", "Tell Priya", "Write down something you have seen"),
        ("targets/new/", "Write it down", "Say in one sentence"),
        (f"targets/{target.pk}/try-outs/new/", "Add this try-out", "Say at which occasion"),
        (f"try-outs/{try_out.pk}/looking-back/", "Write it down", "Choose how big a step it was"),
        ("lessons/new/", "Keep it for myself", "Write down what you learnt"),
        ("sessions/plan/", "Show the dates", "Enter the day you meet"),
    ]
    person, complaints = months.cast.person("Helen"), []
    for page in (screens(person, size=NARROW), screens(person, size=DESK, color_scheme="dark")):
        for path, button, says in empty:
            page.goto(months.cast.base + path)
            press(page, button)
            expect(page.get_by_role("alert")).to_contain_text(says)
            expect_focus(page.get_by_role("alert"))
            complaints += complaints_about(page, path)
        complaints += dates_to_look_through(months, page)
    assert complaints == []


def dates_to_look_through(months: TheMonths, page: Page) -> list[str]:
    """Of the plan, on whose page one is: as they are proposed, and with one that is past."""
    page.get_by_label("The first one").fill((months.today + dt.timedelta(days=4)).isoformat())
    page.get_by_label("Time", exact=True).fill("09:30")
    press(page, "Show the dates")
    expect(page.locator(".plan > li")).to_have_count(4)
    complaints = complaints_about(page, "dates")
    past = (months.today - dt.timedelta(days=1)).isoformat()
    page.get_by_label("Day", exact=True).nth(1).fill(past)
    press(page, "Save these dates")
    expect(page.get_by_role("alert")).to_contain_text("This time is past already.")
    expect(page.locator(f"input[value='{past}']")).to_have_count(1)
    return complaints + complaints_about(page, "dates to put right")


def test_two_who_write_at_once_lose_nothing(screens: Screens) -> None:
    months = TheMonths(screens)
    helen, priya = months.on_phone("Helen"), months.at_desk("Priya")
    for page in (helen, priya):
        page.goto(f"{months.cast.base}agreement/change/")
    priya.get_by_label("What stays between us?").fill("All of it")
    press(priya, "Save")
    expect(priya.get_by_text("You and Helen have still to agree.")).to_be_visible()
    helen.get_by_label("What stays between us?").fill("What we say, not that we met")
    helen.get_by_label("When and where do we meet?").fill("Walking")
    press(helen, "Save")
    expect(helen.get_by_role("alert")).to_contain_text("Priya changed this page meanwhile.")
    expect(helen.get_by_text("All of it")).to_be_visible()
    expect(helen.get_by_label("What stays between us?")).to_have_value("What we say, not that we met")
    press(helen, "Save")
    headed(helen, "How you and Priya work together")
    with as_(months.cast, "Priya"):
        stands = Agreement.objects.get(replaced_at=None)
        assert (stands.meeting, stands.confidence) == ("Walking", "What we say, not that we met")


@pytest.mark.parametrize("script", [True, False])
def test_pressing_twice_does_it_once(screens: Screens, script: bool) -> None:
    months = TheMonths(screens)
    helen = months.on_phone("Helen", script=script)
    for path, label, button, after in (
        ("lessons/new/", "What did you learn?", "Keep it for myself", "Lessons"),
        ("sessions/new/", "A note to yourself", "Log this session", "Helen"),
        ("strengths/", "Add what you rate in Priya", "Tell Priya", "What you rate in each other"),
    ):
        helen.goto(months.cast.base + path)
        helen.get_by_label(label).fill("Once")
        helen.get_by_role("button", name=button, exact=True).dblclick()
        expect(helen.get_by_role("heading", level=1)).to_contain_text(after)
    expect(helen.get_by_text("Priya can read it now.")).to_be_visible()
    with as_(months.cast, "Helen"):
        counts = [model.objects.count() for model in (Lesson, Session, Strength)]
    assert counts == [1, 1, 1]
