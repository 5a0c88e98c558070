"""Feedback in one place: whom I ask and where that stands, and what I am asked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.services.again import may_look_again
from feedback.services.place_to_ask import place_to_ask
from feedback.services.sharing import shared_by
from feedback.services.shown import asked_of, own_askings
from feedback.views.why_not import why_not_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_safe
@as_leader
def overview(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """What is open first, then what is past; a constant number of queries, however many there are."""
    at = timezone.now()
    own = place_to_ask(place.leader, at=at)
    askings = own_askings(place.leader, at=at)
    asked = asked_of(place.leader, at=at)
    context = {
        "own": own,
        "again": may_look_again(place.leader, own.cycle, at) if own.cycle else None,
        "why_not": why_not_asking(own),
        "open": [one for one in askings if one.is_open],
        "over": [one for one in askings if one.is_over],
        "past": [one for one in askings if not (one.is_open or one.is_over)],
        "asked": [one for one in asked if one.is_open],
        "asked_before": [one for one in asked if not one.is_open],
        "shared_by": shared_by(place.leader),
    }
    return render(request, "feedback/overview.html", context)
