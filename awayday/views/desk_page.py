"""What the facilitator's own screen shows: nothing of it is ever on the wall."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import Arrivals, arrivals_of
from awayday.services.claims import waiting_claims
from awayday.services.now import Now, read_now
from awayday.services.stages import after
from awayday.views.places import address
from coachingpairs.live.tickets import Viewer
from pairing.services.help_signals import open_signals
from pairing.services.organisers import at_risk, open_suggestions
from pairing.services.repeats_offer import cycles_through
from teams.access import PlacedRequest, TeamPlace

NEXT = {
    Stage.LOBBY: "Go to the lobby",
    Stage.LESSONS: "Start with lessons",
    Stage.CHOOSING: "Go to choosing",
}


def show_desk(request: PlacedRequest, place: TeamPlace, awayday: Awayday) -> HttpResponse:
    return render(request, "awayday/desk.html", _context(place, awayday, ""))


def show_desk_fragment(
    request: PlacedRequest, place: TeamPlace, awayday: Awayday, problem: str = ""
) -> HttpResponse:
    return render(request, "awayday/_desk.html", _context(place, awayday, problem))


def desk_viewer(place: TeamPlace, awayday: Awayday) -> Viewer:
    """A sponsor's screen hears nothing of who would like help, not even that something has changed."""
    return Viewer(
        organisation=awayday.organisation_id,
        room=str(awayday.opens_id),
        kind="desk" if place.is_facilitator else "sponsor",
        organiser=True,
    )


def _context(place: TeamPlace, awayday: Awayday, problem: str) -> dict[str, Any]:
    now = read_now(awayday)
    onward = after(now.stage, lessons=bool(now.lessons))
    arrivals = arrivals_of(now)
    context: dict[str, Any] = {
        "place": place,
        "cycle": now.cycle,
        "awayday": now.awayday,
        "now": now,
        "problem": problem,
        "onward": onward,
        "onward_says": NEXT[onward] if onward else "",
        "claims": waiting_claims(now.awayday) if now.stage not in (Stage.PLANNED, Stage.OVER) else [],
        "viewer": desk_viewer(place, awayday),
        "renew": address("desk_ticket", place.organisation, place.team, now.cycle.number),
        "join_address": f"{settings.SITE_URL.split('://', 1)[-1]}/join",
        "onward_style": _onward_style(now, arrivals),
        "arrivals": arrivals,
    }
    if now.cycle.is_choosing:
        context |= _of_choosing(place, now)
    return context


def _onward_style(now: Now, arrivals: Arrivals) -> str:
    """Filled once it is what comes next: all have come in, or the last lesson has been read."""
    is_next = not arrivals.awaited if now.stage is Stage.LOBBY else not now.has_next_lesson
    return "btn--primary" if is_next else "btn--quiet"


def _of_choosing(place: TeamPlace, now: Now) -> dict[str, Any]:
    """Who is at risk, for all who run it; who would like help, for a facilitator alone."""
    through = now.cycle.repeats_through
    return {
        "room": now.room,
        "outlook": now.room.outlook,
        "risk": at_risk(now.room),
        "suggested": open_suggestions(now.cycle),
        "repeats": f"Partners of {cycles_through(through)}" if through else "",
        "signals": open_signals(now.cycle) if place.is_facilitator else [],
    }
