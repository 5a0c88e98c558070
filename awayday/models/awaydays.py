from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel
from cycles.models import Cycle


class AwaydayQuerySet(models.QuerySet["Awayday"]):
    def open(self, at: dt.datetime | None = None) -> AwaydayQuerySet:
        """Whose doors are open: their code and their place cards lead somewhere."""
        return self.filter(
            doors_opened_at__isnull=False, closed_at=None, doors_close_at__gt=at or timezone.now()
        )


class Awayday(TenantModel):
    """The event that opens a cycle and closes the one before it, if there was one.

    ``stage`` is where the facilitator has taken the room. That the pairs are sealed is the cycle's own
    affair, so a room is sealed as soon as ``opens`` is, wherever it was sealed from.
    """

    class Stage(models.TextChoices):
        PLANNED = "planned"
        LOBBY = "lobby"
        LESSONS = "lessons"
        CHOOSING = "choosing"

    team = TenantForeignKey("teams.Team", on_delete=models.CASCADE, related_name="awaydays")
    opens = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="awaydays")
    closes = TenantForeignKey("cycles.Cycle", on_delete=models.PROTECT, null=True, related_name="+")
    held_on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    venue = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    """For those who take part from elsewhere."""
    sequence = models.PositiveSmallIntegerField(default=0)
    """Counts the changes of the plan, for calendars."""
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.PLANNED)
    lesson = TenantForeignKey("cycles.Lesson", on_delete=models.SET_NULL, null=True, related_name="+")
    """The one on the board, or the one that was there last."""
    code = models.CharField(max_length=6, blank=True)
    """Six digits while the doors are open; whoever has them reads what the projector shows."""
    created_at = models.DateTimeField(default=timezone.now)
    doors_opened_at = models.DateTimeField(null=True)
    doors_close_at = models.DateTimeField(null=True)
    """By themselves, should nobody close the Awayday."""
    closed_at = models.DateTimeField(null=True)

    objects = AwaydayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "opens"], name="awayday_once_per_cycle"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="awayday_code_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^([0-9]{6})?$"), name="awayday_code_of_digits"),
            models.CheckConstraint(
                condition=Q(code="")
                | Q(doors_opened_at__isnull=False, doors_close_at__isnull=False, closed_at=None),
                name="awayday_code_while_open",
            ),
            models.CheckConstraint(
                condition=Q(stage="planned", doors_opened_at=None)
                | Q(stage__in=["lobby", "lessons", "choosing"], doors_opened_at__isnull=False),
                name="awayday_stage_known",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="awayday_times_in_order"),
        ]

    def __str__(self) -> str:
        return f"Awayday of {self.held_on}"

    @property
    def is_open(self) -> bool:
        return (
            self.doors_opened_at is not None
            and self.closed_at is None
            and self.doors_close_at is not None
            and self.doors_close_at > timezone.now()
        )

    @property
    def is_sealed(self) -> bool:
        """Whether the pairs are. Needs ``opens``."""
        return self.opens.stage not in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING)

    @property
    def shown_code(self) -> str:
        """“482 913”."""
        return f"{self.code[:3]} {self.code[3:]}" if self.code else ""
