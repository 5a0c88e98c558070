"""Choosing a partner, on a phone: one page, and what can be pressed on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from pairing.forms.choosing import NOBODY, AskForm
from pairing.models import Proposal
from pairing.services import choosing as services
from pairing.services.own import own_view
from pairing.services.room import choosing_cycle, version_of
from pairing.views.choosing_page import ChoosingPage
from teams.access import LeaderPlace, PlacedRequest, as_leader
from teams.models import Leader

LONGEST_SEARCH = 80


@require_safe
@as_leader
def choosing(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The page; for HTMX its fragment, or 204 when nothing has changed since ``seen``."""
    cycle = choosing_cycle(place.team)
    version = version_of(cycle, leader_id=place.leader.pk) if cycle else "closed"
    if request.htmx and request.GET.get("seen") == version:
        return HttpResponse(status=204)
    page = _page(request, place, cycle, version, instead=_wanted(request, place))
    return _show(request, page)


@require_POST
@as_leader
def propose(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    form = AskForm(request.POST, team=place.team)
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return _say(request, place, "Choosing has not opened yet.")
    if not form.is_valid():
        return _say(request, place, str(form.errors.get("leader", [NOBODY])[0]), status=422)
    them: Leader = form.cleaned_data["leader"]
    instead_of: UUID | None = form.cleaned_data["instead_of"]
    try:
        services.propose(
            cycle=cycle, proposer=place.leader, addressee=them, by=place.person, instead_of=instead_of
        )
    except services.StillWaiting:
        return _offer_instead(request, place, them)
    except DomainError as error:
        return _say(request, place, str(error))
    return _go_on(request, place)


@require_POST
@as_leader
def accept(request: PlacedRequest, place: LeaderPlace, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal_or_404(proposal_id, cycle__team=place.team, addressee=place.leader)
    try:
        services.accept(proposal=proposal, by=place.person)
    except DomainError as error:
        return _say(request, place, str(error))
    return _go_on(request, place)


@require_POST
@as_leader
def decline(request: PlacedRequest, place: LeaderPlace, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal_or_404(proposal_id, cycle__team=place.team, addressee=place.leader)
    try:
        services.decline(proposal=proposal, by=place.person)
    except DomainError as error:
        return _say(request, place, str(error))
    return _go_on(request, place)


@require_POST
@as_leader
def withdraw(request: PlacedRequest, place: LeaderPlace, proposal_id: UUID) -> HttpResponse:
    proposal = _proposal_or_404(proposal_id, cycle__team=place.team, proposer=place.leader)
    try:
        services.withdraw(proposal=proposal, by=place.person)
    except DomainError as error:
        return _say(request, place, str(error))
    return _go_on(request, place)


@require_POST
@as_leader
def step_back(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    cycle = choosing_cycle(place.team)
    if cycle is None:
        return _say(request, place, "Choosing has not opened yet.")
    try:
        services.step_back(cycle=cycle, leader=place.leader, by=place.person)
    except DomainError as error:
        return _say(request, place, str(error))
    return _go_on(request, place)


def _proposal_or_404(proposal_id: UUID, **whose: object) -> Proposal:
    """One's own, asked or received; nobody learns of another."""
    found = Proposal.objects.filter(pk=proposal_id, **whose).select_related(
        "cycle__team", "proposer", "addressee"
    )
    proposal = found.first()
    if proposal is None:
        raise Http404
    return proposal


def _address(place: LeaderPlace) -> str:
    return reverse("pairing:choosing", args=[place.organisation.slug, place.team.slug])


def _wanted(request: PlacedRequest, place: LeaderPlace) -> Leader | None:
    """Whom they tried to ask while waiting for somebody else, from the address."""
    form = AskForm({"leader": request.GET.get("instead", "")}, team=place.team)
    return form.cleaned_data["leader"] if "instead" in request.GET and form.is_valid() else None


def _page(
    request: PlacedRequest,
    place: LeaderPlace,
    cycle: Cycle | None,
    version: str,
    *,
    instead: Leader | None = None,
    problem: str = "",
    moved: bool = False,
) -> ChoosingPage:
    asked = request.GET if request.method == "GET" else request.POST
    return ChoosingPage(
        address=_address(place),
        version=version,
        now=timezone.now(),
        view=own_view(cycle, place.leader) if cycle else None,
        typed=asked.get("q", "").strip()[:LONGEST_SEARCH],
        came_from=asked.get("was", ""),
        wanted=instead,
        problem=problem,
        moved=moved,
    )


def _show(request: PlacedRequest, page: ChoosingPage, status: int = 200) -> HttpResponse:
    template = "pairing/_choosing_swap.html" if request.htmx else "pairing/choosing.html"
    return render(request, template, {"page": page}, status=status)


def _fresh(
    request: PlacedRequest,
    place: LeaderPlace,
    *,
    problem: str = "",
    instead: Leader | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as things stand now, after something was pressed."""
    cycle = choosing_cycle(place.team)
    version = version_of(cycle, leader_id=place.leader.pk) if cycle else "closed"
    page = _page(request, place, cycle, version, instead=instead, problem=problem, moved=True)
    return _show(request, page, status)


def _go_on(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    return _fresh(request, place) if request.htmx else redirect(_address(place))


def _say(request: PlacedRequest, place: LeaderPlace, problem: str, status: int = 200) -> HttpResponse:
    """What stood in the way, beside everything as it stands now."""
    if request.htmx or status != 200:
        return _fresh(request, place, problem=problem, status=status)
    messages.warning(request, problem)
    return redirect(_address(place))


def _offer_instead(request: PlacedRequest, place: LeaderPlace, them: Leader) -> HttpResponse:
    if request.htmx:
        return _fresh(request, place, instead=them)
    return redirect(f"{_address(place)}?instead={them.pk}")
