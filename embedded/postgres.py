"""One PostgreSQL of our own: made, started, given its roles, stopped."""

from __future__ import annotations

import contextlib
import locale
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from embedded import accounts, binaries, copies, processes
from embedded.accounts import Account
from embedded.binaries import Postgres
from embedded.errors import CannotStart, tail
from embedded.homes import CHECKOUT, Home

SUPERUSER = "cp_admin"
DATABASE = "coachingpairs"
ROLES = CHECKOUT / "deploy" / "postgres" / "roles.sql"

CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
port = 5432
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
jit = off
"""
#: What tests write is thrown away; a crash may take it.
CARELESS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@dataclass(frozen=True)
class Server:
    """PostgreSQL in one home, with the programs chosen for its data."""

    place: Home
    account: Account | None
    programs: Postgres

    @property
    def data(self) -> Path:
        return data_folder(self.place)

    @property
    def log(self) -> Path:
        return self.place.logs / "postgres.log"

    def tool(self, name: str, *arguments: str) -> int:
        command = [str(self.programs.folder / name), *arguments]
        return accounts.run(command, account=self.account, log=self.log)

    def append(self, path: Path, text: str) -> None:
        """Add to a file as the server's account: root follows no link that account may have put there."""
        command = ["/bin/sh", "-c", 'printf %s "$2" >> "$1"', "sh", str(path), text]
        if accounts.run(command, account=self.account, log=self.log) != 0:
            raise CannotStart(f"{path} cannot be written:\n{tail(self.log)}")


def data_folder(place: Home) -> Path:
    return place.servers / "postgres"


def url(place: Home, role: str) -> str:
    """The address of the home's database for that role, over its socket."""
    return f"postgresql://{role}@/{DATABASE}?host={quote(str(place.sockets))}&port=5432"


def ensure(place: Home, account: Account | None) -> None:
    """Have it running, with its roles and database. The caller holds the home's start lock."""
    if not answers(place):
        server = Server(place, account, _programs(place, account))
        _finish_stopping(place)
        if not (server.data / "PG_VERSION").exists():
            _make(server)
        _start(server)
    provision(place)


def answers(place: Home) -> bool:
    try:
        _connect(place, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def running_pid(place: Home) -> int | None:
    """The postmaster's process id, when the one written down is really that of this data folder."""
    pid = _written_pid(place)
    return pid if pid and str(data_folder(place)) in (processes.command_of(pid) or "") else None


def stop(place: Home) -> None:
    """Stop it and wait until it is gone. Nothing happens when it is not running."""
    pid = running_pid(place)
    if pid is None:
        return
    # Fast, then immediate: the second needs recovery at the next start, which is done without asking.
    for sign, seconds in ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        if processes.wait_until(lambda: processes.command_of(pid) is None, seconds=seconds):
            return


def _written_pid(place: Home) -> int | None:
    try:
        first = (data_folder(place) / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
        return int(first)
    except (OSError, IndexError, ValueError):
        return None


def _programs(place: Home, account: Account | None) -> Postgres:
    """The first choice for new data, or the choice that can read the data that is there."""
    candidates = binaries.postgres_candidates()
    if not candidates:
        raise CannotStart(
            "No PostgreSQL 15 or newer was found: neither in the system nor in .venv (is there a wheel "
            "of it for this machine?). Install one, or set DATABASE_URL."
        )
    chosen = candidates[0]
    version = data_folder(place) / "PG_VERSION"
    if version.exists():
        major = int(version.read_text(encoding="utf-8"))
        fitting = [each for each in candidates if each.major == major]
        if fitting:
            chosen = fitting[0]
        elif place.keeps_data:
            raise CannotStart(
                f"The data of “{place.name}” was made by PostgreSQL {major}, which is not here any more; "
                f"PostgreSQL {chosen.major} cannot read it. Start anew with: python3 dev.py demo --reset"
            )
        else:
            shutil.rmtree(data_folder(place))
    return copies.reachable_postgres(chosen, place, account)


def _finish_stopping(place: Home) -> None:
    """A postmaster that is still coming or going gets its time; a pid that now is another program's goes."""
    processes.wait_until(lambda: running_pid(place) is None or answers(place), seconds=15)
    pid = _written_pid(place)
    if pid and running_pid(place) is None and processes.command_of(pid) is not None:
        # A dead pid stays: PostgreSQL itself looks there whether the old server's memory is still in use.
        (data_folder(place) / "postmaster.pid").unlink(missing_ok=True)


def _make(server: Server) -> None:
    """initdb into a draft folder, renamed when complete: killed half-way it leaves nothing to mistake."""
    draft = server.data.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    options = ["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"]
    if server.tool("initdb", *options, *_locale(server.programs.major), "-D", str(draft)) != 0:
        raise CannotStart(f"PostgreSQL's initdb failed. Its log ends:\n{tail(server.log)}")
    server.append(draft / "postgresql.conf", "include 'embedded.conf'\n")
    draft.rename(server.data)


def _locale(major: int) -> list[str]:
    """The same order of text everywhere: by code point, with case rules for all of Unicode."""
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return ["--locale=C"]
    locale.setlocale(locale.LC_CTYPE, before)
    return ["--locale=C.UTF-8"]


def _start(server: Server) -> None:
    sockets = str(server.place.sockets).replace("'", "''")
    text = CONFIGURATION.format(sockets=sockets) + ("" if server.place.durable else CARELESS)
    configuration = server.data / "embedded.conf"
    configuration.unlink(missing_ok=True)
    server.append(configuration, text)
    command = ("pg_ctl", "start", "-s", "-w", "-t", "60", "-D", str(server.data))
    # After a kill -9 the old server's last processes hold its memory for a moment.
    if not processes.wait_until(lambda: server.tool(*command) == 0, seconds=5, pause=0.3):
        raise CannotStart(f"PostgreSQL did not start. Its log ({server.log}) ends:\n{tail(server.log)}")


def provision(place: Home) -> None:
    """The database and the roles, as the server's superuser. Idempotent."""
    with _connect(place, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE}")
    with _connect(place, DATABASE) as connection:
        connection.execute(ROLES.read_bytes())


def _connect(place: Home, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(place.sockets),
        port=5432,
        user=SUPERUSER,
        dbname=database,
        autocommit=True,
        connect_timeout=5,
    )
