"""A phone comes in by the code on the wall, says whose it is, and the facilitator confirms it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from tests.awayday.at_the_door import base_of, card_of, forget_wrong_codes
from tests.awayday.held import opened
from tests.cast import Northmere, make_northmere
from tests.e2e.conftest import Opener

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> Northmere:
    forget_wrong_codes()
    return make_northmere(leaders=20)


@pytest.fixture
def awayday(cast: Northmere) -> Awayday:
    with scope(organisation=cast.organisation.pk):
        return opened(cast)


def without_streams(page: Page) -> Page:
    """The tests' server has none; pages go on by asking."""
    page.context.route(
        "**/live/**", lambda route: route.fulfill(content_type="text/event-stream", body="retry: 1000\n\n")
    )
    return page


def join(page: Page, awayday: Awayday) -> None:
    page.goto("/join/")
    page.get_by_label("The code on the wall").fill(awayday.shown_code)
    page.get_by_role("button", name="Join").click()


def test_a_name_is_confirmed_while_the_phone_lies_on_the_table(
    cast: Northmere, awayday: Awayday, open_as: Opener
) -> None:
    phone = without_streams(open_as(phone=True))
    join(phone, awayday)
    expect(phone.get_by_role("heading", name="Who are you?")).to_be_visible()
    phone.wait_for_load_state()
    phone.get_by_label("Find your name").fill("nair")
    expect(phone.get_by_role("listitem")).to_have_count(1)
    phone.get_by_role("button", name="That’s me Priya Nair").click()
    expect(phone.get_by_role("heading", name="Show this number to your facilitator")).to_be_visible()
    number = phone.locator(".claim-number").inner_text()

    desk = without_streams(open_as(cast.facilitator))
    desk.goto(base_of(cast, awayday))
    asked = desk.get_by_role("region", name="Is that them?")
    expect(asked).to_contain_text(f"Somebody says they are Priya Nair. Their phone shows {number}.")
    asked.get_by_role("button", name=f"Yes, that is Priya with number {number}").click()
    expect(asked).to_have_count(0)
    expect(desk.get_by_role("button", name="Not here after all: Priya Nair")).to_be_visible()

    desk.get_by_role("button", name="Is here without a phone: Helen Armitage").click()
    expect(desk.get_by_role("button", name="Not here after all: Helen Armitage")).to_be_visible()

    phone.wait_for_url(f"**{base_of(cast, awayday)}phone/")
    expect(phone.get_by_role("button", name="Not Priya Nair?")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_card_is_enough_with_and_without_script(
    cast: Northmere, awayday: Awayday, open_as: Opener, script: bool
) -> None:
    phone = without_streams(open_as(phone=True, script=script))
    phone.goto(card_of(cast, awayday, "Priya"))
    if not script:
        phone.get_by_role("button", name="I’m here").click()
    expect(phone.get_by_text("You are here, and on the wall.")).to_be_visible()
    phone.goto(card_of(cast, awayday, "Helen"))
    expect(phone.get_by_role("heading", name="This phone is Priya Nair’s")).to_be_visible()
    phone.get_by_role("link", name="No, it stays Priya’s").click()
    phone.get_by_role("button", name="Not Priya Nair?").click()
    expect(phone.get_by_role("heading", name="Join the Awayday")).to_be_visible()


def test_without_script_the_number_is_shown_and_can_be_taken_back(
    cast: Northmere, awayday: Awayday, open_as: Opener
) -> None:
    phone = open_as(phone=True, script=False)
    join(phone, awayday)
    phone.get_by_role("button", name="That’s me Priya Nair").click()
    expect(phone.get_by_role("heading", name="Show this number to your facilitator")).to_be_visible()
    phone.get_by_role("button", name="That is not me").click()
    expect(phone.get_by_role("heading", name="Who are you?")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_wider_than_the_smallest_phone(
    cast: Northmere, awayday: Awayday, open_as: Opener, dark: bool
) -> None:
    phone: Any = open_as(phone=True, dark=dark)
    phone.set_viewport_size({"width": 320, "height": 640})
    join(phone, awayday)
    phone.get_by_role("button", name="That’s me Priya Nair").click()
    expect(phone.locator(".claim-number")).to_be_visible()
    wide = "document.documentElement.scrollWidth > 320"
    assert not phone.evaluate(wide)
    phone.get_by_role("button", name="That is not me").click()
    expect(phone.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert not phone.evaluate(wide)
    phone.goto("/join/")
    assert not phone.evaluate(wide)
