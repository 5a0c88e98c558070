"""Help me find a partner: colleagues whom a leader could ask, and telling the facilitator."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pairing.services import help_signals as services
from pairing.services.changes import NOT_OPEN
from pairing.services.helping import Help, help_for
from pairing.services.room import choosing_cycle
from pairing.views.choosing_answer import answer, page_of, say
from pairing.views.choosing_page import ChoosingPage
from teams.access import ChooserPlace, PlacedRequest, as_chooser


@dataclass(frozen=True)
class Idea:
    """``has_asked``: an invitation of theirs waits for an answer, so that asking back is a yes."""

    help: Help
    has_asked: bool


@require_safe
@as_chooser
def find_partner(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    """For somebody who is still choosing; everybody else is sent to the page of choosing."""
    page = page_of(request, place, choosing_cycle(place.team), version="")
    if page.view is None or not page.view.is_still_choosing or page.is_paused:
        return redirect(page.links.page)
    return render(request, "pairing/help.html", {"page": page, "view": page.view, "ideas": _ideas(page)})


@require_POST
@as_chooser
def ask_for_help(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    """Tell the facilitators, and nobody else, that one would like some help."""
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.ask_for_help(cycle=cycle, leader=leader, by=by))


@require_POST
@as_chooser
def take_back_help(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.take_back(cycle=cycle, leader=leader, by=by))


def _ideas(page: ChoosingPage) -> list[Idea]:
    """A guest’s own shortlist stays with their sign-in: not even the choice of people comes from it."""
    view = page.view
    if view is None:
        return []
    asking = {proposal.proposer_id for proposal in view.invitations}
    found = help_for(view.room, view.me, with_own_list=not page.is_guest)
    return [Idea(one, one.leader.pk in asking) for one in found]
