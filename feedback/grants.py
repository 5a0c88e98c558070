"""What a browser may open as a giver, kept in its session. Whether it holds is asked at every request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

KEY = "giver"
STAYS = dt.timedelta(hours=12)
MOST = 10
"""Grants in one browser; the oldest goes first."""


@dataclass(frozen=True)
class Grant:
    """To one request, by a link that was followed here or by the sign-in of the giver (``person_id``).

    ``purpose`` is one of Link.Purpose.
    """

    request_id: UUID
    organisation_id: UUID
    purpose: str
    until: dt.datetime
    link_id: UUID | None = None
    person_id: UUID | None = None


def put_in(request: HttpRequest, grant: Grant) -> None:
    """Into this browser's session, whose key is a new one unless somebody is signed in."""
    kept = dict(request.session.get(KEY, {}))
    name = _name(grant.request_id, grant.purpose)
    kept.pop(name, None)
    kept[name] = {
        "organisation": grant.organisation_id.hex,
        "until": grant.until.isoformat(),
        "link": grant.link_id.hex if grant.link_id else "",
        "person": grant.person_id.hex if grant.person_id else "",
    }
    newest = sorted(kept, key=lambda one: str(kept[one]["until"]))[-MOST:]
    request.session[KEY] = {one: kept[one] for one in newest}
    if not request.user.is_authenticated:
        request.session.cycle_key()


def held(
    request: HttpRequest, request_id: UUID, purposes: Collection[str], *, at: dt.datetime
) -> Grant | None:
    """The first that still holds, in the order of the purposes."""
    kept: dict[str, Any] = request.session.get(KEY, {})
    for purpose in purposes:
        one = kept.get(_name(request_id, purpose))
        grant = _read(request_id, purpose, one) if one else None
        if grant and at < grant.until and grant.person_id in (None, request.user.pk):
            return grant
    return None


def give_up(request: HttpRequest, request_id: UUID) -> None:
    """All that opens this request in this browser; nobody is signed out."""
    kept: dict[str, Any] = request.session.get(KEY, {})
    request.session[KEY] = {name: one for name, one in kept.items() if not name.endswith(request_id.hex)}


def _name(request_id: UUID, purpose: str) -> str:
    return f"{purpose}:{request_id.hex}"


def _read(request_id: UUID, purpose: str, one: dict[str, str]) -> Grant:
    return Grant(
        request_id=request_id,
        organisation_id=UUID(hex=one["organisation"]),
        purpose=purpose,
        until=dt.datetime.fromisoformat(one["until"]),
        link_id=UUID(hex=one["link"]) if one["link"] else None,
        person_id=UUID(hex=one["person"]) if one["person"] else None,
    )
