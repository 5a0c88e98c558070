"""A real browser against a real server; skipped, saying so, where no Chromium is installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from embedded.browser import find as find_chromium
from teams.models import Person
from tests.e2e.live_site import Site, served, wait_until_idle
from tests.e2e.screens import PATIENCE, Screens

CHROMIUM = find_chromium()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("No Chromium, and in CI the browser tests must run.")
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="No Chromium on this machine."))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's event loop in this thread would make the ORM refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        expect.set_options(timeout=PATIENCE)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Opener = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, live_server: Any) -> Iterator[Opener]:
    """A page of a browser of its own, signed in as a person; nothing may be logged as an error in it.

    Refused requests, blocked scripts or styles and exceptions all end up in the console.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "422" not in message.text:
            complaints.append(f"{message.text} ({message.location.get('url')})")

    def opener(
        person: Person | None = None, *, phone: bool = False, script: bool = True, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opener
    for context in contexts:
        for page in context.pages:
            page.title()  # what it has still to say is heard by then
    said = list(complaints)  # what is cut off by closing is nobody's fault
    for context in contexts:
        context.close()
    wait_until_idle()
    assert said == []


@pytest.fixture(scope="session")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One process for all tests that need streams; it ends before their database does."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("site") / "log") as site:
        yield site


@pytest.fixture
def screens(browser: Browser, site: Site, transactional_db: None) -> Iterator[Screens]:
    """Browsers at an Awayday; nothing may be logged as an error in any of them, nor by the server."""
    before = len(site.said())
    screens = Screens(browser, site.url)
    yield screens
    screens.close()
    wait_until_idle()
    assert screens.complaints == []
    assert "[error" not in site.said()[before:]
