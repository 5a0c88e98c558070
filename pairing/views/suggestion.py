"""Taking or leaving a suggestion, and asking a pair to take one in as its third."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from cycles.models import Pair
from pairing.models import Suggestion
from pairing.services import suggesting as services
from pairing.views.choosing_answer import answer
from teams.access import ChooserPlace, PlacedRequest, as_chooser


@require_POST
@as_chooser
def take(request: PlacedRequest, place: ChooserPlace, suggestion_id: UUID) -> HttpResponse:
    suggestion = _own_or_404(place, suggestion_id)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.take(suggestion=suggestion, leader=leader, by=by))


@require_POST
@as_chooser
def leave(request: PlacedRequest, place: ChooserPlace, suggestion_id: UUID) -> HttpResponse:
    """Not this time; or what one has asked or said yes to is taken back."""
    suggestion = _own_or_404(place, suggestion_id)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.leave(suggestion=suggestion, leader=leader, by=by))


@require_POST
@as_chooser
def ask_to_join(request: PlacedRequest, place: ChooserPlace, pair_id: UUID) -> HttpResponse:
    pairs = Pair.objects.active().select_related("cycle__team")
    pair = get_object_or_404(pairs, pk=pair_id, cycle__team=place.team)
    leader, by = place.leader, place.by
    return answer(
        request,
        place,
        lambda: services.ask_to_join(cycle=pair.cycle, leader=leader, pair=pair, by=by),
    )


def _own_or_404(place: ChooserPlace, suggestion_id: UUID) -> Suggestion:
    """One that the leader is in; nobody learns of another."""
    found = Suggestion.objects.select_related("cycle__team").filter(
        pk=suggestion_id, cycle__team=place.team, leaders__leader=place.leader
    )
    suggestion = found.first()
    if suggestion is None:
        raise Http404
    return suggestion
