"""The organisation's audit trail: who did what, when; never what was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from teams.models import AuditEntry, Person, Team


def record(
    verb: str,
    *,
    organisation_id: UUID,
    by: Person | None,
    team: Team | None = None,
    subject_id: UUID | None = None,
    **details: Any,
) -> None:
    """Write one entry.

    ``details`` hold identities, counts, names of fields, and a reason that somebody gave for the trail
    itself; never private text.
    """
    AuditEntry.objects.create(
        organisation_id=organisation_id,
        by=by,
        by_name=str(by) if by else "",
        verb=verb,
        team=team,
        subject_id=subject_id,
        details=details,
    )
