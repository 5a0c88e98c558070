from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> ProposalQuerySet:
        return self.filter(state=Proposal.State.OPEN)


class Proposal(TenantModel):
    """One leader asks another to be partners. Unreturned and declined ones are private for ever."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    cycle = TenantForeignKey("cycles.Cycle", on_delete=models.CASCADE, related_name="proposals")
    proposer = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="proposals_made")
    addressee = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="proposals_received")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey("teams.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    """Who wrote down that the two said yes aloud; nobody for a proposal made and accepted by themselves."""

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposer=F("addressee")), name="proposal_to_another"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "declined", "withdrawn", "lapsed"]),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
                name="proposal_answered_when_not_open",
            ),
            models.UniqueConstraint(
                fields=["organisation", "cycle", "proposer"],
                condition=Q(state="open"),
                name="proposal_open_once_per_proposer",
            ),
            models.UniqueConstraint(
                "organisation",
                "cycle",
                Least("proposer", "addressee"),
                Greatest("proposer", "addressee"),
                condition=Q(state="open"),
                name="proposal_open_once_between_two",
            ),
        ]
        ordering = ["-made_at"]
