from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel
from teams.models.organisations import known_time_zone


class CycleQuerySet(models.QuerySet["Cycle"]):
    def ahead(self) -> CycleQuerySet:
        return self.filter(stage__in=(Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING))

    def under_way(self) -> CycleQuerySet:
        return self.filter(stage__in=(Cycle.Stage.RUNNING, Cycle.Stage.WRAPPING_UP))


class Cycle(TenantModel):
    """Six calendar months of one team. ``ends_on`` is the last day; months are in ``rules.months``."""

    class Stage(models.TextChoices):
        DRAFT = "draft", "being prepared"
        CHOOSING = "choosing", "choosing"
        RUNNING = "running", "running"
        WRAPPING_UP = "wrapping_up", "wrapping up"
        CLOSED = "closed", "closed"

    team = TenantForeignKey("teams.Team", on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    time_zone = models.CharField(max_length=64, validators=[known_time_zone])
    created_at = models.DateTimeField(auto_now_add=True)
    choosing_opened_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    repeats_through = models.PositiveSmallIntegerField(default=0)
    """Partners whose last cycle together has this number or a smaller one may pair again; 0: nobody may."""
    paused = models.BooleanField(default=False)
    """While choosing: those who choose ask and answer nothing for a moment."""

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "team", "number"], name="cycle_number_once"),
            models.UniqueConstraint(
                fields=["organisation", "team"],
                condition=Q(stage__in=["draft", "choosing"]),
                name="cycle_ahead_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "team"],
                condition=Q(stage__in=["running", "wrapping_up"]),
                name="cycle_under_way_once",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cycle_dates_in_order"),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "choosing", "running", "wrapping_up", "closed"]),
                name="cycle_stage_known",
            ),
            models.CheckConstraint(
                condition=Q(repeats_through__lt=F("number")), name="cycle_repeats_of_earlier_cycles"
            ),
            models.CheckConstraint(
                condition=Q(paused=False) | Q(stage="choosing"), name="cycle_paused_while_choosing"
            ),
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Cycle {self.number}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_choosing(self) -> bool:
        return self.stage == self.Stage.CHOOSING

    @property
    def is_under_way(self) -> bool:
        return self.stage in (self.Stage.RUNNING, self.Stage.WRAPPING_UP)

    @property
    def is_open(self) -> bool:
        """People may still come together: all of them while it is choosing, later those without a partner."""
        return self.is_choosing or self.is_under_way


class Participant(TenantModel):
    """A leader who takes part in a cycle. While it is choosing, who is away or sits it out is in no pair."""

    cycle = TenantForeignKey(Cycle, on_delete=models.CASCADE, related_name="participants")
    leader = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="participations")
    sits_out = models.BooleanField(default=False)
    """By their own wish, once the number turned out odd."""
    absent = models.BooleanField(default=False)
    """Cannot choose now and is paired later."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "cycle", "leader"], name="participant_once"),
            models.CheckConstraint(
                condition=~Q(absent=True, sits_out=True), name="participant_absent_or_resting"
            ),
        ]
