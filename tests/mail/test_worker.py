"""A real worker as production starts it, with a real broker and a real mail server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from coachingpairs import health
from coachingpairs.celery import app
from coachingpairs.tenancy.scope import scope
from teams.models import Role
from teams.services.invitations import invite_to_role
from tests.cast import Northmere
from tests.mail.processes import address_of_test_database
from tests.mail.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)
STARTS = 90.0
AT_ONCE = 30.0
"""Seconds; not the minute after which a sweep finds what nobody was woken for."""


@contextmanager
def worker(folder: Path, smtp_port: int) -> Iterator[None]:
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "coachingpairs", "worker", "--pool=threads"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "COACHINGPAIRS_ENV": "production",
                "DATABASE_URL": address_of_test_database("DATABASE_URL"),
                "SITE_URL": "https://pairs.northmere.example",
                "ALLOWED_HOSTS": "pairs.northmere.example",
                "MAIL_FROM": "pairs@northmere.example",
                "SMTP_HOST": "127.0.0.1",
                "SMTP_PORT": str(smtp_port),
                "SMTP_STARTTLS": "no",
                "PYTHONWARNINGS": "ignore",
            },
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            process.kill()


def wait_for(sink: Sink, number: int, *, within: float) -> None:
    ends = time.monotonic() + within
    while len(sink.received) < number and time.monotonic() < ends:
        time.sleep(0.05)


def invite(northmere: Northmere, name: str) -> None:
    with scope(organisation=northmere.organisation.pk):
        invite_to_role(
            organisation=northmere.organisation,
            email=f"{name}@northmere.example",
            name=name.title(),
            role=Role.SPONSOR,
            by=northmere.administrator,
        )


def test_mail_whose_wake_up_was_lost_goes_out_and_new_mail_at_once(
    northmere: Northmere, sink: Sink, smtp_port: int, tmp_path: Path
) -> None:
    invite(northmere, "ann")
    app.control.purge()  # the broker was flushed
    cache.delete(health.HEARTBEAT_KEY)
    with worker(tmp_path, smtp_port):
        wait_for(sink, 1, within=STARTS)
        assert sink.recipients == ["ann@northmere.example"], (tmp_path / "worker.log").read_text()
        assert sink.received[0]["From"] == "Coaching Pairs <pairs@northmere.example>"
        invite(northmere, "bo")
        wait_for(sink, 2, within=AT_ONCE)
        assert sink.recipients == ["ann@northmere.example", "bo@northmere.example"]
    assert cache.get(health.HEARTBEAT_KEY) is not None
    assert "https://pairs.northmere.example/invitation/" in sink.received[0].as_string()
    assert "/invitation/" not in (tmp_path / "worker.log").read_text()
