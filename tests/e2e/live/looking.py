"""Looking at a live page with Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from playwright.sync_api import Page, expect

from coachingpairs.live.hub import Hub
from tests.e2e.live.pages import Wall, on_its_way, pages
from tests.live.serving import Server, served

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@contextmanager
def serving(wall: Wall, port: int = 0) -> Iterator[Server]:
    hub = Hub(settings.REDIS_URL, wall.read)
    with served(hub, pages(wall), way=partial(on_its_way, wall), port=port) as server:
        yield server


def visit(page: Page, port: int) -> None:
    page.goto(f"http://127.0.0.1:{port}/")
    expect_state(page, "on")


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-live", state)


def expect_number(page: Page, number: int) -> None:
    expect(page.locator("#number")).to_have_text(str(number))


def soon(condition: Callable[[], object], page: Page) -> None:
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end
        page.wait_for_timeout(20)
