"""Sealing the pairs: who is left is named before, and what will happen is said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coachingpairs.components.templatetags.components import full_date
from coachingpairs.errors import DomainError
from coachingpairs.http import came_from, go
from cycles.models import Cycle
from pairing.forms.facilitating import SealForm
from pairing.services.organisers import could_be_together
from pairing.services.room import Room, read_room, version_of
from pairing.services.sealing import leavers_in_pairs, seal_cycle
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def seal(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """GET shows the room as it would be sealed; POST seals just that, or shows how it has moved on."""
    cycle = cycle_or_404(place, number)
    if cycle.stage == Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:preflight", place, cycle))
    if not cycle.is_choosing:
        return go(request, came_from(request) or address_in("pairing:room", place, cycle))
    version = version_of(cycle)
    room = read_room(cycle)
    form = SealForm(request.POST or None, initial={"seen": version}, left_over=room.still_choosing)
    if request.method == "POST" and form.is_valid():
        try:
            seal_cycle(
                cycle=cycle, sitting_out=room.still_choosing, seen=form.cleaned_data["seen"], by=place.person
            )
        except DomainError as error:
            return _show_afresh(request, place, cycle, str(error))
        begins = full_date(cycle.starts_on)
        messages.success(request, f"The pairs are sealed. Cycle {cycle.number} runs from {begins}.")
        return go(request, came_from(request) or place.address("cycles:overview"))
    return _show(request, place, room, form)


def _show_afresh(request: PlacedRequest, place: TeamPlace, cycle: Cycle, problem: str) -> HttpResponse:
    """Who is left may be others now, so the tick is asked for again."""
    version = version_of(cycle)
    room = read_room(cycle)
    form = SealForm(initial={"seen": version}, left_over=room.still_choosing)
    return _show(request, place, room, form, problem=problem)


def _show(
    request: PlacedRequest, place: TeamPlace, room: Room, form: SealForm, problem: str = ""
) -> HttpResponse:
    context = {
        "place": place,
        "cycle": room.cycle,
        "room": room,
        "form": form,
        "problem": problem,
        "before": room.cycle.team.cycles.under_way().first(),
        "leavers": leavers_in_pairs(room),
        "could": could_be_together(room),
        "back": came_from(request),
    }
    return render(request, "pairing/seal.html", context, status=422 if form.errors or problem else 200)
