from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from feedback.services import closing, reminding


@shared_task
def close_what_is_over() -> None:
    """Every ten minutes: which askings have come to their end."""
    closing.close_what_is_over(at=timezone.now())


@shared_task
def plan_reminders() -> None:
    """Every ten minutes: who is due a reminder."""
    reminding.plan_reminders(at=timezone.now())
