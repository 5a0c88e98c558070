"""A page with live.js on it, as strict as the product's own, and a server that can misbehave on the way."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import django_htmx
from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    ASGISendEvent,
    HTTPScope,
    Scope,
)
from django.conf import settings

from coachingpairs.live.announcing import announcer
from coachingpairs.live.protocol import Event, RoomKey, Snapshot, State, Viewers
from coachingpairs.live.tickets import Viewer, issue

KEY = RoomKey(uuid.uuid4(), "the wall")
SCRIPTS = {
    "/htmx.js": Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js",
    "/live.js": Path(settings.BASE_DIR) / "static" / "js" / "live.js",
}
CSP = "; ".join(
    f"{directive} {' '.join(sources)}"
    for directive, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Wall</title><link rel="icon" href="/icon">
<meta name="htmx-config" content='{{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,\
"selfRequestsOnly":true,"historyCacheSize":0}}'>
<script src="/htmx.js" defer></script><script src="/live.js" type="module"></script></head>
<body><main data-live="/live/" data-live-ticket="{ticket}" data-live-renew="/renew" data-live-seen="nothing">
<p role="status" hidden data-live-away>Back in a moment</p>
{board}
<form id="press" hx-post="/press" hx-swap="none"><button id="pressing">Press</button></form>
<p id="polled" hx-get="/polled" hx-trigger="live:poll from:body">never</p>
<p id="asked" hx-get="/asked" hx-trigger="live:changed from:body">never</p>
<p id="later">nothing</p>
</main></body></html>"""


@dataclass
class Wall:
    """What the page shows and what happens on its way; changed by the tests, read by the server's thread."""

    number: int = 1
    seen: bool = True
    signal: str = ""
    is_there: bool = True
    holds_back: bool = False
    ticket: str | None = None
    renewed_ticket: str | None = None
    renew_status: int = 200
    poll_status: int = 200
    answer: str = ""
    streams: list[str] = field(default_factory=list)
    asked_for: Counter[str] = field(default_factory=Counter)

    def change(self, number: int, *, seen: bool = True, signal: str = "") -> None:
        self.number, self.seen, self.signal = number, seen, signal
        announcer().publish(f"{KEY.organisation}:{KEY.room}")

    def read(self, _room: RoomKey, _previous: Snapshot | None, _viewers: Viewers) -> Snapshot | None:
        return Shown(self.number, self.seen, self.signal) if self.is_there else None


@dataclass(frozen=True)
class Shown:
    number: int
    seen: bool
    signal: str

    @property
    def version(self) -> str:
        return f"{self.number} {self.signal}"

    def needs_work(self, _viewer: Viewer, _had: State | None) -> bool:
        return False

    def work(self, _viewer: Viewer, _had: State | None) -> None:
        raise AssertionError("Nothing was to be done.")

    def events(self, _viewer: Viewer, had: State | None) -> tuple[Sequence[Event], State]:
        if had == str(self.number):
            return ([Event(self.signal)] if self.signal else []), had
        return [Event("board", board(self.number, seen=self.seen, oob=True))], str(self.number)


def board(number: int, *, seen: bool = True, oob: bool = False) -> str:
    attributes = f"{f' data-live-seen={number}' if seen else ''}{' hx-swap-oob=true' if oob else ''}"
    return (
        f'<section id="board"{attributes}><h1 id="number">{number}</h1>'
        f'<button id="more" hx-get="/more" hx-target="#later">More</button></section>'
    )


def pages(wall: Wall) -> ASGI3Application:
    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        assert scope["type"] == "http"
        status, kind, body = _answer(wall, scope)
        headers = [
            (b"content-type", kind.encode()),
            (b"content-security-policy", CSP.encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers, "trailers": False})
        await send({"type": "http.response.body", "body": body.encode(), "more_body": False})

    return application


def _answer(wall: Wall, scope: HTTPScope) -> tuple[int, str, str]:
    """Status, content type and body."""
    path = scope["path"]
    wall.asked_for[path] += 1
    if path in SCRIPTS:
        return 200, "text/javascript", SCRIPTS[path].read_text(encoding="utf-8")
    ticket = issue(Viewer(KEY.organisation, KEY.room, "wall"))
    found: dict[str, tuple[int, str]] = {
        "/": (200, PAGE.format(ticket=wall.ticket or ticket, board=board(wall.number))),
        "/renew": (wall.renew_status, wall.renewed_ticket or ticket),
        "/polled": (wall.poll_status, f"polled {wall.number}"),
        "/asked": (200, f"asked {wall.number}"),
        "/more": (200, "more"),
        "/press": (200, wall.answer),
    }
    status, body = found.get(path, (204, ""))
    return status, "text/plain" if path == "/renew" else "text/html", body


def on_its_way(wall: Wall, streams: ASGI3Application) -> ASGI3Application:
    """Counts the streams that are opened, and may hold back what they say, as some proxies do."""

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/live/"):
            await streams(scope, receive, send)
            return
        wall.streams.append(parse_qs(scope["query_string"].decode()).get("seen", [""])[0])
        held = wall.holds_back

        async def send_or_not(message: ASGISendEvent) -> None:
            if not held or message["type"] == "http.response.start":
                await send(message)

        await streams(scope, receive, send_or_not)

    return application
