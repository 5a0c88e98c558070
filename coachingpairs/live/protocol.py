"""What an application brings to live screens: a reader of rooms, and the snapshots it takes.

A ``Snapshot`` is a room as it was at one moment, read once for all who look. What a screen shows is a
``State``: any hashable value of the application's own. A screen that has just connected is in the state its
page named (a ``str``, ``data-live-seen`` in the page) or in None, when it said nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol
from uuid import UUID

from coachingpairs.live.tickets import Viewer

State = Hashable

SIGNALS = frozenset({"beat", "changed", "renew", "over"})
LINE_ENDS = re.compile(r"\r\n|\r|\n")  # what ends a line of a stream; str.splitlines knows more


class RoomKey(NamedTuple):
    """A room of an organisation: its id, or any text that the reader understands."""

    organisation: UUID
    room: str


@dataclass(frozen=True)
class Event:
    """One named event of a stream. One object may be sent to any number of screens: it is encoded once.

    ``changed`` makes the page fetch for itself; ``over`` and ``renew`` end the stream: the page reloads, or
    comes back with a new ticket. Every other name is for people, and its data is HTML for htmx's out-of-band
    swap. ``beat`` is the hub's own.
    """

    name: str
    data: str = "-"

    @cached_property
    def frame(self) -> bytes:
        """The event as it travels: browsers hear unknown names only when they ask, so HTML has none there."""
        name = f"event: {self.name}" if self.name in SIGNALS else f": {self.name}"
        lines = "".join(f"data: {line}\n" for line in LINE_ENDS.split(self.data))
        return f"{name}\n{lines}\n".encode()


class Snapshot(Protocol):
    @property
    def version(self) -> str:
        """Of all that anybody may see of the room; two snapshots of the same version show the same."""

    def needs_work(self, viewer: Viewer, had: State | None, /) -> bool:
        """Must something be rendered before ``events`` can answer quickly? Asked on the event loop."""

    def work(self, viewer: Viewer, had: State | None, /) -> None:
        """Render it. In a thread, never two at once for one room; opens its own tenancy scope to read."""

    def events(self, viewer: Viewer, had: State | None, /) -> tuple[Sequence[Event], State]:
        """What brings a screen in the state ``had`` up to date, and the state it is in then.

        Asked on the event loop: no query, nothing slow. No events when the screen shows it already.
        """


Viewers = Mapping[Viewer, State | None]


Reader = Callable[[RoomKey, Snapshot | None, Viewers], Snapshot | None]
"""``read(room, previous, viewers)``: the room as it is now, or None when there is no such room any more.

Called in a thread, one at a time for a room, outside any tenancy scope: it enters its own. ``viewers`` are
those who look and what they were sent (of several streams of one viewer, the latest), so that it may render
for them at once. It may give ``previous`` back when nothing has changed.
"""

_registered: list[Reader] = []


def register_reader(reader: Reader) -> None:
    """Say who reads rooms in this process; once, in ``AppConfig.ready``."""
    if _registered and _registered[0] is not reader:
        raise RuntimeError("Another reader of live rooms is registered already.")
    _registered[:] = [reader]


def read_room(room: RoomKey, previous: Snapshot | None, viewers: Viewers) -> Snapshot | None:
    """Ask the registered reader; without one there are no rooms."""
    return _registered[0](room, previous, viewers) if _registered else None
