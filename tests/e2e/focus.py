"""Where the keyboard is on a page."""

from __future__ import annotations

import time

from playwright.sync_api import Locator

PATIENCE = 15.0
PAUSE = 0.05


def expect_focus(wanted: Locator) -> None:
    """The page has put the keyboard on that element, or does so soon; AssertionError when it does not.

    Playwright's own assertion also wants the browser's window to be the one in front, which on a busy machine
    with several windows is up to the machine.
    """
    until = time.monotonic() + PATIENCE
    while not wanted.evaluate("element => element === document.activeElement"):
        if time.monotonic() > until:
            holds = wanted.page.evaluate("document.activeElement?.outerHTML.slice(0, 200)")
            raise AssertionError(f"{wanted} has not got the keyboard, but {holds}")
        time.sleep(PAUSE)
