"""Fewer notes: a signed link that stops one group of messages to one recipient, without signing in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError
from django.db.models import QuerySet

from coachingpairs.mail.models import Unsubscription
from coachingpairs.mail.rendering import address_of
from coachingpairs.tenancy.scope import scope

UUID_LENGTH = 32


class UnknownLink(Exception):
    """The link is not one of ours, or its organisation is gone."""


@dataclass(frozen=True)
class Subscription:
    """What a link is about. ``group`` as in the message; ``recipient_id`` as in the outbox."""

    organisation_id: UUID
    recipient_id: UUID
    group: str


def unsubscribe_address(organisation_id: UUID, recipient_id: UUID, group: str) -> str:
    """The address for the message and its List-Unsubscribe header. It never expires."""
    token = _signer().sign(f"{organisation_id.hex}{recipient_id.hex}{group}")
    return address_of("mail:unsubscribe", token)


def read_token(token: str) -> Subscription:
    """UnknownLink when it was not signed here."""
    try:
        text = _signer().unsign(token)
    except BadSignature as error:
        raise UnknownLink from error
    return Subscription(
        organisation_id=UUID(text[:UUID_LENGTH]),
        recipient_id=UUID(text[UUID_LENGTH : 2 * UUID_LENGTH]),
        group=text[2 * UUID_LENGTH :],
    )


def is_stopped(link: Subscription) -> bool:
    with scope(organisation=link.organisation_id):
        return _rows(link).exists()


def stop(link: Subscription) -> None:
    """No more of these messages. Doing it again changes nothing. UnknownLink for a deleted organisation."""
    try:
        with scope(organisation=link.organisation_id):
            Unsubscription.objects.bulk_create(
                [
                    Unsubscription(
                        organisation_id=link.organisation_id, recipient_id=link.recipient_id, group=link.group
                    )
                ],
                ignore_conflicts=True,
            )
    except IntegrityError as error:
        raise UnknownLink from error


def keep(link: Subscription) -> None:
    """These messages again, after all."""
    with scope(organisation=link.organisation_id):
        _rows(link).delete()


def unsubscribed_among(recipient_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Recipient and group of every unsubscription of these recipients, in the running scope; one query."""
    rows = Unsubscription.objects.filter(recipient_id__in=recipient_ids)
    return set(rows.values_list("recipient_id", "group"))


def _rows(link: Subscription) -> QuerySet[Unsubscription]:
    return Unsubscription.objects.filter(recipient_id=link.recipient_id, group=link.group)


def _signer() -> Signer:
    return Signer(salt="unsubscribe", sep=".")
