"""What a press on the facilitator's own screen is answered with: that screen as it stands then."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from awayday.models import Awayday
from awayday.views.desk_page import show_desk_fragment
from awayday.views.places import address
from coachingpairs.errors import DomainError
from teams.access import PlacedRequest, TeamPlace


def answer_at_desk(
    request: PlacedRequest, place: TeamPlace, awayday: Awayday, press: Callable[[], object]
) -> HttpResponse:
    """Do what was pressed; a rule that was met is said beside everything as it stands."""
    problem = ""
    try:
        press()
    except DomainError as error:
        problem = str(error)
    if request.htmx:
        return show_desk_fragment(request, place, awayday, problem)
    if problem:
        messages.warning(request, problem)
    return redirect(address("desk", place.organisation, place.team, awayday.opens.number))
