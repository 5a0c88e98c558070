"""The keeper: waits until nobody uses a home's servers, stops them, and goes.

It makes no difference while everybody ends in an orderly way; it is for the ones who are killed.
"""

from __future__ import annotations

import os
import signal
import sys


def main(folder: str, descriptor: str) -> None:
    """Keep the home at `folder`; `descriptor` is the inherited lock that says so."""
    if os.fork():
        os._exit(0)
    os.setsid()
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    keep(folder, int(descriptor))


def keep(folder: str, descriptor: int) -> None:
    # Imported in the process that stays, so that the one who started it need not wait for it.
    from pathlib import Path

    from embedded import homes, servers

    place = homes.at(Path(folder))
    while True:
        servers.wait_until_unused(place)
        with homes.locked(place.folder / "start.lock"):
            if servers.is_unused(place):
                servers.stop(place)
                # Before the start lock goes, so that who comes next finds no keeper and starts one.
                os.close(descriptor)
                os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
