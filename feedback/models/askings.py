from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel, TenantOneToOne
from cycles.models import Cycle


class AskingQuerySet(models.QuerySet["Asking"]):
    def open(self) -> AskingQuerySet:
        """Those that nobody has closed; one whose date is over is closed by the next beat."""
        return self.filter(closed_at=None)


class Asking(TenantModel):
    """A leader asks a few colleagues about their targets: first whether they are the right ones, and in month
    five, of those same people, what has changed (``again``, which names the first in ``first``).

    What was asked never changes. Row-level security shows it to whoever asks and whom they ask.
    """

    class Kind(models.TextChoices):
        FIRST = "first", "are these the right ones?"
        AGAIN = "again", "what have you noticed?"

    class Reveal(models.TextChoices):
        COME = "come", "as they come"
        AFTER = "after", "all at once, after the date"

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="+")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="askings")
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.FIRST)
    first = TenantOneToOne("feedback.Asking", on_delete=models.CASCADE, null=True, related_name="again")
    personal = EncryptedTextField(blank=True)
    """A few words of the leader to those who are asked."""
    reveal = models.CharField(max_length=5, choices=Reveal.choices, default=Reveal.COME)
    asked_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField()
    """The midnight that ends the last day, by the clocks of the cycle."""
    closed_at = models.DateTimeField(null=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reveal__in=["come", "after"]), name="asking_reveal_known"),
            models.CheckConstraint(
                condition=Q(kind="first", first=None) | Q(kind="again", first__isnull=False),
                name="asking_again_after_a_first",
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("asked_at")), name="asking_dates_in_order"),
            models.UniqueConstraint(
                fields=["organisation", "cycle", "leader", "kind"],
                condition=Q(closed_at=None),
                name="asking_open_once",
            ),
        ]
        ordering = ["-asked_at"]

    def is_open(self, at: dt.datetime) -> bool:
        """Answers can be written and changed; ``cycle`` is loaded."""
        return self.closed_at is None and at < self.closes_at and self.cycle.is_under_way

    def last_day(self, cycle: Cycle) -> dt.date:
        """The last day on which it can be answered, where the cycle is."""
        return (self.closes_at - dt.timedelta(seconds=1)).astimezone(cycle.zone).date()


class AskedTarget(TenantModel):
    """A target in the words in which it was asked about, whatever it says now."""

    asking = TenantForeignKey(Asking, on_delete=models.CASCADE, related_name="targets")
    target = TenantForeignKey(
        "cycles.GrowthTarget", on_delete=models.SET_NULL, null=True, related_name="asked"
    )
    position = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=4)
    behaviour = EncryptedTextField()
    differently = EncryptedTextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(position__in=[1, 2]), name="asked_one_or_two"),
            models.CheckConstraint(condition=Q(direction__in=["up", "down"]), name="asked_direction_known"),
            models.UniqueConstraint(
                fields=["organisation", "asking", "position"], name="asked_position_once"
            ),
            models.UniqueConstraint(fields=["organisation", "asking", "target"], name="asked_target_once"),
        ]
        ordering = ["position"]


class Reading(TenantModel):
    """What whoever asks keeps beside the answers: a note to self, and up to when they have read them.

    Row-level security shows it to them alone.
    """

    asking = TenantOneToOne(Asking, on_delete=models.CASCADE, related_name="reading")
    note = EncryptedTextField(blank=True)
    read_at = models.DateTimeField(null=True)
    """When the newest answer that they have had before their eyes was written."""


class Thanks(TenantModel):
    """A word of thanks to everybody who answered, said once.

    Row-level security shows it to them and its author.
    """

    asking = TenantOneToOne(Asking, on_delete=models.CASCADE, related_name="thanks")
    words = EncryptedTextField()
    sent_at = models.DateTimeField(default=timezone.now)
