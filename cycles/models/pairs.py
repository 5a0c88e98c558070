from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class PairQuerySet(models.QuerySet["Pair"]):
    def active(self) -> PairQuerySet:
        return self.filter(ended_at=None)


class Pair(TenantModel):
    """Two leaders for one cycle, or three when ``is_trio``.

    The database keeps the rules (migrations 0002, 0004, 0009): size, different functions, no reporting line,
    nobody in two pairs, no partner of an earlier cycle. Only ``pairing.services`` forms and ends one. It ends
    once, for all its members; of a trio one may leave, and two go on.
    """

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="pairs")
    is_trio = models.BooleanField(default=False)
    formed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "cycle", "id"], name="pair_in_cycle"),
            models.UniqueConstraint(
                fields=["organisation", "cycle"],
                condition=Q(is_trio=True, ended_at=None),
                name="pair_one_trio_per_cycle",
            ),
        ]
        ordering = ["formed_at", "id"]


class PairMember(TenantModel):
    """A leader's membership of a pair; ``function`` is the one they had when the pair was formed."""

    pair = TenantForeignKey(Pair, on_delete=models.CASCADE, related_name="members")
    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="+")
    leader = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="pair_memberships")
    function = TenantForeignKey("teams.Function", on_delete=models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "pair", "leader"], name="member_once_in_pair"),
            models.UniqueConstraint(
                fields=["organisation", "cycle", "leader"],
                condition=Q(left_at=None),
                name="member_of_one_pair",
            ),
            models.UniqueConstraint(
                fields=["organisation", "pair", "function"],
                condition=Q(left_at=None),
                name="pair_different_functions",
            ),
        ]
