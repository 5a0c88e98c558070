"""Choosers share a cycle's lock until they commit; whoever seals it holds it alone.

The database's triggers take the shared one themselves (cycles.migrations.0002_rules). Row locks would be
correct too, but let the one who seals starve while a room is pressing buttons.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def share_cycle(cycle_id: UUID) -> None:
    """Held to the end of the transaction."""
    _lock("pg_advisory_xact_lock_shared", cycle_id)


def hold_cycle(cycle_id: UUID) -> None:
    """Waits until nobody shares it, and keeps everybody out to the end of the transaction."""
    _lock("pg_advisory_xact_lock", cycle_id)


def _lock(function: str, cycle_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [str(cycle_id)])
