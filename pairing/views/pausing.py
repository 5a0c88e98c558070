"""Pausing the choosing for a moment, and going on."""

from __future__ import annotations

from typing import Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.services import facilitating as services
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Person


class Press(Protocol):
    """Pausing, or going on."""

    def __call__(self, *, cycle: Cycle, by: Person) -> Cycle: ...


@require_POST
@in_team(*SETS_UP)
def pause(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, services.pause_choosing, "Choosing is paused.")


@require_POST
@in_team(*SETS_UP)
def resume(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, services.resume_choosing, "Choosing goes on.")


def _press(request: PlacedRequest, place: TeamPlace, number: int, press: Press, said: str) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    try:
        press(cycle=cycle, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said)
    return go(request, address_in("pairing:room", place, cycle))
