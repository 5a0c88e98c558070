"""The room while people choose: pairs, who is still choosing, who is at risk; and undoing a pair."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle, Pair
from pairing.services import facilitating as services
from pairing.services.organisers import organisers_version
from pairing.services.room import read_room
from pairing.views.places import address_in, cycle_or_404
from pairing.views.room_page import room_context, show_room
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team

UNDONE = "The pair is undone. Both are free to choose again."
UNDONE_TRIO = "The trio is undone. All three are free to choose again."


@require_safe
@in_team(*SETS_UP)
def room(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The page; for HTMX what changes in it, or 204 when nothing has changed since ``seen``."""
    cycle = cycle_or_404(place, number)
    if cycle.stage == Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:preflight", place, cycle))
    version = organisers_version(cycle, signals=place.is_facilitator)
    if request.htmx and request.GET.get("seen") == version:
        return HttpResponse(status=204)
    now = read_room(cycle)
    if request.htmx:
        return render(request, "pairing/_room_swap.html", room_context(place, now, version))
    return show_room(request, place, now, version)


@require_POST
@in_team(*SETS_UP)
def undo_pair(request: PlacedRequest, place: TeamPlace, number: int, pair_id: UUID) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    pair = get_object_or_404(Pair, cycle=cycle, pk=pair_id)
    try:
        services.undo_pair(cycle=cycle, pair=pair, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, UNDONE_TRIO if pair.is_trio else UNDONE)
    return go(request, address_in("pairing:room", place, cycle))
