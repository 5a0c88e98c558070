"""A page with live.js follows its stream, or asks where streams are held back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.focus import expect_focus
from tests.e2e.live.looking import expect_number, expect_state, soon, visit
from tests.e2e.live.pages import Wall, board

pytestmark = pytest.mark.e2e


def test_a_page_follows_and_its_new_parts_work(page: Page, port: int, wall: Wall) -> None:
    visit(page, port)
    for number in (2, 3):
        wall.change(number)
        expect_number(page, number)
    page.locator("#more").click()
    expect(page.locator("#later")).to_have_text("more")
    expect(page.locator("[data-live-away]")).to_be_hidden()
    assert wall.streams == ["1"]


def test_focus_stays_where_it_is(page: Page, port: int, wall: Wall) -> None:
    visit(page, port)
    page.locator("#more").focus()
    wall.change(2)
    expect_number(page, 2)
    expect_focus(page.locator("#more"))


def test_a_page_that_is_told_of_a_change_asks_for_itself(page: Page, port: int, wall: Wall) -> None:
    visit(page, port)
    wall.change(1, signal="changed")
    expect(page.locator("#asked")).to_have_text("asked 1")
    assert wall.asked_for["/asked"] == 1


def test_where_streams_are_held_back_the_page_asks_and_goes_on_trying(
    page: Page, port: int, wall: Wall, expected_complaints: list[str]
) -> None:
    wall.holds_back = True
    page.clock.install()
    page.goto(f"http://127.0.0.1:{port}/")
    for tries in (1, 2):
        soon(lambda tries=tries: len(wall.streams) == tries, page)  # type: ignore[misc]
        assert wall.asked_for["/polled"] == 0
        page.clock.fast_forward(6_100)
        expect(page.locator("[data-live-away]")).to_be_hidden()
    expect_state(page, "polling")
    expect(page.locator("#polled")).to_have_text("polled 1")
    expect(page.locator("[data-live-away]")).to_be_hidden()
    wall.number = 2
    page.clock.fast_forward(4_100)
    expect(page.locator("#polled")).to_have_text("polled 2")
    expected_complaints.append("503")
    wall.poll_status = 503
    page.clock.fast_forward(4_100)
    expect(page.locator("[data-live-away]")).to_be_visible()
    wall.poll_status = 200
    page.clock.fast_forward(4_100)
    expect(page.locator("[data-live-away]")).to_be_hidden()
    wall.holds_back = False
    page.clock.fast_forward(48_000)
    expect_state(page, "on")
    expect_number(page, 2)
    polls = wall.asked_for["/polled"]
    page.clock.fast_forward(12_000)
    page.wait_for_timeout(200)
    assert wall.asked_for["/polled"] == polls


def test_an_answer_older_than_the_stream_is_put_right(page: Page, port: int, wall: Wall) -> None:
    visit(page, port)
    wall.change(3)
    expect_number(page, 3)
    wall.answer = board(2, oob=True)
    page.locator("#pressing").click()
    soon(lambda: wall.streams == ["1", "2"], page)
    expect_number(page, 3)
    wall.answer = board(3, oob=True)
    page.locator("#pressing").click()
    soon(lambda: wall.asked_for["/press"] == 2, page)
    page.wait_for_timeout(200)
    assert wall.streams == ["1", "2"]


def test_after_a_part_that_does_not_say_what_the_page_shows_everything_is_sent(
    page: Page, port: int, wall: Wall
) -> None:
    visit(page, port)
    wall.change(2, seen=False)
    expect_number(page, 2)
    page.evaluate("dispatchEvent(new Event('online'))")
    soon(lambda: wall.streams == ["1", ""], page)


def test_a_browser_without_streams_asks(page: Page, port: int, wall: Wall) -> None:
    page.add_init_script("delete window.EventSource")
    page.goto(f"http://127.0.0.1:{port}/")
    expect_state(page, "polling")
    expect(page.locator("#polled")).to_have_text("polled 1")
    assert wall.streams == []
