"""Closing a cycle that no other one follows at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from cycles.rules.words import day_and_month
from cycles.services.cycles import close_cycle
from cycles.services.pairs import today_in
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def close(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """What closing means, and the press that does it; it cannot be undone."""
    cycle = get_object_or_404(place.team.cycles.exclude(stage=Cycle.Stage.DRAFT), number=number)
    overview = place.address("cycles:overview")
    problem = ""
    if request.method == "POST":
        try:
            close_cycle(cycle=cycle, by=place.person)
        except DomainError as error:
            problem = str(error)
        else:
            messages.success(request, f"Cycle {number} is closed. Everybody keeps what is theirs to read.")
            return go(request, overview)
    days_left = (cycle.ends_on - today_in(cycle)).days
    context = {
        "cycle": cycle,
        "overview": overview,
        "problem": problem,
        "ends": day_and_month(cycle.ends_on) if days_left >= 0 else "",
    }
    return render(request, "cycles/cycle_closing.html", context, status=409 if problem else 200)
