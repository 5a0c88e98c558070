"""The wall and the phones of a rehearsal: the real templates, an invented room, and nothing that can be sent.

They ask every two seconds whether the room has moved: it is one person's two or three tabs.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget

from awayday.forms.rehearsal import PhoneForm
from awayday.services.wall import wall_context, wall_html, wall_of
from awayday.views.places import address, awayday_or_404
from awayday.views.rehearsal_page import Going, going_on
from awayday.views.rehearsal_phone import not_sent_address, rehearsed_phone
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Leader

NOT_SENT = "This is a rehearsal, nothing was sent."


@require_safe
@in_team(*SETS_UP)
def board(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The wall; for HTMX what is new on it since ``seen``, or 204."""
    return _screen(request, place, number, lambda going: _board(request, place, going))


@require_safe
@in_team(*SETS_UP)
def phone(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The phone of ``leader``; for HTMX what is new on it since ``seen``, or 204."""
    return _screen(request, place, number, lambda going: _phone(request, place, going))


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def not_sent(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """Where every press on a rehearsed phone leads to. It says so, and changes nothing."""
    awayday_or_404(place, number)
    if request.htmx:
        return reswap(retarget(HttpResponse(NOT_SENT), "#rehearsal-said"), "innerHTML")
    whose = request.GET.get("leader")
    back = address("rehearsal_phone" if whose else "rehearsal", place.organisation, place.team, number)
    context = {"said": NOT_SENT, "back": f"{back}?{urlencode({'leader': whose})}" if whose else back}
    return render(request, "awayday/rehearsal_not_sent.html", context)


def _screen(
    request: PlacedRequest, place: TeamPlace, number: int, show: Callable[[Going], HttpResponse]
) -> HttpResponse:
    """Once it is over, every screen goes to the page on which another can be started."""
    awayday = awayday_or_404(place, number)
    try:
        going = going_on(awayday)
    except DomainError:
        going = None
    if going is None:
        return go(request, address("rehearsal", place.organisation, place.team, number))
    if request.htmx and request.GET.get("seen") == going.mark:
        return HttpResponse(status=204)
    return show(going)


def _board(request: PlacedRequest, place: TeamPlace, going: Going) -> HttpResponse:
    wall = wall_of(going.invented().now, site=settings.SITE_URL)
    follow = {"mark": going.mark, "address": _address(place, going, "rehearsal_board")}
    if not request.htmx:
        return render(request, "awayday/rehearsal_board.html", {**wall_context(wall), "follow": follow})
    before = going.rehearsal.step_seen(request.GET.get("seen", ""))
    previous = None if before is None else wall_of(going.invented(before).now, site=settings.SITE_URL)
    context = {"wall": wall_html(wall, previous), "follow": follow}
    return render(request, "awayday/_rehearsal_board_swap.html", context)


def _phone(request: PlacedRequest, place: TeamPlace, going: Going) -> HttpResponse:
    form = PhoneForm(request.GET, leaders=going.cast.leaders)
    if not form.is_valid():
        raise Http404
    me: Leader = form.cleaned_data["leader"]
    not_sent = not_sent_address(going, me)
    shown = rehearsed_phone(going, me, not_sent=not_sent, wall=_address(place, going, "rehearsal_board"))
    context = {
        "phone": shown,
        "not_sent": not_sent,
        "follow": {"mark": going.mark, "address": _address(place, going, "rehearsal_phone"), "leader": me.pk},
    }
    template = "awayday/_rehearsal_phone_swap.html" if request.htmx else "awayday/rehearsal_phone.html"
    return render(request, template, context)


def _address(place: TeamPlace, going: Going, name: str) -> str:
    return address(name, place.organisation, place.team, going.awayday.opens.number)
