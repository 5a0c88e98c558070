"""What the streams of an Awayday send: read once per change, rendered once for all who look at the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.reading import Everything, read_everything
from awayday.services.wall import Wall, wall_html, wall_of
from awayday.views.phone_live import brought_up_to_date
from awayday.views.phone_page import Phone, PhoneShown, phone_of
from awayday.views.phone_shared import Shared
from awayday.views.places import address
from coachingpairs.live.protocol import Event, RoomKey, Snapshot, State, Viewers
from coachingpairs.live.tickets import Viewer
from coachingpairs.tenancy.scope import scope
from pairing.views.choosing_links import links_for

CHANGED = "changed"
OVER = Event("over")
Sent = tuple[Sequence[Event], State]


@dataclass(frozen=True)
class WallShown:
    """``bar`` is what the facilitator's bar on the wall depends on; empty for everybody else."""

    wall: str
    bar: str


class RoomSnapshot:
    """An Awayday at one moment.

    What was rendered for one screen is kept until it is sent, and no longer: a room of phones that all come
    back at once would else be kept in memory as so many pages.
    """

    def __init__(self, everything: Everything, previous: RoomSnapshot | None, at: dt.datetime) -> None:
        self.everything = everything
        self.at = at
        awayday = everything.now.awayday
        self.wall = wall_of(everything.now, site=settings.SITE_URL)
        self.before: Wall | None = previous.wall if previous else None
        self.version = everything.version
        number = everything.now.cycle.number
        here = (awayday.organisation.slug, awayday.team.slug)
        phone = address("phone", awayday.organisation, awayday.team, number)
        self.shared = Shared(everything.now, links_for(*here, page=phone))
        self._sent: dict[tuple[Viewer, State | None], Sent] = {}
        self._walls: dict[str, Event] = {}
        self._lines: dict[str, Event] = {}

    def needs_work(self, viewer: Viewer, had: State | None) -> bool:
        return (viewer, had) not in self._sent

    def work(self, viewer: Viewer, had: State | None) -> None:
        self._sent[viewer, had] = self._answer(viewer, had)

    def events(self, viewer: Viewer, had: State | None) -> Sent:
        return self._sent.pop((viewer, had), None) or self._answer(viewer, had)

    def _answer(self, viewer: Viewer, had: State | None) -> Sent:
        if self.everything.now.stage in (Stage.PLANNED, Stage.OVER) and viewer.kind not in (
            "desk",
            "sponsor",
        ):
            return [OVER], self.version
        if viewer.kind == "guest" and viewer.badge not in self.everything.badges:
            return [OVER], self.version
        if viewer.kind == "wall":
            return self._for_wall(viewer, had)
        if viewer.kind in ("phone", "guest"):
            return self._for_phone(viewer, had)
        return self._for_desk(viewer, had)

    def _for_wall(self, viewer: Viewer, had: State | None) -> Sent:
        shown = WallShown(self.wall.version, self.everything.organisers_version if viewer.organiser else "")
        before = had if isinstance(had, WallShown) else None
        events = []
        if shown.wall != (before.wall if before else had):
            events.append(self._wall_event(before.wall if before else ""))
        if before and shown.bar != before.bar:
            events.append(Event(CHANGED, shown.bar))
        return events, shown

    def _wall_event(self, had: str) -> Event:
        """What is new comes together before their eyes on a screen that showed the state before this one."""
        before = self.before if self.before and had == self.before.version else None
        key = before.version if before else ""
        if key not in self._walls:
            self._walls[key] = Event("wall", wall_html(self.wall, before))
        return self._walls[key]

    def _for_phone(self, viewer: Viewer, had: State | None) -> Sent:
        phone = self._phone(viewer)
        if phone is None:
            return [OVER], self.version
        known = had if isinstance(had, PhoneShown | str) else None
        return [self._phone_event(html) for html in brought_up_to_date(phone, known)], phone.shown

    def _phone_event(self, html: str) -> Event:
        """The line is one event for all of them."""
        if html is not self.shared.line_html:
            return Event("own", html)
        return self._lines.setdefault(html, Event("line", html))

    def _phone(self, viewer: Viewer) -> Phone | None:
        """None for somebody who has left the team."""
        me = self.everything.leaders.get(viewer.leader) if viewer.leader else None
        if me is None:
            return None
        is_guest = viewer.kind == "guest"
        return phone_of(self.everything, me, shared=self.shared, is_guest=is_guest, at=self.at)

    def _for_desk(self, viewer: Viewer, had: State | None) -> Sent:
        """A page of one person, who fetches it again: nothing private travels here."""
        everything = self.everything
        shown = everything.facilitators_version if viewer.kind == "desk" else everything.organisers_version
        return ([] if had in (None, shown) else [Event(CHANGED, shown)]), shown


def read_room(room: RoomKey, previous: Snapshot | None, viewers: Viewers) -> Snapshot | None:
    """The Awayday that opens the cycle whose id the room bears; None when there is none any more."""
    with scope(organisation=room.organisation):
        awayday = Awayday.objects.filter(opens_id=UUID(room.room)).first()
        if awayday is None:
            return None
        everything = read_everything(awayday)
    before = previous if isinstance(previous, RoomSnapshot) else None
    if before is not None and before.version == everything.version:
        return before
    snapshot = RoomSnapshot(everything, before, timezone.now())
    for viewer, had in viewers.items():
        snapshot.work(viewer, had)
    return snapshot
