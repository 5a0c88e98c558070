"""Moving the room: from the bar on the projector, or from the facilitator's own screen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from awayday.forms.planning import MoveForm, TurnForm
from awayday.models import Awayday
from awayday.services.doors import close_doors, open_doors, renew_code
from awayday.services.now import read_now
from awayday.services.stages import move_room, turn_lesson
from awayday.views.desk_page import show_desk_fragment
from awayday.views.places import address, awayday_or_404
from coachingpairs.errors import DomainError
from pairing.services.facilitating import pause_choosing, resume_choosing
from pairing.services.room import version_of
from pairing.services.sealing import seal_cycle
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team

BAR = "bar"
STILL_CHOOSING = "Somebody is still choosing. Look at the room on your own screen, and seal there."


@require_safe
@in_team(*SETS_UP)
def bar(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _bar(request, place, awayday_or_404(place, number))


@require_POST
@in_team(*SETS_UP)
def move(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _press(request, place, number, lambda now: move_room(awayday=now, to=form.to, by=place.person))


@require_POST
@in_team(*SETS_UP)
def turn(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _press(request, place, number, lambda now: turn_lesson(awayday=now, turn=form.to, by=place.person))


@require_POST
@in_team(*SETS_UP)
def pause(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, lambda now: pause_choosing(cycle=now.opens, by=place.person))


@require_POST
@in_team(*SETS_UP)
def resume(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, lambda now: resume_choosing(cycle=now.opens, by=place.person))


@require_POST
@in_team(*SETS_UP)
def seal(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """With everybody in a pair: who is left is looked at on one's own screen, never on the wall."""

    def press(now: Awayday) -> object:
        seen = version_of(now.opens)
        if read_now(now).room.still_choosing:
            raise DomainError(STILL_CHOOSING)
        return seal_cycle(cycle=now.opens, seen=seen, by=place.person)

    return _press(request, place, number, press)


@require_POST
@in_team(*SETS_UP)
def open_the_doors(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, lambda now: open_doors(awayday=now, by=place.person))


@require_POST
@in_team(*SETS_UP)
def new_code(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, lambda now: renew_code(awayday=now, by=place.person))


@require_POST
@in_team(*SETS_UP)
def close_the_doors(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    return _press(request, place, number, lambda now: close_doors(awayday=now, by=place.person))


def _press(
    request: PlacedRequest, place: TeamPlace, number: int, press: Callable[[Awayday], object]
) -> HttpResponse:
    """Answered with the part of the page that the press came from, as things stand then."""
    awayday = awayday_or_404(place, number)
    problem = ""
    try:
        press(awayday)
    except DomainError as error:
        problem = str(error)
    if request.htmx and request.htmx.target == BAR:
        return _bar(request, place, awayday_or_404(place, number), problem)
    if request.htmx:
        return show_desk_fragment(request, place, awayday_or_404(place, number), problem)
    if problem:
        messages.warning(request, problem)
    return redirect(_back(request, place, number))


def _bar(request: PlacedRequest, place: TeamPlace, awayday: Awayday, problem: str = "") -> HttpResponse:
    context = {"place": place, "cycle": awayday.opens, "now": read_now(awayday), "problem": problem}
    return render(request, "awayday/_bar.html", context)


def _back(request: PlacedRequest, place: TeamPlace, number: int) -> str:
    """The page that a form without script was on: the wall or the own screen."""
    before = request.headers.get("Referer", "")
    board = address("board", place.organisation, place.team, number)
    here = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return board if here and board in before else address("desk", place.organisation, place.team, number)
