from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coachingpairs.encryption.fields import EncryptedTextField
from coachingpairs.tenancy.models import TenantForeignKey, TenantModel, TenantOneToOne
from cycles.rules.sessions import LONGEST, SHORTEST
from cycles.rules.words import length_in_words
from teams.models import Leader


class SessionQuerySet(models.QuerySet["Session"]):
    def of_leader(self, leader: Leader) -> SessionQuerySet:
        """The sessions of every pair the leader is in, and of one they have left those from before."""
        left_at = F("pair__members__left_at")
        then = Q(pair__members__left_at=None) | Q(created_at__lte=left_at)
        return self.filter(then, pair__members__leader=leader)

    def with_notes_marked(self, leader: Leader) -> SessionQuerySet:
        """``has_pair_note`` and ``has_private_note``, the leader's own, without reading either."""
        return self.annotate(
            has_pair_note=models.Exists(PairNote.objects.filter(session=models.OuterRef("pk"))),
            has_private_note=models.Exists(
                PrivateNote.objects.filter(session=models.OuterRef("pk"), leader=leader)
            ),
        )


SessionManager = models.Manager.from_queryset(SessionQuerySet)


class HeldSessions(SessionManager["Session"]):
    """Those that stand; what somebody has deleted waits in the bin for a month."""

    def get_queryset(self) -> SessionQuerySet:
        return SessionQuerySet(self.model, using=self._db).filter(deleted_at=None)


class Session(TenantModel):
    """That a pair met: date and length in minutes. What was said stands in tables of its own.

    ``objects`` leaves out the bin; joins (``pair__sessions__…``) do not, so say ``deleted_at=None`` there.
    """

    pair = TenantForeignKey("cycles.Pair", on_delete=models.CASCADE, related_name="sessions")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    logged_by = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True)
    """In the bin: either partner can put it back for a month, then it goes with its notes."""
    sent_as = models.UUIDField(default=uuid.uuid4)
    """The form it was sent with, so that a form sent twice makes one session."""

    objects = HeldSessions()
    with_the_bin = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="session_minutes_sensible"
            ),
            models.UniqueConstraint(
                fields=["organisation", "logged_by", "sent_as"], name="session_sent_once"
            ),
        ]
        ordering = ["-held_on", "-created_at"]

    @property
    def length(self) -> str:
        """“1 hour 20 minutes”."""
        return length_in_words(self.minutes)


class PairNote(TenantModel):
    """What the pair keeps from a session. Row-level security shows it to its members alone.

    Whoever has left the pair is shown those that have not changed since.
    """

    session = TenantOneToOne(Session, on_delete=models.CASCADE, related_name="pair_note")
    text = EncryptedTextField()
    changed_by = TenantForeignKey("teams.Leader", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)


class PrivateNote(TenantModel):
    """What one leader keeps for themself. Row-level security shows it to its author alone."""

    session = TenantForeignKey(Session, on_delete=models.CASCADE, related_name="private_notes")
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "session", "leader"], name="private_note_once")
        ]
