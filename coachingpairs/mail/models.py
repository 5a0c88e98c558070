from __future__ import annotations

import datetime as dt

from django.db import models

from coachingpairs.tenancy.models import TenantModel


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def undeliverable(self) -> OutgoingMailQuerySet:
        """Those that were given up: refused for good, or tried for five days."""
        return self.filter(state=OutgoingMail.State.FAILED)

    def to_take(self, at: dt.datetime) -> OutgoingMailQuerySet:
        """Those that a worker may take at ``at``, oldest first."""
        return self.waiting().filter(available_at__lte=at)

    def to_wait(self, at: dt.datetime) -> OutgoingMailQuerySet:
        """Those that go out after ``at``, soonest first."""
        return self.waiting().filter(available_at__gt=at)

    def waiting(self) -> OutgoingMailQuerySet:
        return self.filter(state__in=OutgoingMail.WAITING).order_by("available_at", "id")


class OutgoingMail(TenantModel):
    """One message to one person, written in the transaction of its cause and rendered when it is sent.

    ``kind`` names the function that renders it (see ``registry``); ``recipient_id`` is the leader or person
    it goes to, ``subject_id`` the row it is about. No text is kept here: links and words exist in the
    message alone. With a ``time_zone`` it goes out in working hours there.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        INFLIGHT = "inflight"
        SENT = "sent"
        RETRY = "retry"
        FAILED = "failed"
        SUPPRESSED = "suppressed"
        EXPIRED = "expired"

    WAITING = (State.QUEUED, State.RETRY, State.INFLIGHT)

    kind = models.CharField(max_length=40)
    recipient_id = models.UUIDField()
    subject_id = models.UUIDField(null=True)
    cycle_id = models.UUIDField(null=True)
    period = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    available_at = models.DateTimeField()
    """When a worker may take it: when it is due, after a failed try, or when a lease has run out."""
    time_zone = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "recipient_id", "kind", "cycle_id", "subject_id", "period"],
                nulls_distinct=False,
                name="mail_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["queued", "inflight", "sent", "retry", "failed", "suppressed", "expired"]
                ),
                name="mail_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "available_at"],
                condition=models.Q(state__in=["queued", "inflight", "retry"]),
                name="mail_waiting",
            )
        ]


class Unsubscription(TenantModel):
    """A recipient (a leader's place) who wants no more messages of a group such as ``nudges``."""

    recipient_id = models.UUIDField()
    group = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "recipient_id", "group"], name="unsubscribed_once"
            )
        ]


class MailHours(TenantModel):
    """When a recipient (a leader's place) wants reminders: hours of the day, and not before a day.

    They hold for messages of a group one can unsubscribe from, on top of working hours; what somebody asked
    for just now, and what others do to them, is not kept back.
    """

    recipient_id = models.UUIDField()
    opens = models.TimeField(default=dt.time(9))
    closes = models.TimeField(default=dt.time(17))
    not_until = models.DateField(null=True)
    """The first day on which reminders may come again."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "recipient_id"], name="mail_hours_once"),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="mail_hours_in_order"
            ),
        ]
