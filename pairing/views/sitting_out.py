"""Sitting a cycle out by one's own wish, and choosing after all."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from pairing.services import participants as services
from pairing.services.changes import NOT_OPEN
from pairing.services.room import choosing_cycle
from pairing.views.choosing_answer import answer, say
from teams.access import ChooserPlace, PlacedRequest, as_chooser


@require_POST
@as_chooser
def sit_out(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.sit_out(cycle=cycle, leader=leader, by=by))


@require_POST
@as_chooser
def choose_after_all(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.choose_after_all(cycle=cycle, leader=leader, by=by))
