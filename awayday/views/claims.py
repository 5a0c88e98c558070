"""Saying whose a phone is, and the facilitator's answer to it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awayday.access import Board, at_the_board
from awayday.forms.joining import WhoForm
from awayday.guests import recall, remember
from awayday.models import Claim
from awayday.services import claims as services
from awayday.views.at_desk import answer_at_desk
from awayday.views.names_page import NOT_CONFIRMED, WAITING, show_names, show_waiting
from awayday.views.places import awayday_or_404
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team

IN_A_MINUTE = 3
SLOWER = "That was three names in a minute. Wait a moment, then choose yours."


@require_safe
@at_the_board
def names(request: PlacedRequest, board: Board) -> HttpResponse:
    """The list; while the facilitator is asked, the number to show them. It goes on by itself."""
    if known := _known_already(board):
        return go(request, known)
    said = _said_here(request, board)
    if request.htmx and request.htmx.target == WAITING:
        waits = said is not None and said.ended_at is None
        return HttpResponse(status=204) if waits else go(request, board.address("names"))
    if said is None:
        return show_names(request, board)
    return show_names(request, board, NOT_CONFIRMED) if said.ended_at else show_waiting(request, board, said)


@require_POST
@at_the_board
def claim(request: PlacedRequest, board: Board) -> HttpResponse:
    """“I am Priya Nair”: the facilitator is asked."""
    if known := _known_already(board):
        return go(request, known)
    entry = recall(request)
    form = WhoForm(request.POST, team=board.team)
    if entry is None or not form.is_valid():
        return show_names(request, board, form.problem, 422)
    now = timezone.now().timestamp()
    lately = tuple(at for at in entry.said_at if at > now - 60)
    if len(lately) >= IN_A_MINUTE:
        return show_names(request, board, SLOWER, 429)
    try:
        said = services.make_claim(
            awayday=board.awayday,
            leader=form.cleaned_data["leader"],
            instead_of=_said_here(request, board),
        )
    except DomainError as refusal:
        return show_names(request, board, str(refusal), 422)
    remember(request, replace(entry, claim_id=said.pk, said_at=(*lately, now)))
    return go(request, board.address("names"))


@require_POST
@at_the_board
def withdraw_claim(request: PlacedRequest, board: Board) -> HttpResponse:
    """“That is not me”: back to the names."""
    if known := _known_already(board):
        return go(request, known)
    take_back(request, board)
    return go(request, board.address("names"))


@require_POST
@in_team(*SETS_UP)
def confirm_claim(request: PlacedRequest, place: TeamPlace, number: int, claim_id: UUID) -> HttpResponse:
    awayday = awayday_or_404(place, number)
    said = get_object_or_404(Claim.objects.select_related("awayday"), pk=claim_id, awayday=awayday)
    return answer_at_desk(
        request, place, awayday, lambda: services.confirm_claim(claim=said, by=place.person)
    )


@require_POST
@in_team(*SETS_UP)
def refuse_claim(request: PlacedRequest, place: TeamPlace, number: int, claim_id: UUID) -> HttpResponse:
    awayday = awayday_or_404(place, number)
    said = get_object_or_404(Claim.objects.select_related("awayday"), pk=claim_id, awayday=awayday)
    return answer_at_desk(request, place, awayday, lambda: services.refuse_claim(claim=said, by=place.person))


def take_back(request: PlacedRequest, board: Board) -> None:
    """What was said in this browser, answered or not, counts no more."""
    entry = recall(request)
    said = _said_here(request, board)
    if entry is not None and said is not None:
        services.withdraw_claim(claim=said)
        remember(request, replace(entry, claim_id=None))


def _said_here(request: PlacedRequest, board: Board) -> Claim | None:
    """The claim of this browser, whatever has become of it."""
    entry = recall(request)
    if entry is None or entry.claim_id is None:
        return None
    claims = Claim.objects.filter(pk=entry.claim_id, awayday=board.awayday)
    return claims.select_related("awayday", "leader__function").first()


def _known_already(board: Board) -> str:
    """Where somebody goes who need not say who they are."""
    if board.leader is not None:
        return board.address("phone")
    return "" if board.is_guest else board.address("board")
