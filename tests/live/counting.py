"""A live room for the tests of the hub alone: a number that somebody counts up, and its multiplication table.

No database and no server: what is proved with it is when the hub reads, and what it sends to whom.
"""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from django.conf import settings

from coachingpairs.live.hub import Hub
from coachingpairs.live.protocol import Event, RoomKey, Snapshot, State, Viewers
from coachingpairs.live.rooms import Listener
from coachingpairs.live.tickets import Viewer

KEY = RoomKey(uuid.uuid4(), "counter")


def viewer(*, leader: uuid.UUID | None = None) -> Viewer:
    return Viewer(KEY.organisation, KEY.room, "phone" if leader else "wall", leader)


@dataclass
class Counter:
    """What the room is about, and what happened to it."""

    number: int = 0
    reads: list[int] = field(default_factory=list)
    seen_by_reader: list[dict[Viewer, State | None]] = field(default_factory=list)
    previous: list[Snapshot | None] = field(default_factory=list)
    failures_to_come: int = 0
    is_there: bool = True
    may_go_on: threading.Event = field(default_factory=threading.Event)
    renders_for_leaders: bool = False
    spoilt_for: uuid.UUID | None = None
    at_work: int = 0
    most_at_work: int = 0

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def read(self, room: RoomKey, previous: Snapshot | None, viewers: Viewers) -> Snapshot | None:
        assert room == KEY
        with self.busy():
            found = self.number
            self.reads.append(found)
            self.seen_by_reader.append(dict(viewers))
            self.previous.append(previous)
            assert self.may_go_on.wait(10)
            if self.failures_to_come:
                self.failures_to_come -= 1
                raise RuntimeError("Not just now.")
            return Count(self, found) if self.is_there else None

    def busy(self) -> Busy:
        return Busy(self)


@dataclass
class Busy:
    """How many are in the room's threads at once."""

    counter: Counter

    def __enter__(self) -> None:
        self.counter.at_work += 1
        self.counter.most_at_work = max(self.counter.most_at_work, self.counter.at_work)

    def __exit__(self, *_: object) -> None:
        self.counter.at_work -= 1


class Count:
    """The number as it was. A screen's state is the number that it shows."""

    def __init__(self, counter: Counter, number: int) -> None:
        self.version = str(number)
        self._counter = counter
        self._number = number
        self._rendered: dict[uuid.UUID, str] = {}

    def needs_work(self, viewer: Viewer, _had: State | None) -> bool:
        return (
            self._counter.renders_for_leaders
            and viewer.leader is not None
            and viewer.leader not in self._rendered
        )

    def work(self, viewer: Viewer, _had: State | None) -> None:
        assert viewer.leader is not None
        with self._counter.busy():
            if viewer.leader == self._counter.spoilt_for:
                raise RuntimeError("Cannot be rendered.")
            self._rendered[viewer.leader] = f"{viewer.leader}: {self._number}"

    def events(self, viewer: Viewer, had: State | None) -> tuple[Sequence[Event], State]:
        if had == self.version:
            return [], had
        own = self._rendered.get(viewer.leader, "") if viewer.leader else ""
        return [Event("count", f"{had} to {self._number}{own and f' ({own})'}")], self.version


def sent(text: str) -> bytes:
    return Event("count", text).frame


@asynccontextmanager
async def hub_of(counter: Counter) -> AsyncIterator[Hub]:
    hub = Hub(settings.REDIS_URL, counter.read)
    try:
        yield hub
    finally:
        counter.may_go_on.set()
        hub.shut()


async def piece(listener: Listener, within: float = 12) -> bytes:
    """The next piece that is something."""
    async with asyncio.timeout(within):
        while not (found := await listener.next(within)):
            pass
    return found


async def until(condition: Callable[[], object], within: float = 12) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in other threads too
            await asyncio.sleep(0.005)


async def quiet(listener: Listener, seconds: float) -> None:
    """Nothing but beats for so long."""
    end = asyncio.get_running_loop().time() + seconds
    while (left := end - asyncio.get_running_loop().time()) > 0:
        assert await listener.next(left) in (b"", b"event: beat\ndata: -\n\n")


def run(test: Callable[[], Awaitable[None]]) -> None:
    """Run a coroutine function as a test; in a thread, for this one may have Playwright's loop."""

    async def bounded() -> None:
        async with asyncio.timeout(60):
            await test()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(bounded())).result()
