from __future__ import annotations

from django.db import models

from coachingpairs.tenancy.models import TenantModel, TenantOneToOne


class OthersByEmail(TenantModel):
    """A team whose leaders may also ask people outside it, by email; without a row they may not."""

    team = TenantOneToOne("teams.Team", on_delete=models.CASCADE, related_name="others_by_email")
    allowed_at = models.DateTimeField(auto_now_add=True)
