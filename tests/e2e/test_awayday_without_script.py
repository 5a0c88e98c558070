"""A whole Awayday where no script runs: on the facilitator's own screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import Screens
from tests.e2e.the_room import ask, in_the_lobby, press, says

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def look_again(page: Page, heading: str) -> None:
    """Pages without script load themselves anew every few seconds; nobody has to wait for it here."""
    page.reload()
    says(page, heading)


def test_from_the_code_to_the_sealed_pair(screens: Screens) -> None:
    room = in_the_lobby(screens)
    desk = room.desk(script=False)
    phone = screens(script=False)
    phone.goto("/join/")
    phone.get_by_label("The code on the wall").fill(room.awayday.shown_code)
    press(phone, "Join")
    press(phone, "That’s me Amara Okafor")
    says(phone, "Show this number to your facilitator")
    number = phone.locator(".claim-number").inner_text()
    desk.reload()
    press(desk, f"Yes, that is Amara with number {number}")
    phone.reload()
    expect(phone).to_have_url(f"{screens.url}{room.base}phone/")
    expect(phone.locator("main")).to_contain_text("You are here, and on the wall.")

    press(desk, "Go to choosing")
    expect(desk.locator("[aria-current=step]")).to_have_text("Choosing")
    look_again(phone, "Who would you like to pair with?")
    helen = screens(room.cast.person("Helen"), script=False)
    helen.goto(f"{room.base}phone/")
    ask(helen, "Amara Okafor")
    says(helen, "You have asked Amara Okafor")
    look_again(phone, "Helen Armitage would like to pair with you")
    press(phone, "Yes, pair with Helen")
    says(phone, "You and Helen are a pair")
    look_again(helen, "You and Amara are a pair")

    # The facilitator pauses, goes on, and seals with those who are left.
    press(desk, "Pause choosing")
    look_again(phone, "You and Helen are a pair")
    expect(phone.locator("#choosing-foot")).to_contain_text("Choosing is paused for a moment.")
    press(desk, "Go on choosing")
    desk.get_by_role("link", name="Seal the pairs").click()
    desk.locator("[name=sit_out]").check()
    press(desk, "Seal the pairs")
    look_again(phone, "You and Helen are a pair")
    expect(phone.locator("main")).to_contain_text("When do you meet?")
    wall = screens(script=False)
    wall.goto(f"/join/{room.awayday.code}/")
    wall.goto(f"{room.base}board/")
    says(wall, "One pair, ready to start")
    expect(wall.locator(".pairing")).to_contain_text("Amara Okafor")
