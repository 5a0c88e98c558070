"""A room that somebody looks at: read once for every change, whoever and however many they are."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import structlog
from django.db import connections

from coachingpairs.live.protocol import Event, Reader, RoomKey, Snapshot, State
from coachingpairs.live.tickets import Viewer

BEAT = Event("beat")
RENEW = Event("renew")
OVER = Event("over")
LAST_WORDS = {RENEW.name, OVER.name}

READ_AGAIN_SECONDS = 20.0
FIRST_RETRY = 0.5
LONGEST_RETRY = 5.0
WORK_AT_ONCE = 20

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger()


def spread(seconds: float) -> float:
    """About so long, so that what began together does not come together again."""
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311 - spread, not secret


class Listener:
    """One open stream: who looks, what their screen shows, and whether there is news for it."""

    def __init__(self, room: Room, viewer: Viewer, seen: str) -> None:
        self.viewer = viewer
        self.shows: State | None = seen or None
        self.up_to: Snapshot | None = None
        self.failures = 0
        self.ended = False
        self.farewell = b""
        self.news = asyncio.Event()
        self.news.set()
        self._room = room

    def end(self, last: Event | None = None) -> None:
        """Let the stream end, with a last event or without; whoever says so first is obeyed."""
        if not self.ended:
            self.ended = True
            self.farewell = last.frame if last else b""
            self.news.set()

    async def next(self, within: float) -> bytes:
        """The next piece of the stream: what is new, a beat after ``within`` seconds of silence, or nothing.

        A stream that is slow to take one piece gets the next from what it was really sent, not all between.
        """
        try:
            async with asyncio.timeout(within):
                await self.news.wait()
        except TimeoutError:
            return BEAT.frame
        self.news.clear()
        return b"" if self.ended else await self._room.update(self)


@dataclass(frozen=True)
class Request:
    """Somebody waits until something is rendered for them."""

    snapshot: Snapshot
    listener: Listener
    done: asyncio.Future[None]

    def work(self) -> Exception | None:
        """In a thread; what went wrong, if anything."""
        viewer, shows = self.listener.viewer, self.listener.shows
        try:
            if not self.listener.ended and self.snapshot.needs_work(viewer, shows):
                self.snapshot.work(viewer, shows)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to the one who waits
            return error
        return None


class Room:
    """Reads and renderings of one room, one after the other, in threads that hold no connection between."""

    def __init__(self, key: RoomKey, reader: Reader, threads: Executor) -> None:
        self.key = key
        self.listeners: dict[Listener, None] = {}
        self.gone = False
        self.snapshot: Snapshot | None = None
        self._reader = reader
        self._threads = threads
        self._requests: deque[Request] = deque()
        self._changed = True
        self._stirred = asyncio.Event()
        self._stirred.set()
        self._read_again_at: float | None = None
        self._failures = 0
        self._task = asyncio.create_task(self._run())

    def changed(self) -> None:
        """Read the room, now or as soon as the reading under way is done."""
        self._changed = True
        self._stirred.set()

    def stop(self) -> None:
        self._task.cancel()

    async def update(self, listener: Listener) -> bytes:
        """What brings the listener's screen up to date; nothing when it is, or when that has to wait."""
        snapshot, viewer = self.snapshot, listener.viewer
        if snapshot is None or snapshot is listener.up_to:
            return b""
        try:
            if snapshot.needs_work(viewer, listener.shows):
                await self._rendered(snapshot, listener)
                if listener.ended:  # they left meanwhile, so nothing was rendered
                    return b""
            events, shows = snapshot.events(viewer, listener.shows)
        except Exception:
            log.exception("a live screen cannot be brought up to date", room=self.key.room)
            self._try_again(listener)
            return b""
        listener.up_to, listener.shows, listener.failures = snapshot, shows, 0
        if any(event.name in LAST_WORDS for event in events):
            listener.end()
        return b"".join(event.frame for event in events)

    def _try_again(self, listener: Listener) -> None:
        wait = spread(min(FIRST_RETRY * 2**listener.failures, LONGEST_RETRY))
        listener.failures += 1
        asyncio.get_running_loop().call_later(wait, listener.news.set)

    async def _rendered(self, snapshot: Snapshot, listener: Listener) -> None:
        request = Request(snapshot, listener, asyncio.get_running_loop().create_future())
        self._requests.append(request)
        self._stirred.set()
        await request.done

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout_at(self._read_again_at):
                    await self._stirred.wait()
            except TimeoutError:
                self._changed = True
            self._stirred.clear()
            if self._changed:
                await self._read()
            if self._requests:
                await self._work()

    async def _read(self) -> None:
        self._changed = False
        viewers = {listener.viewer: listener.shows for listener in self.listeners}
        try:
            taken = await self._in_thread(self._reader, self.key, self.snapshot, viewers)
            is_news = taken is not None and (self.snapshot is None or taken.version != self.snapshot.version)
        except Exception:
            log.exception("a live room cannot be read", room=self.key.room)
            await asyncio.sleep(spread(min(FIRST_RETRY * 2**self._failures, LONGEST_RETRY)))
            self._failures += 1
            self.changed()
            return
        self._failures = 0
        self._read_again_at = asyncio.get_running_loop().time() + spread(READ_AGAIN_SECONDS)
        if taken is None:
            self._end()
        elif is_news:
            self.snapshot = taken
            for listener in self.listeners:
                listener.news.set()

    def _end(self) -> None:
        self.gone = True
        for listener in self.listeners:
            listener.end(OVER)

    async def _work(self) -> None:
        """Some of the renderings that are waited for; the rest after a look at what has changed meanwhile."""
        some = [self._requests.popleft() for _ in range(min(WORK_AT_ONCE, len(self._requests)))]
        errors = await self._in_thread(lambda: [request.work() for request in some])
        for request, error in zip(some, errors, strict=True):
            if request.done.done():
                continue
            if error is None:
                request.done.set_result(None)
            else:
                request.done.set_exception(error)
        if self._requests:
            self._stirred.set()

    async def _in_thread(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def run() -> T:
            try:
                return job(*args, **kwargs)
            finally:
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)
