"""Being there: said by leaders themselves or noted for them; and leaving a board that is not one's own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from awayday.access import Board, SomebodyAtTheBoard, as_somebody_at_the_board, at_the_board
from awayday.forms.joining import WhoForm
from awayday.guests import forget, recall
from awayday.models import Arrival
from awayday.services import arrivals as services
from awayday.views.at_desk import answer_at_desk
from awayday.views.claims import take_back
from awayday.views.places import awayday_or_404
from awayday.views.showing import show_phone
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Leader


@require_POST
@as_somebody_at_the_board
def arrive(request: PlacedRequest, board: SomebodyAtTheBoard) -> HttpResponse:
    """“I’m here”, pressed or sent as the page opens; saying it again changes nothing."""
    how = _how(request, board)
    try:
        services.record_arrival(awayday=board.awayday, leader=board.leader, how=how)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    if how == Arrival.How.CARD:
        take_back(request, board)  # a name tapped before the card was scanned
    return show_phone(request, board) if request.htmx else redirect(board.address("phone"))


@require_POST
@in_team(*SETS_UP)
def note_arrival(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """Somebody without a phone is there."""
    awayday = awayday_or_404(place, number)
    form = WhoForm(request.POST, team=place.team)

    def press() -> None:
        if not form.is_valid():
            raise DomainError(form.problem)
        services.note_arrival(awayday=awayday, leader=form.cleaned_data["leader"], by=place.person)

    return answer_at_desk(request, place, awayday, press)


@require_POST
@in_team(*SETS_UP)
def remove_arrival(request: PlacedRequest, place: TeamPlace, number: int, leader_id: UUID) -> HttpResponse:
    awayday = awayday_or_404(place, number)
    leader = get_object_or_404(Leader, pk=leader_id, team=place.team)
    return answer_at_desk(
        request,
        place,
        awayday,
        lambda: services.remove_arrival(awayday=awayday, leader=leader, by=place.person),
    )


@require_POST
@at_the_board
def leave(request: PlacedRequest, board: Board) -> HttpResponse:
    """“Not you?”: this browser is nobody any more. Whoever is signed in signs out instead."""
    if not board.is_guest:
        return go(request, reverse("account_logout"))
    take_back(request, board)
    forget(request)
    return go(request, reverse("awayday:join"))


def _how(request: PlacedRequest, board: Board) -> Arrival.How:
    if not board.is_guest:
        return Arrival.How.SIGNED_IN
    entry = recall(request)
    return Arrival.How.CARD if entry is not None and entry.card else Arrival.How.CONFIRMED
