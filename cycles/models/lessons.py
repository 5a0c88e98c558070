from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel

LONGEST_LESSON = 240
"""Characters: what still reads at once from the back of a room."""


class LessonQuerySet(models.QuerySet["Lesson"]):
    def offered(self) -> LessonQuerySet:
        """In the order in which they were offered."""
        return self.exclude(offered_at=None).order_by("offered_at", "pk")


class Lesson(TenantModel):
    """What a leader learnt in a cycle. Row-level security shows it to its author alone until offered."""

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="lessons")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="lessons")
    text = EncryptedTextField()
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    offered_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    """On the board, for the first time."""

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "cycle", "id"], name="lesson_in_cycle"),
            models.CheckConstraint(
                condition=Q(shown_at=None) | Q(offered_at__isnull=False, shown_at__gte=F("offered_at")),
                name="lesson_shown_when_offered",
            ),
        ]
