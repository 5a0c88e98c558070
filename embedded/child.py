"""``python -m embedded.child PARENT COMMAND…``: become a command that ends when its parent ends.

On Linux the kernel sends the signal. Elsewhere the warden (warden.py) alone sees to it.
"""

from __future__ import annotations

import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: str, *command: str) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):
        # It ended before the request above was made.
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - replacing this process is the point


if __name__ == "__main__":
    main(*sys.argv[1:])
