"""A real server for streams, in a thread of the tests, and what a browser would hear from it."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

import uvicorn
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings
from redis import Redis

from coachingpairs.live.hub import Hub
from coachingpairs.live.serving import with_streams

Way = Callable[[ASGI3Application], ASGI3Application]


@dataclass(frozen=True)
class Server:
    port: int
    hub: Hub


async def a_page(_scope: Scope, _receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Stands where Django's pages are."""
    await send({"type": "http.response.start", "status": 200, "headers": [], "trailers": False})
    await send({"type": "http.response.body", "body": b"A page.", "more_body": False})


def straight(application: ASGI3Application) -> ASGI3Application:
    return application


@contextmanager
def served(
    hub: Hub, pages: ASGI3Application = a_page, *, way: Way = straight, port: int = 0
) -> Iterator[Server]:
    """In a thread a server hears of no signal, so its streams are ended for it. ``way``: what is between."""
    loops: list[asyncio.AbstractEventLoop] = []
    inner = way(with_streams(pages, hub))

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            loops.append(asyncio.get_running_loop())
        await inner(scope, receive, send)

    with socket.create_server(("127.0.0.1", port), backlog=1024) as listening:
        config = uvicorn.Config(application, log_config=None, timeout_graceful_shutdown=3)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield Server(listening.getsockname()[1], hub)
        finally:
            server.should_exit = True
            loops[0].call_soon_threadsafe(hub.end_streams)
            thread.join(10)
    assert not thread.is_alive()


class Subscription:
    """A hub's connection to Valkey, told from those of tests in other processes by its name."""

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex
        self.address = (
            f"{settings.REDIS_URL}{'&' if '?' in settings.REDIS_URL else '?'}client_name={self.name}"
        )

    def is_there(self) -> bool:
        return bool(self._ids())

    def kill(self) -> None:
        with Redis.from_url(settings.REDIS_URL) as valkey:
            (found,) = self._ids()
            assert valkey.client_kill_filter(_id=found) == 1

    def _ids(self) -> list[str]:
        with Redis.from_url(settings.REDIS_URL) as valkey:
            clients = valkey.client_list(_type="pubsub")
        return [client["id"] for client in clients if client["name"] == self.name]


class Heard(NamedTuple):
    name: str
    data: str


class Stream:
    """One stream, as a browser has it: open until either side closes it."""

    def __init__(self, port: int, ticket: str, seen: str = "", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        query = urlencode({"ticket": ticket, "seen": seen})
        self.connection.request("GET", f"/live/?{query}", headers=headers)
        self.answer = self.connection.getresponse()

    def next(self) -> Heard | None:
        """The next event, beats among them; None when the stream has ended."""
        name = ""
        lines: list[str] = []
        while line := self.answer.readline().decode():
            match line.rstrip("\n").partition(":"):
                case "", "", "":
                    if lines:
                        return Heard(name, "\n".join(lines))
                case "", ":", comment:
                    name = name or comment.strip()
                case "event", ":", value:
                    name = value.strip()
                case "data", ":", value:
                    lines.append(value.removeprefix(" "))
        return None

    def next_of(self, name: str) -> str:
        """The data of the next event of that name; what comes before must be beats."""
        while (heard := self.next()) and heard.name == "beat":
            pass
        assert heard is not None
        assert heard.name == name
        return heard.data

    def rest(self) -> list[Heard]:
        """Everything until the stream ends."""
        found = []
        while heard := self.next():
            found.append(heard)
        return found

    def close(self) -> None:
        self.connection.close()
        self.answer.close()


@contextmanager
def streaming(port: int, ticket: str, seen: str = "", **headers: str) -> Iterator[Stream]:
    stream = Stream(port, ticket, seen, **headers)
    try:
        yield stream
    finally:
        stream.close()
