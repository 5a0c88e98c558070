"""Sitting a cycle out by one's own wish, and choosing after all."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from pairing.services import participants as services
from pairing.services.changes import NOT_OPEN
from pairing.services.room import choosing_cycle
from pairing.views.choosing_answer import answer, say
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_POST
@as_leader
def sit_out(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, person = place.leader, place.person
    return answer(request, place, lambda: services.sit_out(cycle=cycle, leader=leader, by=person))


@require_POST
@as_leader
def choose_after_all(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, person = place.leader, place.person
    return answer(request, place, lambda: services.choose_after_all(cycle=cycle, leader=leader, by=person))
