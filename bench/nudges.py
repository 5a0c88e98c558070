"""A month's nudges for many: ``python3 dev.py bench nudges``, or ``bench nudges 40`` for 40 organisations.

Organisations with 50 leaders each, all in pairs that have yet to meet this month: one beat plans a note for
every leader. Beside it, in the same run, the floor: as many rows of the outbox by one bare INSERT … SELECT,
and by one for each organisation. Then the notes of the first 40 organisations are written and go to a mail
server in a process of its own; the floor is a bare loop of smtplib with the same bytes over one connection.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from smtplib import SMTP
from typing import Any
from uuid import UUID

from bench._own_database import as_owner, own_database
from bench._table import NONE, Table

ORGANISATIONS, LEADERS, SENT_FOR = 400, 50, 40
WIDTH = 34
FLOOR = """
INSERT INTO mail_outgoingmail (id, organisation_id, kind, recipient_id, cycle_id, period, state, due_at,
  expires_at, available_at, time_zone, attempts, last_error, message_id, created_at)
SELECT gen_random_uuid(), %s, 'floor', gen_random_uuid(), gen_random_uuid(), '2026-12', 'sent', now(),
  now(), now(), 'Europe/London', 0, '', '<' || gen_random_uuid() || '@localhost>', now()
FROM generate_series(1, %s)
"""


@dataclass
class Watch:
    """What a block took: by the clock, of this process's own time, and statements but for savepoints."""

    seconds: float = 0.0
    own: float = 0.0
    queries: int = 0


def main() -> None:
    organisations = int(sys.argv[1]) if sys.argv[1:] else ORGANISATIONS
    with own_database("bench_nudges"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachingpairs.settings")
        import django

        django.setup()
        try:
            measure(organisations)
        finally:
            from django.db import connection

            connection.close()


def measure(number: int) -> None:
    from bench._leadership import make_organisations

    began = time.perf_counter()
    organisations = list(make_organisations(number, LEADERS))
    as_owner("ANALYZE")
    print(
        f"{number * LEADERS:,} leaders in {number} organisations made in {time.perf_counter() - began:.0f} s"
    )
    print("Seconds by the clock, and those that this one process worked itself. BEGIN, COMMIT and savepoints")
    print("are not counted among the queries.\n")
    columns = ("seconds", "of its own", "rows", "per second", "queries", "connections")
    table = Table(["what".ljust(WIDTH), *columns])
    _planning(table, organisations)
    _sending(table, organisations[:SENT_FOR])


def _planning(table: Table, organisations: list[UUID]) -> None:
    from bench._leadership import THIRD_NUDGE
    from cycles.services.reminders import plan_reminders

    for name in ("one beat plans", "the next beat"):
        with watched() as watch:
            planned = plan_reminders(at=THIRD_NUDGE)
        _row(table, name, watch, planned)
    expected = len(organisations) * LEADERS
    for name, rows, those in (
        ("floor: one INSERT … SELECT", expected, organisations[:1]),
        ("floor: one for each organisation", LEADERS, organisations),
    ):
        with watched() as watch:
            for organisation in those:
                _insert(organisation, rows)
        _row(table, name, watch, rows * len(those))


def _sending(table: Table, organisations: list[UUID]) -> None:
    from bench._leadership import THIRD_NUDGE
    from bench._sink import sinking
    from coachingpairs.mail.sending import send_mail

    with sinking() as sink:
        _mail_goes_to(sink.port)
        with watched() as watch:
            sent = sum(send_mail(organisation, at=THIRD_NUDGE) for organisation in organisations)
    _row(table, "written and sent, batches of 25", watch, sent, sink.connections)
    letter = _a_letter(organisations[0])
    with sinking() as sink, watched() as watch, SMTP("127.0.0.1", sink.port) as server:
        for _number in range(sent):
            server.sendmail("pairs@localhost", "leader@localhost", letter)
    _row(table, "floor: smtplib, the same bytes", watch, sent, sink.connections)


def _row(table: Table, name: str, watch: Watch, rows: int, connections: int | None = None) -> None:
    cells = [f"{name:<{WIDTH}}", f"{watch.seconds:.2f}", f"{watch.own:.2f}", f"{rows:,}"]
    cells += [f"{rows / watch.seconds:,.0f}", f"{watch.queries:,}"]
    table.row([*cells, NONE if connections is None else f"{connections:,}"])


@contextmanager
def watched() -> Iterator[Watch]:
    from django.db import connection

    watch = Watch()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        watch.queries += not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT"))
        return execute(sql, params, many, context)

    began, own = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        yield watch
    watch.seconds, watch.own = time.perf_counter() - began, time.process_time() - own


def _insert(organisation: UUID, rows: int) -> None:
    from django.db import connection

    from coachingpairs.tenancy.scope import scope

    with scope(organisation=organisation), connection.cursor() as cursor:
        cursor.execute(FLOOR, [organisation, rows])


def _mail_goes_to(port: int) -> None:
    from django.conf import settings

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False


def _a_letter(organisation: UUID) -> bytes:
    """One of the notes as it went over the wire."""
    from bench._leadership import THIRD_NUDGE
    from coachingpairs.mail.leasing import prepare, wishes_of
    from coachingpairs.mail.models import OutgoingMail
    from coachingpairs.tenancy.scope import scope

    with scope(organisation=organisation):
        row = OutgoingMail.objects.filter(kind="session-nudge").first()
        assert row is not None
        letter = prepare(row, THIRD_NUDGE, wishes_of([row]))
    assert letter is not None
    message: Any = letter.email.message()
    return bytes(message.as_bytes(linesep="\r\n"))


if __name__ == "__main__":
    main()
