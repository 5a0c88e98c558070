"""When a ticket has run out, or the room is over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.live.looking import HIDE, expect_number, expect_state, soon, visit
from tests.e2e.live.pages import Wall

pytestmark = pytest.mark.e2e


def test_a_room_that_is_over_reloads_the_page_once(page: Page, port: int, wall: Wall) -> None:
    visit(page, port)
    wall.is_there = False
    wall.change(1)
    soon(lambda: wall.asked_for["/"] == 2, page)
    soon(lambda: len(wall.streams) == 2, page)
    page.wait_for_timeout(2_000)
    assert wall.asked_for["/"] == 2
    assert len(wall.streams) == 2


def test_an_old_ticket_is_changed_for_a_new_one(page: Page, port: int, wall: Wall) -> None:
    wall.ticket = "expired"
    visit(page, port)
    soon(lambda: wall.asked_for["/renew"] == 1, page)
    wall.change(2)
    expect_number(page, 2)
    assert (wall.asked_for["/"], wall.asked_for["/renew"], len(wall.streams)) == (1, 1, 2)


def test_tickets_that_are_always_refused_are_not_asked_for_without_end(
    page: Page, port: int, wall: Wall
) -> None:
    wall.ticket = wall.renewed_ticket = "not ours"
    page.goto(f"http://127.0.0.1:{port}/")
    soon(lambda: len(wall.streams) == 2, page)
    page.wait_for_timeout(2_000)
    assert wall.asked_for["/renew"] == 1
    assert len(wall.streams) <= 4


def test_a_ticket_of_nine_minutes_is_not_used_again(page: Page, port: int, wall: Wall) -> None:
    page.clock.install()
    visit(page, port)
    page.evaluate(HIDE, True)
    page.clock.fast_forward(31_000)
    page.clock.fast_forward("09:00")
    page.evaluate(HIDE, False)
    soon(lambda: len(wall.streams) == 2, page)
    expect_state(page, "on")
    assert wall.asked_for["/renew"] == 1


@pytest.mark.parametrize("status", [401, 403, 404])
def test_whoever_may_no_longer_look_is_sent_to_the_page_itself(
    page: Page, port: int, wall: Wall, expected_complaints: list[str], status: int
) -> None:
    visit(page, port)
    wall.renew_status = status
    wall.change(1, signal="renew")
    expected_complaints.append(f"status of {status}")
    soon(lambda: wall.asked_for["/renew"] == 2, page)
    page.wait_for_timeout(1_600)
    assert wall.asked_for["/"] == 2


def test_a_renewal_that_fails_is_tried_again(
    page: Page, port: int, wall: Wall, expected_complaints: list[str]
) -> None:
    expected_complaints.append("status of 503")
    wall.ticket, wall.renew_status = "expired", 503
    page.goto(f"http://127.0.0.1:{port}/")
    soon(lambda: wall.asked_for["/renew"] == 1, page)
    wall.renew_status = 200
    soon(lambda: wall.asked_for["/renew"] == 2, page)
    wall.change(2)
    expect_number(page, 2)
    assert wall.asked_for["/"] == 1
