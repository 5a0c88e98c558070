"""Making a cycle, moving it and taking it back while it is a draft."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.forms.cycles import CycleForm
from cycles.models import Cycle
from cycles.rules.guide import guided_months
from cycles.rules.months import last_day_of_cycle, same_day_later
from cycles.services.cycles import AHEAD_ALREADY, change_dates, create_cycle, delete_draft
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def new(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """The form; with ``starts_on`` in the address it shows the months of that day."""
    last = place.team.cycles.order_by("-number").first()
    if last is not None and last.stage in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        return _ahead_already(request, place, last)
    today = timezone.now().astimezone(place.organisation.zone).date()
    initial = {"starts_on": sensible_start(last, today), "time_zone": place.organisation.time_zone}
    form = CycleForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = create_cycle(
                team=place.team,
                starts_on=form.cleaned_data["starts_on"],
                time_zone=form.cleaned_data["time_zone"],
                by=place.person,
            )
        except DomainError as error:
            form.add_error("starts_on", str(error))
        else:
            return go(request, _preflight(place, cycle))
    return _show(request, place, form, number=last.number + 1 if last else 1)


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def edit(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = get_object_or_404(place.team.cycles, number=number)
    if cycle.stage != Cycle.Stage.DRAFT:
        status = 409 if request.method == "POST" else 200
        return render(request, "cycles/cycle_fixed.html", {"cycle": cycle}, status=status)
    today = timezone.now().astimezone(place.organisation.zone).date()
    initial = {"starts_on": cycle.starts_on, "time_zone": cycle.time_zone}
    form = CycleForm(request.POST or None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            change_dates(
                cycle=cycle,
                starts_on=form.cleaned_data["starts_on"],
                time_zone=form.cleaned_data["time_zone"],
                by=place.person,
            )
        except DomainError as error:
            form.add_error("starts_on", str(error))
        else:
            return go(request, _preflight(place, cycle))
    return _show(request, place, form, number=number, cycle=cycle)


@require_POST
@in_team(*SETS_UP)
def delete(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = get_object_or_404(place.team.cycles, number=number)
    try:
        delete_draft(cycle=cycle, by=place.person)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"The draft of cycle {number} is deleted.")
    return go(request, place.address("cycles:overview"))


def sensible_start(last: Cycle | None, today: dt.date) -> dt.date:
    """The day after the last cycle ends, or the first of the coming month when that is past."""
    next_first = same_day_later(today.replace(day=1), 1)
    if last is None:
        return next_first
    after = last.ends_on + dt.timedelta(days=1)
    return after if after >= today else next_first


def _show(
    request: PlacedRequest, place: TeamPlace, form: CycleForm, *, number: int, cycle: Cycle | None = None
) -> HttpResponse:
    day = _day_shown(request, form)
    context = {
        "form": form,
        "number": number,
        "cycle": cycle,
        "months": guided_months(day),
        "ends_on": last_day_of_cycle(day),
        "place": place,
    }
    return render(request, "cycles/cycle_form.html", context, status=422 if form.errors else 200)


def _day_shown(request: PlacedRequest, form: CycleForm) -> dt.date:
    """The day whose months stand beside the form: the one typed, when it is one."""
    typed = form.data.get("starts_on") or request.GET.get("starts_on", "")
    try:
        day = dt.date.fromisoformat(typed)
    except ValueError:
        return dt.date.fromisoformat(str(form.initial["starts_on"]))
    return min(max(day, dt.date(2000, 1, 1)), dt.date(2999, 1, 1))


def _ahead_already(request: PlacedRequest, place: TeamPlace, ahead: Cycle) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, AHEAD_ALREADY)
    return redirect(_preflight(place, ahead))


def _preflight(place: TeamPlace, cycle: Cycle) -> str:
    return place.address("pairing:preflight", cycle.number)
