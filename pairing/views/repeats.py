"""Letting earlier partners pair again in one cycle, when not everybody can be paired without a repeat."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.forms.facilitating import RepeatsForm
from pairing.services.repeats import allow_repeats, seating_of
from pairing.services.repeats_offer import Offer, cycles_through, offer_repeats
from pairing.views.places import address_in, cycle_or_404
from pairing.views.room_page import too_late
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def repeats(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """GET shows what repeats would make possible; POST allows some, or takes them back."""
    cycle = cycle_or_404(place, number)
    if cycle.stage not in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        return too_late(request, place, cycle)
    offer = offer_repeats(seating_of(cycle))
    if request.method != "POST":
        return _show(request, place, cycle, offer, RepeatsForm(offer=offer))
    form = RepeatsForm(request.POST, offer=offer)
    if not form.is_valid():
        return _show(request, place, cycle, offer, form)
    through: int = form.cleaned_data["through"]
    try:
        allow_repeats(cycle=cycle, through=through, by=place.person)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, place, cycle, offer, form)
    said = f"Partners of {cycles_through(through)} may pair again in this cycle." if through else NOBODY
    messages.success(request, said)
    back = "pairing:preflight" if cycle.stage == Cycle.Stage.DRAFT else "pairing:room"
    return go(request, address_in(back, place, cycle))


NOBODY = "Nobody may pair with an earlier partner in this cycle."


def _show(
    request: PlacedRequest, place: TeamPlace, cycle: Cycle, offer: Offer, form: RepeatsForm
) -> HttpResponse:
    context = {"place": place, "cycle": cycle, "offer": offer, "repeats_form": form}
    return render(request, "pairing/repeats.html", context, status=422 if form.errors else 200)
