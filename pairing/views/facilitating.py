"""Before choosing opens: what the pre-flight found, and opening."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.forms.facilitating import RepeatsForm
from pairing.services import facilitating as services
from pairing.services.ahead import look_ahead_from
from pairing.services.preflight import read_draft
from pairing.services.repeats_offer import offer_repeats
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_safe
@in_team(*SETS_UP)
def preflight(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    if cycle.stage != Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:room", place, cycle))
    draft = read_draft(cycle)
    offer = offer_repeats(draft.seating)
    context = {
        "place": place,
        "cycle": cycle,
        "preflight": draft.preflight,
        "ahead": look_ahead_from(draft.seating, cycle.number),
        "offer": offer,
        "repeats_form": RepeatsForm(offer=offer),
    }
    return render(request, "pairing/preflight.html", context)


@require_POST
@in_team(*SETS_UP)
def open_choosing(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    try:
        services.open_choosing(cycle=cycle, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
        return go(request, address_in("pairing:preflight", place, cycle))
    if cycle.stage == Cycle.Stage.DRAFT:
        messages.success(request, "Choosing is open.")
    return go(request, address_in("pairing:room", place, cycle))
