from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class Strength(TenantModel):
    """What ``author`` rates in ``about``, their partner. Row-level security shows it to these two alone."""

    pair = TenantForeignKey("cycles.Pair", on_delete=models.CASCADE, related_name="strengths")
    author = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    about = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(author=F("about")), name="strength_of_somebody_else"),
        ]
        ordering = ["created_at", "id"]


class StrengthsRead(TenantModel):
    """When ``reader`` last had what ``author`` rates in them before their eyes."""

    pair = TenantForeignKey("cycles.Pair", on_delete=models.CASCADE, related_name="+")
    reader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    author = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pair", "reader", "author"], name="strengths_read_once"
            )
        ]
