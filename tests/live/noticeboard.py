"""A live room for the tests: a team's name on a notice, read from the database."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from coachingpairs.live.announcing import announce
from coachingpairs.live.protocol import Event, RoomKey, Snapshot, State, Viewers
from coachingpairs.live.tickets import Viewer
from coachingpairs.tenancy.scope import scope
from teams.models import Team
from tests.cast import Northmere


@dataclass(frozen=True)
class Notice:
    """A screen's state is the name that it shows."""

    version: str
    paper: str = ""

    def needs_work(self, _viewer: Viewer, _had: State | None) -> bool:
        return False

    def work(self, _viewer: Viewer, _had: State | None) -> None:
        raise AssertionError("Nothing was to be done.")

    def events(self, _viewer: Viewer, had: State | None) -> tuple[Sequence[Event], State]:
        if had == self.version:
            return [], had
        return [Event("board", notice(self.version) + self.paper)], self.version


def notice(name: str) -> str:
    return f'<p id="notice" data-live-seen="{name}" hx-swap-oob="true">{name}</p>'


@dataclass
class NoticeReader:
    """Counts its reads; can be held up, and given more paper than anybody reads."""

    reads: int = 0
    paper: str = ""
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def __call__(self, room: RoomKey, _previous: Snapshot | None, _viewers: Viewers) -> Snapshot | None:
        self.reads += 1
        with scope(organisation=room.organisation):
            team = Team.objects.filter(pk=room.room).first()
        assert self.may_go_on.wait(10)
        return Notice(team.name, self.paper) if team else None


def put_up(cast: Northmere, name: str) -> None:
    """Change the notice, as a service does: in the organisation's scope, announced."""
    with scope(organisation=cast.organisation.pk):
        Team.objects.filter(pk=cast.team.pk).update(name=name)
        announce(cast.organisation.pk, cast.team.pk)
