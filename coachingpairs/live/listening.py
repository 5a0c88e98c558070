"""Hearing of changes: one subscription a process, mended when it is lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from typing import Any, Never
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError, RedisError

from coachingpairs.live.announcing import CHANNEL
from coachingpairs.live.protocol import RoomKey

QUIET_SECONDS = 10.0
ANSWER_SECONDS = 5.0
CONNECT_SECONDS = 2.0
FIRST_WAIT = 0.1
LONGEST_WAIT = 2.0

log = structlog.get_logger()


async def listen(address: str, heard: Callable[[RoomKey], None], missed: Callable[[], None]) -> Never:
    """Call ``heard`` for every room announced, until cancelled.

    ``missed`` is called whenever a subscription begins, for anything may have happened before it.
    """
    wait = FIRST_WAIT
    while True:
        try:
            async for message in _messages(address):
                if message["type"] == "subscribe":
                    missed()
                    wait = FIRST_WAIT
                elif message["type"] == "message" and (room := _room(message["data"])):
                    heard(room)
        except (RedisError, OSError) as error:
            if wait == FIRST_WAIT:  # once for each time it is lost
                log.warning("live wake-ups are not heard", error=type(error).__name__)
        await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311 - spread, not secret
        wait = min(2 * wait, LONGEST_WAIT)


async def _messages(address: str) -> AsyncIterator[dict[str, Any]]:
    """What arrives on the channel; RedisError or OSError when the connection is lost or gives no answer."""
    valkey = Redis.from_url(
        address,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=CONNECT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    async with valkey, valkey.pubsub() as channel:
        await channel.subscribe(CHANNEL)
        while True:
            message = await channel.get_message(timeout=QUIET_SECONDS)
            yield message or await _answer(channel)


async def _answer(channel: PubSub) -> dict[str, Any]:
    """After a silence: whatever comes next, at the latest the answer to a ping."""
    await channel.ping()
    message: dict[str, Any] | None = await channel.get_message(timeout=ANSWER_SECONDS)
    if message is None:
        raise RedisConnectionError("Nothing answers on the subscription.")
    return message


def _room(data: bytes) -> RoomKey | None:
    organisation, _, room = data.decode(errors="replace").partition(":")
    try:
        return RoomKey(UUID(organisation), room)
    except ValueError:
        return None
