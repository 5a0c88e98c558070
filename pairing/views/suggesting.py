"""Suggesting pairs to everybody who is still choosing: read first, then offered to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.forms.facilitating import SuggestForm
from pairing.rules.numbers import counted
from pairing.services.helping import suggested_groups
from pairing.services.organisers import open_suggestions, organisers_version
from pairing.services.room import read_room
from pairing.services.suggesting import suggest_to_room
from pairing.views.places import address_in, cycle_or_404
from pairing.views.room_page import too_late
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team

MOVED_ON = "The room has moved on since you opened this page. Look again at what would be suggested."


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def suggest(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """GET shows what would be offered and why; POST offers it, as long as the room is as it was shown."""
    cycle = cycle_or_404(place, number)
    if cycle.stage == Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:preflight", place, cycle))
    if not cycle.is_choosing:
        return too_late(request, place, cycle)
    if request.method != "POST":
        return _show(request, place, cycle)
    form = SuggestForm(request.POST)
    if not form.is_valid() or form.cleaned_data["seen"] != organisers_version(cycle):
        return _show(request, place, cycle, problem=MOVED_ON)
    try:
        made = suggest_to_room(cycle=cycle, by=place.person)
    except DomainError as error:
        return _show(request, place, cycle, problem=str(error))
    offered = counted(len(made), "suggestion is", "suggestions are").capitalize()
    messages.success(request, f"{offered} on the way. Each of them takes or leaves it.")
    return go(request, address_in("pairing:room", place, cycle))


def _show(request: PlacedRequest, place: TeamPlace, cycle: Cycle, problem: str = "") -> HttpResponse:
    version = organisers_version(cycle)
    room = read_room(cycle)
    context = {
        "place": place,
        "cycle": cycle,
        "room": room,
        "groups": suggested_groups(room),
        "open_ones": open_suggestions(cycle),
        "form": SuggestForm(initial={"seen": version}),
        "problem": problem,
    }
    return render(request, "pairing/suggest.html", context, status=422 if problem else 200)
