"""Choosing a partner, on a phone: one page, and what can be pressed on it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.errors import DomainError
from pairing.forms.choosing import NOBODY, AskForm
from pairing.models import Proposal
from pairing.rooms import doors_of
from pairing.services import choosing as services
from pairing.services.changes import NOT_OPEN
from pairing.services.room import choosing_cycle
from pairing.views.choosing_answer import (
    answer,
    go_on,
    offer_instead,
    page_of,
    say,
    show,
    version_seen_by,
)
from teams.access import ChooserPlace, PlacedRequest, as_chooser
from teams.models import Leader


@require_safe
@as_chooser
def choosing(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    """The page; for HTMX its fragment, or 204 when nothing has changed since ``seen``.

    While the team is together the page is the room's.
    """
    doors = None if request.htmx else doors_of(place.team)
    if doors is not None:
        query = request.META["QUERY_STRING"]
        return redirect(f"{doors.page}?{query}" if query else doors.page)
    cycle = choosing_cycle(place.team)
    version = version_seen_by(place, cycle)
    if request.htmx and request.GET.get("seen") == version:
        return HttpResponse(status=204)
    wanted = wanted_instead(request, place)
    return show(request, page_of(request, place, cycle, version=version, instead=wanted))


@require_POST
@as_chooser
def propose(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    form = AskForm(request.POST, team=place.team)
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    if not form.is_valid():
        return say(request, place, str(form.errors.get("leader", [NOBODY])[0]), status=422)
    them: Leader = form.cleaned_data["leader"]
    instead_of: UUID | None = form.cleaned_data["instead_of"]
    try:
        services.propose(
            cycle=cycle, proposer=place.leader, addressee=them, by=place.by, instead_of=instead_of
        )
    except services.StillWaiting:
        return offer_instead(request, place, them)
    except DomainError as error:
        return say(request, place, str(error))
    return go_on(request, place)


@require_POST
@as_chooser
def accept(request: PlacedRequest, place: ChooserPlace, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal_or_404(proposal_id, cycle__team=place.team, addressee=place.leader)
    return answer(request, place, lambda: services.accept(proposal=proposal, by=place.by))


@require_POST
@as_chooser
def decline(request: PlacedRequest, place: ChooserPlace, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal_or_404(proposal_id, cycle__team=place.team, addressee=place.leader)
    return answer(request, place, lambda: services.decline(proposal=proposal, by=place.by))


@require_POST
@as_chooser
def withdraw(request: PlacedRequest, place: ChooserPlace, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal_or_404(proposal_id, cycle__team=place.team, proposer=place.leader)
    return answer(request, place, lambda: services.withdraw(proposal=proposal, by=place.by))


@require_POST
@as_chooser
def step_back(request: PlacedRequest, place: ChooserPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return say(request, place, NOT_OPEN)
    leader, by = place.leader, place.by
    return answer(request, place, lambda: services.step_back(cycle=cycle, leader=leader, by=by))


def _proposal_or_404(proposal_id: UUID, **whose: object) -> Proposal:
    """One's own, asked or received; nobody learns of another."""
    found = Proposal.objects.filter(pk=proposal_id, **whose).select_related(
        "cycle__team", "proposer", "addressee"
    )
    proposal = found.first()
    if proposal is None:
        raise Http404
    return proposal


def wanted_instead(request: PlacedRequest, place: ChooserPlace) -> Leader | None:
    """Whom they tried to ask while waiting for somebody else, from the address."""
    form = AskForm({"leader": request.GET.get("instead", "")}, team=place.team)
    return form.cleaned_data["leader"] if "instead" in request.GET and form.is_valid() else None
