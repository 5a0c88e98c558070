from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.e2e.live.looking import serving
from tests.e2e.live.pages import Wall
from tests.e2e.screens import PATIENCE


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def port(wall: Wall) -> Iterator[int]:
    with serving(wall) as server:
        yield server.port


@pytest.fixture
def expected_complaints() -> list[str]:
    """Parts of what the browser may log as an error in this test."""
    return []


@pytest.fixture
def page(browser: Browser, port: int, expected_complaints: list[str]) -> Iterator[Page]:
    """Closed before the server is, which it would go on looking for."""
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", complain)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [text for text in complaints if not any(part in text for part in expected_complaints)] == []
