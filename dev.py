#!/usr/bin/env python3
"""Everything a developer types: ``python3 dev.py`` lists it. Needs Python 3.11 or newer, and nothing else.

This file alone is written for older Pythons too, so that they can say what is missing.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ["python3.14", "python3.13", "python3.12", "python3.11"]
COMMANDS = ["demo", "test", "check", "manage", "bench"]

HELP = """\
python3 dev.py demo [--port 8000] [--host 127.0.0.1] [--reset]
                                   set everything up and serve the application with a living demo
python3 dev.py test [...]          set everything up and run all tests, a process per core; or those that
                                   pytest is told: arguments go to it as they are
python3 dev.py check [NAME ...]    formatting, types, imports, templates, migrations, settings
python3 dev.py manage ...          manage.py, on the demo's database
python3 dev.py bench NAME ...      run bench/NAME.py
"""


def newer_python() -> "str | None":
    """The path of a Python that is new enough and really runs (a version manager's shim may not)."""
    for name in NAMES:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def require_python() -> None:
    """Go on with a newer Python when this one is too old; say what to install when there is none."""
    if sys.version_info >= OLDEST:
        return
    found = newer_python()
    if found:
        os.execv(found, [found, *sys.argv])  # noqa: S606
    present = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        f"Coaching Pairs needs Python 3.11 or newer; this is {present}, and PATH has none of "
        f"{', '.join(reversed(NAMES))}.\n"
        "Install one (for example: apt install python3, or brew install python) and try again."
    )


def main() -> None:
    require_python()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in ("help", "-h", "--help"):
        print(HELP, end="")
    elif command in COMMANDS:
        from embedded import bootstrap

        bootstrap.run(sys.argv[1:])
    else:
        sys.exit(f"There is no command “{command}”.\n\n{HELP}")


if __name__ == "__main__":
    main()
