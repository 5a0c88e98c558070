from __future__ import annotations

from django.db import models
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel, TenantOneToOne
from feedback.models.requests import Request


class Draft(TenantModel):
    """What a giver is writing and has not sent. Row-level security shows it to them alone."""

    request = TenantOneToOne(Request, on_delete=models.CASCADE, related_name="draft")
    said = EncryptedTextField()
    """As rules.answers writes it."""
    changed_at = models.DateTimeField(default=timezone.now)


class Answer(TenantModel):
    """What a giver has sent; theirs to change until it is closed.

    Row-level security shows it to them, to the leader who asked once they may read (``Asking.reveal``), and
    to the partner of that leader while it is shared.
    """

    request = TenantOneToOne(Request, on_delete=models.CASCADE, related_name="answer")
    said = EncryptedTextField()
    """As rules.answers writes it."""
    sent_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "id"]


class Share(TenantModel):
    """An answer that its subject lets the partner read, until they take that back."""

    answer = TenantOneToOne(Answer, on_delete=models.CASCADE, related_name="share")
    pair = TenantForeignKey("cycles.Pair", on_delete=models.CASCADE, related_name="+")
    shared_at = models.DateTimeField(default=timezone.now)
