"""What the room's page shows, in whole and in its parts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coachingpairs.http import go
from cycles.models import Cycle
from pairing.forms.facilitating import AddParticipantForm
from pairing.forms.recording import RecordPairForm
from pairing.services.changes import NOT_OPEN, SEALED
from pairing.services.forming import PAIR_SIZE
from pairing.services.help_signals import open_signals
from pairing.services.organisers import at_risk, open_suggestions, organisers_version, overrides_of
from pairing.services.preflight import active_leaders
from pairing.services.repeats_offer import cycles_through
from pairing.services.room import Room
from pairing.views.places import address_in
from teams.access import TeamPlace
from teams.models import Leader

PREFILLED = ("one", "other", "third")


def show_room(
    request: HttpRequest, place: TeamPlace, now: Room, version: str = "", *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page, with those of its forms that were sent and need putting right."""
    version = version or organisers_version(now.cycle, signals=place.is_facilitator)
    context = room_context(place, now, version)
    if now.is_open and len(now.still_choosing) >= PAIR_SIZE:
        context["record_form"] = record_form(now, initial=_prefilled(request))
    if now.cycle.is_open:
        late = not_taking_part(now)
        context["add_form"] = AddParticipantForm(not_taking_part=late) if late else None
    return render(request, "pairing/room.html", {**context, **forms}, status=status)


def room_context(place: TeamPlace, now: Room, version: str) -> dict[str, Any]:
    context: dict[str, Any] = {"place": place, "cycle": now.cycle, "room": now, "version": version}
    context["overrides"] = overrides_of(now.cycle, standing=[shown.pair.pk for shown in now.pairs])
    if now.is_open:
        context["can_take_in"] = can_take_in(now)
        context["signals"] = open_signals(now.cycle) if place.is_facilitator else []
    if now.cycle.is_choosing:
        context["risk"] = at_risk(now)
        context["suggested"] = open_suggestions(now.cycle)
        through = now.cycle.repeats_through
        context["repeats"] = f"Partners of {cycles_through(through)}" if through else ""
    return context


def record_form(now: Room, *args: Any, **kwargs: Any) -> RecordPairForm:
    """A third can be named as long as there may be a trio."""
    trio = awaits_trio(now) and len(now.still_choosing) > PAIR_SIZE
    return RecordPairForm(
        *args, still_choosing=now.still_choosing, trio=trio, is_odd=now.cycle.is_choosing, **kwargs
    )


def awaits_trio(now: Room) -> bool:
    """The number is odd and there is no trio; later, not all who are free can be in pairs of two."""
    return now.seating.assembly.hall.awaits_trio and (now.cycle.is_choosing or now.outlook.trio)


def can_take_in(now: Room) -> frozenset[UUID]:
    """The pairs that could take in somebody still choosing as their third."""
    hall = now.seating.assembly.hall
    if not awaits_trio(now):
        return frozenset()
    groups = [group for group in hall.formed if hall.may_join(group)]
    return frozenset(now.pair_of[now.seating.leaders[group[0]].pk].pair.pk for group in groups)


def not_taking_part(now: Room) -> list[Leader]:
    taking_part = {entry.leader_id for entry in now.taking_part}
    return [leader for leader in active_leaders(now.cycle) if leader.pk not in taking_part]


def too_late(request: HttpRequest, place: TeamPlace, cycle: Cycle) -> HttpResponse:
    """Back to the room; whoever has pressed something is told why it came to nothing."""
    if request.method == "POST":
        messages.warning(request, NOT_OPEN if cycle.stage == Cycle.Stage.DRAFT else SEALED)
    return go(request, address_in("pairing:room", place, cycle))


def _prefilled(request: HttpRequest) -> dict[str, str]:
    """Who has told the facilitator, when a link names them; a select shows nothing for a stranger."""
    return {name: request.GET[name] for name in PREFILLED if name in request.GET}
