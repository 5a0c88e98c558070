"""“I’d like some help”, as facilitators see it: seen to, and gone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from pairing.models import HelpSignal
from pairing.services.help_signals import note_seen
from pairing.views.places import address_in, cycle_or_404
from teams.access import PlacedRequest, TeamPlace, in_team
from teams.models import Role


@require_POST
@in_team(Role.FACILITATOR)
def seen(request: PlacedRequest, place: TeamPlace, number: int, signal_id: UUID) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    signal = get_object_or_404(HelpSignal.objects.select_related("cycle"), cycle=cycle, pk=signal_id)
    try:
        note_seen(signal=signal, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    return go(request, address_in("pairing:room", place, cycle))
