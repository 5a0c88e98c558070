"""The commands of ``dev.py``, once there is a virtual environment to run them in."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from embedded.errors import CannotStart
from embedded.homes import CHECKOUT

#: The whole suite: a process for each core, up to what one PostgreSQL has connections for.
EVERYTHING = ("-n", "auto", "--maxprocesses", "8")


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments
    os.chdir(CHECKOUT)
    try:
        return COMMANDS[command](rest)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def demo(arguments: Sequence[str]) -> int:
    from embedded import demo

    return demo.main(arguments)


def check(arguments: Sequence[str]) -> int:
    from embedded import checks

    return checks.main(arguments)


def test(arguments: Sequence[str]) -> int:
    from embedded import browser

    if browser.find() is None:
        print(browser.MISSING, flush=True)
    become(pytest_command(arguments), {**os.environ})


def pytest_command(arguments: Sequence[str]) -> list[str]:
    """Arguments are pytest's own business; without any, the whole suite runs on all cores."""
    return [sys.executable, "-m", "pytest", *(arguments or EVERYTHING)]


def manage(arguments: Sequence[str]) -> int:
    command = [sys.executable, "manage.py", *arguments]
    if os.environ.get("COACHINGPAIRS_ENV") == "production":
        become(command, {**os.environ})
    from embedded import servers

    share = servers.use("demo", mode="demo")
    share.keep_across_exec()
    site = share.place.folder / "site"
    if site.exists():
        # So that links made here lead to the demo that is running.
        share.environment.setdefault("SITE_URL", site.read_text(encoding="utf-8"))
    become(command, share.environment)


def bench(arguments: Sequence[str]) -> int:
    known = sorted(path.stem for path in (CHECKOUT / "bench").glob("[!_]*.py"))
    if not arguments or arguments[0] not in known:
        raise CannotStart(f"usage: python3 dev.py bench NAME …\nbenchmarks: {', '.join(known) or 'none yet'}")
    from embedded import servers

    share = servers.use("bench", mode="development")
    share.keep_across_exec()
    become([sys.executable, "-m", f"bench.{arguments[0]}", *arguments[1:]], share.environment)


def become(command: list[str], environment: dict[str, str]) -> NoReturn:
    """Go on as another program: signals and the terminal reach it without anybody between."""
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # noqa: S606


COMMANDS = {"demo": demo, "test": test, "check": check, "manage": manage, "bench": bench}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
