"""Servers shared by whoever uses them: the first one in starts them, the last one out stops them.

Everybody who uses a home's servers holds a shared lock on its ``users.lock``. The kernel lets go of a lock
when its holder dies in whatever way, so no count can be wrong. A keeper (see keeper.py) waits for the last of
those locks, for the case that its holder had no time to clean up.

Starting and stopping is done under ``start.lock``, and only under it is ``users.lock`` asked about.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embedded import accounts, homes, postgres, processes, valkey
from embedded.accounts import Account
from embedded.errors import CannotStart
from embedded.homes import CHECKOUT, Home

#: What would lead a PostgreSQL client somewhere else than the address says.
CLIENT_VARIABLES = (
    "PGHOST",
    "PGHOSTADDR",
    "PGPORT",
    "PGUSER",
    "PGDATABASE",
    "PGOPTIONS",
    "PGSERVICE",
    "PGSSLMODE",
)


@dataclass(frozen=True)
class Kind:
    """A kind of server: how to have it running, and its process id while it runs."""

    name: str
    ensure: Callable[[Home, Account | None], None]
    running_pid: Callable[[Home], int | None]


POSTGRES = Kind("PostgreSQL", postgres.ensure, postgres.running_pid)
VALKEY = Kind("Valkey", valkey.ensure, valkey.running_pid)


@dataclass
class Use:
    """A share in a home's servers, with the environment that leads to them.

    `kinds` are those of our own; `descriptor` is the lock held, None where all addresses were given and
    nothing was started.
    """

    place: Home
    environment: dict[str, str]
    kinds: Sequence[Kind]
    descriptor: int | None

    def keep_across_exec(self) -> None:
        """Let the program that replaces this one hold the share; the keeper ends it."""
        if self.descriptor is not None:
            os.set_inheritable(self.descriptor, True)

    def mend(self) -> list[str]:
        """Start again what was killed under us; the names of those."""
        ended = [kind for kind in self.kinds if kind.running_pid(self.place) is None]
        if ended:
            with homes.locked(self.place.folder / "start.lock"):
                _start(self.place, ended)
        return [kind.name for kind in ended]

    def release(self) -> None:
        """Give the share back; the last one waits until servers and keeper are gone. Safe to repeat."""
        if self.descriptor is None:
            return
        with homes.locked(self.place.folder / "start.lock"):
            os.close(self.descriptor)
            self.descriptor = None
            last = is_unused(self.place)
            if last:
                stop(self.place)
        if last:
            processes.wait_until(lambda: not keeper_runs(self.place), seconds=3)


def use(name: str, *, mode: str) -> Use:
    """A share in the servers of the home `name`, started if need be.

    DATABASE_URL and REDIS_URL, where given, are used as they are. `mode` is COACHINGPAIRS_ENV for what runs
    on them. CannotStart, with a text for the terminal, when something is missing or in the way.
    """
    place = homes.home(name)
    given = {key: value for key, value in os.environ.items() if value}
    if given.get("COACHINGPAIRS_ENV") == "production":
        raise CannotStart(
            "COACHINGPAIRS_ENV is “production”: nothing is started there, set the addresses instead."
        )
    kinds = [kind for kind, name in ((VALKEY, "REDIS_URL"), (POSTGRES, "DATABASE_URL")) if name not in given]
    homes.prepare(place)
    environment = {"DEMO_MAIL_DIR": str(place.mail), **homes.keys(place), **given, "COACHINGPAIRS_ENV": mode}
    descriptor = _join(place, kinds) if kinds else None
    if POSTGRES in kinds:
        environment = {key: value for key, value in environment.items() if key not in CLIENT_VARIABLES}
        environment["DATABASE_URL"] = postgres.url(place, "cp_app")
        environment["DATABASE_OWNER_URL"] = postgres.url(place, "cp_owner")
    if VALKEY in kinds:
        environment["REDIS_URL"] = valkey.url(place)
    return Use(place, environment, kinds, descriptor)


def _join(place: Home, kinds: Sequence[Kind]) -> int:
    homes.prepare_for_servers(place, accounts.for_servers())
    with homes.locked(place.folder / "start.lock"):
        descriptor = homes.take_lock(place.folder / "users.lock", fcntl.LOCK_SH)
        while descriptor is None:
            # Only the keeper takes it otherwise, and only for an instant.
            descriptor = homes.take_lock(place.folder / "users.lock", fcntl.LOCK_SH)
        try:
            _start(place, kinds)
        except BaseException:
            os.close(descriptor)
            raise
    return descriptor


def _start(place: Home, kinds: Sequence[Kind]) -> None:
    start_keeper(place)
    account = accounts.for_servers()
    for kind in kinds:
        kind.ensure(place, account)


def is_unused(place: Home) -> bool:
    """Whether nobody has a share. Ask only under the start lock."""

    def probe() -> bool:
        descriptor = homes.take_lock(place.folder / "users.lock", fcntl.LOCK_EX)
        if descriptor is not None:
            os.close(descriptor)
        return descriptor is not None

    # The keeper may hold the lock for an instant.
    return processes.wait_until(probe, seconds=0.1, pause=0.01)


def wait_until_unused(place: Home) -> None:
    """Sleep in the kernel until the last share is gone; somebody may take a new one right after."""
    users = os.open(place.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_EX)
    os.close(users)


def stop(place: Home) -> None:
    """Stop what runs. Call only under the start lock."""
    valkey.stop(place)
    postgres.stop(place)


def reset(name: str) -> None:
    """Delete the home's database and mail; its keys stay. CannotStart while somebody uses it."""
    place = homes.home(name)
    homes.prepare(place)
    with homes.locked(place.folder / "start.lock"):
        if not is_unused(place):
            raise CannotStart(f"The servers of “{name}” are in use by another command. End that first.")
        stop(place)
        for folder in (postgres.data_folder(place), place.mail):
            shutil.rmtree(folder, ignore_errors=True)


def start_keeper(place: Home) -> None:
    """Have a keeper. It inherits its lock, so there is never a moment without or with two."""
    descriptor = homes.take_lock(place.folder / "keeper.lock", fcntl.LOCK_EX)
    if descriptor is None:
        return
    command = [sys.executable, "-m", "embedded.keeper", str(place.folder), str(descriptor)]
    with (place.logs / "keeper.log").open("wb") as log:
        # Returns at once: the keeper forks before it does anything else.
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            pass_fds=[descriptor],
            check=True,
        )
    os.close(descriptor)


def keeper_runs(place: Home) -> bool:
    descriptor = homes.take_lock(place.folder / "keeper.lock", fcntl.LOCK_SH)
    if descriptor is not None:
        os.close(descriptor)
    return descriptor is None
