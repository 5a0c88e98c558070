"""What a pair writes and plans, with script switched off: each once."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from cycles.models import Agreement, AgreementYes, Lesson, PlannedSession, Session, Strength, TargetWording
from cycles.rules.words import weekday_and_day
from tests.cycles.hands import as_
from tests.e2e.screens import Screens
from tests.e2e.the_months import TheMonths, headed, press, says_done

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

DAY = dt.timedelta(days=1)


def test_everything_goes_without_script(screens: Screens) -> None:
    months = TheMonths(screens)
    amara = months.on_phone("Amara", script=False)
    plan(months, amara)
    agree(months, amara)
    tell(months, amara)
    aim(months, amara)
    meet(months, amara)
    learn(months, amara)


def plan(months: TheMonths, amara: Page) -> None:
    months.take_next_step(amara, "Put your hours with Vikram in the diary", "Plan your sessions")
    press(amara, "Show the dates")
    expect(amara.get_by_role("alert")).to_contain_text("Enter the day you meet")
    amara.get_by_label("The first one").fill((months.today + 3 * DAY).isoformat())
    amara.get_by_label("Time", exact=True).fill("08:15")
    amara.get_by_label("Every four weeks").check()
    press(amara, "Show the dates")
    expect(amara.get_by_role("heading", name="Look through the dates")).to_be_visible()
    amara.locator(".plan > li").nth(3).get_by_role("checkbox").uncheck()
    press(amara, "Save these dates")
    says_done(amara, "Three are planned.")
    with as_(months.cast, "Amara"):
        days = [one.starts_at.astimezone(months.cycle.zone).date() for one in PlannedSession.objects.all()]
    assert days == [months.today + (3 + 28 * number) * DAY for number in range(3)]


def agree(months: TheMonths, amara: Page) -> None:
    months.take_next_step(amara, "How will you and Vikram work together?", "Write it down")
    amara.get_by_label("What stays between us?").fill("All of it")
    press(amara, "Save")
    press(amara, "I agree with this")
    expect(amara.get_by_text("You have agreed. Vikram has still to agree.")).to_be_visible()
    with as_(months.cast, "Vikram"):
        assert (Agreement.objects.get().confidence, AgreementYes.objects.count()) == ("All of it", 1)


def tell(months: TheMonths, amara: Page) -> None:
    months.take_next_step(amara, "Tell Vikram what you rate in them", "Write what you rate")
    amara.get_by_label("Add what you rate in Vikram").fill("You answer the same day")
    press(amara, "Tell Vikram")
    says_done(amara, "Vikram can read it now.")
    with as_(months.cast, "Amara"):
        assert Strength.objects.get().text == "You answer the same day"


def aim(months: TheMonths, amara: Page) -> None:
    """A vague one is asked about once, and kept when it is meant."""
    months.take_next_step(amara, "Choose one thing to grow, two at most", "Write it down")
    amara.get_by_label("Dial down").check()
    amara.get_by_label("The behaviour").fill("Micromanaging")
    press(amara, "Write it down")
    expect(amara.get_by_role("heading", name="Not saved yet: is this what you mean?")).to_be_visible()
    with as_(months.cast, "Amara"):
        assert TargetWording.objects.count() == 0
    press(amara, "Keep it as it is")
    headed(amara, "Micromanaging")
    with as_(months.cast, "Amara"):
        assert [one.direction for one in TargetWording.objects.all()] == ["down"]


def meet(months: TheMonths, amara: Page) -> None:
    with as_(months.cast, "Amara"):
        first = PlannedSession.objects.all()[0]
        PlannedSession.objects.filter(pk=first.pk).update(starts_at=first.starts_at - 4 * DAY)
    yesterday = months.today - DAY
    asks = f"Did you meet Vikram on {weekday_and_day(yesterday)}?"
    months.take_next_step(amara, asks, "Say whether you met")
    press(amara, "Yes, for an hour")
    expect(amara.get_by_role("heading", name="It is logged")).to_be_visible()
    with as_(months.cast, "Vikram"):
        assert [(one.held_on, one.minutes) for one in Session.objects.all()] == [(yesterday, 60)]


def learn(months: TheMonths, amara: Page) -> None:
    months.next_step(amara)
    amara.get_by_role("link", name="Lessons").click()
    amara.get_by_role("link", name="Write a lesson").click()
    amara.get_by_label("What did you learn?").fill("Fewer questions, longer pauses")
    press(amara, "Offer it to the team")
    expect(amara.get_by_role("button", name="Take it back")).to_be_visible()
    with as_(months.cast, "Vikram"):
        assert [one.text for one in Lesson.objects.all()] == ["Fewer questions, longer pauses"]
