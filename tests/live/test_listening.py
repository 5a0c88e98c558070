"""A Valkey that dies, or only stops answering, delays what is shown and loses nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from coachingpairs.live import listening
from coachingpairs.live.announcing import CHANNEL
from coachingpairs.live.hub import Hub
from embedded import binaries
from tests.live.counting import KEY, Counter, piece, run, sent, until, viewer
from tests.mail.sink import free_port

PROGRAMS = binaries.valkey_candidates()
pytestmark = pytest.mark.skipif(not PROGRAMS, reason="No Valkey that can be started and stopped here.")


@dataclass
class Valkey:
    """One of our own, since it is to be killed."""

    port: int
    process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        options = [
            "--port",
            str(self.port),
            "--save",
            "",
            "--bind",
            "127.0.0.1",
            "--enable-debug-command",
            "no",
        ]
        program = str(PROGRAMS[0].program)
        self.process = await asyncio.create_subprocess_exec(program, *options, stdout=subprocess.DEVNULL)
        await soon(self._answers)

    async def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            await self.process.wait()
            self.process = None

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process.pid, number)

    async def subscribers(self, number: int) -> None:
        async def as_many() -> bool:
            async with Redis.from_url(self.address) as client:
                return bool((await client.pubsub_numsub(CHANNEL))[0][1] == number)

        await soon(as_many)

    async def _answers(self) -> bool:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


async def soon(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.01)


@asynccontextmanager
async def own_valkey() -> AsyncIterator[Valkey]:
    valkey = Valkey(free_port())
    await valkey.start()
    try:
        yield valkey
    finally:
        await valkey.end()


def test_what_changed_while_valkey_was_away_is_shown_when_it_is_back() -> None:
    async def test() -> None:
        counter = Counter(number=1)
        async with own_valkey() as valkey:
            hub = Hub(valkey.address, counter.read)
            with hub.listening(viewer(), seen="") as listener:
                assert await piece(listener) == sent("None to 1")
                await valkey.subscribers(1)
                await valkey.end()
                counter.number = 2
                await asyncio.sleep(1)
                assert not listener.news.is_set()
                await valkey.start()
                assert await piece(listener) == sent("1 to 2")
                counter.number = 3
                async with Redis.from_url(valkey.address) as client:
                    await client.publish(CHANNEL, f"{KEY.organisation}:{KEY.room}")
                assert await piece(listener) == sent("2 to 3")
            hub.shut()

    run(test)


def test_a_valkey_that_stops_answering_is_noticed_and_asked_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listening, "QUIET_SECONDS", 0.3)
    monkeypatch.setattr(listening, "ANSWER_SECONDS", 2.0)  # a busy machine's Valkey is late, not silent

    def noticed() -> bool:
        return any("live wake-ups are not heard" in record.getMessage() for record in caplog.records)

    async def test() -> None:
        counter = Counter(number=1)
        async with own_valkey() as valkey:
            hub = Hub(valkey.address, counter.read)
            with hub.listening(viewer(), seen="") as listener:
                assert await piece(listener) == sent("None to 1")
                await valkey.subscribers(1)
                await asyncio.sleep(1)
                caplog.clear()
                await asyncio.sleep(1)
                assert not noticed()  # a silence alone is no fault
                valkey.signal(signal.SIGSTOP)
                counter.number = 2
                await until(noticed)
                valkey.signal(signal.SIGCONT)
                assert await piece(listener) == sent("1 to 2")
            hub.shut()

    run(test)
