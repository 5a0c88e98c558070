from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cycles.services import reminders, sessions, wrapping


@shared_task
def plan_reminders() -> None:
    """Every ten minutes: which pairs have yet to meet, and what else is due a word."""
    reminders.plan_reminders(at=timezone.now())


@shared_task
def begin_wrapping_up() -> None:
    """Every ten minutes: which cycles have come to their last four weeks."""
    wrapping.begin_wrapping_up(at=timezone.now())


@shared_task
def empty_bin() -> None:
    """Every hour: sessions deleted a month ago go for good."""
    sessions.empty_bin(at=timezone.now())
