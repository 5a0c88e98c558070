"""Programs that run together end together, whoever is killed. Small programs stand in for web and worker."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embedded import supervisor, warden
from embedded.processes import command_of, wait_until
from tests.embedded.conftest import CHECKOUT, gone, kill

#: Writes down itself and a process it forked, then waits. With "deaf" both shut their ears to SIGTERM.
STAND_IN = """
import os, signal, sys, time
folder, name, manner = sys.argv[1:]
if manner == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    with open(os.path.join(folder, name + ".new"), "w") as file:
        file.write(f"[{os.getpid()}, {child}]")
    os.rename(file.name, os.path.join(folder, name + ".pids"))
    print("a line of the log", flush=True)
if manner == "short" and child:
    sys.exit(3)
time.sleep(60)
"""

SERVE = """
import os, sys
from pathlib import Path
from embedded.supervisor import Program, Stopped, serve, stopping_by_signal
folder, stand_in = Path(sys.argv[1]), sys.argv[2]
def program(name, manner):
    command = [sys.executable, "-c", stand_in, str(folder), name, manner]
    return Program(name, command, folder / (name + ".log"))
programs = [program(*each.split(":")) for each in sys.argv[3:]]
def not_ready():
    return None if all((folder / (each.name + ".pids")).exists() for each in programs) else "no pids yet"
def announce():
    print("ready", flush=True)
try:
    with stopping_by_signal():
        sys.exit(serve(programs, environment=os.environ, not_ready=not_ready, announce=announce, patience=20))
except Stopped:
    print("stopped", flush=True)
"""

Serve = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    started: list[subprocess.Popen[str]] = []

    def start(*programs: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(tmp_path), STAND_IN, *programs],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def pids(folder: Path) -> list[int]:
    """Every process of every stand-in."""
    return [pid for path in folder.glob("*.pids") for pid in json.loads(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(serve: Serve, tmp_path: Path, sign: int) -> None:
    process = serve("web:polite", "worker:polite")
    wait_for_ready(process)
    running = pids(tmp_path)
    assert len(running) == 4
    assert not gone(running[0])

    process.send_signal(sign)
    output, _errors = process.communicate(timeout=30)
    assert output == "stopped\n"
    assert wait_until(lambda: gone(*running), seconds=30)


def test_who_does_not_listen_is_killed_in_time(serve: Serve, tmp_path: Path) -> None:
    process = serve("web:deaf", "worker:polite")
    wait_for_ready(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert wait_until(lambda: gone(*pids(tmp_path)), seconds=30)


def test_everything_ends_when_the_supervisor_is_killed(serve: Serve, tmp_path: Path) -> None:
    process = serve("web:deaf", "worker:polite")
    wait_for_ready(process)
    kill(process.pid)
    assert wait_until(lambda: gone(*pids(tmp_path)), seconds=30)


def test_a_program_that_ends_is_reported_and_ends_the_others(serve: Serve, tmp_path: Path) -> None:
    process = serve("web:polite", "worker:short")
    _output, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "The worker process ended (exit status 3), so everything stops." in errors
    assert "    a line of the log" in errors
    assert wait_until(lambda: gone(*pids(tmp_path)), seconds=30)


def test_a_killed_program_takes_the_others_and_its_own_children_along(serve: Serve, tmp_path: Path) -> None:
    process = serve("web:polite", "worker:polite")
    wait_for_ready(process)
    web, web_child = json.loads((tmp_path / "web.pids").read_text(encoding="utf-8"))
    assert command_of(web_child) is not None
    kill(web)
    _output, errors = process.communicate(timeout=30)
    assert "The web process ended (signal SIGKILL)" in errors
    assert wait_until(lambda: gone(*pids(tmp_path)), seconds=30)


def test_the_demo_refuses_a_taken_port_before_it_starts_anything(
    environment: dict[str, str], tmp_path: Path
) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "embedded", "demo", "--port", str(port)],
            cwd=CHECKOUT,
            env={**environment, "EMBEDDED_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is in use by another program.")
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["demo.lock"]


def test_the_time_given_to_those_who_do_not_listen_stays_under_three_seconds() -> None:
    """A bound by design: how long a busy machine really takes would make a test that fails at random."""
    assert supervisor.PATIENCE < 3
    assert warden.PATIENCE < 3
