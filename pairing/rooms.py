"""Whether a team is together just now, as the app that knows it says.

An Awayday is known to an app above this one; it registers a function here, so that the pages of choosing can
ask without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from teams.models import Team


@dataclass(frozen=True)
class OpenDoors:
    """``page`` is the address at which everybody in the room chooses; ``reachable`` are the leaders there."""

    page: str
    reachable: frozenset[UUID] = frozenset()


Knows = Callable[[Team], OpenDoors | None]
_known_by: list[Knows] = []


def knows_doors(function: Knows) -> Knows:
    """Register who tells whether a team's doors are open. Asked within the scope of its organisation."""
    _known_by.append(function)
    return function


def doors_of(team: Team) -> OpenDoors | None:
    """None while the team is not together: its leaders choose each where they are."""
    return next((doors for know in _known_by if (doors := know(team)) is not None), None)
