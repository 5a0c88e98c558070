"""The ticket that opens a stream: given by a page to somebody whose rights it has just checked.

It stands in the stream's address, because a browser's EventSource can send nothing else and the stream
reads no cookie. Whoever holds it may look for ten minutes, so it is masked in logs, it holds ids alone, and
a stream that was opened with it ends when it does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from django.core import signing

TICKET_SECONDS = 600
SALT = "coachingpairs.live.ticket"
LONGEST = 1000

Kind = Literal["wall", "phone", "guest", "desk", "sponsor"]
"""A guest is somebody on a phone who is not signed in; a sponsor's desk shows less than a facilitator's."""


@dataclass(frozen=True)
class Viewer:
    """Who looks, on what, at which room. ``organiser``: a screen of somebody who runs it.

    ``badge`` is what a guest is known by, so that their stream ends when it is good no longer.
    """

    organisation: UUID
    room: str
    kind: Kind
    leader: UUID | None = None
    organiser: bool = False
    badge: str = ""


class Admission(NamedTuple):
    """What a ticket is good for, and how many seconds more."""

    viewer: Viewer
    seconds_left: float


def issue(viewer: Viewer) -> str:
    """A ticket, good for TICKET_SECONDS; safe in an address as it is."""
    leader = viewer.leader.hex if viewer.leader else ""
    until = int(time.time()) + TICKET_SECONDS
    facts = [
        until,
        viewer.organisation.hex,
        viewer.room,
        viewer.kind,
        leader,
        int(viewer.organiser),
        viewer.badge,
    ]
    return signing.Signer(salt=SALT).sign_object(facts)


def read(ticket: str) -> Admission | None:
    """What the ticket admits to; None when it is forged, expired or no ticket at all."""
    if len(ticket) > LONGEST:
        return None
    try:
        facts = signing.Signer(salt=SALT).unsign_object(ticket)
        until, organisation, room, kind, leader, organiser, badge = facts
    except (signing.BadSignature, ValueError):
        return None  # forged, or of another version of this application
    seconds_left = until - time.time()
    if seconds_left <= 0:
        return None
    whose = UUID(leader) if leader else None
    return Admission(Viewer(UUID(organisation), room, kind, whose, bool(organiser), badge), seconds_left)
