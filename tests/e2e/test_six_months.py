"""The months of a pair as the two of them press: Helen on her phone, Priya at her desk."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Agreement,
    AgreementYes,
    GrowthTarget,
    Lesson,
    PairNote,
    PlannedSession,
    PrivateNote,
    Session,
    Strength,
    TargetWording,
    TryOut,
)
from cycles.rules.words import weekday_and_day
from tests.cycles.hands import as_
from tests.cycles.made import go_to
from tests.e2e.focus import expect_focus
from tests.e2e.screens import Screens
from tests.e2e.the_months import TheMonths, headed, pages_from, press, says_done

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

DAY = dt.timedelta(days=1)
PLACE = "The Mill café upstairs"
WALK = "We walk along the river on Tuesdays"
TRAIN = "We take the early train together on Fridays"
RATED = "You heard out the tenant who was shouting"
VAGUE = "Be a better listener"
BREATHS = "Wait two breaths before I answer the board"
OCCASION = "Budget hearing with the regulator"
NOTICED = "They went on talking, and said the important thing"
OURS = "Ring the auditor before the quarter closes"
HELENS_OWN = "I was more nervous than I showed"
PRIYAS_OWN = "She talks too fast when it is about money"
LESSON = "Silence is an answer too"
PRIVATE = (PLACE, WALK, TRAIN, RATED, VAGUE, BREATHS, OCCASION, NOTICED, OURS, HELENS_OWN, PRIYAS_OWN)


def test_the_months_of_a_pair(screens: Screens) -> None:
    months = TheMonths(screens)
    helen, priya = months.on_phone("Helen"), months.at_desk("Priya")
    plan_the_hours(months, helen)
    agree(months, helen, priya)
    say_what_one_rates(months, helen, priya)
    grow(months, helen, priya)
    try_it_out(months, helen)
    meet(months, helen, priya)
    keep_a_lesson(months, helen, months.at_desk("Vikram"))
    only_numbers_reach_those_who_run_it(months)


def plan_the_hours(months: TheMonths, helen: Page) -> None:
    months.take_next_step(helen, "Put your hours with Priya in the diary", "Plan your sessions")
    first = months.today + 4 * DAY
    helen.get_by_label("The first one").fill(first.isoformat())
    helen.get_by_label("Time", exact=True).fill("09:30")
    helen.get_by_label("Where (optional)").fill(PLACE)
    press(helen, "Show the dates")
    expect_focus(helen.get_by_role("heading", name="Look through the dates"))
    expect(helen.locator(".plan > li")).to_have_count(4)
    with as_(months.cast, "Priya"):
        assert PlannedSession.objects.count() == 0
    press(helen, "Save these dates")
    says_done(helen, "Four are planned. An email for your calendars follows in five minutes.")
    with as_(months.cast, "Priya"):
        planned = list(PlannedSession.objects.all())
        starts = planned[0].starts_at.astimezone(months.cycle.zone)
        assert [one.place for one in planned] == [PLACE] * 4
        assert (starts.date(), starts.time()) == (first, dt.time(9, 30))


def agree(months: TheMonths, helen: Page, priya: Page) -> None:
    months.take_next_step(helen, "How will you and Priya work together?", "Write it down")
    press(helen, "Save")
    expect(helen.get_by_role("alert")).to_contain_text("Write something under at least one")
    helen.get_by_label("When and where do we meet?").fill(WALK)
    press(helen, "Save")
    expect(helen.get_by_text("You and Priya have still to agree.")).to_be_visible()
    press(helen, "I agree with this")
    expect(helen.get_by_text("You have agreed. Priya has still to agree.")).to_be_visible()

    months.take_next_step(priya, "Agree with Helen how you work together", "Read the agreement")
    expect(priya.get_by_text(WALK)).to_be_visible()
    press(priya, "I agree with this")
    expect(priya.get_by_text("You and Helen have agreed.")).to_be_visible()
    with as_(months.cast, "Priya"):
        assert AgreementYes.objects.filter(agreement__replaced_at=None).count() == 2

    # Other words, and both are asked again.
    priya.get_by_role("link", name="Change it").click()
    priya.get_by_label("When and where do we meet?").fill(TRAIN)
    press(priya, "Save")
    expect(priya.get_by_text("You and Helen have still to agree.")).to_be_visible()
    months.take_next_step(priya, "Agree with Helen how you work together", "Read the agreement")
    press(priya, "I agree with this")
    months.take_next_step(helen, "Agree with Priya how you work together", "Read the agreement")
    expect(helen.get_by_text(TRAIN)).to_be_visible()
    press(helen, "I agree with this")
    expect(helen.get_by_text("You and Priya have agreed.")).to_be_visible()
    with as_(months.cast, "Helen"):
        wordings = [one.meeting for one in Agreement.objects.order_by("written_at")]
        assert wordings == [WALK, TRAIN]


def say_what_one_rates(months: TheMonths, helen: Page, priya: Page) -> None:
    months.take_next_step(helen, "Tell Priya what you rate in them", "Write what you rate")
    helen.get_by_label("Add what you rate in Priya").fill(RATED)
    press(helen, "Tell Priya")
    expect_focus(helen.get_by_text("Priya can read it now."))
    months.take_next_step(priya, "Helen has written what they rate in you", "Read it")
    expect(priya.get_by_text(RATED)).to_have_count(0)
    press(priya, "Read what Helen rates in you")
    expect(priya.get_by_text(RATED)).to_be_visible()
    with as_(months.cast, "Priya"):
        assert [one.text for one in Strength.objects.all()] == [RATED]


def grow(months: TheMonths, helen: Page, priya: Page) -> None:
    months.take_next_step(helen, "Choose one thing to grow, two at most", "Write it down")
    helen.get_by_label("Dial up").check()
    behaviour = helen.get_by_label("The behaviour")
    behaviour.fill(VAGUE)
    behaviour.press("Tab")
    hint = helen.locator("#target-hint")
    expect(hint).to_contain_text("What would a colleague see or hear you do?")
    expect(hint).to_contain_text("Wait two breaths after somebody stops")
    with as_(months.cast, "Helen"):
        assert GrowthTarget.objects.count() == 0
    behaviour.fill(BREATHS)
    behaviour.press("Tab")
    expect(hint).to_have_text("")
    press(helen, "Write it down")
    headed(helen, BREATHS)

    months.take_next_step(helen, "Ask a few colleagues whether it is the right one", "Choose whom to ask")
    helen.goto(months.cast.base)
    helen.get_by_role("link", name=BREATHS).click()
    press(helen, "I have asked in person")
    months.take_next_step(helen, "Decide what you are working on", "Look at your targets")
    helen.get_by_role("link", name=BREATHS).click()
    press(helen, "I am settled on this one")
    says_done(helen, "You are settled on it.")
    with as_(months.cast, "Helen"):
        assert [one.state for one in GrowthTarget.objects.all()] == ["settled"]
        assert [one.behaviour for one in TargetWording.objects.all()] == [BREATHS]
    priya.get_by_role("link", name="Targets").first.click()
    expect(priya.get_by_role("link", name=BREATHS)).to_be_visible()


def try_it_out(months: TheMonths, helen: Page) -> None:
    months.take_next_step(helen, "Where will you try it next?", "Plan a try-out")
    helen.get_by_label("At which occasion?").fill(OCCASION)
    helen.get_by_label("On which day?").fill((months.today - DAY).isoformat())
    press(helen, "Add this try-out")
    expect(helen.locator("#id_on-error")).to_contain_text("This day is over.")
    expect(helen.get_by_label("At which occasion?")).to_have_value(OCCASION)
    helen.get_by_label("On which day?").fill((months.today + DAY).isoformat())
    press(helen, "Add this try-out")
    says_done(helen, "Your try-out is planned.")
    with as_(months.cast, "Helen"):
        TryOut.objects.update(on=months.today - DAY)

    months.take_next_step(helen, f"How did it go: {OCCASION}", "Look back")
    helen.get_by_label("Clear").check()
    helen.get_by_label("What did you notice?").fill(NOTICED)
    press(helen, "Write it down")
    says_done(helen, "That is written down.")
    with as_(months.cast, "Priya"):
        assert [(one.step, one.noticed) for one in TryOut.objects.all()] == [("clear", NOTICED)]


def meet(months: TheMonths, helen: Page, priya: Page) -> None:
    with as_(months.cast, "Helen"):
        first = PlannedSession.objects.all()[0]
        PlannedSession.objects.filter(pk=first.pk).update(starts_at=first.starts_at - 5 * DAY)
    yesterday = months.today - DAY
    months.take_next_step(
        helen, f"Did you meet Priya on {weekday_and_day(yesterday)}?", "Say whether you met"
    )
    press(helen, "Yes, for an hour")
    expect(helen.get_by_role("heading", name="It is logged")).to_be_visible()
    helen.get_by_label("What you and Priya want to remember").fill(OURS)
    helen.get_by_label("A note to yourself").fill(HELENS_OWN)
    press(helen, "Save changes")
    says_done(helen, "Your changes are saved.")

    months.next_step(priya)
    priya.get_by_role("link", name="Log a session").click()
    priya.get_by_label("A note to yourself").fill(PRIYAS_OWN)
    press(priya, "Log this session")
    priya.get_by_role("link", name="Sessions").first.click()
    theirs = priya.get_by_role("listitem").filter(has_text=re.compile(r"\bNote\b"))
    theirs.get_by_role("link").click()
    expect(priya.get_by_label("What you and Helen want to remember")).to_have_value(OURS)
    assert HELENS_OWN not in priya.content()
    with as_(months.cast, "Priya"):
        assert [one.held_on for one in Session.objects.all()] == [months.today, yesterday]
        assert [one.text for one in PairNote.objects.all()] == [OURS]
        assert [one.text for one in PrivateNote.objects.all()] == [PRIYAS_OWN]


def keep_a_lesson(months: TheMonths, helen: Page, vikram: Page) -> None:
    with scope(organisation=months.cast.organisation.pk):
        go_to(months.cycle, "wrapping_up")
    months.take_next_step(helen, "What have you learnt in these months?", "Write a lesson")
    helen.get_by_label("What did you learn?").fill(LESSON)
    press(helen, "Keep it for myself")
    vikram.get_by_role("link", name="Lessons").click()
    expect(vikram.get_by_text("None yet. Write one whenever")).to_be_visible()
    months.take_next_step(helen, "Would you share what you learnt?", "Look at your lesson")
    press(helen, re.compile("^Offer it to the team"))
    expect(helen.get_by_role("button", name="Take it back")).to_be_visible()
    vikram.reload()
    expect(vikram.get_by_text(LESSON)).to_be_visible()
    with as_(months.cast, "Vikram"):
        assert [(one.text, one.offered_at is None) for one in Lesson.objects.all()] == [(LESSON, False)]


def only_numbers_reach_those_who_run_it(months: TheMonths) -> None:
    with as_(months.cast, "Helen"):
        GrowthTarget.objects.update(created_at=months.cycle.sealed_at)
        TryOut.objects.update(looked_back_at=months.cycle.sealed_at)
    facilitator, sponsor = months.facilitator(), months.at_desk("Maggie")
    sponsor.get_by_role("link", name="Cycle", exact=True).first.click()
    for page in (facilitator, sponsor):
        numbers = page.get_by_role("region", name="What they work on").locator(".figure")
        expect(numbers).to_have_text(["1", "1", "1", "0", "0"])
        read = list(pages_from(page))
        assert len(read) > 4
        assert [word for word in PRIVATE for source in read if word in source] == []
