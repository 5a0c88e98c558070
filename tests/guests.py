"""A browser that some board knows as one of its guests, without anybody being signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.test import Client

from teams import guests
from teams.guests import BoardGuest
from tests.cast import Northmere

HEADER = "X-Guest-Of-The-Test"


class Door:
    """Lets in whoever bears the name of a guest it knows, as an Awayday lets in who bears a card."""

    def __init__(self) -> None:
        self.known: dict[str, BoardGuest] = {}

    def guest(self, cast: Northmere, name: str) -> Client:
        """A browser known as this leader."""
        leader = cast.leader(name)
        self.known[str(leader.pk)] = BoardGuest(cast.organisation.pk, cast.team.pk, leader.pk)
        return Client(headers={HEADER: str(leader.pk)})

    def __call__(self, request: HttpRequest) -> BoardGuest | None:
        return self.known.get(request.headers.get(HEADER, ""))


@contextmanager
def open_door() -> Iterator[Door]:
    door = Door()
    known_before = list(guests._known_by)
    guests.knows_guests(door)
    try:
        yield door
    finally:
        guests._known_by[:] = known_before
