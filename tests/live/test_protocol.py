"""How an event travels, and who reads rooms."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from coachingpairs.live import protocol
from coachingpairs.live.protocol import Event, RoomKey, Snapshot, Viewers, read_room, register_reader

ROOM = RoomKey(uuid.uuid4(), "room")


@pytest.fixture(autouse=True)
def nobody_registered() -> Iterator[None]:
    before = list(protocol._registered)
    protocol._registered.clear()
    yield
    protocol._registered[:] = before


def no_room(room: RoomKey, previous: Snapshot | None, viewers: Viewers) -> Snapshot | None:
    return None


@pytest.mark.parametrize(
    ("event", "frame"),
    [
        (Event("beat"), "event: beat\ndata: -\n\n"),
        (Event("renew"), "event: renew\ndata: -\n\n"),
        (Event("board", "<p>Priya</p>"), ": board\ndata: <p>Priya</p>\n\n"),
        (Event("board", "<p>\n  Bo\r\n\n</p>"), ": board\ndata: <p>\ndata:   Bo\ndata: \ndata: </p>\n\n"),
        (Event("board", "a\rb"), ": board\ndata: a\ndata: b\n\n"),
        (Event("board", "a\u2028b\x85c"), ": board\ndata: a\u2028b\x85c\n\n"),
        (Event("board", ""), ": board\ndata: \n\n"),
    ],
)  # fmt: skip
def test_an_event_travels_line_by_line(event: Event, frame: str) -> None:
    assert event.frame == frame.encode()


def test_an_event_is_encoded_once_for_all() -> None:
    event = Event("board", "<p>Priya</p>")
    assert event.frame is event.frame


def test_without_a_reader_there_are_no_rooms() -> None:
    assert read_room(ROOM, None, {}) is None


def test_one_reader_reads_all_rooms() -> None:
    register_reader(no_room)
    register_reader(no_room)
    with pytest.raises(RuntimeError, match="Another reader of live rooms is registered already"):
        register_reader(read_room)
