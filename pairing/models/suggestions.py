from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def open(self) -> SuggestionQuerySet:
        return self.filter(ended_at=None)


class Suggestion(TenantModel):
    """A pair or trio offered to its people, who each take it or leave it. It is never a pair by itself.

    Only with a yes from every one of them may it become one, in the same moment in which it ends; once ended
    it stays as it was.
    """

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="suggestions")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("teams.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    """The facilitator or sponsor who suggested it; nobody when it was made for a leader who asked."""
    asked_by = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, null=True, related_name="+")
    """The leader who asks to join a pair as its third."""
    ended_at = models.DateTimeField(null=True)
    became = TenantForeignKey("cycles.Pair", on_delete=models.SET_NULL, null=True, related_name="suggestions")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "cycle", "id"], name="suggestion_in_cycle"),
            models.CheckConstraint(
                condition=Q(became=None) | Q(ended_at__isnull=False), name="suggestion_became_when_ended"
            ),
        ]
        ordering = ["-made_at", "id"]


class SuggestedLeader(TenantModel):
    """One of the two or three in a suggestion, and their answer. ``is_open`` as long as the suggestion is."""

    class Answer(models.TextChoices):
        NONE = "none"
        YES = "yes"
        NOT_THIS_TIME = "not this time"

    suggestion = TenantForeignKey(Suggestion, on_delete=models.CASCADE, related_name="leaders")
    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="+")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="suggested")
    answer = models.CharField(max_length=13, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "suggestion", "leader"], name="suggested_once_in_suggestion"
            ),
            models.UniqueConstraint(
                fields=["organisation", "cycle", "leader"],
                condition=Q(is_open=True),
                name="suggestion_open_once_per_leader",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["none", "yes", "not this time"]), name="suggestion_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="none", answered_at=None)
                | (~Q(answer="none") & Q(answered_at__isnull=False)),
                name="suggestion_answered_at_with_answer",
            ),
        ]
