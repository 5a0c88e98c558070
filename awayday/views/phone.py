"""One's own phone at the Awayday."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from awayday.access import SomebodyAtTheBoard, as_somebody_at_the_board
from awayday.rules.stages import Stage
from awayday.services.now import stage_now
from awayday.views.showing import phone_viewer, show_phone
from coachingpairs.live.tickets import issue
from teams.access import PlacedRequest


@require_safe
@as_somebody_at_the_board
def phone(request: PlacedRequest, board: SomebodyAtTheBoard) -> HttpResponse:
    """The page; for HTMX what changes in it."""
    if stage_now(board.awayday) in (Stage.PLANNED, Stage.OVER):
        return redirect("cycles:home", board.organisation.slug, board.team.slug)
    return show_phone(request, board)


@require_safe
@as_somebody_at_the_board
def phone_ticket(request: PlacedRequest, board: SomebodyAtTheBoard) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(issue(phone_viewer(board)), content_type="text/plain")
