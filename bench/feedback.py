"""Givers' pages among ten thousand requests: ``python3 dev.py bench feedback``, or ``bench feedback 10000``.

2,000 leaders in 40 organisations have asked five colleagues each. So many of those who are asked (1,000
unless it is said, spread over all of them) follow their link, read the page, send an answer and come back
to it, each in a browser of their own, through Django's handler with all of its middleware. Beside it, in
the same run, the floor: a bare view that answers as many bytes, with the middleware and without any. Ends
with 1 when one request took more queries than another of its kind; an organisation's key, which a process
looks up once a minute, is not counted.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from bench._own_database import as_owner, own_database
from bench._table import Table, as_ms, header

if TYPE_CHECKING:
    from django.test import Client

    from bench._asking import Asked

ORGANISATIONS, LEADERS, GIVERS = 40, 50, 1_000
WIDTH = 44
KEYS = "encryption_organisationkey"
WORDS = "On Tuesday you finished Marek’s sentence, and what he wanted to say was something else. " * 5


@dataclass
class Kind:
    """One kind of request: seconds that each took by the clock and of this process, and its queries."""

    times: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    queries: set[int] = field(default_factory=set)
    size: int = 0
    """Bytes of the last answer."""


@dataclass(frozen=True)
class Took:
    """One request; ``body`` is what it answered."""

    seconds: float
    own: float
    queries: int
    body: str

    def put_in(self, kind: Kind) -> None:
        kind.times.append(self.seconds)
        kind.own.append(self.own)
        kind.queries.add(self.queries)
        kind.size = len(self.body.encode())


def main() -> int:
    givers = int(sys.argv[1]) if sys.argv[1:] else GIVERS
    with own_database("bench_feedback"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
        import django

        django.setup()
        try:
            return measure(givers)
        finally:
            from django.db import connection

            connection.close()


def measure(number: int) -> int:
    asked = _ask()
    as_owner("ANALYZE")
    chosen = asked[:: max(1, len(asked) // number)][:number]
    print(header(unit="Milliseconds by the clock, and those that this process worked itself."))
    print(f"{len(asked):,} requests; {len(chosen):,} of them are followed and answered.\n")
    table = Table(["request".ljust(WIDTH), "median", "p95", "its own", "queries", "bytes"])
    kinds = _givers(chosen)
    for name, kind in kinds.items():
        _row(table, name, kind)
    read, sent = kinds["GET the page"].size, kinds["POST an answer"].size
    for name, middleware in (("middleware and all", None), ("no middleware", [])):
        for method, size in (("GET", read), ("POST", sent)):
            _row(table, f"floor: {method} a bare view, {name}", _floor(method, size, number, middleware))
    return 0 if all(len(kind.queries) == 1 for kind in kinds.values()) else 1


def _ask() -> list[Asked]:
    from bench._asking import ask_everybody
    from bench._leadership import make_organisations

    began = time.perf_counter()
    asked = [
        one
        for organisation in make_organisations(ORGANISATIONS, LEADERS)
        for one in ask_everybody(organisation)
    ]
    print(f"Made in {time.perf_counter() - began:.0f} s.")
    return asked


def _givers(chosen: Sequence[Asked]) -> dict[str, Kind]:
    """Each follows their link in a browser of their own. The first warms up and is not counted."""
    kinds: dict[str, Kind] = {}
    for place, one in enumerate([chosen[-1], *chosen[:-1]]):
        for name, took in _one_giver(one, place):
            if place:
                took.put_in(kinds.setdefault(name, Kind()))
    return kinds


def _one_giver(one: Asked, place: int) -> Iterator[tuple[str, Took]]:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True, REMOTE_ADDR=f"10.0.{place // 250}.{place % 250 + 1}")
    page = f"/feedback/{one.request_id}/"
    yield "GET the link", _timed(browser, "GET", f"/f/{one.token}/", 303)
    read = _timed(browser, "GET", page, 200)
    yield "GET the page", read
    yield "POST an answer", _timed(browser, "POST", page, 302, _answer(read.body, WORDS))
    yield "GET what was sent", _timed(browser, "GET", page, 200)
    changing = _timed(browser, "GET", f"{page}change/", 200)
    yield "POST a change", _timed(browser, "POST", page, 302, _answer(changing.body, WORDS[:200]))


def _answer(body: str, words: str) -> dict[str, str]:
    """What the page's form sends."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
    return {**hidden, "right": "both", "else_": words}


def _timed(
    browser: Client, method: str, address: str, status: int, data: dict[str, str] | None = None
) -> Took:
    with _counted() as queries:
        began, own = time.perf_counter(), time.process_time()
        response = browser.get(address) if method == "GET" else browser.post(address, data)
        seconds, own = time.perf_counter() - began, time.process_time() - own
    if response.status_code != status:
        raise SystemExit(f"{method}: {response.status_code} instead of {status}")
    return Took(seconds, own, queries[0], response.content.decode())


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Queries but for savepoints and keys."""
    from django.db import connection

    number = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        number[0] += not (sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT")) or KEYS in sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield number


def _floor(method: str, size: int, times: int, middleware: list[str] | None) -> Kind:
    from django.conf import settings
    from django.test import Client, override_settings

    kind, address = Kind(), f"/bare/{size}/"
    chain = settings.MIDDLEWARE if middleware is None else middleware
    with override_settings(ROOT_URLCONF="bench._bare", MIDDLEWARE=chain):
        browser = Client(REMOTE_ADDR="10.1.0.1")
        for _time in range(times):
            _timed(browser, method, address, 200, {"else_": WORDS}).put_in(kind)
    return kind


def _told(queries: set[int]) -> str:
    """One number, or from where to where."""
    return "–".join(str(number) for number in sorted({min(queries), max(queries)}))


def _row(table: Table, name: str, kind: Kind) -> None:
    times = (median(kind.times), quantiles(kind.times, n=20)[-1], median(kind.own))
    cells = [*(as_ms(seconds * 1000) for seconds in times), _told(kind.queries), f"{kind.size:,}"]
    table.row([f"{name:<{WIDTH}}", *cells])


if __name__ == "__main__":
    sys.exit(main())
