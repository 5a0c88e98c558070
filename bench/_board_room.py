"""The room of ``bench board``: a team, its cycle choosing, its Awayday's doors open; and the real server."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.doors import open_doors
from awayday.services.planning import Plan, plan_awayday
from awayday.services.stages import move_room
from awayday.views.live_reader import WallShown, read_room
from awayday.views.phone_page import PhoneShown
from coachingpairs.live.protocol import RoomKey, Snapshot
from coachingpairs.live.tickets import Viewer, issue
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from tests.cast import Northmere, make_northmere

STARTS_ON = dt.date(2027, 2, 1)
PLAN = Plan(dt.date(2027, 2, 1), dt.time(9), dt.time(13))


def _seen(snapshot: Snapshot, viewer: Viewer) -> str:
    _events, state = snapshot.events(viewer, None)
    return state.seen if isinstance(state, PhoneShown) else state.wall if isinstance(state, WallShown) else ""


@dataclass(frozen=True)
class BenchRoom:
    cast: Northmere
    cycle: Cycle
    awayday: Awayday

    def paths(self) -> list[str]:
        """The streams of one wall and of all phones, as their pages open them: saying what they show."""
        room = {"organisation": self.cast.organisation.pk, "room": str(self.cycle.pk)}
        viewers = [Viewer(kind="wall", **room)]
        viewers += [Viewer(kind="phone", leader=one.pk, **room) for one in self.cast.leaders.values()]
        snapshot = read_room(RoomKey(self.cast.organisation.pk, str(self.cycle.pk)), None, {})
        assert snapshot is not None
        return [f"/live/?ticket={issue(viewer)}&seen={_seen(snapshot, viewer)}" for viewer in viewers]


def make_room(people: int) -> BenchRoom:
    """Committed, in the benchmarks' own database."""
    cast = make_northmere(f"board-{people}-{uuid4().hex[:8]}", leaders=people)
    by = cast.facilitator
    with scope(organisation=cast.organisation.pk, person=by.pk):
        cycle = create_cycle(team=cast.team, starts_on=STARTS_ON, time_zone="Europe/London", by=by)
        awayday = open_doors(awayday=plan_awayday(opens=cycle, plan=PLAN, by=by), by=by)
        awayday = move_room(awayday=awayday, to=Stage.CHOOSING, by=by)
        return BenchRoom(cast, Cycle.objects.select_related("team").get(pk=cycle.pk), awayday)


@dataclass(frozen=True)
class Served:
    """A running server and what it has used so far."""

    site: str
    pid: int

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_kb(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@contextmanager
def served(application: str) -> Iterator[Served]:
    """One uvicorn process, as the demo and the live service run it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), "--no-access-log"]
    command += ["--timeout-graceful-shutdown", "1", "--log-level", "warning"]
    server = subprocess.Popen(command, env={**os.environ, "DATABASE_POOL": "yes"})
    try:
        _wait_for(port)
        yield Served(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(15)


def _wait_for(port: int) -> None:
    for _ in range(400):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("HEAD", "/healthz")
            connection.close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server did not come up.")
