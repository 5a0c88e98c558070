"""Streams and pages from one ASGI process."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from types import FrameType

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    Scope,
)

from coachingpairs.live.hub import Hub
from coachingpairs.live.streams import PREFIX, Streams

Handler = Callable[[int, FrameType | None], object]


def with_streams(pages: ASGI3Application, hub: Hub) -> ASGI3Application:
    """``/live/`` to the hub's streams, everything else to the pages."""
    streams = Streams(hub)

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            await _live(hub, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await streams(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return application


async def _live(hub: Hub, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The server's own life: it tells of its start, and of its end after the last connection."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _end_streams_at_signals(hub)
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            hub.shut()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _end_streams_at_signals(hub: Hub) -> None:
    """Hear of the server's end with the server, not after its last connection.

    Servers first wait for connections to close, which streams do not, and then cut them off. So whoever
    handles the signal is told as before, after us.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if callable(before):
            # Only the main thread may; a server in another one hears of no signal.
            with contextlib.suppress(ValueError):
                signal.signal(number, _first(loop, hub.end_streams, before))


def _first(loop: asyncio.AbstractEventLoop, ours: Callable[[], None], theirs: Handler) -> Handler:
    def handle(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(ours)
        theirs(number, frame)

    return handle
