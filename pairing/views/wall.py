"""The wall: what a projector shows while people choose. Names and pairs, nothing that is anybody's own."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from cycles.models import Cycle
from pairing.rules.outlook_words import Said, on_the_wall
from pairing.services.room import Room, read_room, version_of
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_safe
@in_team(*SETS_UP)
def board(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The page; for HTMX its middle, or 204 when nothing has changed since ``seen``.

    ``after`` is when the newest pair on the screen was formed: later ones are drawn coming together.
    """
    cycle = cycle_or_404(place, number)
    if cycle.stage == Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:preflight", place, cycle))
    version = version_of(cycle)
    if request.htmx and request.GET.get("seen") == version:
        return HttpResponse(status=204)
    room = read_room(cycle)
    context = {
        "place": place,
        "cycle": cycle,
        "room": room,
        "said": _said(room) if cycle.is_choosing else None,
        "version": version,
        "newest": room.pairs[0].pair.formed_at.isoformat() if room.pairs else "",
        "new": _formed_after(room, request.GET.get("after")) if request.htmx else frozenset(),
    }
    return render(request, "pairing/_board.html" if request.htmx else "pairing/board.html", context)


def _said(room: Room) -> Said:
    return on_the_wall(room.outlook, all_choose=not room.absent and not room.sitting_out)


def _formed_after(room: Room, after: str | None) -> frozenset[UUID]:
    """All of them for a screen that showed none."""
    if after is None:
        return frozenset()
    since = _instant(after)
    return frozenset(shown.pair.pk for shown in room.pairs if since is None or shown.pair.formed_at > since)


def _instant(text: str) -> dt.datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
