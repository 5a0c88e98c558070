"""The application as it is served, pages and streams from one uvicorn process, on the test's own database.

It is a process of its own, so that it can be killed and shares no interpreter with the tests.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.mail.processes import address_of_test_database
from tests.mail.sink import free_port

READY_SECONDS = 60


class Site:
    """``url`` stays the same however often the process behind it is killed and started."""

    def __init__(self, log: Path, *, redis_url: str = "") -> None:
        self.log = log
        self.port = free_port()
        self._redis_url = redis_url or settings.REDIS_URL
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once pages are answered."""
        command = [sys.executable, "-m", "uvicorn", "coachingpairs.asgi:application", "--no-access-log"]
        with self.log.open("ab") as written:
            self._process = subprocess.Popen(
                [*command, f"--port={self.port}", "--timeout-graceful-shutdown=1"],
                cwd=settings.BASE_DIR,
                env=self._environment(),
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + READY_SECONDS
        while not self._answers():
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: nothing is said to anybody, and nothing is finished."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def said(self) -> str:
        """Everything it has logged, of all its lives."""
        return self.log.read_text(encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": address_of_test_database("DATABASE_URL"),
            "DATABASE_POOL": "yes",
            "REDIS_URL": self._redis_url,
            "SITE_URL": self.url,
        }
        return {**os.environ, **own}

    def _answers(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY_SECONDS)
        try:
            asking.request("GET", "/join/")
            return asking.getresponse().status == 200
        except ConnectionRefusedError:
            return False
        finally:
            asking.close()


def wait_until_idle() -> None:
    """No request is under way any more that could stand in the way when the tables are emptied."""
    end, calm = time.monotonic() + READY_SECONDS, 0
    while calm < 2:
        calm = calm + 1 if _at_work() == 0 else 0
        assert time.monotonic() < end
        time.sleep(0.05)


def _at_work() -> int:
    """Other sessions in the test's database that are doing something."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def served(log: Path, *, redis_url: str = "") -> Iterator[Site]:
    """Running until the block ends. ``redis_url``: another Valkey than that of the tests."""
    site = Site(log, redis_url=redis_url)
    try:
        site.start()
        yield site
    finally:
        site.kill()
