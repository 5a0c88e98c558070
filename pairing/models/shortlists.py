from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel

LONGEST_SHORTLIST = 5


class ShortlistEntry(TenantModel):
    """A colleague whom a leader would be glad to work with, for as long as they say so, whatever the cycle.

    Row-level security shows it to that leader alone; suggestions are computed through one door
    (``services.shortlists.all_shortlists``).
    """

    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    colleague = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(leader=F("colleague")), name="shortlist_not_oneself"),
            models.UniqueConstraint(
                fields=["organisation", "leader", "colleague"], name="shortlist_colleague_once"
            ),
        ]
        ordering = ["created_at", "id"]
