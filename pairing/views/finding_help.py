"""Help me find a partner: up to three colleagues whom a leader could ask, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pairing.services.helping import Help, help_for
from pairing.services.own import OwnView, own_view
from pairing.services.room import choosing_cycle
from pairing.views.choosing_answer import address
from teams.access import LeaderPlace, PlacedRequest, as_leader


@dataclass(frozen=True)
class Idea:
    """``has_asked``: an invitation of theirs waits for an answer, so that asking back is a yes."""

    help: Help
    has_asked: bool


@require_safe
@as_leader
def find_partner(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """For somebody who is still choosing; everybody else is sent to the page of choosing."""
    cycle = choosing_cycle(place.team)
    view = own_view(cycle, place.leader) if cycle else None
    if view is None or not view.is_still_choosing:
        return redirect(address(place))
    context = {"view": view, "ideas": _ideas(view), "back": address(place)}
    return render(request, "pairing/help.html", context)


def _ideas(view: OwnView) -> list[Idea]:
    asking = {proposal.proposer_id for proposal in view.invitations}
    return [Idea(found, found.leader.pk in asking) for found in help_for(view.room, view.me)]
