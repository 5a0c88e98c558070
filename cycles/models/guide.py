from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel

LONGEST_HOUSE_PAGE = 6000


class HousePage(TenantModel):
    """The page that a team's facilitators add to the guide: what is particular to their house."""

    team = TenantForeignKey("teams.Team", on_delete=models.CASCADE, related_name="house_pages")
    title = models.CharField(max_length=80)
    text = models.TextField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "team"], name="house_page_once"),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(text=""), name="house_page_says_something"
            ),
        ]
