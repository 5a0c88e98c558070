"""The roster of a team: its page, and its leaders one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from teams import rosters
from teams.access import EDITS_PEOPLE, PlacedRequest, TeamPlace, in_team
from teams.forms.leaders import LeaderForm, LeavingForm
from teams.models import Function, Leader, OrganisationRole, Role, RosterDraft
from teams.services import leaders
from teams.services.functions import add_function

A_PAGE = 200
SEARCH_FROM = 12


@require_safe
@in_team(*Role.values)
def roster(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """Everybody on the roster, under their functions or by name."""
    everybody = rosters.listed(
        rosters.active_leaders(place.team), team=place.team, zone=place.organisation.zone
    )
    words, by_name = request.GET.get("q", "").strip(), request.GET.get("by") == "name"
    found = rosters.matching(everybody, words) if words else everybody
    if not by_name:
        found = [one for group in rosters.grouped(found) for one in group.listed]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "place": place,
        "words": words,
        "by_name": by_name,
        "found": len(found),
        "page": page,
        "groups": [rosters.Group(None, list(page))] if by_name else rosters.grouped(page),
    }
    if request.htmx and request.htmx.target == "leaders":
        return render(request, "teams/_roster_leaders.html", shown)
    around = {
        "counts": rosters.count(everybody),
        "left": rosters.leavers(place.team),
        "functions": rosters.functions_with_counts(place.team),
        "drafts": _drafts(place) if place.edits_people else [],
        "can_search": len(everybody) >= SEARCH_FROM or words,
    }
    return render(request, "teams/roster.html", shown | around)


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def new_leader(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """Type somebody in."""
    form = LeaderForm(request.POST if request.method == "POST" else None, team=place.team)
    add = partial(leaders.add_leader, team=place.team)
    if request.method == "POST" and form.is_valid() and _saved(form, place, add):
        messages.success(
            request, f"{form.cleaned_data['name']} is on the roster. Nobody has been written to."
        )
        another = "another" in request.POST
        return go(request, _address("teams:new_leader" if another else "teams:roster", place))
    return form_page(request, "teams/leader_new.html", {"form": form, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def leader(request: PlacedRequest, place: TeamPlace, leader_id: UUID) -> HttpResponse:
    """One leader: what is written about them, their invitation, leaving and returning."""
    found = _leader(place, leader_id)
    form = LeaderForm(request.POST if request.method == "POST" else None, team=place.team, leader=found)
    change = partial(leaders.change_leader, leader=found)
    if request.method == "POST" and form.is_valid() and _saved(form, place, change):
        messages.success(request, f"{found.name} is up to date.")
        return go(request, _address("teams:roster", place))
    found = _leader(place, leader_id)
    (invited,) = rosters.listed([found], team=place.team, zone=place.organisation.zone)
    context = {"form": form, "place": place, "leader": found, "invited": invited}
    return form_page(request, "teams/leader.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def leaving(request: PlacedRequest, place: TeamPlace, leader_id: UUID) -> HttpResponse:
    """Somebody has left the team: asked twice, with what it does."""
    found = _leader(place, leader_id)
    if not found.is_active:
        return go(request, _address("teams:leader", place, found.pk))
    form = LeavingForm(request.POST if request.method == "POST" else None, today=_today(place))
    if request.method == "POST" and form.is_valid():
        try:
            leaders.record_leaving(leader=found, on=form.cleaned_data["left_on"], by=place.person)
        except leaders.LeaderError as refusal:
            form.add_error(refusal.field, str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{found.name} is no longer on the roster.")
            return go(request, _address("teams:roster", place))
    context = {
        "form": form,
        "place": place,
        "leader": found,
        "reports": Leader.objects.active().filter(manager=found).order_by("sort_name"),
        "roles": OrganisationRole.objects.filter(person=found.person).order_by("role")
        if found.person
        else [],
    }
    return form_page(request, "teams/leader_leaving.html", context)


@require_POST
@in_team(*EDITS_PEOPLE)
def returning(request: PlacedRequest, place: TeamPlace, leader_id: UUID) -> HttpResponse:
    """Somebody who had left is back."""
    found = _leader(place, leader_id)
    leaders.record_return(leader=found, by=place.person)
    messages.success(request, f"{found.name} is back on the roster. Check what is written here.")
    return go(request, _address("teams:leader", place, found.pk))


def _leader(place: TeamPlace, leader_id: UUID) -> Leader:
    return get_object_or_404(
        Leader.objects.select_related("team__organisation", "function", "manager", "person"),
        pk=leader_id,
        team=place.team,
    )


def _saved(form: LeaderForm, place: TeamPlace, save: Callable[..., object]) -> bool:
    """Whether ``save`` took what the form says; else the form has the reason, and nothing was written."""
    try:
        with transaction.atomic():
            save(details=form.details(_function(form, place)), by=place.person)
    except leaders.LeaderError as refusal:
        form.add_error(refusal.field, str(refusal))
    except DomainError as refusal:
        form.add_error("new_function", str(refusal))
    return form.is_valid()


def _function(form: LeaderForm, place: TeamPlace) -> Function | None:
    name = form.cleaned_data["new_function"]
    if name:
        return add_function(organisation=place.organisation, name=name, by=place.person)
    chosen: Function | None = form.cleaned_data["function"]
    return chosen


def _drafts(place: TeamPlace) -> list[tuple[RosterDraft, dt.date]]:
    zone = place.organisation.zone
    found = RosterDraft.objects.unfinished(place.team)
    return [(draft, draft.created_at.astimezone(zone).date()) for draft in found]


def _today(place: TeamPlace) -> dt.date:
    return timezone.now().astimezone(place.organisation.zone).date()


def _address(name: str, place: TeamPlace, *objects: UUID) -> str:
    return place.address(name, *objects)
