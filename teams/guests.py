"""Who somebody is on a board although they are not signed in, as the app that knows it says.

What an Awayday is, is known to an app above this one; it registers a function here, so that pages for those
who choose can ask without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest


@dataclass(frozen=True)
class BoardGuest:
    """Somebody known by a place card, or because the facilitator has confirmed their name.

    They act as this leader on the board and nowhere else.
    """

    organisation_id: UUID
    team_id: UUID
    leader_id: UUID


Knows = Callable[[HttpRequest], BoardGuest | None]
_known_by: list[Knows] = []


def knows_guests(function: Knows) -> Knows:
    """Register who tells whether a browser is some board's guest; checked anew at every request."""
    _known_by.append(function)
    return function


def guest_of(request: HttpRequest) -> BoardGuest | None:
    """The first that anybody knows. Asked outside any scope."""
    return next((guest for know in _known_by if (guest := know(request)) is not None), None)
