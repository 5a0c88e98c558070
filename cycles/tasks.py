from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cycles.services import nudges, sessions


@shared_task
def plan_nudges() -> None:
    """Every ten minutes: which pairs have yet to meet, and are due a word."""
    nudges.plan_nudges(at=timezone.now())


@shared_task
def empty_bin() -> None:
    """Every hour: sessions deleted a month ago go for good."""
    sessions.empty_bin(at=timezone.now())
