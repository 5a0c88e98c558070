"""``dev.py check``: everything that can be said about the code without running its tests."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embedded import servers
from embedded.homes import CHECKOUT

#: What a production installation is asked for; the check reaches none of it.
PRODUCTION = {
    "COACHINGPAIRS_ENV": "production",
    "SITE_URL": "https://pairs.example.org",
    "ALLOWED_HOSTS": "pairs.example.org",
    "SMTP_HOST": "smtp.example.org",
}
NOT_OURS = {".venv", ".data", ".git", "node_modules", "staticfiles"}


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def main(arguments: Sequence[str]) -> int:
    """Run all checks, or those named; 1 when any of them failed."""
    known = all_checks()
    names = [check.name for check in known]
    parser = argparse.ArgumentParser(
        prog="dev.py check", description="Check the code without running its tests."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="run only these: " + ", ".join(names))
    chosen = parser.parse_args(arguments).names
    unknown = [name for name in chosen if name not in names]
    if unknown:
        parser.error(f"no check is called {unknown[0]}; there are {', '.join(names)}")
    share = servers.use("test", mode="test")
    try:
        wanted = [check for check in known if not chosen or check.name in chosen]
        failed = [check.name for check in wanted if not _passes(check, share.environment)]
    finally:
        share.release()
    print(f"\nFailed: {', '.join(failed)}" if failed else f"\nAll {len(wanted)} checks passed.", flush=True)
    return 1 if failed else 0


def all_checks() -> list[Check]:
    python = sys.executable
    bin_folder = Path(python).parent
    manage = [python, "-W", "error::DeprecationWarning", "manage.py"]
    return [
        Check("ruff", [str(bin_folder / "ruff"), "check", "."]),
        Check("format", [str(bin_folder / "ruff"), "format", "--check", "."]),
        Check("mypy", [str(bin_folder / "mypy")]),
        Check("imports", [str(bin_folder / "lint-imports"), "--no-cache"]),
        Check("djade", [str(bin_folder / "djade"), "--check", "--target-version", "5.2", *templates()]),
        Check("templates", [python, "-m", "embedded.templates"]),
        Check("django", [*manage, "check", "--fail-level", "WARNING"]),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


def templates() -> list[str]:
    """The HTML templates of the checkout, relative to it."""
    return sorted(str(path.relative_to(CHECKOUT)) for path in _template_files() if path.suffix == ".html")


def _template_files() -> Iterator[Path]:
    for folder in CHECKOUT.rglob("templates"):
        if folder.is_dir() and not NOT_OURS & set(folder.relative_to(CHECKOUT).parts):
            yield from (path for path in folder.rglob("*") if path.is_file())


def _passes(check: Check, environment: Mapping[str, str]) -> bool:
    print(f"{check.name:<12}", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=CHECKOUT,
        env={**environment, **check.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    passed = done.returncode == 0
    print(f"{'ok' if passed else 'FAILED':<8}{time.monotonic() - began:5.1f} s", flush=True)
    if not passed:
        print(done.stdout.rstrip(), flush=True)
    return passed
