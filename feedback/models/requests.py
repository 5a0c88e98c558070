from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel
from feedback.models.askings import Asking

MOST_REMINDERS = 2


class RequestQuerySet(models.QuerySet["Request"]):
    def standing(self) -> RequestQuerySet:
        """Those not taken back."""
        return self.filter(withdrawn_at=None)

    def waiting(self) -> RequestQuerySet:
        """Those that have neither an answer nor a “not this time”, of askings that are open."""
        return self.standing().filter(answered_at=None, declined_at=None, asking__closed_at=None)


class Request(TenantModel):
    """The question to one colleague: a leader of the team (``giver``), or somebody outside by name and email.

    Row-level security shows it to whoever asks, to the giver, and to the asker's partner once the answer is
    shared. ``answered_at`` is set by the database when an answer comes or is taken back.
    """

    asking = TenantForeignKey(Asking, on_delete=models.CASCADE, related_name="requests")
    giver = TenantForeignKey(
        "teams.Leader", on_delete=models.CASCADE, null=True, related_name="feedback_requests"
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    last_reminded_at = models.DateTimeField(null=True)
    nudge = EncryptedTextField(blank=True)
    """What the asker has written to this giver to remind them."""
    nudged_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "asking", "giver"], name="asked_once"),
            models.UniqueConstraint(
                "organisation", "asking", Lower("email"), condition=~Q(email=""), name="asked_once_by_email"
            ),
            models.CheckConstraint(
                condition=Q(giver__isnull=False, name="", email="")
                | (Q(giver=None) & ~Q(name="") & ~Q(email="")),
                name="asked_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(declined_at=None), name="answered_or_declined"
            ),
            models.CheckConstraint(condition=Q(reminders__lte=MOST_REMINDERS), name="reminded_twice_at_most"),
        ]
        ordering = ["created_at", "id"]

    @property
    def whom(self) -> UUID | str:
        """The same for whoever asks them: a leader's id, or an address in small letters."""
        return self.giver_id or self.email.lower()

    @property
    def giver_name(self) -> str:
        """Whom it was meant for; ``giver`` is loaded."""
        return self.giver.name if self.giver else self.name

    @property
    def giver_called(self) -> str:
        return self.giver_name.split()[0]

    @property
    def giver_sort_name(self) -> str:
        """By the last of their names."""
        return self.giver.sort_name if self.giver else " ".join(reversed(self.name.split()))


class Link(TenantModel):
    """A link that was sent to a giver, as a hash; what it opens is looked up anew each time."""

    class Purpose(models.TextChoices):
        ANSWER = "answer"
        THANKS = "thanks"

    request = TenantForeignKey(Request, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=["answer", "thanks"]), name="link_purpose_known"),
        ]
