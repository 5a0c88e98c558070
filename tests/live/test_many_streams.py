"""A room full of streams holds nothing but sockets, and nobody in it waits for another."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from tests.cast import Northmere
from tests.live.noticeboard import NoticeReader, notice, put_up
from tests.live.serving import Server, Stream, Subscription, streaming

MANY = 200
READING_THREADS = 2
AT_ONCE = 8.0
"""Seconds that a busy machine may take; long before a room is read again without a wake-up."""


@contextmanager
def many(server: Server, ticket: str, number: int = MANY) -> Iterator[list[Stream]]:
    with ExitStack() as stack:
        yield [stack.enter_context(streaming(server.port, ticket)) for _ in range(number)]


def other_connections() -> int:
    """Of whoever to the test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def soon(condition: Callable[[], bool], within: float = 15.0) -> bool:
    end = time.monotonic() + within
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def test_open_streams_hold_no_database_connection_and_no_thread(
    server: Server, committed: Northmere, ticket: str, reader: NoticeReader
) -> None:
    threads = threading.active_count()
    others = other_connections()  # of a site that browser tests keep open
    with many(server, ticket) as streams:
        for stream in streams:
            assert stream.next_of("board") == notice("Leadership team")
        assert soon(lambda: other_connections() <= others)
        assert threading.active_count() <= threads + READING_THREADS
        reads = reader.reads
        put_up(committed, "Wider team")
        for stream in streams:
            assert stream.next_of("board") == notice("Wider team")
        assert reader.reads == reads + 1
        assert soon(lambda: other_connections() <= others)


def test_a_held_connection_would_be_seen(committed: Northmere) -> None:
    def hold(entered: threading.Event, leave: threading.Event) -> None:
        with connection.cursor():
            entered.set()
            leave.wait(10)
        connection.close()

    entered, leave = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold, args=(entered, leave))
    others = other_connections()
    holder.start()
    assert entered.wait(10)
    assert other_connections() == others + 1
    leave.set()
    holder.join()


def test_whoever_leaves_leaves_nothing_behind(server: Server, ticket: str) -> None:
    with many(server, ticket) as streams:
        for stream in streams:
            stream.next_of("board")
        (room,) = server.hub.rooms.values()
        assert len(room.listeners) == MANY
        for stream in streams[:-1]:
            stream.close()
        assert soon(lambda: len(room.listeners) == 1)
    assert soon(lambda: not room.listeners)
    assert server.hub.rooms == {}


def test_who_does_not_read_delays_nobody_and_skips_what_is_old(
    server: Server, committed: Northmere, ticket: str, reader: NoticeReader
) -> None:
    reader.paper = "." * 100_000
    with ExitStack() as stack:
        listening = stack.enter_context(streaming(server.port, ticket))
        assert listening.next_of("board").startswith(notice("Leadership team"))
        for _ in range(20):
            deaf = stack.enter_context(socket.socket())
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.connect(("127.0.0.1", server.port))
            deaf.sendall(f"GET /live/?ticket={ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        for number in range(100):
            put_up(committed, f"Team {number}")
            began = time.monotonic()
            assert listening.next_of("board").startswith(notice(f"Team {number}"))
            assert time.monotonic() - began < AT_ONCE
        (room,) = server.hub.rooms.values()
        assert sorted(listener.shows == "Team 99" for listener in room.listeners) == [*[False] * 20, True]


def test_a_lost_subscription_is_mended_and_nothing_is_missed(
    server: Server, subscription: Subscription, committed: Northmere, ticket: str
) -> None:
    with streaming(server.port, ticket) as stream:
        assert stream.next_of("board") == notice("Leadership team")
        assert soon(subscription.is_there)
        subscription.kill()
        put_up(committed, "Wider team")
        began = time.monotonic()
        assert stream.next_of("board") == notice("Wider team")
        assert time.monotonic() - began < AT_ONCE
        put_up(committed, "Team")
        assert stream.next_of("board") == notice("Team")


@pytest.mark.parametrize("junk", ["", "nonsense", "a:b", ":", "\ud800".encode("utf-8", "surrogatepass")])
def test_what_is_not_a_room_is_not_heard(
    server: Server, subscription: Subscription, committed: Northmere, ticket: str, junk: str | bytes
) -> None:
    with streaming(server.port, ticket) as stream, Redis.from_url(settings.REDIS_URL) as valkey:
        assert stream.next_of("board") == notice("Leadership team")
        assert soon(subscription.is_there)
        assert valkey.publish("cp:live", junk) > 0
        put_up(committed, "Wider team")
        assert stream.next_of("board") == notice("Wider team")
