"""Finding a team's cycle by its number, and the addresses of its pages."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from cycles.models import Cycle
from teams.access import TeamPlace


def cycle_or_404(place: TeamPlace, number: int) -> Cycle:
    return get_object_or_404(Cycle.objects.select_related("team"), team=place.team, number=number)


def address_in(name: str, place: TeamPlace, cycle: Cycle) -> str:
    return place.address(name, cycle.number)
