"""Whether the installation works: database, Valkey, a live worker, and mail that goes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from redis.exceptions import RedisError

HEARTBEAT_KEY = "worker-heartbeat"
HEARTBEAT_LASTS = dt.timedelta(seconds=120)
MAIL_MAY_WAIT = dt.timedelta(minutes=30)


@dataclass
class Report:
    """``problems`` has a sentence for each thing that is down; nothing else makes the answer 503."""

    found: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        return {"status": "well" if self.is_well else "unwell", **self.found, "problems": self.problems}


def report() -> Report:
    result = Report()
    _database(result)
    _valkey_and_worker(result)
    return result


def beat() -> None:
    """Called by the worker every half minute."""
    cache.set(HEARTBEAT_KEY, timezone.now().isoformat(), HEARTBEAT_LASTS.total_seconds())


def _database(result: Report) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT oldest_mail_due()")
            oldest = cursor.fetchone()[0]
    except DatabaseError:
        result.found["database"] = "down"
        result.problems.append("The database does not answer.")
        return
    result.found["database"] = "up"
    waited = timezone.now() - oldest if oldest else None
    result.found["oldest_due_mail_seconds"] = max(0, int(waited.total_seconds())) if waited else None
    if waited and waited > MAIL_MAY_WAIT:
        result.problems.append("Mail has been waiting to go out for more than half an hour.")


def _valkey_and_worker(result: Report) -> None:
    try:
        heard = cache.get(HEARTBEAT_KEY)
    except (RedisError, OSError):
        result.found.update(redis="down", worker="unknown")
        result.problems.append("Valkey (Redis) does not answer.")
        return
    result.found["redis"] = "up"
    result.found["worker"] = "up" if heard else "down"
    if not heard:
        result.problems.append("No worker has been heard from for two minutes.")
