"""A mail server in a process of its own that takes everything: ``python -m bench._sink PORT``."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTP
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller

from tests.mail.sink import free_port

HOST = "127.0.0.1"


class Counting:
    """Counts connections that greet and messages that are taken."""

    connections = messages = 0

    async def handle_EHLO(  # noqa: N802  aiosmtpd's name
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        self.messages += 1
        return "250 OK"


@dataclass
class Sink:
    """``port`` while it runs; what it counted once it has ended."""

    port: int
    connections: int = 0
    messages: int = 0


@contextmanager
def sinking() -> Iterator[Sink]:
    sink = Sink(free_port())
    command = [sys.executable, "-m", "bench._sink", str(sink.port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        _wait_for(sink.port)
        yield sink
    finally:
        process.terminate()
        said, _nothing = process.communicate(timeout=15)
        connections, sink.messages = (int(word) for word in said.split())
        sink.connections = connections - 1  # ours, to see whether it is there


def _wait_for(port: int) -> None:
    for _try in range(200):
        try:
            with SMTP(HOST, port, timeout=5) as server:
                server.ehlo()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The mail server did not come up.")


def main() -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    counting, over = Counting(), Event()
    controller: Any = Controller(counting, hostname=HOST, port=int(sys.argv[1]))
    signal.signal(signal.SIGTERM, lambda *_signal: over.set())
    controller.start()
    over.wait()
    controller.stop()
    print(counting.connections, counting.messages)


if __name__ == "__main__":
    main()
