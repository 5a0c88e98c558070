"""The first of the two commands, as a person types it: twice, because the second time there is data."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from embedded import homes, servers
from embedded.processes import command_of, wait_until
from tests.embedded.conftest import CHECKOUT, gone, server_pids
from tests.mail.sink import free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def demo(data: Path) -> Iterator[homes.Home]:
    home = homes.at(data / "demo")
    yield home
    assert wait_until(lambda: not servers.keeper_runs(home), seconds=30)


def start(environment: dict[str, str], port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """The running command, and what it said until it was ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "embedded", "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=CHECKOUT,
        env=environment,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.strip())
        if line.startswith("Ctrl-C"):
            break
    return process, said


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    direct = [int(child) for child in listed]
    return direct + [grandchild for child in direct for grandchild in children_of(child)]


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to know every process")
def test_it_serves_stops_and_starts_again(environment: dict[str, str], port: int, demo: homes.Home) -> None:
    for said_of_data in ("Made Northmere, Harbour Arts and Merrow Water.", None):
        process, said = start(environment, port)
        try:
            assert f"Choose whom to be      http://127.0.0.1:{port}/demo/" in said
            assert f"Every message sent     http://127.0.0.1:{port}/demo/mail/" in said
            assert said_of_data is None or said_of_data in said
            pages = ("/healthz", "/demo/", "/demo/mail/")
            assert {path: status_of(port, path) for path in pages} == dict.fromkeys(pages, 200)
            running = [*children_of(process.pid), *server_pids(demo)]
            assert "celery" in " ".join(command_of(pid) or "" for pid in running if pid)
        finally:
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert output.strip() == "Stopped."
        assert wait_until(partial(gone, *running), seconds=30)
