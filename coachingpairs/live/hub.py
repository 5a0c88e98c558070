"""All the rooms that somebody looks at through this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from coachingpairs.live.listening import listen
from coachingpairs.live.protocol import Reader, RoomKey, read_room
from coachingpairs.live.rooms import Listener, Room
from coachingpairs.live.tickets import Viewer

READING_THREADS = 2


class Hub:
    """Lives on one event loop. A room, and what was read of it, is kept only while somebody looks."""

    def __init__(self, address: str, reader: Reader = read_room) -> None:
        """``address`` is Valkey's; nothing is opened before somebody looks."""
        self.rooms: dict[RoomKey, Room] = {}
        self._address = address
        self._reader = reader
        self._threads = ThreadPoolExecutor(READING_THREADS, thread_name_prefix="live")
        self._hearing: asyncio.Task[None] | None = None
        self._ended = False

    @contextmanager
    def listening(self, viewer: Viewer, seen: str) -> Iterator[Listener]:
        """Look at a room. Joined first, read second: no change can fall between."""
        room = self._enter(RoomKey(viewer.organisation, viewer.room))
        listener = Listener(room, viewer, seen)
        room.listeners[listener] = None
        if self._ended:
            listener.end()
        try:
            yield listener
        finally:
            self._leave(room, listener)

    def heard(self, key: RoomKey) -> None:
        """A room changed; if nobody looks at it, that is all."""
        if room := self.rooms.get(key):
            room.changed()

    def missed(self) -> None:
        """Anything may have changed."""
        for room in self.rooms.values():
            room.changed()

    def end_streams(self) -> None:
        """The server is about to stop: browsers come back by themselves, to the next one."""
        self._ended = True
        for room in self.rooms.values():
            for listener in room.listeners:
                listener.end()

    def shut(self) -> None:
        """After the last stream."""
        self.end_streams()
        if self._hearing:
            self._hearing.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _enter(self, key: RoomKey) -> Room:
        if self._hearing is None:
            self._hearing = asyncio.create_task(listen(self._address, self.heard, self.missed))
        room = self.rooms.get(key)
        if room is None or room.gone:
            room = self.rooms[key] = Room(key, self._reader, self._threads)
        return room

    def _leave(self, room: Room, listener: Listener) -> None:
        del room.listeners[listener]
        if not room.listeners:
            room.stop()
            if self.rooms.get(room.key) is room:
                del self.rooms[room.key]
