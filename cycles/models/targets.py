from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel, TenantOneToOne


class GrowthTargetQuerySet(models.QuerySet["GrowthTarget"]):
    def open(self) -> GrowthTargetQuerySet:
        """Those being worked on."""
        return self.filter(state__in=GrowthTarget.OPEN)


class GrowthTarget(TenantModel):
    """One behaviour a leader grows in a cycle; its words are its ``wordings``.

    A leader has one in each of two slots while it is open, so there is never a third. Row-level security
    shows it to its owner and whoever is or was their partner; only the owner changes it.
    """

    class State(models.TextChoices):
        IDEA = "idea", "an idea"
        ASKED = "asked", "asked about"
        SETTLED = "settled", "settled"
        CRACKED = "cracked", "cracked"
        CARRIED = "carried", "carried on"
        LET_GO = "let_go", "let go"

    OPEN = (State.IDEA, State.ASKED, State.SETTLED)

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="targets")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="targets")
    slot = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.IDEA)
    carried_from = TenantOneToOne(
        "cycles.GrowthTarget", on_delete=models.SET_NULL, null=True, related_name="carried_to"
    )
    created_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)
    """Since when it is in this state."""

    objects = GrowthTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(slot__in=[1, 2]), name="target_one_or_two"),
            models.CheckConstraint(
                condition=Q(state__in=["idea", "asked", "settled", "cracked", "carried", "let_go"]),
                name="target_state_known",
            ),
            models.UniqueConstraint(
                fields=["organisation", "cycle", "leader", "slot"],
                condition=Q(state__in=["idea", "asked", "settled"]),
                name="target_never_a_third",
            ),
        ]
        ordering = ["slot", "created_at"]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class TargetWordingQuerySet(models.QuerySet["TargetWording"]):
    def standing(self) -> TargetWordingQuerySet:
        return self.filter(replaced_at=None)


class TargetWording(TenantModel):
    """A target in its owner's words, from ``written_at`` until it was reworded.

    Row-level security shows the owner all of them, a partner the one that stands, and somebody who was the
    partner the one that stood when they parted.
    """

    class Direction(models.TextChoices):
        UP = "up", "Dial up"
        DOWN = "down", "Dial down"

    target = TenantForeignKey(GrowthTarget, on_delete=models.CASCADE, related_name="wordings")
    direction = models.CharField(max_length=4, choices=Direction.choices)
    behaviour = EncryptedTextField()
    differently = EncryptedTextField(blank=True)
    """What I will do differently."""
    why = EncryptedTextField(blank=True)
    """Why it matters."""
    written_at = models.DateTimeField(default=timezone.now)
    replaced_at = models.DateTimeField(null=True)

    objects = TargetWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["up", "down"]), name="wording_direction_known"),
            models.UniqueConstraint(
                fields=["organisation", "target"], condition=Q(replaced_at=None), name="wording_stands_once"
            ),
        ]
        ordering = ["-written_at"]
