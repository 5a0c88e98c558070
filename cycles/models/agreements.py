from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def standing(self) -> AgreementQuerySet:
        """What was not replaced by a later wording."""
        return self.filter(replaced_at=None)


class Agreement(TenantModel):
    """How a pair works together, as one of them worded it; a change is a new row and asks everybody again.

    Row-level security shows each wording to those who were members while it stood.
    """

    pair = TenantForeignKey("cycles.Pair", on_delete=models.CASCADE, related_name="agreements")
    meeting = EncryptedTextField(blank=True)
    """When and where we meet."""
    confidence = EncryptedTextField(blank=True)
    """What stays between us."""
    challenge = EncryptedTextField(blank=True)
    """How we challenge each other."""
    trouble = EncryptedTextField(blank=True)
    """What we do when it does not work."""
    written_by = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pair"], condition=Q(replaced_at=None), name="agreement_stands_once"
            ),
        ]
        ordering = ["-written_at"]


class AgreementYes(TenantModel):
    """That a member agrees to this very wording."""

    agreement = TenantForeignKey(Agreement, on_delete=models.CASCADE, related_name="yeses")
    leader = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "agreement", "leader"], name="agreed_once")
        ]
