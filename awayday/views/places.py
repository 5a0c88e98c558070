"""Finding the Awayday that an address names, for those who run it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.urls import reverse

from awayday.models import Awayday
from cycles.models import Cycle
from teams.access import TeamPlace
from teams.models import Organisation, Team


def cycle_or_404(place: TeamPlace, number: int) -> Cycle:
    return get_object_or_404(Cycle.objects.select_related("team"), team=place.team, number=number)


def awayday_of(cycle: Cycle) -> Awayday | None:
    """The one that opens the cycle."""
    return Awayday.objects.select_related("team", "opens__team", "closes").filter(opens=cycle).first()


def awayday_or_404(place: TeamPlace, number: int) -> Awayday:
    found = Awayday.objects.select_related("organisation", "team", "opens__team", "closes")
    return get_object_or_404(found, team=place.team, opens__number=number)


def address(name: str, organisation: Organisation, team: Team, number: int, *more: object) -> str:
    """Of a page of the Awayday that opens the cycle of that number."""
    return reverse(f"awayday:{name}", args=[organisation.slug, team.slug, number, *more])
