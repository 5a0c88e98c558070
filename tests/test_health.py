"""/healthz says what works, and with 503 what does not and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from coachingpairs import health
from coachingpairs.mail.outbox import enqueue
from coachingpairs.tenancy.scope import scope
from tests.cast import Northmere

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard_worker() -> Iterator[None]:
    health.beat()
    yield
    cache.delete(health.HEARTBEAT_KEY)


def ask(client: Client) -> tuple[int, Any]:
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_all_is_well(client: Client, heard_worker: None) -> None:
    assert ask(client) == (
        200,
        {
            "status": "well",
            "database": "up",
            "redis": "up",
            "worker": "up",
            "oldest_due_mail_seconds": None,
            "problems": [],
        },
    )


def test_no_worker_has_been_heard_from(client: Client) -> None:
    cache.delete(health.HEARTBEAT_KEY)
    status, report = ask(client)
    assert (status, report["status"], report["worker"]) == (503, "unwell", "down")
    assert report["problems"] == ["No worker has been heard from for two minutes."]


@pytest.mark.parametrize(("minutes", "expected"), [(10, 200), (31, 503)])
def test_mail_that_waits(
    minutes: int, expected: int, client: Client, heard_worker: None, northmere: Northmere
) -> None:
    with scope(organisation=northmere.organisation.pk):
        enqueue(
            organisation_id=northmere.organisation.pk,
            kind="sealed",
            recipient_id=northmere.leader("Priya").pk,
            due_at=timezone.now() - dt.timedelta(minutes=minutes),
        )
    status, report = ask(client)
    assert status == expected
    assert report["oldest_due_mail_seconds"] in range(minutes * 60, minutes * 60 + 60)
    assert ("Mail has been waiting to go out for more than half an hour." in report["problems"]) == (
        expected == 503
    )


def test_valkey_is_down(client: Client, settings: Any, tmp_path: Path) -> None:
    nowhere = f"unix://{tmp_path}/valkey.sock"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": nowhere}}
    status, report = ask(client)
    assert (status, report["redis"], report["worker"]) == (503, "down", "unknown")
    assert report["problems"] == ["Valkey (Redis) does not answer."]


@pytest.mark.django_db(transaction=True)
def test_the_database_is_down(client: Client, heard_worker: None, tmp_path: Path) -> None:
    there = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = str(tmp_path)
    try:
        status, report = ask(client)
    finally:
        connection.close()
        connection.settings_dict["HOST"] = there
    assert (status, report["database"]) == (503, "down")
    assert report["problems"] == ["The database does not answer."]
