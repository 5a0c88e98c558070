from __future__ import annotations

from uuid import UUID

from celery import shared_task

from coachingpairs.jobs import OrganisationTask
from coachingpairs.mail import sending


@shared_task
def send_due_mail() -> None:
    """The sweep of every minute: whatever is due, whoever forgot to wake the worker."""
    sending.send_due()


@shared_task(base=OrganisationTask, in_scope=False)
def send_mail_of(*, organisation_id: UUID) -> None:
    """Right after a message was written. When the mail server is down, the sweep goes on asking."""
    try:
        sending.send_mail(organisation_id)
    except sending.ServerUnreachable as error:
        sending.log.error("mail.server_unreachable", error=str(error))
