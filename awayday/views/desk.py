"""The facilitator's own screen during an Awayday."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from awayday.views.desk_page import desk_viewer, show_desk, show_desk_fragment
from awayday.views.places import address, awayday_of, awayday_or_404, cycle_or_404
from coachingpairs.live.tickets import issue
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_safe
@in_team(*SETS_UP)
def desk(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The page; for HTMX its middle. Where nothing is planned yet, planning."""
    awayday = awayday_of(cycle_or_404(place, number))
    if awayday is None:
        return redirect(address("plan", place.organisation, place.team, number))
    return show_desk_fragment(request, place, awayday) if request.htmx else show_desk(request, place, awayday)


@require_safe
@in_team(*SETS_UP)
def desk_ticket(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:  # noqa: ARG001
    viewer = desk_viewer(place, awayday_or_404(place, number))
    return HttpResponse(issue(viewer), content_type="text/plain")
