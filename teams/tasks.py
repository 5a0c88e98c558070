from __future__ import annotations

from celery import shared_task

from coachingpairs.tenancy.across import in_each_organisation
from teams.services import drafts


@shared_task
def delete_old_drafts() -> None:
    """Every hour: rosters that nobody finished within a week hold names that nobody agreed to keep."""
    in_each_organisation(drafts.delete_old_drafts, failed="teams.drafts_not_deleted")
