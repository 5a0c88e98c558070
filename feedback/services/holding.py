"""Who waits for whom around an asking.

Everybody locks in this order, and so nobody waits for each other in a ring: the asking's row, the request's
row, this hold, the answer. PostgreSQL locks a row before its triggers run: whoever deletes an answer takes
the hold beforehand, for its trigger would come too late.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def hold(asking_id: UUID, *, alone: bool) -> None:
    """Until the transaction ends: whoever closes or shares is ``alone``, givers write beside each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT feedback_hold(%s, %s)", [asking_id, alone])
