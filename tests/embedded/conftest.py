"""Servers and commands of their own, in a folder of their own, as real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embedded import homes, postgres, servers, valkey
from embedded.processes import command_of, wait_until

CHECKOUT = homes.CHECKOUT
GIVEN = (
    "COACHINGPAIRS_ENV",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "ENCRYPTION_KEYS",
)

#: Takes a share in the servers, says so, and gives it back when told to go on.
HOLD = """
import sys
from embedded import servers
share = servers.use("test", mode="test")
print("ready", flush=True)
sys.stdin.readline()
share.release()
"""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder for these tests, so that initdb runs once; what it leads to is removed at the end."""
    folder = tmp_path_factory.mktemp("embedded")
    yield folder
    home = homes.at(folder / "test")
    for each in {home.servers.parent, home.sockets} - {folder}:
        shutil.rmtree(each, ignore_errors=True)


@pytest.fixture
def environment(data: Path) -> dict[str, str]:
    """What a terminal of its own would have: none of this session's servers, another data folder."""
    clean = {key: value for key, value in os.environ.items() if key not in GIVEN}
    return {**clean, "EMBEDDED_DATA": str(data), "PYTHONPATH": str(CHECKOUT)}


@pytest.fixture
def place(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[homes.Home]:
    """The home those commands use; nothing runs in it afterwards, whatever the test left."""
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EMBEDDED_DATA", environment["EMBEDDED_DATA"])
    home = homes.home("test")
    yield home
    assert wait_until(lambda: not home.folder.exists() or not servers.keeper_runs(home), seconds=30)
    assert server_pids(home) == (None, None)


@pytest.fixture
def hold(environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a process that shares the servers, ready when this returns."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
            env=environment,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def let_go(process: subprocess.Popen[str]) -> None:
    """Let a holder end in an orderly way."""
    process.communicate("go on\n", timeout=30)
    assert process.returncode == 0


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def gone(*pids: int | None) -> bool:
    """Whether none of these processes is there any more; a None among them is a mistake of the test."""
    assert None not in pids
    return all(command_of(pid) is None for pid in pids if pid is not None)


def server_pids(home: homes.Home) -> tuple[int | None, int | None]:
    return postgres.running_pid(home), valkey.running_pid(home)
