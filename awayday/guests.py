"""Browsers that came in by the code on the wall or by a place card, without signing in.

What they may do is looked up at every request; the session only says what to look up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from awayday.models import Awayday
from awayday.rules.badges import badge_of_card, badge_of_claim
from awayday.services.cards import leader_of_card
from awayday.services.claims import leader_of_claim
from coachingpairs.tenancy.scope import scope
from teams.guests import BoardGuest, knows_guests
from teams.models import Leader, OrganisationRole, Role

KEY = "board"
STAYS = dt.timedelta(hours=8)
RUNS_IT = (Role.FACILITATOR, Role.SPONSOR)


@dataclass(frozen=True)
class Entry:
    """What the session keeps: which Awayday, until when, and how they came in.

    ``door`` is a hash of the code that was on the wall, ``card`` the hash of a place card, ``claim_id`` what
    the browser said whose it is, ``offered`` a card that waits for a press because this browser is
    somebody else's, ``said_at`` when names were given here, in seconds.
    """

    organisation_id: UUID
    awayday_id: UUID
    until: dt.datetime
    door: str = ""
    card: str = ""
    claim_id: UUID | None = None
    offered: str = ""
    said_at: tuple[float, ...] = ()


@dataclass(frozen=True)
class Guest:
    """``leader`` is None until this browser's place card or the facilitator has said who it is."""

    entry: Entry
    awayday: Awayday
    leader: Leader | None

    @property
    def badge(self) -> str:
        """What they are known by: a card or a confirmed claim; empty before that."""
        if self.leader is None:
            return ""
        if self.entry.card:
            return badge_of_card(self.entry.card)
        return badge_of_claim(self.entry.claim_id) if self.entry.claim_id else ""


def entry_at(awayday: Awayday, before: Entry | None) -> Entry:
    """Coming in, again or for the first time: whoever was known at this Awayday before stays known."""
    until = timezone.now() + STAYS
    if before is None or before.awayday_id != awayday.pk:
        return Entry(awayday.organisation_id, awayday.pk, until)
    return replace(before, until=until)


def door_of(code: str) -> str:
    return hashlib.sha256(f"door:{code}".encode()).hexdigest()


def remember(request: HttpRequest, entry: Entry) -> None:
    request.session[KEY] = {
        "organisation": entry.organisation_id.hex,
        "awayday": entry.awayday_id.hex,
        "until": entry.until.isoformat(),
        "door": entry.door,
        "card": entry.card,
        "claim": entry.claim_id.hex if entry.claim_id else "",
        "offered": entry.offered,
        "said_at": list(entry.said_at),
    }


def recall(request: HttpRequest) -> Entry | None:
    kept = request.session.get(KEY)
    if not kept:
        return None
    return Entry(
        organisation_id=UUID(hex=kept["organisation"]),
        awayday_id=UUID(hex=kept["awayday"]),
        until=dt.datetime.fromisoformat(kept["until"]),
        door=kept["door"],
        card=kept["card"],
        claim_id=UUID(hex=kept["claim"]) if kept["claim"] else None,
        offered=kept["offered"],
        said_at=tuple(kept["said_at"]),
    )


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def read_guest(entry: Entry) -> Guest | None:
    """Who that is now, in the scope of the entry's organisation; None once they are out.

    They are out when the doors close, after eight hours, when their card is revoked, and, as long as nobody
    knows who they are, when the code they came in with is not on the wall any more.
    """
    if entry.until <= timezone.now():
        return None
    found = Awayday.objects.open().select_related("organisation", "team", "opens__team", "closes")
    awayday = found.filter(pk=entry.awayday_id).first()
    if awayday is None:
        return None
    leader = _leader(entry, awayday)
    if leader is None and (entry.card or not awayday.code or entry.door != door_of(awayday.code)):
        return None
    return Guest(entry, awayday, leader)


def organises(request: HttpRequest, awayday: Awayday) -> bool:
    """Whether whoever is signed in runs this Awayday; in the scope of its organisation."""
    if not request.user.is_authenticated:
        return False
    roles = OrganisationRole.objects.filter(organisation=awayday.organisation_id, person=request.user)
    return roles.filter(role__in=RUNS_IT).exists()


@knows_guests
def chooser(request: HttpRequest) -> BoardGuest | None:
    """For the pages of choosing. Whoever is signed in and runs the Awayday is nobody's guest there."""
    entry = recall(request)
    if entry is None:
        return None
    with scope(organisation=entry.organisation_id):
        guest = read_guest(entry)
        if guest is None or guest.leader is None or organises(request, guest.awayday):
            return None
        return BoardGuest(guest.awayday.organisation_id, guest.awayday.team_id, guest.leader.pk)


def _leader(entry: Entry, awayday: Awayday) -> Leader | None:
    if entry.card:
        return leader_of_card(awayday=awayday, token_hash=entry.card)
    return leader_of_claim(awayday=awayday, claim_id=entry.claim_id) if entry.claim_id else None
