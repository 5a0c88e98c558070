"""The next thing to do for a team, as the apps that know it say it.

What comes after the roster is known to apps above this one; they register a function here, so that an
organisation's page can ask without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from teams.access import Place
from teams.models import Team


@dataclass(frozen=True)
class NextThing:
    """How a team stands, in a sentence, and what to press; no label when there is nothing for this person."""

    sentence: str
    label: str = ""
    address: str = ""


Says = Callable[[Place, Sequence[Team]], dict[UUID, NextThing]]
_said_by: list[Says] = []


def says_next(function: Says) -> Says:
    """Register what to do next for teams that have a roster; asked once for all teams of a page."""
    _said_by.append(function)
    return function


def next_things(place: Place, teams: Sequence[Team], *, empty: frozenset[UUID]) -> dict[UUID, NextThing]:
    """By team; ``empty`` are the teams nobody is in yet, which come to their roster first."""
    found = {team.pk: _bring_in_a_roster(place, team) for team in teams if team.pk in empty}
    others = [team for team in teams if team.pk not in empty]
    for say in _said_by:
        for team_id, thing in say(place, others).items():
            found.setdefault(team_id, thing)
    return found


def _bring_in_a_roster(place: Place, team: Team) -> NextThing:
    if not place.edits_people:
        return NextThing("Nobody is on the roster yet. A facilitator or an administrator brings it in.")
    address = reverse("teams:roster_import", args=[place.organisation.slug, team.slug])
    return NextThing("Nobody is on the roster yet.", "Bring in the roster", address)
