"""What is more pressing than the next step of the cycle, as the apps that know it say it.

They are above this one and register a function here, so that a leader's home and the organisers' overview can
ask without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from teams.access import TeamPlace


@dataclass(frozen=True)
class HomeNote:
    """A sentence or two, and what to press."""

    title: str
    text: str
    action: str
    address: str


Says = Callable[[TeamPlace], HomeNote | None]
_said_to_leaders: list[Says] = []
_said_to_organisers: list[Says] = []


def says_at_home(function: Says) -> Says:
    """Register what may come first on a leader's home."""
    _said_to_leaders.append(function)
    return function


def says_to_organisers(function: Says) -> Says:
    """Register what may come first for those who set up and run cycles."""
    _said_to_organisers.append(function)
    return function


def note_for_leader(place: TeamPlace) -> HomeNote | None:
    """The first that anybody has to say."""
    return next((note for say in _said_to_leaders if (note := say(place)) is not None), None)


def note_for_organiser(place: TeamPlace) -> HomeNote | None:
    """The same for those who run it."""
    return next((note for say in _said_to_organisers if (note := say(place)) is not None), None)
