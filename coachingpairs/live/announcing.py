"""“Something in this room changed”: a bare wake-up over Valkey, sent when the change is committed.

It is never the only copy of anything: streams read the database again, and every room that somebody looks at
is read again every twenty seconds anyway. So a wake-up that cannot be sent delays nobody and fails nothing.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import cache
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError, RedisError
from redis.retry import Retry

CHANNEL = "cp:live"
PATIENCE = 0.5
SKIP_SECONDS = 1.0
SAY_SECONDS = 60.0

log = structlog.get_logger()


def announce(organisation_id: UUID, room: UUID | str) -> None:
    """Wake whoever looks at the room once this transaction is committed; never an error.

    Announcing a room again in the same transaction adds nothing.
    """
    wake_up = WakeUp(organisation_id, str(room))
    if not any(hook[1] == wake_up for hook in connection.run_on_commit):
        transaction.on_commit(wake_up, robust=True)


@dataclass(frozen=True)
class WakeUp:
    """Compared by what it announces, so that a transaction's hooks can be asked whether it is among them."""

    organisation: UUID
    room: str

    def __call__(self) -> None:
        announcer().publish(f"{self.organisation}:{self.room}")


class Announcer:
    """This process's way to Valkey. After a failure it keeps quiet for a second.

    So a room full of people who press is not slowed by a Valkey that hangs: one of them waits, once.
    """

    def __init__(self, address: str) -> None:
        # One more try for a kept connection that Valkey has closed since; none for one that hangs.
        retry = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
        self._valkey = Redis.from_url(
            address, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=retry
        )
        self._quiet_until = self._said_at = float("-inf")
        self._lock = threading.Lock()

    def publish(self, message: str) -> None:
        """Send it, or log (once a minute) that it could not be sent."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._valkey.publish(CHANNEL, message)
        except (RedisError, OSError) as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        with self._lock:
            now = time.monotonic()
            self._quiet_until = now + SKIP_SECONDS
            if now - self._said_at < SAY_SECONDS:
                return
            self._said_at = now
        log.warning("live wake-ups cannot be sent", error=type(error).__name__)


@cache
def announcer() -> Announcer:
    return Announcer(settings.REDIS_URL)
