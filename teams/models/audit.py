from __future__ import annotations

from django.db import models

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class AuditEntry(TenantModel):
    """Who did what, when. Append-only: the application may insert and read, nothing else. No private text."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        "teams.Person", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    by_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    team = TenantForeignKey("teams.Team", on_delete=models.DO_NOTHING, null=True, related_name="+")
    subject_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="audit_newest_first")]
        ordering = ["-at"]
