"""Planning the Awayday: when, where, what it opens and closes, and whether everybody can be paired."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awayday.forms.planning import PlanForm
from awayday.models import Awayday
from awayday.services.planning import cancel_awayday, plan_awayday
from awayday.views.places import address, awayday_of, awayday_or_404, cycle_or_404
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.services.preflight import read_draft
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team

MORNING = {"starts_at": dt.time(9), "ends_at": dt.time(13)}


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def plan(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    planned = awayday_of(cycle)
    if cycle.stage not in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        return redirect(address("desk", place.organisation, place.team, number) if planned else "home")
    today = timezone.now().astimezone(cycle.zone).date()
    form = PlanForm(request.POST or None, initial=_initial(cycle, planned, today), today=today)
    if request.method == "POST" and form.is_valid():
        try:
            plan_awayday(opens=cycle, plan=form.plan, by=place.person)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The Awayday is planned." if planned is None else "The plan is saved.")
            return go(request, address("desk", place.organisation, place.team, number))
    return _show(request, place, cycle, planned, form)


@require_POST
@in_team(*SETS_UP)
def cancel(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    awayday = awayday_or_404(place, number)
    try:
        told = cancel_awayday(awayday=awayday, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
        return go(request, address("desk", place.organisation, place.team, number))
    who = "Those who have its date are told." if told else "Nobody had been told its date."
    messages.success(request, f"The Awayday is cancelled. {who}")
    return go(request, address("plan", place.organisation, place.team, number))


def _initial(cycle: Cycle, planned: Awayday | None, today: dt.date) -> dict[str, object]:
    if planned is None:
        return {**MORNING, "held_on": max(today, cycle.starts_on)}
    return {name: getattr(planned, name) for name in PlanForm.base_fields}


def _show(
    request: PlacedRequest, place: TeamPlace, cycle: Cycle, planned: Awayday | None, form: PlanForm
) -> HttpResponse:
    closes = planned.closes if planned else Cycle.objects.under_way().filter(team=place.team).first()
    context = {"place": place, "cycle": cycle, "awayday": planned, "closes": closes, "form": form}
    if cycle.stage == Cycle.Stage.DRAFT:
        context["preflight"] = read_draft(cycle).preflight
    return render(request, "awayday/plan.html", context, status=422 if form.errors else 200)
