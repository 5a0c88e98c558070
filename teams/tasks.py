from __future__ import annotations

from celery import shared_task

from coachingpairs.tenancy.across import organisation_ids
from coachingpairs.tenancy.scope import scope
from teams.services import drafts


@shared_task
def delete_old_drafts() -> None:
    """Every hour: rosters that nobody finished within a week hold names that nobody agreed to keep."""
    for organisation_id in organisation_ids():
        with scope(organisation=organisation_id):
            drafts.delete_old_drafts()
