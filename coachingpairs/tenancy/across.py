"""The one thing that work for all organisations may ask across them: which there are."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import connection

from coachingpairs.tenancy.scope import scope

log = structlog.get_logger()


def organisation_ids() -> list[UUID]:
    """All organisations, oldest first. Enter the scope of one to see anything of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_ids()")
        return [row[0] for row in cursor.fetchall()]


def in_each_organisation(work: Callable[..., int], *, failed: str) -> int:
    """Call ``work(organisation_id=…)`` in a scope of each organisation; the sum of what it returns.

    Where it fails nothing of it is kept, the event ``failed`` is logged, and the others have their turn.
    """
    done = 0
    for organisation_id in organisation_ids():
        try:
            with scope(organisation=organisation_id):
                done += work(organisation_id=organisation_id)
        except Exception:
            log.exception(failed, organisation_id=str(organisation_id))
    return done
