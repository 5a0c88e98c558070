"""Whom the servers run as. PostgreSQL refuses to run as root, and Valkey need not."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import CannotStart

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def for_servers() -> Account | None:
    """The unprivileged account to use when we are root; None when the servers run as we do.

    CannotStart when the present user has no name, or root finds nobody to hand over to.
    """
    if os.geteuid() != 0:
        _require_name()
        return None
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL does not run as root, and this machine has neither a user “postgres” nor “nobody”. "
        "Add one, run this as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def _require_name() -> None:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise CannotStart(
            f"The user id {os.geteuid()} has no entry in /etc/passwd, and PostgreSQL asks for a name. "
            "Run this as a user that has one, or set DATABASE_URL and REDIS_URL."
        ) from error


def run(command: Sequence[str], *, account: Account | None, log: Path) -> int:
    """Run a server's tool as `account`, its output appended to `log`; the exit status.

    A file and never a pipe: a server that outlives the tool would keep the pipe open.
    """
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
    with log.open("ab") as output:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            check=False,
        ).returncode


def can_run(program: Path, account: Account | None) -> bool:
    """Whether `account` gets as far as this program's ``--version``."""
    try:
        return run([str(program), "--version"], account=account, log=Path(os.devnull)) == 0
    except OSError:
        return False
