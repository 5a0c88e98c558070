"""Streams over a real server: who is let in, what is sent, and how it ends."""

from __future__ import annotations

import socket
import time
import uuid

import pytest
from django.core import signing

from coachingpairs.live import streams, tickets
from coachingpairs.live.tickets import Viewer, issue
from tests.cast import Northmere
from tests.live.noticeboard import NoticeReader, notice, put_up
from tests.live.serving import Heard, Server, streaming

BEAT = Heard("beat", "-")
RENEW = Heard("renew", "-")
OVER = Heard("over", "-")


def signed(viewer: Viewer, *, seconds: float) -> str:
    facts = [time.time() + seconds, viewer.organisation.hex, viewer.room, viewer.kind, "", 0, ""]
    return signing.Signer(salt=tickets.SALT).sign_object(facts)


def test_a_stream_begins_at_once_and_is_kept_by_nobody_on_its_way(
    server: Server, ticket: str, reader: NoticeReader
) -> None:
    reader.may_go_on.clear()
    with streaming(server.port, ticket) as stream:
        assert stream.answer.status == 200
        headers = {name.lower(): value for name, value in stream.answer.getheaders()}
        del headers["date"]
        assert headers == {
            "content-type": "text/event-stream; charset=utf-8",
            "cache-control": "no-store, no-transform",
            "x-accel-buffering": "no",
            "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "same-origin",
            "referrer-policy": "same-origin",
            "server": "uvicorn",
            "transfer-encoding": "chunked",
        }
        assert stream.answer.readline() == b"retry: 1000\n"
        assert stream.next() == BEAT


def test_every_change_arrives(server: Server, committed: Northmere, ticket: str) -> None:
    with streaming(server.port, ticket) as stream:
        assert stream.next_of("board") == notice("Leadership team")
        for name in ("Wider team", "Wider team\u2028of leaders", "Team"):
            put_up(committed, name)
            assert stream.next_of("board") == notice(name)


def test_a_page_that_shows_it_already_is_sent_only_what_comes_after(
    server: Server, committed: Northmere, ticket: str
) -> None:
    with streaming(server.port, ticket, seen="Leadership team") as stream:
        assert stream.next() == BEAT
        put_up(committed, "Wider team")
        assert stream.next_of("board") == notice("Wider team")


def test_what_changed_while_nobody_looked_is_sent_on_coming_back(
    server: Server, committed: Northmere, ticket: str
) -> None:
    with streaming(server.port, ticket) as stream:
        assert stream.next_of("board") == notice("Leadership team")
    put_up(committed, "Wider team")
    with streaming(server.port, ticket, seen="Leadership team") as stream:
        assert stream.next_of("board") == notice("Wider team")


def test_a_silent_room_beats(server: Server, ticket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.1)
    with streaming(server.port, ticket, seen="Leadership team") as stream:
        assert [stream.next() for _ in range(4)] == [BEAT] * 4


@pytest.mark.parametrize("seconds", [-1.0, None])
def test_without_a_good_ticket_one_is_sent_for_a_new_one(
    server: Server, wall: Viewer, reader: NoticeReader, seconds: float | None
) -> None:
    bad = "forged" if seconds is None else signed(wall, seconds=seconds)
    with streaming(server.port, bad) as stream:
        assert stream.answer.status == 200
        assert stream.answer.getheader("content-type") == "text/event-stream; charset=utf-8"
        assert stream.rest() == [BEAT, RENEW]
    assert reader.reads == 0


def test_a_stream_ends_with_its_ticket(server: Server, wall: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LET_GO_EARLY", 0.0)
    began = time.monotonic()
    with streaming(server.port, signed(wall, seconds=0.5), seen="Leadership team") as stream:
        assert stream.rest() == [BEAT, RENEW]
    assert time.monotonic() - began > 0.4


def test_a_room_that_is_gone_is_over(server: Server, committed: Northmere) -> None:
    nowhere = Viewer(committed.organisation.pk, "00000000-0000-0000-0000-000000000000", "phone")
    with streaming(server.port, issue(nowhere)) as stream:
        assert stream.rest() == [BEAT, OVER]


def test_an_organisation_has_no_room_of_another(server: Server, committed: Northmere) -> None:
    elsewhere = Viewer(uuid.uuid4(), str(committed.team.pk), "wall")
    with streaming(server.port, issue(elsewhere)) as stream:
        assert stream.rest() == [BEAT, OVER]


def asked(server: Server, request: str) -> str:
    """The whole answer to a request of one line and perhaps some headers."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        lines = [*request.split("\n"), "Connection: close"]
        if "Host:" not in request:
            lines.append("Host: 127.0.0.1")
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_streams_are_only_read(server: Server, method: str) -> None:
    answer = asked(server, f"{method} /live/ HTTP/1.1")
    assert answer.startswith("HTTP/1.1 405 Method Not Allowed")
    assert "allow: GET" in answer


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_streams_are_given_under_our_own_name_alone(server: Server, ticket: str, host: str) -> None:
    answer = asked(server, f"GET /live/?ticket={ticket} HTTP/1.1\nHost: {host}")
    assert answer.startswith("HTTP/1.1 400 Bad Request")
    assert "event" not in answer


@pytest.mark.parametrize(
    "query", ["", "ticket", "ticket=%FF%FE", "ticket=%00", "seen=1", "&".join(["ticket=b"] * 2000)]
)
def test_nonsense_is_answered_calmly(server: Server, query: str) -> None:
    answer = asked(server, f"GET /live/?{query} HTTP/1.1")
    assert answer.startswith("HTTP/1.1 200 OK")
    assert "event: renew\ndata: -\n\n" in answer


def test_what_is_no_address_is_refused(server: Server) -> None:
    assert asked(server, "GET /live/?ticket=é HTTP/1.1").startswith("HTTP/1.1 400 Bad Request")


@pytest.mark.parametrize("path", ["/", "/lively/", "/live"])
def test_everything_else_is_a_page(server: Server, path: str) -> None:
    assert "A page." in asked(server, f"GET {path} HTTP/1.1")
