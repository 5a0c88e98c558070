"""A page with live.js comes back by itself, whatever the server, the network or the phone did."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.live.looking import HIDE, expect_number, expect_state, serving, soon, visit
from tests.e2e.live.pages import Wall
from tests.mail.sink import free_port

pytestmark = pytest.mark.e2e


def test_a_page_comes_back_to_a_server_that_was_started_anew(
    page: Page, wall: Wall, expected_complaints: list[str]
) -> None:
    expected_complaints.append("ERR_CONNECTION_REFUSED")
    port = free_port()
    with serving(wall, port):
        visit(page, port)
    expect_state(page, "away")
    expect(page.locator("[data-live-away]")).to_be_visible()
    expect(page.locator("[data-live-away]")).to_have_text("Back in a moment")
    wall.number = 2
    with serving(wall, port):
        expect_number(page, 2)
        expect_state(page, "on")
        expect(page.locator("[data-live-away]")).to_be_hidden()
        assert wall.streams[-1] == "1"
        page.goto("about:blank")


def test_a_stream_that_falls_silent_is_opened_anew(page: Page, port: int, wall: Wall) -> None:
    page.clock.install()
    visit(page, port)
    page.clock.fast_forward(30_000)
    page.wait_for_timeout(100)
    assert len(wall.streams) == 1
    page.clock.fast_forward(10_500)
    soon(lambda: len(wall.streams) == 2, page)
    expect_state(page, "on")


def test_after_sleep_the_stream_is_opened_anew(page: Page, port: int, wall: Wall) -> None:
    page.clock.install()
    visit(page, port)
    page.evaluate(HIDE, True)
    page.evaluate(HIDE, False)
    page.wait_for_timeout(100)
    assert len(wall.streams) == 1
    page.evaluate(HIDE, True)
    page.clock.fast_forward(4_000)
    page.evaluate(HIDE, False)
    soon(lambda: len(wall.streams) == 2, page)
    expect_state(page, "on")


def test_a_page_that_nobody_looks_at_lets_go(page: Page, wall: Wall) -> None:
    with serving(wall) as server:
        page.clock.install()
        visit(page, server.port)
        page.evaluate(HIDE, True)
        page.clock.fast_forward(31_000)
        soon(lambda: not server.hub.rooms, page)
        wall.change(2)
        page.evaluate(HIDE, False)
        expect_number(page, 2)
        expect(page.locator("[data-live-away]")).to_be_hidden()
        page.goto("about:blank")


def test_a_page_opened_in_the_background_waits_until_somebody_looks(
    page: Page, port: int, wall: Wall
) -> None:
    page.add_init_script("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.goto(f"http://127.0.0.1:{port}/")
    page.wait_for_timeout(300)
    assert wall.streams == []
    wall.change(2)
    page.evaluate(HIDE, False)
    expect_number(page, 2)


@pytest.mark.parametrize("event", ["online", "pageshow"])
def test_the_stream_is_opened_anew_on(page: Page, port: int, wall: Wall, event: str) -> None:
    visit(page, port)
    kind = "PageTransitionEvent" if event == "pageshow" else "Event"
    page.evaluate(f"dispatchEvent(new {kind}('{event}', {{persisted: true}}))")
    soon(lambda: len(wall.streams) == 2, page)
    expect_state(page, "on")


def test_without_a_network_the_page_says_so_and_comes_back(
    page: Page, port: int, wall: Wall, expected_complaints: list[str]
) -> None:
    visit(page, port)
    expected_complaints.append("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    expect_state(page, "away")
    expect(page.locator("[data-live-away]")).to_be_visible()
    wall.change(2)
    page.context.set_offline(False)
    expect_number(page, 2)
    expect_state(page, "on")
