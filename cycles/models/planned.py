from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel
from cycles.rules.sessions import LONGEST, SHORTEST


class PlannedSessionQuerySet(models.QuerySet["PlannedSession"]):
    def standing(self) -> PlannedSessionQuerySet:
        return self.filter(cancelled_at=None)


class PlannedSession(TenantModel):
    """When and where a pair means to meet. Its members alone are shown it.

    ``sequence`` counts the changes, so that a calendar replaces what it holds under the same ``uid``.
    """

    pair = TenantForeignKey("cycles.Pair", on_delete=models.CASCADE, related_name="planned_sessions")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = EncryptedTextField(blank=True, default="")
    """A room, or the address of a call, which may have its password in it."""
    sequence = models.PositiveSmallIntegerField(default=0)
    planned_by = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    cancelled_at = models.DateTimeField(null=True)
    """Kept for a while, so that calendars can be told."""

    objects = PlannedSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="planned_minutes_sensible"
            ),
        ]
        ordering = ["starts_at", "id"]

    @property
    def uid(self) -> str:
        return f"session-{self.pk}@coaching-pairs"

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)
