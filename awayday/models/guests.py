from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class Arrival(TenantModel):
    """That a leader is there, in the room or from elsewhere. Public to the room."""

    class How(models.TextChoices):
        SIGNED_IN = "signed in"
        CARD = "place card"
        CONFIRMED = "confirmed"
        NOTED = "noted"
        """By the facilitator, for somebody without a phone."""

    awayday = TenantForeignKey("awayday.Awayday", on_delete=models.CASCADE, related_name="arrivals")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    arrived_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "awayday", "leader"], name="arrival_once"),
            models.CheckConstraint(
                condition=Q(how__in=["signed in", "place card", "confirmed", "noted"]),
                name="arrival_how_known",
            ),
        ]
        ordering = ["arrived_at", "id"]


class PlaceCard(TenantModel):
    """A printed card: whoever scans its code is that leader on this Awayday's board, and nowhere else.

    Only a hash of what the code says is kept, so printing again makes another card; earlier ones go on
    working until they are revoked or the Awayday is closed.
    """

    awayday = TenantForeignKey("awayday.Awayday", on_delete=models.CASCADE, related_name="cards")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def waiting(self) -> ClaimQuerySet:
        return self.filter(confirmed_at=None, ended_at=None)

    def confirmed(self) -> ClaimQuerySet:
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Claim(TenantModel):
    """A phone says whose it is; it counts once the facilitator has confirmed it.

    ``number`` stands on the phone and beside the name on the facilitator's screen, so that two phones that
    give the same name can be told apart. ``ended_at`` is set when it was refused, replaced or taken back.
    """

    awayday = TenantForeignKey("awayday.Awayday", on_delete=models.CASCADE, related_name="claims")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("teams.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "awayday", "number"],
                condition=Q(confirmed_at=None, ended_at=None),
                name="claim_number_once_waiting",
            ),
            models.UniqueConstraint(
                fields=["organisation", "awayday", "leader"],
                condition=Q(confirmed_at__isnull=False, ended_at=None),
                name="claim_confirmed_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=10, number__lte=999), name="claim_number_short"),
        ]
        ordering = ["made_at", "id"]
