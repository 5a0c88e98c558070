"""A facilitator who has never done this rehearses the Awayday: her own screen, the wall, and a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from awayday.models import Awayday
from awayday.rules.rehearsal import What
from awayday.services.rehearsal import Press, Rehearsal, kept_rehearsal, press_rehearsal
from coachingpairs.tenancy.scope import scope
from tests.awayday.held import draft, planned
from tests.cast import Northmere, make_northmere
from tests.e2e.conftest import Opener
from tests.e2e.focus import expect_focus
from tests.pairing.room import earlier_cycle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
NOT_SENT = "This is a rehearsal, nothing was sent."


@pytest.fixture
def cast() -> Northmere:
    """Twelve leaders, a cycle behind them, and the Awayday planned for the next one."""
    cast = make_northmere(leaders=12)
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Helen", "Priya"), ("Amara", "Vikram"))
        planned(cast, draft(cast))
    return cast


def going_on(cast: Northmere) -> Rehearsal:
    with scope(organisation=cast.organisation.pk):
        now = kept_rehearsal(Awayday.objects.select_related("opens").get())
    assert now is not None
    return now


def begin(page: Page, cast: Northmere) -> Rehearsal:
    page.goto(f"{cast.base}cycles/2/awayday/rehearsal/")
    page.get_by_role("button", name="Start the rehearsal").click()
    expect(page.locator("#step")).to_have_text("The doors are open, and nobody is here yet.")
    return going_on(cast)


def go_on_to(cast: Northmere, now: Rehearsal, what: What) -> int:
    """To where this has just happened for the first time, as if another tab had been pressed."""
    to = next(number for number, step in enumerate(now.steps, 1) if step.what is what)
    with scope(organisation=cast.organisation.pk):
        awayday = Awayday.objects.select_related("opens").get()
        press_rehearsal(awayday=awayday, press=Press.NEXT, seen=to - 1)
    return to


def open_wall(page: Page) -> Page:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="The wall").click()
    expect(opened.value.locator("main")).to_contain_text("Rehearsal: invented choices. Nothing is kept.")
    return opened.value


def open_phone(page: Page, whose: str) -> Page:
    page.get_by_label("The phone of").select_option(label=whose)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Show").click()
    expect(opened.value.locator("main")).to_contain_text(f"the phone of {whose}")
    return opened.value


def test_a_whole_awayday_on_three_screens(open_as: Opener, cast: Northmere) -> None:
    own = open_as(cast.facilitator)
    now = begin(own, cast)
    wall = open_wall(own)
    expect(wall.locator("#wall")).to_contain_text("0 of 12")
    own.get_by_role("button", name="One step on").click()
    expect(own.locator("#rehearsal")).to_contain_text(f"Step 1 of {len(now.steps)}")
    expect_focus(own.get_by_role("button", name="One step on"))
    expect(wall.locator("#wall")).not_to_contain_text("0 of 12")

    # Both of the first two who ask and answer, on their phones; the wall knows nothing of it.
    at = go_on_to(cast, now, What.ASK)
    with scope(organisation=cast.organisation.pk):
        names = sorted(cast.leaders, key=lambda name: cast.leaders[name].sort_name)
    ((who, whom),) = now.steps[at - 1].groups
    expect(own.locator("#step")).to_have_text(f"{names[who]} asks {names[whom]}.")
    phone = open_phone(own, names[whom])
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"{names[who]} would like to pair with you")
    expect(wall.locator("#wall")).to_contain_text("Choosing our partners")
    phone.get_by_role("button", name="Yes").click()
    expect(phone.locator("#rehearsal-said")).to_have_text(NOT_SENT)
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"{names[who]} would like to pair with you")

    # The yes that the script has: all three follow by themselves.
    go_on_to(cast, now, What.YES)
    expect(wall.locator("#wall .pairing")).to_have_count(1)
    expect(wall.locator("#wall-said")).to_contain_text("are a pair.")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("are a pair")
    expect(phone.locator("#rehearsal-said")).to_be_empty()

    go_on_to(cast, now, What.SEAL)
    expect(wall.locator("#wall .pairing")).to_have_count(6)
    expect(own.locator("#step")).to_contain_text("You seal the pairs.")
    own.get_by_role("button", name="End the rehearsal").click()
    expect(own.get_by_role("button", name="Start the rehearsal")).to_be_visible()
    expect(wall.get_by_role("button", name="Start the rehearsal")).to_be_visible()
    expect(phone.get_by_role("button", name="Start the rehearsal")).to_be_visible()


def test_it_plays_by_itself(open_as: Opener, cast: Northmere) -> None:
    own = open_as(cast.facilitator)
    begin(own, cast)
    wall = open_wall(own)
    own.get_by_role("button", name="Play").click()
    expect(own.get_by_role("button", name="Pause")).to_be_visible()
    expect(wall.locator("#wall")).not_to_contain_text("0 of 12")
    expect(own.locator("#rehearsal")).to_contain_text(re.compile(r"Step ([3-9]|\d\d) of"))
    own.get_by_role("button", name="Pause").focus()
    expect_focus(own.get_by_role("button", name="Pause"))
    own.keyboard.press("Enter")
    expect_focus(own.get_by_role("button", name="Play"))


def test_without_script(open_as: Opener, cast: Northmere) -> None:
    own = open_as(cast.facilitator, script=False)
    now = begin(own, cast)
    own.get_by_role("button", name="One step on").click()
    expect(own.locator("#rehearsal")).to_contain_text(f"Step 1 of {len(now.steps)}")
    phone = open_phone(own, "Helen Armitage")
    if phone.get_by_role("button", name="I’m here").count():
        phone.get_by_role("button", name="I’m here").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text(NOT_SENT)
        phone.get_by_role("link", name="Back").click()
    expect(phone.locator("main")).to_contain_text("the phone of Helen Armitage")
