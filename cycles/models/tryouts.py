from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class TryOut(TenantModel):
    """A coming occasion at which a target is tried, and afterwards how big the step was.

    Row-level security shows it to the target's owner and their partner; only the owner changes it. Whoever
    was the partner sees those that have not changed since they parted.
    """

    class Step(models.TextChoices):
        NONE = "none", "None yet"
        SMALL = "small", "Small"
        CLEAR = "clear", "Clear"
        BIG = "big", "Big"
        NOT_THE_ONE = "not_the_one", "This wasn’t the one"

    target = TenantForeignKey("cycles.GrowthTarget", on_delete=models.CASCADE, related_name="try_outs")
    on = models.DateField()
    """By the clocks of the cycle."""
    occasion = EncryptedTextField()
    plan = EncryptedTextField(blank=True)
    """What I will try there."""
    step = models.CharField(max_length=12, choices=Step.choices, blank=True)
    noticed = EncryptedTextField(blank=True)
    next = EncryptedTextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    looked_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["", "none", "small", "clear", "big", "not_the_one"]),
                name="try_out_step_known",
            ),
            models.CheckConstraint(
                condition=Q(step="", looked_back_at=None) | (~Q(step="") & Q(looked_back_at__isnull=False)),
                name="try_out_step_when_looked_back",
            ),
        ]
        ordering = ["on", "created_at"]
