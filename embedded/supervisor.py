"""Runs a few programs together: all of them or none, whatever happens to whom.

Each program has a process group of its own, so that what it forks goes with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from embedded import warden
from embedded.errors import tail
from embedded.homes import CHECKOUT

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Seconds between asking a program to stop and killing it.
PATIENCE = 1.6


class Stopped(BaseException):
    """Somebody asked us to stop; like KeyboardInterrupt, no ``except Exception`` holds it up."""


@dataclass(frozen=True)
class Program:
    name: str
    command: Sequence[str]
    log: Path


@dataclass
class Fleet:
    """The programs that run, and the warden who knows their groups."""

    warden: subprocess.Popen[str]
    environment: Mapping[str, str]
    running: list[tuple[Program, subprocess.Popen[bytes]]] = field(default_factory=list)

    def start(self, program: Program) -> None:
        with program.log.open("wb") as log:
            process = subprocess.Popen(
                tied_to_us(program.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=CHECKOUT,
                env={**self.environment},
                start_new_session=True,
            )
        self.running.append((program, process))
        assert self.warden.stdin is not None  # noqa: S101 - it was opened as a pipe
        self.warden.stdin.write(f"{process.pid}\n")
        self.warden.stdin.flush()

    def died(self) -> tuple[Program, int] | None:
        """A program that ended by itself, with its exit status; None while all run."""
        for program, process in self.running:
            status = process.poll()
            if status is not None:
                return program, status
        return None

    def stop(self) -> None:
        """Ask all to stop, kill those who take too long, and what they may have left behind."""
        groups = [process.pid for _program, process in self.running]
        warden.tell(groups, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for _program, process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        warden.tell(groups, signal.SIGKILL)
        for _program, process in self.running:
            process.wait()
        self.running.clear()


def tied_to_us(command: Sequence[str]) -> list[str]:
    """The command, wrapped so that it ends when this process does."""
    return [sys.executable, "-m", "embedded.child", str(os.getpid()), *command]


@contextmanager
def fleet(environment: Mapping[str, str]) -> Iterator[Fleet]:
    """An empty fleet; whatever was started in it is gone at the end."""
    watcher = subprocess.Popen(
        [sys.executable, "-m", "embedded.warden"],
        stdin=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        start_new_session=True,
    )
    ships = Fleet(watcher, environment)
    try:
        yield ships
    finally:
        with undisturbed():
            ships.stop()
            # Everything it knows of is gone.
            watcher.kill()
            watcher.communicate()


def serve(
    programs: Sequence[Program],
    *,
    environment: Mapping[str, str],
    not_ready: Callable[[], str | None],
    announce: Callable[[], None],
    meanwhile: Callable[[], None] = lambda: None,
    patience: float = 60,
) -> int:
    """Run the programs until one of them ends (1) or Stopped is raised; none is left afterwards.

    `not_ready` says what is still missing, None when nothing is; then `announce` is called, once, and from
    then on `meanwhile`, several times a second. `patience` is in seconds.
    """
    with fleet(environment) as ships:
        for program in programs:
            ships.start(program)
        missing: str | None = "nothing was asked yet"
        deadline = time.monotonic() + patience
        while ships.died() is None and (missing := not_ready()) and time.monotonic() < deadline:
            time.sleep(0.1)
        if missing and ships.died() is None:
            logs = ", ".join(str(program.log) for program in programs)
            print(f"Not ready after {patience:.0f} seconds: {missing}\nLogs: {logs}", file=sys.stderr)
            return 1
        if not missing:
            announce()
        while (ended := ships.died()) is None:
            meanwhile()
            time.sleep(0.3)
        program, status = ended
        print(
            f"The {program.name} process ended ({_in_words(status)}), so everything stops. "
            f"Its log ({program.log}) ends:\n{tail(program.log)}",
            file=sys.stderr,
        )
        return 1


def _in_words(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


@contextmanager
def stopping_by_signal() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal raise Stopped inside."""

    def stop(_sign: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = {sign: signal.signal(sign, stop) for sign in STOPPING}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Cleaning up is short and is finished: a second Ctrl-C waits."""
    before = {sign: signal.signal(sign, signal.SIG_IGN) for sign in STOPPING}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
