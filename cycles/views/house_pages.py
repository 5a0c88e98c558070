"""Facilitators write the page of the house: add it, change it, look at it first, delete it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.http import go
from cycles.forms.house_pages import HousePageForm
from cycles.rules.plain_text import blocks
from cycles.services import house_pages as services
from teams.access import PlacedRequest, TeamPlace, in_team
from teams.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(Role.FACILITATOR)
def edit(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """The form; “Look at it first” shows the page as it would be and saves nothing."""
    page = services.house_page_of(place.team)
    form = HousePageForm(request.POST if request.method == "POST" else None, page=page)
    context: dict[str, Any] = {"form": form, "page": page, "place": place, "seen": services.seen_as(page)}
    if form.is_valid():
        if "preview" in request.POST:
            context |= {"preview": form.cleaned_data, "blocks": blocks(form.cleaned_data["text"])}
        elif _written(request, place, form, context):
            messages.success(request, "The page is saved. Everybody in the team finds it in the guide.")
            return go(request, _address(place, "house_page"))
    return render(request, "cycles/house_page_form.html", context, status=422 if form.errors else 200)


@require_POST
@in_team(Role.FACILITATOR)
def delete(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    try:
        services.delete_house_page(team=place.team, seen=request.POST.get("seen", ""), by=request.user)
    except services.ChangedMeanwhile as changed:
        messages.warning(request, str(changed))
        return redirect(_address(place, "house_page"))
    messages.success(request, "The page of your house is deleted.")
    return redirect(_address(place, "guide"))


def _written(request: PlacedRequest, place: TeamPlace, form: HousePageForm, context: dict[str, Any]) -> bool:
    """Whether it is saved; otherwise ``context`` has what stands there now."""
    try:
        services.write_house_page(
            team=place.team,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except services.ChangedMeanwhile as changed:
        form.ask_about(changed.page)
        context |= {"theirs": changed.page, "page": changed.page}
        return False
    return True


def _address(place: TeamPlace, name: str) -> str:
    return place.address(f"cycles:{name}")
