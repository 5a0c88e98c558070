"""Where a set of servers keeps its things: locks, keys, logs and mail are ours, the data theirs."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded.accounts import Account
from embedded.errors import CannotStart

CHECKOUT = Path(__file__).resolve().parent.parent

#: A socket's path must fit 104 bytes (macOS; Linux allows 108).
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Home:
    """One set of servers: ``demo``, ``test`` or ``bench``."""

    folder: Path
    servers: Path
    sockets: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def durable(self) -> bool:
        """Whether its data is worth an fsync. What tests leave behind is not."""
        return self.name != "test"

    @property
    def keeps_data(self) -> bool:
        """Whether somebody would miss its data. Tests and benchmarks make theirs anew."""
        return self.name == "demo"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"


def data_folder() -> Path:
    """``.data`` in the checkout, or the folder that EMBEDDED_DATA names."""
    return Path(os.environ.get("EMBEDDED_DATA") or CHECKOUT / ".data").resolve()


def home(name: str) -> Home:
    """The home of that name in the data folder; nothing is made yet."""
    return at(data_folder() / name)


def at(folder: Path) -> Home:
    """The home whose own things are in `folder`.

    As root the servers' data goes beneath /var/tmp, where an unprivileged account gets at it without any
    folder on the way to the checkout being opened to it.
    """
    key = hashlib.sha256(str(folder.parent).encode()).hexdigest()[:12]
    if os.geteuid() == 0:
        servers = Path("/var/tmp") / f"coachingpairs-{key}" / folder.name  # noqa: S108 - checked in prepare
    else:
        servers = folder
    sockets = servers / "run"
    if len(str(sockets)) > LONGEST_SOCKET_FOLDER or not re.fullmatch(r"[\w./-]+", str(sockets), re.ASCII):
        sockets = Path("/tmp") / f"coachingpairs-{os.geteuid()}-{key}-{folder.name}"  # noqa: S108
    return Home(folder=folder, servers=servers, sockets=sockets)


def prepare(place: Home) -> None:
    """Make the folders of our own things, closed to everybody else. Idempotent."""
    try:
        place.folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"{place.folder.parent} cannot be made: {error.strerror}.") from error
    for folder in (place.folder, place.logs, place.mail):
        _own_folder(folder, None)


def prepare_for_servers(place: Home, account: Account | None) -> None:
    """Make the folders of the servers' things, closed to everybody but them and us. Idempotent."""
    if account:
        _own_folder(place.servers.parent, account)
    _own_folder(place.servers, account)
    _own_folder(place.sockets, account)


def _own_folder(folder: Path, account: Account | None) -> None:
    """A folder of mode 0700 that belongs to `account` (or to us), made now or before; no symbolic link."""
    owner = account.uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account:
            os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise CannotStart(
            f"{folder} is there already and belongs to somebody else. Remove it, or set EMBEDDED_DATA to "
            "another folder."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file's exclusive lock. The kernel lets go of it when we die, however we die."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def take_lock(path: Path, kind: int) -> int | None:
    """The descriptor of a lock (LOCK_SH or LOCK_EX), or None when somebody else's is in the way."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def keys(place: Home) -> dict[str, str]:
    """SECRET_KEY and ENCRYPTION_KEYS of this home, made once and kept in a file only we can read."""
    path = place.folder / "keys.json"
    with locked(place.folder / "keys.lock"):
        if not path.exists():
            made = {
                "SECRET_KEY": secrets.token_urlsafe(48),
                "ENCRYPTION_KEYS": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
            }
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(made), encoding="utf-8")
            draft.replace(path)
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found
