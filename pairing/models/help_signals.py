from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class HelpSignalQuerySet(models.QuerySet["HelpSignal"]):
    def open(self) -> HelpSignalQuerySet:
        return self.filter(ended_at=None)


class HelpSignal(TenantModel):
    """A leader would like some help with choosing. It reaches facilitators and nobody else.

    ``ended_at`` is set when it was seen, was taken back or is needed no longer; nothing says which.
    """

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="+")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = HelpSignalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cycle", "leader"],
                condition=Q(ended_at=None),
                name="help_signal_open_once",
            ),
        ]
        ordering = ["asked_at", "id"]
