"""The one thing that work for all organisations may ask across them: which there are."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def organisation_ids() -> list[UUID]:
    """All organisations, oldest first. Enter the scope of one to see anything of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_ids()")
        return [row[0] for row in cursor.fetchall()]
