"""``/live/…?ticket=…&seen=…``: one stream of server-sent events, outside Django's request handling.

An ordinary view would hold a thread and a database connection as long as its stream is open. This holds
neither. It reads no cookie: a ticket says who looks. What cannot be admitted is answered as a stream too,
with the one event ``renew``, since browsers give up on a stream for good when they are told an error.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Iterable
from urllib.parse import parse_qs

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPResponseBodyEvent, HTTPScope
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from coachingpairs.live import tickets
from coachingpairs.live.hub import Hub
from coachingpairs.live.rooms import BEAT, RENEW

PREFIX = "/live/"
BEAT_SECONDS = 15.0
LET_GO_EARLY = 120.0
STALLED_SECONDS = 30.0
LONGEST_SEEN = 200
FIRST = b"retry: 1000\n\n" + BEAT.frame

HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)
PLAIN = (b"content-type", b"text/plain; charset=utf-8")


class Streams:
    """The ASGI callable of all streams of a hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def __call__(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if not _is_our_host(scope):
            await _answer(send, 400, [PLAIN], b"Bad Request")
        elif scope["method"] != "GET":
            await _answer(send, 405, [PLAIN, (b"allow", b"GET")], b"Method Not Allowed")
        else:
            ticket, seen = _asked(scope)
            admission = tickets.read(ticket)
            if admission is None:
                await _answer(send, 200, HEADERS, FIRST + RENEW.frame)
            else:
                # TimeoutError is an OSError; some servers raise one for a browser that has left.
                with contextlib.suppress(OSError):
                    await self._follow(admission, seen, receive, send)

    async def _follow(
        self,
        admission: tickets.Admission,
        seen: str,
        receive: ASGIReceiveCallable,
        send: ASGISendCallable,
    ) -> None:
        # Ends spread out, so that a room does not come for new tickets all at once.
        seconds = max(0.0, admission.seconds_left - random.uniform(0, LET_GO_EARLY))  # noqa: S311
        with self._hub.listening(admission.viewer, seen) as listener:
            left = asyncio.create_task(_until_left(receive))
            left.add_done_callback(lambda _: listener.end())
            bell = asyncio.get_running_loop().call_later(seconds, listener.end, RENEW)
            try:
                async with asyncio.timeout(seconds + STALLED_SECONDS):
                    await _start(send, 200, HEADERS)
                    await send(_body(FIRST))
                    while not listener.ended:
                        if piece := await listener.next(BEAT_SECONDS):
                            await send(_body(piece))
                    await send(_body(listener.farewell, last=True))
            finally:
                bell.cancel()
                left.cancel()


async def _until_left(receive: ASGIReceiveCallable) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(
    send: ASGISendCallable, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes
) -> None:
    await _start(send, status, headers)
    await send(_body(body, last=True))


async def _start(send: ASGISendCallable, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers, "trailers": False})


def _body(piece: bytes, *, last: bool = False) -> HTTPResponseBodyEvent:
    return {"type": "http.response.body", "body": piece, "more_body": not last}


def _asked(scope: HTTPScope) -> tuple[str, str]:
    """The ticket and what the page shows already."""
    try:
        query = parse_qs(scope["query_string"].decode("ascii"), max_num_fields=8)
    except ValueError:
        return "", ""
    return query.get("ticket", [""])[0], query.get("seen", [""])[0][:LONGEST_SEEN]


def _is_our_host(scope: HTTPScope) -> bool:
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    domain, _port = split_domain_port(host.decode("latin-1"))
    return validate_host(domain, settings.ALLOWED_HOSTS)
