from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from coachingpairs.tenancy.models import TenantForeignKey, TenantModel
from teams.models.organisations import Role


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, **fields: Any) -> Person:
        """Somebody who signs in by codes sent to ``email``; there is no password to have."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody who can sign in, in however many organisations: a mailbox and a name, nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def unanswered(self) -> InvitationQuerySet:
        """Those neither accepted nor revoked, run out or not: there is one at most for a place or a role."""
        return self.filter(accepted_at=None, revoked_at=None)

    def usable(self) -> InvitationQuerySet:
        """Open ones whose place is still free and still has the address they were sent to."""
        free = models.Q(leader__person=None, leader__left_on=None, leader__email__iexact=models.F("email"))
        return self.open().filter(models.Q(leader=None) | free)


class Invitation(TenantModel):
    """An emailed way in: bound to one mailbox, for one leader's place or one role, for 14 days.

    Only the hash of the link's token is kept. Sending it again mints a new token.
    """

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    leader = TenantForeignKey("teams.Leader", on_delete=models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leader=None) ^ models.Q(role=""), name="invitation_leader_or_role"
            ),
            models.UniqueConstraint(
                fields=["organisation", "leader"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once_per_leader",
            ),
            models.UniqueConstraint(
                "organisation",
                "role",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None, leader=None),
                name="invitation_open_once_per_role",
            ),
            models.UniqueConstraint(
                fields=["organisation", "token_hash"],
                condition=~models.Q(token_hash=""),
                name="invitation_token_once",
            ),
        ]

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()
