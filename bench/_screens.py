"""Screens that only listen: open streams, and when the last byte of each piece came."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

BEAT = b"event: beat"
QUIET = 0.25
"""Seconds without a byte for anybody after which a change has reached every screen it concerns."""


@dataclass
class Screen:
    """One open stream; ``pieces`` are (when, bytes) of what came, beats left out."""

    pieces: list[tuple[float, int]] = field(default_factory=list)
    writer: asyncio.StreamWriter | None = None

    async def listen(self, reader: asyncio.StreamReader, ready: asyncio.Event) -> None:
        buffer = b""
        while chunk := await reader.read(65536):
            at = time.perf_counter()
            ready.set()
            buffer += chunk
            while (end := buffer.find(b"\n\n")) >= 0:
                piece, buffer = buffer[: end + 2], buffer[end + 2 :]
                if BEAT not in piece and b"data: " in piece:
                    self.pieces.append((at, len(piece)))


@dataclass
class Audience:
    """All screens of a room."""

    screens: list[Screen]
    tasks: list[asyncio.Task[None]]

    @property
    def last(self) -> float:
        """When anything came to anybody; 0 when nothing has."""
        return max((screen.pieces[-1][0] for screen in self.screens if screen.pieces), default=0.0)

    def since(self, began: float) -> list[tuple[float, int]]:
        return [piece for screen in self.screens for piece in reversed(screen.pieces) if piece[0] >= began]

    async def settled(self, began: float, *, at_most: float) -> list[tuple[float, int]]:
        """What came to whom since then, once nobody gets anything any more; seconds after ``began``."""
        until = time.perf_counter() + at_most
        while time.perf_counter() < until:
            await asyncio.sleep(0.02)
            if self.last >= began and time.perf_counter() - self.last > QUIET:
                break
        return [(at - began, size) for at, size in self.since(began)]

    async def leave(self) -> None:
        for screen in self.screens:
            if screen.writer:
                screen.writer.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def open_screens(site: str, paths: list[str]) -> Audience:
    """Connect them all, a few at a time, and wait until each has had its first bytes."""
    audience = Audience([], [])
    few = asyncio.Semaphore(50)

    async def one(path: str) -> None:
        async with few:
            place = urlsplit(site)
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode()
            )
            await writer.drain()
            screen, ready = Screen(writer=writer), asyncio.Event()
            audience.screens.append(screen)
            audience.tasks.append(asyncio.create_task(screen.listen(reader, ready)))
            await asyncio.wait_for(ready.wait(), 60)

    await asyncio.gather(*(one(path) for path in paths))
    return audience
