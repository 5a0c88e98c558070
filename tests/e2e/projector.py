"""A picture of any size that shows invented walls: the real page, styles and scripts, without a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route

from awayday.rules.wall import Wall
from awayday.services.wall import wall_context

ADDRESS = "http://wall.test/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


class Projector:
    """``show`` loads a wall as a page of its own; nothing may be logged as an error in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._body = ""
        page.route("**/*", self._answer)
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def show(self, wall: Wall, query: str = "") -> Page:
        self._body = render_to_string("awayday/board.html", wall_context(wall))
        self.page.goto(f"{ADDRESS}{query}")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if not path.startswith("static/"):
            route.fulfill(
                body=self._body, content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )
        elif found := finders.find(path.removeprefix("static/")):
            route.fulfill(path=found)
        else:
            route.fulfill(status=404)


@contextmanager
def projector(
    browser: Browser, width: int = 1920, height: int = 1080, **settings: Any
) -> Iterator[Projector]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, **{"reduced_motion": "reduce", **settings}
    )
    shown = Projector(context.new_page())
    yield shown
    context.close()
    assert shown.complaints == []
