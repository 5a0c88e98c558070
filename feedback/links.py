"""Links that are sent to givers: made while a message is written, looked up each time they are followed."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from coachingpairs.tenancy.scope import scope
from feedback import doors
from feedback.models import Link
from teams.tokens import ReadToken, mint

NOWHERE = UUID(int=0)


def make_link(*, request_id: UUID, organisation_id: UUID, purpose: str) -> str:
    """The whole address of a new link; ``purpose`` is one of Link.Purpose. Only a hash of it is kept.

    In a scope of the organisation, anybody's or nobody's. Links made earlier go on working.
    """
    token, token_hash = mint(organisation_id)
    Link.objects.create(
        organisation_id=organisation_id, request_id=request_id, purpose=purpose, token_hash=token_hash
    )
    return f"{settings.SITE_URL}{reverse('feedback:link', args=[token])}"


def what_opens(token: ReadToken | None, *, at: dt.datetime) -> doors.Opens | None:
    """None for what opens nothing any more, or never did: as many queries for each of them."""
    with scope(organisation=token.organisation_id if token else NOWHERE):
        return doors.opens(token.token_hash if token else "", at=at)
