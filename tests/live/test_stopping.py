"""The process that production and the demo run: it logs no ticket, and ends at once with streams open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import Northmere
from tests.live.noticeboard import notice, put_up
from tests.live.serving import Stream, streaming
from tests.mail.processes import address_of_test_database
from tests.mail.sink import free_port

GRACE = 12
"""Seconds after which streams that nobody has ended are cut off, which the log would say."""


@dataclass(frozen=True)
class Running:
    """A server in a process of its own, and what it says."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def connected(self, ticket: str, seen: str = "") -> Stream:
        """A stream, as soon as somebody listens there."""
        end = time.monotonic() + 60
        while True:
            try:
                return Stream(self.port, ticket, seen)
            except ConnectionRefusedError:
                assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
                assert time.monotonic() < end
                time.sleep(0.05)


@contextmanager
def running(log: Path, *arguments: str, port: int = 0) -> Iterator[Running]:
    port = port or free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.live.stopping:application", "--port", str(port)]
    environment = {**os.environ, "DATABASE_URL": address_of_test_database("DATABASE_URL")}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, f"--timeout-graceful-shutdown={GRACE}", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Running(process, port, log)
        finally:
            process.kill()
            process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_at_once_with_fifty_streams_open(
    committed: Northmere, ticket: str, tmp_path: Path, number: signal.Signals
) -> None:
    with running(tmp_path / "log") as server:
        server.connected(ticket).close()
        with ExitStack() as stack:
            streams = [stack.enter_context(streaming(server.port, ticket)) for _ in range(50)]
            for stream in streams:
                assert stream.next_of("board") == notice("Leadership team")
            server.process.send_signal(number)
            for stream in streams:
                assert stream.rest() == []
            server.process.wait(30)
    written = server.log.read_text(encoding="utf-8")
    assert "Finished server process" in written
    assert "graceful shutdown exceeded" not in written  # nobody had to be cut off
    assert "Traceback" not in written


def test_whoever_comes_back_to_a_new_server_sees_what_changed_meanwhile(
    committed: Northmere, ticket: str, tmp_path: Path
) -> None:
    with running(tmp_path / "first") as server:
        stream = server.connected(ticket)
        assert stream.next_of("board") == notice("Leadership team")
        server.process.kill()
        assert stream.next() is None
        stream.close()
    put_up(committed, "Wider team")
    with running(tmp_path / "second", port=server.port) as server:
        stream = server.connected(ticket, seen="Leadership team")
        assert stream.next_of("board") == notice("Wider team")
        stream.close()


@pytest.mark.parametrize("arguments", [(), ("--no-access-log",)], ids=["as it comes", "as we start it"])
def test_no_ticket_is_logged(
    committed: Northmere, ticket: str, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with running(tmp_path / "log", *arguments) as server:
        stream = server.connected(ticket)
        stream.next_of("board")
        stream.close()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(30)
    written = server.log.read_text(encoding="utf-8")
    assert "Started server process" in written
    assert ticket not in written
    assert ticket.partition(":")[0] not in written
