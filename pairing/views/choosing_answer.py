"""What a press on the page of choosing is answered with: the page as it stands then."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from pairing.rooms import OpenDoors, doors_of
from pairing.services.own import own_view
from pairing.services.room import choosing_cycle, version_of
from pairing.views.choosing_links import Links, links_for
from pairing.views.choosing_live import with_seen
from pairing.views.choosing_page import ChoosingPage
from teams.access import ChooserPlace, LeaderPlace, PlacedRequest
from teams.models import Leader

LONGEST_SEARCH = 80
CLOSED = "closed"
"""The version of the page while no cycle is open to leaders."""


def answer(request: PlacedRequest, place: ChooserPlace, press: Callable[[], object]) -> HttpResponse:
    """Do what was pressed; a rule that was met is said beside everything as it stands now."""
    try:
        press()
    except DomainError as error:
        return say(request, place, str(error))
    return go_on(request, place)


def go_on(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    return fresh(request, place) if request.htmx else redirect(address(place))


def say(request: PlacedRequest, place: ChooserPlace, problem: str, status: int = 200) -> HttpResponse:
    """What stood in the way. With another status than 200 the page itself is the answer, script or not.

    So it is for a guest: what waits in the browser's session might be read by somebody else.
    """
    if request.htmx or status != 200 or place.is_guest:
        return fresh(request, place, problem=problem, status=status)
    messages.warning(request, problem)
    return redirect(address(place))


def offer_instead(request: PlacedRequest, place: ChooserPlace, them: Leader) -> HttpResponse:
    """They wait for somebody else's answer: withdraw that first?"""
    if request.htmx:
        return fresh(request, place, instead=them)
    return redirect(f"{address(place)}?instead={them.pk}")


def fresh(
    request: PlacedRequest,
    place: ChooserPlace,
    *,
    problem: str = "",
    instead: Leader | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as things stand now, after something was pressed."""
    cycle = choosing_cycle(place.team)
    page = page_of(request, place, cycle, instead=instead, problem=problem, moved=True)
    return show(request, page, status)


def show(request: PlacedRequest, page: ChoosingPage, status: int = 200) -> HttpResponse:
    template = "pairing/_choosing_swap.html" if request.htmx else "pairing/choosing.html"
    return render(request, template, {"page": page}, status=status)


def page_of(
    request: PlacedRequest,
    place: ChooserPlace,
    cycle: Cycle | None,
    *,
    version: str | None = None,
    instead: Leader | None = None,
    problem: str = "",
    moved: bool = False,
) -> ChoosingPage:
    """``version`` is that of before the room was read, when it is known already."""
    asked = request.GET if request.method == "GET" else request.POST
    version = version_seen_by(place, cycle) if version is None else version
    doors = doors_of(place.team)
    reachable = doors.reachable if doors else frozenset()
    page = ChoosingPage(
        links=_links(place, doors),
        now=timezone.now(),
        view=own_view(cycle, place.leader, reachable=reachable) if cycle else None,
        version=version,
        is_guest=place.is_guest,
        is_live=doors is not None,
        typed=asked.get("q", "").strip()[:LONGEST_SEARCH],
        came_from=asked.get("was", ""),
        wanted=instead,
        problem=problem,
        moved=moved,
    )
    return with_seen(page) if page.is_live else page


def version_seen_by(place: ChooserPlace, cycle: Cycle | None) -> str:
    return version_of(cycle, leader_id=place.leader.pk) if cycle else CLOSED


def address(place: ChooserPlace | LeaderPlace) -> str:
    """Where they choose: the room's page while the team is together."""
    return _links(place, doors_of(place.team)).page


def _links(place: ChooserPlace | LeaderPlace, doors: OpenDoors | None) -> Links:
    return links_for(place.organisation.slug, place.team.slug, page=doors.page if doors else "")
