"""A team that is together in one room, as an Awayday says it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from pairing import rooms
from pairing.rooms import OpenDoors
from teams.models import Team


@contextmanager
def together(team: Team, page: str, *reachable: UUID) -> Iterator[None]:
    """The doors of the team's room are open; ``page`` is where everybody chooses."""
    known_before = list(rooms._known_by)
    rooms.knows_doors(lambda asked: OpenDoors(page, frozenset(reachable)) if asked == team else None)
    try:
        yield
    finally:
        rooms._known_by[:] = known_before
