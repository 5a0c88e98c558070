"""Ending a pair once its cycle is under way: one's own, and for people who have told those who run it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Pair
from cycles.services.pairs import own_pair_under_way, shown_pairs
from pairing.forms.ending import EndOwnPairForm, EndPairForm
from pairing.services import ending as services
from pairing.services.changes import SEALED
from pairing.services.room import names_in
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, LeaderPlace, PlacedRequest, TeamPlace, as_leader, in_team

ENDED_ALREADY = "That pair has ended already."


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def end_own_pair(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """What would happen; and then it does. Nobody is asked for a reason."""
    home = place.address("cycles:home")
    if request.method == "POST":
        sent = EndOwnPairForm(request.POST)
        if not sent.is_valid():
            return go(request, request.path)
        _end_own(request, place, sent.cleaned_data["pair"])
        return go(request, home)
    own = own_pair_under_way(place.leader)
    if own is None or own.pair.cycle.team_id != place.team.pk:
        return redirect(home)
    context = {
        "own": own,
        "cycle": own.pair.cycle,
        "partner_names": own.partner_names(place.leader),
        "form": EndOwnPairForm(initial={"pair": own.pair.pk}),
    }
    return render(request, "pairing/end_own_pair.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def end_pair(request: PlacedRequest, place: TeamPlace, number: int, pair_id: UUID) -> HttpResponse:
    """For people who have told a facilitator or sponsor that their pair does not go on."""
    cycle = cycle_or_404(place, number)
    pair = get_object_or_404(Pair.objects.select_related("cycle__team"), cycle=cycle, pk=pair_id)
    room = address_in("pairing:room", place, cycle)
    if pair.ended_at or not cycle.is_under_way:
        if request.method == "POST":
            messages.warning(request, ENDED_ALREADY if pair.ended_at else SEALED)
        return go(request, room)
    shown = shown_pairs([pair])[0]
    form = EndPairForm(
        request.POST if request.method == "POST" else None,
        members=[member.leader for member in shown.members],
    )
    if request.method == "POST" and form.is_valid():
        _end_for_them(request, place, pair, form)
        return go(request, room)
    context = {"cycle": cycle, "shown": shown, "names": names_in(shown), "form": form}
    return render(request, "pairing/end_pair.html", context, status=422 if form.is_bound else 200)


def _end_own(request: PlacedRequest, place: LeaderPlace, pair_id: UUID) -> None:
    own = Pair.objects.filter(cycle__team=place.team, members__leader=place.leader)
    pair = own.select_related("cycle__team").filter(pk=pair_id).first()
    if pair is None:
        raise Http404
    try:
        ended = services.end_own_pair(pair=pair, leader=place.leader, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        said = "It has ended. Your notes stay yours." if ended else ENDED_ALREADY
        messages.success(request, said)


def _end_for_them(request: PlacedRequest, place: TeamPlace, pair: Pair, form: EndPairForm) -> None:
    try:
        ended = services.end_pair_for_them(pair=pair, by=place.person, leaving=form.who_leaves)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Their pair has ended, and they are told." if ended else ENDED_ALREADY)
