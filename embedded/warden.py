"""The warden: stops the process groups it was told of when the one who told it is gone.

It reads their numbers, one a line, from a pipe whose other end only the supervisor holds. The end of the pipe
is the end of the supervisor, however it came. Standard library only, so that it is there at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

PATIENCE = 1.9


def main() -> None:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    groups = [int(line) for line in sys.stdin]
    if tell(groups, signal.SIGTERM):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and tell(groups, 0):
            time.sleep(0.05)
        tell(groups, signal.SIGKILL)


def tell(groups: list[int], sign: int) -> bool:
    """Send a signal to each group (0 only asks); whether any of them is there."""
    found = False
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, sign)
            found = True
    return found


if __name__ == "__main__":
    main()
