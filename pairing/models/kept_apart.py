from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class KeptApart(TenantModel):
    """Two leaders of a team who are not offered each other, in this cycle and later ones.

    Confidential, and by design without a reason: what is not stored cannot be read by anybody. ``one`` is the
    leader with the smaller id.
    """

    team = TenantForeignKey("teams.Team", on_delete=models.CASCADE, related_name="kept_apart")
    one = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    other = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("teams.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="kept_apart_in_order"),
            models.UniqueConstraint(fields=["organisation", "one", "other"], name="kept_apart_once"),
        ]
        ordering = ["-created_at", "id"]
