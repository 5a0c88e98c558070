"""Browsers of their own for everybody at an Awayday, on the application as it is served."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from teams.models import Person

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PROJECTOR = {"width": 1920, "height": 1080}
PATIENCE = 15_000


class Screens:
    """Opens pages, each in a browser of its own; ``complaints`` is whatever was logged as an error in them.

    Refused requests, blocked scripts or styles and exceptions all end up in the console.
    """

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        # htmx calls it an error that a newer question takes the place of an older one.
        self.excused = ["status of 422", "htmx:afterRequest", "htmx:sendAbort"]
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._closing = False

    def __call__(
        self,
        person: Person | None = None,
        *,
        size: dict[str, int] | None = None,
        script: bool = True,
        **more: Any,
    ) -> Page:
        """Signed in as that person, with motion only for those who say so."""
        context = self._browser.new_context(
            base_url=self.url,
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
            **{"viewport": size or PHONE, "reduced_motion": "reduce", **more},
        )
        self._contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", self._note)
        return page

    def excuse(self, words: str) -> None:
        """From now on, what the browser says of a connection that the test itself has cut."""
        self.excused.append(words)

    def close(self) -> None:
        """What is cut off by it is nobody's fault."""
        self._closing = True
        for context in self._contexts:
            with suppress(Exception):
                context.close()

    def _note(self, error: Error) -> None:
        if not self._closing:
            self.complaints.append(str(error))

    def _hear(self, message: ConsoleMessage) -> None:
        is_expected = self._closing or any(words in message.text for words in self.excused)
        if message.type not in ("error", "warning") or is_expected:
            return
        self.complaints.append(f"{message.text} ({message.location.get('url')})")
