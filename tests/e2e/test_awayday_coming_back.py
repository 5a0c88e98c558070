"""Screens that were cut off: offline, by a server that was killed, and where streams are refused."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.live_site import Site
from tests.e2e.screens import Screens
from tests.e2e.the_room import ask, is_live, press, says, while_choosing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
WHOM = "Who would you like to pair with?"
BACK = "Back in a moment. Nothing is lost."
CUT = "() => window.dispatchEvent(new PageTransitionEvent('pagehide'))"
"""Chromium that is told to be offline keeps a stream which was open before."""
TELLS = "addEventListener('htmx:sendError', () => { document.body.dataset.failed = ''; })"
STAYS = "() => { window.stays = true; }"


def has_stayed(*pages: Page) -> None:
    """None of them was loaded again."""
    for page in pages:
        assert page.evaluate("window.stays") is True


def test_a_phone_without_network_says_so_and_catches_up(screens: Screens) -> None:
    room = while_choosing(screens)
    helen, amara = room.phone("Helen"), room.guest("Amara")
    amara.evaluate(STAYS)
    screens.excuse("ERR_INTERNET_DISCONNECTED")
    amara.context.set_offline(True)
    amara.evaluate(CUT)
    expect(amara.get_by_text(BACK)).to_be_visible()
    expect(amara.get_by_text("You seem to be offline")).to_be_hidden()
    ask(helen, "Amara Okafor")
    says(helen, "You have asked Amara Okafor")
    says(amara, WHOM)
    amara.context.set_offline(False)
    says(amara, "Helen Armitage would like to pair with you")
    expect(amara.get_by_text(BACK)).to_be_hidden()
    has_stayed(amara)
    press(amara, "Yes, pair with Helen")
    says(helen, "You and Amara are a pair")


def test_only_a_press_that_did_not_get_through_is_worth_an_alarm(screens: Screens) -> None:
    """That a phone says by itself who has come is none."""
    room = while_choosing(screens)
    amara = screens(room.cast.person("Amara"))
    for words in ("ERR_INTERNET_DISCONNECTED", "htmx:sendError"):
        screens.excuse(words)
    amara.route("**/arrival/", lambda route: route.abort("internetdisconnected"))
    amara.add_init_script(TELLS)
    amara.goto(f"{room.base}phone/")
    expect(amara.locator("[data-failed]")).to_have_count(1)
    is_live(amara)
    alarm = amara.get_by_text("You seem to be offline")
    expect(alarm).to_be_hidden()
    amara.route("**/proposals/", lambda route: route.abort("internetdisconnected"))
    ask(amara, "Siobhan Doyle")
    expect(alarm).to_be_visible()
    amara.unroute("**/proposals/")
    ask(amara, "Siobhan Doyle")
    says(amara, "You have asked Siobhan Doyle")
    expect(alarm).to_be_hidden()


def test_a_phone_whose_scripts_come_slowly_misses_nothing(screens: Screens) -> None:
    room = while_choosing(screens)
    amara = screens(room.cast.person("Amara"))

    held: list[Route] = []
    amara.route("**/htmx-*.js", lambda route: held.append(route))  # noqa: PLW0108 - it is given attributes
    amara.goto(f"{room.base}phone/", wait_until="commit")
    while not held:
        amara.wait_for_timeout(20)
    room.pair_up(("Joanna", "Siobhan"))
    amara.wait_for_timeout(1_000)
    held[0].continue_()
    expect(amara.locator("#people .person", has_text="Siobhan Doyle")).to_contain_text("Already in a pair")


def test_screens_come_back_by_themselves_after_the_server_was_killed(screens: Screens, site: Site) -> None:
    room = while_choosing(screens)
    desk, wall, helen, amara = room.desk(), room.wall(), room.phone("Helen"), room.guest("Amara")
    ask(helen, "Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")
    says(helen, "You have asked Amara Okafor")
    for page in (desk, wall, helen, amara):
        is_live(page)
        page.evaluate(STAYS)
    for words in ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_CONNECTION_RESET"):
        screens.excuse(words)
    site.kill()
    for page in (wall, amara):
        expect(page.get_by_text(BACK)).to_be_visible()
    room.pair_up(("Maggie", "Vikram"))
    site.start()
    expect(wall.locator(".pairing")).to_have_count(1)
    expect(desk.get_by_role("region", name="Pairs, newest first")).to_contain_text("Maggie Thornton")
    for page in (desk, wall, helen, amara):
        is_live(page)
        expect(page.get_by_text(BACK)).to_be_hidden()
    says(amara, "Helen Armitage would like to pair with you")
    has_stayed(desk, wall, helen, amara)
    press(amara, "Yes, pair with Helen")
    says(helen, "You and Amara are a pair")
    expect(wall.locator(".pairing")).to_have_count(2)


def give_up_on_streams(page: Page) -> None:
    """Its clock runs ahead until it has tried often enough; then it runs like everybody's."""
    for _ in range(40):
        page.wait_for_timeout(100)
        page.clock.run_for(9_000)
        if page.evaluate("document.documentElement.dataset.live") == "polling":
            break
    expect(page.locator("html")).to_have_attribute("data-live", "polling")
    page.clock.resume()


def test_where_streams_are_refused_screens_ask_by_themselves(screens: Screens) -> None:
    room = while_choosing(screens)
    helen, amara = room.phone("Helen"), screens(room.cast.person("Amara"))
    wall = screens(room.cast.facilitator)
    screens.excuse("ERR_FAILED")
    screens.excuse("htmx:oobErrorNoTarget")  # a phone asks twice, and one answer may take the other's place
    for page, path in ((amara, "phone/"), (wall, "board/")):
        page.context.route("**/live/**", lambda route: route.abort())
        page.clock.install()
        page.goto(f"{room.base}{path}")
        give_up_on_streams(page)
        page.evaluate(STAYS)
    ask(helen, "Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")
    press(amara, "Yes, pair with Helen")
    says(amara, "You and Helen are a pair")
    expect(wall.locator(".pairing")).to_have_count(1)
    expect(amara.get_by_text(BACK)).to_be_hidden()
    has_stayed(amara, wall)
