"""Sitting a cycle out by one's own wish, and choosing after all."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from cycles.models import Cycle
from pairing.rooms import doors_of
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
    return _press(request, place, cycle, services.sit_out)


@require_POST
@as_chooser
def choose_after_all(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    return _press(request, place, cycle, services.choose_after_all)


def _press(
    request: PlacedRequest, place: ChooserPlace, cycle: Cycle, press: Callable[..., None]
) -> HttpResponse:
    together = doors_of(place.team) is not None
    return answer(
        request,
        place,
        lambda: press(cycle=cycle, leader=place.leader, by=place.by, in_the_room=together),
    )
