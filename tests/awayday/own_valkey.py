"""A Valkey of a test's own, which may be killed without taking anybody else's away."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from embedded.binaries import valkey_candidates


class OwnValkey:
    """Listens on a socket in ``folder``, whose path must be short; nothing is written down."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "s"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}?db=0"

    def start(self) -> None:
        """Returns once it answers."""
        program = valkey_candidates()[0].program
        kept = {"port": "0", "unixsocket": str(self._socket), "save": "", "appendonly": "no"}
        options = [part for name, value in kept.items() for part in (f"--{name}", value)]
        self._socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._socket.parent
        )
        end = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        with Redis.from_url(self.url) as valkey:
            try:
                return bool(valkey.ping())
            except (RedisError, OSError):
                return False


@contextmanager
def own_valkey() -> Iterator[OwnValkey]:
    with tempfile.TemporaryDirectory() as folder:
        valkey = OwnValkey(Path(folder))
        try:
            valkey.start()
            yield valkey
        finally:
            valkey.kill()
