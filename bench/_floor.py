"""The floor: a bare ASGI application that sends each message of a Redis channel to every open stream.

No tickets, no database, no templates: what uvicorn, a subscription and as many bytes cost by themselves. The
message is how many bytes to send to how many of the streams.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import Any

from redis.asyncio import Redis

CHANNEL = "bench:floor"
_streams: list[asyncio.Queue[bytes]] = []
_listening: list[asyncio.Task[None]] = []


async def _listen() -> None:
    async with Redis.from_url(os.environ["REDIS_URL"]) as valkey, valkey.pubsub() as channel:
        await channel.subscribe(CHANNEL)
        async for message in channel.listen():
            if message["type"] == "message":
                size, _, count = message["data"].decode().partition(":")
                piece = b"event: own\ndata: " + b"x" * max(1, int(size) - 20) + b"\n\n"
                for stream in _streams[: int(count)]:
                    stream.put_nowait(piece)


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    if not _listening:
        _listening.append(asyncio.create_task(_listen()))
    stream: asyncio.Queue[bytes] = asyncio.Queue()
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"event: beat\ndata: -\n\n", "more_body": True})
    _streams.append(stream)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        while not gone.done():
            with contextlib.suppress(TimeoutError):
                piece = await asyncio.wait_for(stream.get(), 1)
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    finally:
        _streams.remove(stream)
        gone.cancel()
