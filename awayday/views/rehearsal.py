"""Rehearsing an Awayday: the page on the facilitator's own screen that moves the invented room."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from awayday.forms.rehearsal import PressForm
from awayday.models import Awayday
from awayday.services.invented import read_cast
from awayday.services.rehearsal import Press, end_rehearsal, press_rehearsal, start_rehearsal
from awayday.views.places import address, awayday_or_404
from awayday.views.rehearsal_page import ControlPage, Going, going_on
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def rehearsal(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The page; for HTMX what changes in it, or 204 when it shows that already. POST starts a rehearsal."""
    awayday = awayday_or_404(place, number)
    if request.method == "POST":
        return _done(request, place, number, lambda: _start(awayday))
    try:
        going = going_on(awayday)
    except DomainError as error:
        return _show(request, place, awayday, None, problem=str(error))
    if request.htmx and going is None:
        return go(request, address("rehearsal", place.organisation, place.team, number))
    if request.htmx and going and request.GET.get("seen") == going.control_mark:
        return HttpResponse(status=204)
    return _show(request, place, awayday, going)


@require_POST
@in_team(*SETS_UP)
def press(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """Play, pause, a step on or a step back."""
    form = PressForm(request.POST)
    if not form.is_valid():
        raise Http404
    awayday = awayday_or_404(place, number)
    pressed, seen = Press(form.cleaned_data["press"]), form.cleaned_data["seen"]
    try:
        press_rehearsal(awayday=awayday, press=pressed, seen=seen)
        going = going_on(awayday)
    except DomainError as error:
        messages.warning(request, str(error))
        going = None
    if request.htmx and going:
        return _show(request, place, awayday, going)
    return go(request, address("rehearsal", place.organisation, place.team, number))


@require_POST
@in_team(*SETS_UP)
def end(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    awayday = awayday_or_404(place, number)
    return _done(request, place, number, lambda: end_rehearsal(awayday=awayday))


def _start(awayday: Awayday) -> None:
    start_rehearsal(awayday=awayday, cast=read_cast(awayday))


def _done(request: PlacedRequest, place: TeamPlace, number: int, do: Callable[[], None]) -> HttpResponse:
    try:
        do()
    except DomainError as error:
        messages.warning(request, str(error))
    return go(request, address("rehearsal", place.organisation, place.team, number))


def _show(
    request: PlacedRequest, place: TeamPlace, awayday: Awayday, going: Going | None, problem: str = ""
) -> HttpResponse:
    context = {
        "place": place,
        "cycle": awayday.opens,
        "awayday": awayday,
        "page": ControlPage(going, is_facilitator=place.is_facilitator) if going else None,
        "problem": problem,
    }
    fragment = request.htmx and going
    return render(request, "awayday/_rehearsal.html" if fragment else "awayday/rehearsal.html", context)
