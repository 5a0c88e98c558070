"""kill -9 of a real sender at each step: everything arrives, at most one message twice, under the same id.

Its steps: it takes rows and writes their messages, leases them, connects, hands over one message after the
other, hears that one is taken, marks it.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from coachingpairs.mail.leasing import LEASE
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from tests.cast import Northmere
from tests.mail.letters import post, states
from tests.mail.processes import address_of_test_database
from tests.mail.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2027, 3, 2, 9, 30, tzinfo=dt.UTC)
NAMES = ("ann", "bo", "cy", "dee")


@pytest.fixture
def here(northmere: Northmere) -> UUID:
    return northmere.organisation.pk


def start_sender() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.mail.worker", str(settings.EMAIL_PORT), AT.isoformat()],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address_of_test_database("DATABASE_URL")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def the_nth(number: int, act: Callable[[], str]) -> Callable[[str], str | None]:
    """A step that acts when it is reached for the nth time; what it returns is the server's answer then."""
    reached = Counter[str]()

    def step(_address: str) -> str | None:
        reached["times"] += 1
        return act() if reached["times"] == number else None

    return step


def kill(sender: subprocess.Popen[bytes]) -> str:
    os.kill(sender.pid, signal.SIGKILL)
    return "451 nobody hears this"


@pytest.mark.parametrize(
    ("step", "nth", "sent_before", "sent_twice"),
    [
        ("EHLO", 1, 0, 0),  # all leased, nothing handed over
        ("MAIL", 1, 0, 0),
        ("REFUSE", 1, 0, 0),  # the first message has been handed over, but not taken
        ("DATA", 1, 1, 1),  # taken, and its sender dead before it hears so
        ("MAIL", 2, 1, 0),  # between two messages
        ("DATA", 3, 3, 1),
    ],
)
def test_a_killed_sender_loses_nothing(
    here: UUID, sink: Sink, step: str, nth: int, sent_before: int, sent_twice: int
) -> None:
    post(here, *NAMES, due_at=AT)
    sender = start_sender()
    sink.steps[step] = the_nth(nth, lambda: kill(sender))
    assert sender.wait(timeout=60) == -signal.SIGKILL
    assert len(sink.received) == sent_before
    sink.steps.clear()

    assert send_due(at=AT) == 0  # its leases still hold
    send_due(at=AT + LEASE)
    assert send_due(at=AT + 2 * LEASE) == 0
    times = Counter(sink.recipients)
    assert sorted(times) == [f"{name}@northmere.example" for name in NAMES]
    assert sorted(times.values()) == [1] * (4 - sent_twice) + [2] * sent_twice
    assert len({message["Message-ID"] for message in sink.received}) == 4
    assert states(here) == dict.fromkeys(NAMES, "sent")


def test_a_sender_killed_before_it_leased_anything_leaves_the_outbox_as_it_was(
    here: UUID, sink: Sink
) -> None:
    post(here, *NAMES, due_at=AT)
    sender = start_sender()
    sender.kill()
    assert sender.wait(timeout=60) == -signal.SIGKILL
    assert states(here) == dict.fromkeys(NAMES, "queued")
    assert send_due(at=AT) == 4


def test_a_sender_killed_while_it_writes_messages_has_leased_none(here: UUID, sink: Sink) -> None:
    """It has locked its rows, and waits for a table that somebody holds."""
    post(here, *NAMES, due_at=AT)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE mail_unsubscription IN ACCESS EXCLUSIVE MODE")
        sender = start_sender()
        wait_until(somebody_waits_for_a_lock)
        kill(sender)
        assert sender.wait(timeout=60) == -signal.SIGKILL
    assert states(here) == dict.fromkeys(NAMES, "queued")
    assert sink.received == []
    wait_until(lambda: send_due(at=AT) == 4)
    assert sorted(sink.recipients) == [f"{name}@northmere.example" for name in NAMES]


def test_a_sender_killed_after_it_heard_that_a_message_is_taken_and_before_it_is_noted(
    here: UUID, sink: Sink
) -> None:
    """It waits to mark the row, which somebody holds since the server took the message."""
    post(here, "ann", due_at=AT)
    held = Event()

    def hold_the_row_until_its_sender_is_killed() -> None:
        with scope(organisation=here):
            assert len(OutgoingMail.objects.select_for_update()) == 1
            held.set()
            wait_until(somebody_waits_for_a_lock)
            kill(sender)
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:

        def hold(_address: str) -> None:
            thread.submit(hold_the_row_until_its_sender_is_killed)
            assert held.wait(timeout=60)

        sink.steps["DATA"] = hold
        sender = start_sender()
        assert sender.wait(timeout=60) == -signal.SIGKILL
    sink.steps.clear()
    assert states(here) == {"ann": "inflight"}
    wait_until(lambda: send_due(at=AT + LEASE) == 1)
    assert states(here) == {"ann": "sent"}
    assert sink.recipients == ["ann@northmere.example"] * 2
    assert len({message["Message-ID"] for message in sink.received}) == 1


def wait_until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


def somebody_waits_for_a_lock() -> bool:
    """In the test's own database: tests in other processes may use the same server."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks "
            "WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())))"
        )
        return bool(cursor.fetchone()[0])
