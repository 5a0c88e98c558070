"""The wall on its own page, and the tickets with which pages listen for changes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awayday.access import Board, at_the_board
from awayday.rules.stages import Stage
from awayday.services.now import read_now
from awayday.services.wall import wall_context, wall_html, wall_of
from coachingpairs.live.tickets import Viewer, issue
from teams.access import PlacedRequest


@require_safe
@at_the_board
def board(request: PlacedRequest, board: Board) -> HttpResponse:
    """The page; for HTMX the wall alone, where no stream comes through."""
    now = read_now(board.awayday)
    wall = wall_of(now, site=settings.SITE_URL)
    if request.htmx:
        seen = request.GET.get("seen") == wall.version
        return HttpResponse(status=204) if seen else HttpResponse(wall_html(wall, None))
    listens = now.stage not in (Stage.PLANNED, Stage.OVER)
    context = {
        "board": board,
        "place": board,
        "cycle": now.cycle,
        "now": now if board.is_organiser else None,
        "viewer": wall_viewer(board) if listens else None,
        "renew": board.address("wall_ticket"),
        **wall_context(wall),
    }
    return render(request, "awayday/board.html", context)


@require_safe
@at_the_board
def wall_ticket(_request: PlacedRequest, board: Board) -> HttpResponse:
    return HttpResponse(issue(wall_viewer(board)), content_type="text/plain")


def wall_viewer(board: Board) -> Viewer:
    return Viewer(
        organisation=board.awayday.organisation_id,
        room=str(board.awayday.opens_id),
        kind="wall",
        organiser=board.is_organiser,
    )
