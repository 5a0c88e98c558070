"""The live board under load: ``python3 dev.py bench board``, or ``bench board 24 60`` for those sizes alone.

A real server, N phones and a projector that only listen, and pairs that form until a share of the room is
paired. Beside it, measured in the same run, the floor: as many bytes to as many streams by a bare ASGI
application on the same server with the same subscription. Milliseconds are from the moment the acceptance is
committed to the last byte for the last screen that changed.

The listening screens and the leaders who press share the machine with the server: upper bounds.
"""

from __future__ import annotations

import asyncio
import http.client
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from redis import Redis  # noqa: E402

from awayday.views.live_reader import read_room  # noqa: E402
from bench._board_room import BenchRoom, Served, make_room, served  # noqa: E402
from bench._floor import CHANNEL  # noqa: E402
from bench._screens import Audience, open_screens  # noqa: E402
from bench._table import Table, as_ms  # noqa: E402
from coachingpairs.live.protocol import RoomKey  # noqa: E402
from coachingpairs.tenancy.scope import scope  # noqa: E402
from pairing.services.choosing import accept, propose  # noqa: E402
from pairing.services.room import read_room as read_pairing_room  # noqa: E402
from teams.models import Leader  # noqa: E402

SIZES = (24, 60, 300, 1000)
MOST_CHANGES = 20
COLUMNS = (
    "people", "changes", "median", "p95", "p99", "floor", "floor p95", "ratio", "KB sent", "pieces",
    "CPU ms", "floor CPU", "KB/conn", "queries", "page", "page, idle",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One pair formed: when each screen had it (seconds), and how much came."""

    last: float
    sizes: list[int]
    cpu: float


@dataclass(frozen=True)
class Measured:
    changes: list[Change]
    kb_per_connection: float
    queries: int
    page: float
    page_idle: float


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    # As the owner of the tables, which this process must not be.
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
    table = Table(COLUMNS)
    for people in sizes:
        room = make_room(people)
        with served("coachingpairs.asgi:application") as server:
            measured = asyncio.run(measure(room, server))
        with served("bench._floor:application") as server:
            floor = asyncio.run(measure_floor(people + 1, measured.changes, server))
        table.row(cells(people, measured, floor))


async def measure(room: BenchRoom, server: Served) -> Measured:
    page_idle = await asyncio.to_thread(page_latency, room, server)
    before = server.memory_kb()
    audience = await open_screens(server.site, room.paths())
    await audience.settled(0.0, at_most=30)
    await asyncio.sleep(1)
    per_connection = (server.memory_kb() - before) / len(audience.screens)
    queries = await asyncio.to_thread(queries_per_change, room)
    times = min(MOST_CHANGES, len(room.cast.leaders) // 3)
    changes = [await one_change(room, server, audience) for _ in range(times)]
    page = await asyncio.to_thread(page_latency, room, server)
    await audience.leave()
    return Measured(changes, per_connection, queries, page, page_idle)


async def one_change(room: BenchRoom, server: Served, audience: Audience) -> Change:
    """Ask, wait until the two phones it concerns have it, accept, and wait until the last screen has it."""
    asked = time.perf_counter()
    proposal, by = await asyncio.to_thread(ask, room)
    await audience.settled(asked, at_most=10)
    used = server.cpu_seconds()
    committed = await asyncio.to_thread(say_yes, room, proposal, by)
    came = await audience.settled(committed, at_most=30)
    assert came, "No screen was told."
    return Change(max(at for at, _size in came), [size for _at, size in came], server.cpu_seconds() - used)


def ask(room: BenchRoom) -> tuple[object, object]:
    """Two whom the guard offers to each other."""
    with scope(organisation=room.cast.organisation.pk):
        now = read_pairing_room(room.cycle)
        asking: Leader = now.still_choosing[0]
        asked = now.seating.offered_to(asking)[-1]
        proposal = propose(cycle=room.cycle, proposer=asking, addressee=asked, by=asking)
    return proposal, asked


def say_yes(room: BenchRoom, proposal: object, by: object) -> float:
    """When it was committed."""
    committed = []
    with scope(organisation=room.cast.organisation.pk):
        transaction.on_commit(lambda: committed.append(time.perf_counter()))
        accept(proposal=proposal, by=by)  # type: ignore[arg-type]
    return committed[0]


def queries_per_change(room: BenchRoom) -> int:
    """What one change costs the database, beside the transaction's own begin, scope and commit."""
    key = RoomKey(room.cast.organisation.pk, str(room.cycle.pk))
    with CaptureQueriesContext(connection) as queries:
        assert read_room(key, None, {}) is not None
    return len(queries)


def page_latency(room: BenchRoom, server: Served, times: int = 15) -> float:
    """Median seconds of a leader's whole phone page, from the same process."""
    leader = next(iter(room.cast.leaders.values()))
    client = Client()
    client.force_login(leader.person)  # type: ignore[arg-type]
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    path = f"{room.cast.base}cycles/{room.cycle.number}/awayday/phone/"
    place = urlsplit(server.site)
    took = []
    for _ in range(times):
        began = time.perf_counter()
        page = http.client.HTTPConnection(str(place.hostname), place.port, timeout=30)
        page.request("GET", path, headers={"Cookie": cookie, "Host": place.netloc})
        answer = page.getresponse()
        answer.read()
        page.close()
        assert answer.status == 200, answer.status
        took.append(time.perf_counter() - began)
    return statistics.median(took)


async def measure_floor(screens: int, changes: list[Change], server: Served) -> list[Change]:
    """The same bytes to as many screens, from the same moment: a message published."""
    audience = await open_screens(server.site, ["/"] * screens)
    valkey = Redis.from_url(os.environ["REDIS_URL"])
    await asyncio.sleep(1)
    floor = []
    for change in changes:
        size, count = round(statistics.mean(change.sizes)), len(change.sizes)
        used, began = server.cpu_seconds(), time.perf_counter()
        await asyncio.to_thread(valkey.publish, CHANNEL, f"{size}:{count}")
        came = await audience.settled(began, at_most=30)
        floor.append(
            Change(max(at for at, _ in came), [size for _, size in came], server.cpu_seconds() - used)
        )
    await audience.leave()
    return floor


def cells(people: int, measured: Measured, floor: list[Change]) -> list[str]:
    took = sorted(change.last * 1000 for change in measured.changes)
    below = sorted(change.last * 1000 for change in floor)
    return [
        str(people),
        str(len(took)),
        as_ms(statistics.median(took)),
        as_ms(percentile(took, 95)),
        as_ms(percentile(took, 99)),
        as_ms(statistics.median(below)),
        as_ms(percentile(below, 95)),
        f"{percentile(took, 95) / percentile(below, 95):.1f}",
        f"{statistics.mean(sum(change.sizes) for change in measured.changes) / 1024:,.0f}",
        f"{statistics.mean(len(change.sizes) for change in measured.changes):.0f}",
        as_ms(statistics.mean(change.cpu * 1000 for change in measured.changes)),
        as_ms(statistics.mean(change.cpu * 1000 for change in floor)),
        f"{measured.kb_per_connection:.0f}",
        str(measured.queries),
        as_ms(measured.page * 1000),
        as_ms(measured.page_idle * 1000),
    ]


def percentile(ordered: list[float], percent: int) -> float:
    """Nearest rank."""
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]


if __name__ == "__main__":
    main()
