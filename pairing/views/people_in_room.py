"""Who takes part in a cycle: joining late, being away, sitting out, and back again."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.forms.facilitating import AddParticipantForm
from pairing.services import participants as services
from pairing.services.room import read_room
from pairing.views.places import address_in, cycle_or_404
from pairing.views.room_page import not_taking_part, show_room, too_late
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Leader, Person


class Press(Protocol):
    """One of the services that change how somebody takes part."""

    def __call__(self, *, cycle: Cycle, leader: Leader, by: Person) -> None: ...


@require_POST
@in_team(*SETS_UP)
def add_participant(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    now = read_room(cycle_or_404(place, number))
    if not now.cycle.is_open:
        return too_late(request, place, now.cycle)
    form = AddParticipantForm(request.POST, not_taking_part=not_taking_part(now))
    if form.is_valid():
        leader = form.cleaned_data["leader"]
        try:
            services.add_participant(cycle=now.cycle, leader=leader, by=place.person)
        except DomainError as error:
            form.add_error("leader", str(error))
        else:
            messages.success(request, f"{leader.name} takes part now.")
            return go(request, address_in("pairing:room", place, now.cycle))
    if request.htmx:
        context = {"place": place, "cycle": now.cycle, "add_form": form}
        return render(request, "pairing/_add_participant.html", context, status=422)
    return show_room(request, place, now, add_form=form, status=422)


@require_POST
@in_team(*SETS_UP)
def mark_away(request: PlacedRequest, place: TeamPlace, number: int, leader_id: UUID) -> HttpResponse:
    said = "{} is away and is paired later."
    return _press(request, place, number, leader_id, services.mark_absent, said)


@require_POST
@in_team(*SETS_UP)
def mark_back(request: PlacedRequest, place: TeamPlace, number: int, leader_id: UUID) -> HttpResponse:
    return _press(request, place, number, leader_id, services.mark_back, "{} is back and chooses.")


@require_POST
@in_team(*SETS_UP)
def mark_resting(request: PlacedRequest, place: TeamPlace, number: int, leader_id: UUID) -> HttpResponse:
    return _press(request, place, number, leader_id, services.sit_out, "{} sits this cycle out.")


@require_POST
@in_team(*SETS_UP)
def mark_choosing(request: PlacedRequest, place: TeamPlace, number: int, leader_id: UUID) -> HttpResponse:
    return _press(request, place, number, leader_id, services.choose_after_all, "{} chooses after all.")


def _press(
    request: PlacedRequest, place: TeamPlace, number: int, leader_id: UUID, press: Press, said: str
) -> HttpResponse:
    """``said`` is the sentence for when it worked, with room for the name."""
    cycle = cycle_or_404(place, number)
    leader = get_object_or_404(Leader, team=place.team, pk=leader_id)
    try:
        press(cycle=cycle, leader=leader, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, said.format(leader.name))
    return go(request, address_in("pairing:room", place, cycle))
