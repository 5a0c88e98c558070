"""The pages of those who run the process while people choose: the pre-flight and the room."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle, Pair
from pairing.forms.facilitating import AddParticipantForm, RecordPairForm
from pairing.services import facilitating as services
from pairing.services.changes import NOT_OPEN, SEALED
from pairing.services.preflight import active_leaders, preflight_of
from pairing.services.room import Room, read_room, version_of
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Leader


@require_safe
@in_team(*SETS_UP)
def preflight(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    if cycle.stage != Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:room", place, cycle))
    context = {"place": place, "cycle": cycle, "preflight": preflight_of(cycle, active_leaders(cycle))}
    return render(request, "pairing/preflight.html", context)


@require_POST
@in_team(*SETS_UP)
def open_choosing(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    try:
        services.open_choosing(cycle=cycle, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
        return go(request, address_in("pairing:preflight", place, cycle))
    if cycle.stage == Cycle.Stage.DRAFT:
        messages.success(request, "Choosing is open.")
    return go(request, address_in("pairing:room", place, cycle))


@require_safe
@in_team(*SETS_UP)
def room(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The page; for HTMX what changes in it, or 204 when nothing has changed since ``seen``."""
    cycle = cycle_or_404(place, number)
    if cycle.stage == Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:preflight", place, cycle))
    version = version_of(cycle)
    if request.htmx and request.GET.get("seen") == version:
        return HttpResponse(status=204)
    now = read_room(cycle)
    if request.htmx:
        return render(request, "pairing/_room_swap.html", _room_context(place, now, version))
    return _show_room(request, place, now, version)


@require_POST
@in_team(*SETS_UP)
def record_pair(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    now = read_room(cycle_or_404(place, number))
    if not now.cycle.is_choosing:
        return _too_late(request, place, now.cycle)
    form = RecordPairForm(request.POST, still_choosing=now.still_choosing)
    if form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        try:
            services.record_pair(cycle=now.cycle, one=one, other=other, both_said_yes=True, by=place.person)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{one.name} and {other.name} are a pair.")
            return go(request, address_in("pairing:room", place, now.cycle))
    if request.htmx:
        context = {"place": place, "cycle": now.cycle, "record_form": form}
        return render(request, "pairing/_record_pair.html", context, status=422)
    return _show_room(request, place, now, version_of(now.cycle), record_form=form, status=422)


@require_POST
@in_team(*SETS_UP)
def undo_pair(request: PlacedRequest, place: TeamPlace, number: int, pair_id: UUID) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    pair = get_object_or_404(Pair, cycle=cycle, pk=pair_id)
    try:
        services.undo_pair(cycle=cycle, pair=pair, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "The pair is undone. Both are free to choose again.")
    return go(request, address_in("pairing:room", place, cycle))


@require_POST
@in_team(*SETS_UP)
def add_participant(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    now = read_room(cycle_or_404(place, number))
    if not now.cycle.is_choosing:
        return _too_late(request, place, now.cycle)
    form = AddParticipantForm(request.POST, not_taking_part=_not_taking_part(now))
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
    return _show_room(request, place, now, version_of(now.cycle), add_form=form, status=422)


def _too_late(request: PlacedRequest, place: TeamPlace, cycle: Cycle) -> HttpResponse:
    messages.warning(request, NOT_OPEN if cycle.stage == Cycle.Stage.DRAFT else SEALED)
    return go(request, address_in("pairing:room", place, cycle))


def _show_room(
    request: PlacedRequest, place: TeamPlace, now: Room, version: str, *, status: int = 200, **forms: Any
) -> HttpResponse:
    context = _room_context(place, now, version)
    if now.cycle.is_choosing:
        late = _not_taking_part(now)
        context["record_form"] = RecordPairForm(still_choosing=now.still_choosing)
        context["add_form"] = AddParticipantForm(not_taking_part=late) if late else None
    return render(request, "pairing/room.html", {**context, **forms}, status=status)


def _room_context(place: TeamPlace, now: Room, version: str) -> dict[str, Any]:
    return {"place": place, "cycle": now.cycle, "room": now, "version": version}


def _not_taking_part(now: Room) -> list[Leader]:
    taking_part = {entry.leader_id for entry in now.taking_part}
    return [leader for leader in active_leaders(now.cycle) if leader.pk not in taking_part]
