"""What the pages of a pair's own words have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cycles.models import Cycle
from cycles.rules.agreements import NAMES
from cycles.rules.strip import short_position
from cycles.services.pair_words import own_pairs
from cycles.services.pairs import ShownPair, today_in
from teams.access import LeaderPlace, PlacedRequest
from teams.models import Leader


def cycle_of(place: LeaderPlace, number: int) -> Cycle:
    """A cycle of the team that leaders know of; Http404 when there is none."""
    found = Cycle.objects.filter(team=place.team, number=number).exclude(stage=Cycle.Stage.DRAFT).first()
    if found is None:
        raise Http404
    return found


def about(own: ShownPair, place: LeaderPlace) -> dict[str, Any]:
    """What the pages of a form say of the pair it is for."""
    cycle = own.pair.cycle
    return {
        "cycle": cycle,
        "own": own,
        "partner_names": own.partner_names(place.leader),
        "you_and": own.you_and(place.leader),
        "readers": own.readers(place.leader),
        "chip": short_position(cycle.number, cycle.starts_on, today_in(cycle)),
    }


@dataclass(frozen=True)
class Earlier:
    """A way to what was written in another pair of the leader's: its cycle's number and the names."""

    number: int
    names: str


def earlier_pairs(leader: Leader, *, besides: ShownPair | None, unless_left: bool = False) -> list[Earlier]:
    """The leader's pairs but the one under way, newest first. Two queries.

    With ``unless_left`` that one too, when somebody has left it who is on its own page no more.
    """
    current = besides.pair.pk if besides else None
    return [
        Earlier(one.pair.cycle.number, one.partner_names(leader))
        for one in own_pairs(leader)
        if one.pair.pk != current or (unless_left and any(member.left_at for member in one.members))
    ]


def nothing_now(request: PlacedRequest, page: str, place: LeaderPlace) -> HttpResponse:
    """Somebody writes who is in no pair now: what they had typed is given back."""
    if request.method != "POST":
        return redirect(place.address(page))
    typed = [text for name in (*NAMES, "text") if (text := request.POST.get(name, "").strip())]
    context = {"typed": typed, "address": place.address(page)}
    if not request.htmx:
        return render(request, "cycles/pair_words_none.html", context, status=409)
    # HTMX shows nothing of a 409; a 422 it puts in place of the whole page.
    response = render(request, "cycles/pair_words_none.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response
