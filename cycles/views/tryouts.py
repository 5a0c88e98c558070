"""Try-outs: plan one, change it, look back on it, delete it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from cycles.forms.tryouts import LookBackForm, TryOutForm
from cycles.models import GrowthTarget, TryOut
from cycles.rules import tryouts as rules
from cycles.rules.strip import short_position
from cycles.services import tryouts as services
from cycles.services.pairs import today_in
from cycles.services.targets import standing_wording
from cycles.services.targets_shown import companions_of, readers
from cycles.views.targets import own_target
from teams.access import LeaderPlace, PlacedRequest, as_leader

FORM = "cycles/_tryout_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def new(request: PlacedRequest, place: LeaderPlace, target_id: UUID) -> HttpResponse:
    """An occasion to come; the day is often all that one has to type besides its name."""
    own = own_target(place, target_id)
    if request.method != "POST" and not (own.is_open and own.cycle.is_under_way):
        return _back(request, place, own)
    form = TryOutForm(_sent(request), today=today_in(own.cycle), ends_on=own.cycle.ends_on)
    context = {**_about(place, own), "form": form}
    if form.is_valid() and _planned(request, place, own, form):
        messages.success(request, "Your try-out is planned.")
        return _back(request, place, own)
    return form_page(request, "cycles/tryout_new.html", context, fragment=FORM)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def change(request: PlacedRequest, place: LeaderPlace, try_out_id: UUID) -> HttpResponse:
    """Another day, occasion or plan."""
    try_out = _own_try_out(place, try_out_id)
    cycle = try_out.target.cycle
    if request.method != "POST" and not cycle.is_under_way:
        return _back(request, place, try_out.target)
    form = TryOutForm(_sent(request), today=today_in(cycle), ends_on=cycle.ends_on, try_out=try_out)
    context = {**_about(place, try_out.target), "form": form, "try_out": try_out}
    if form.is_valid() and _changed(request, place, try_out, form, context):
        messages.success(request, "Your changes are saved.")
        return _back(request, place, try_out.target)
    return form_page(request, "cycles/tryout_edit.html", context, fragment=FORM)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def look_back(request: PlacedRequest, place: LeaderPlace, try_out_id: UUID) -> HttpResponse:
    """How big a step was it?"""
    try_out = _own_try_out(place, try_out_id)
    cycle = try_out.target.cycle
    too_early = not rules.can_look_back(try_out, today_in(cycle))
    if request.method != "POST" and (too_early or not cycle.is_under_way):
        if too_early and cycle.is_under_way:
            messages.warning(request, rules.STILL_TO_COME)
        return _back(request, place, try_out.target)
    form = LookBackForm(_sent(request), try_out=try_out)
    context = {**_about(place, try_out.target), "form": form, "try_out": try_out}
    if form.is_valid() and _looked_back(request, place, try_out, form, context):
        messages.success(request, "That is written down.")
        return _back(request, place, try_out.target)
    return form_page(request, "cycles/tryout_look_back.html", context, fragment=FORM)


@require_POST
@as_leader
def delete(request: PlacedRequest, place: LeaderPlace, try_out_id: UUID) -> HttpResponse:
    try_out = _own_try_out(place, try_out_id)
    try:
        services.delete_try_out(try_out=try_out, leader=place.leader, by=request.user)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The try-out is deleted.")
    return _back(request, place, try_out.target)


def _own_try_out(place: LeaderPlace, try_out_id: UUID) -> TryOut:
    """A try-out of the leader's own; anybody else's is not there."""
    own = TryOut.objects.filter(target__leader=place.leader).select_related("target__cycle")
    found = own.filter(pk=try_out_id).first()
    if found is None:
        raise Http404
    return found


def _sent(request: PlacedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _back(request: PlacedRequest, place: LeaderPlace, target: GrowthTarget) -> HttpResponse:
    address = place.address("cycles:target", target.pk)
    return go(request, address) if request.method == "POST" else redirect(address)


def _about(place: LeaderPlace, target: GrowthTarget) -> dict[str, Any]:
    cycle = target.cycle
    return {
        "target": target,
        "wording": standing_wording(target),
        "cycle": cycle,
        "readers": readers(cycle, companions_of(place.leader, cycle)),
        "chip": short_position(cycle.number, cycle.starts_on, today_in(cycle)),
    }


def _planned(request: PlacedRequest, place: LeaderPlace, own: GrowthTarget, form: TryOutForm) -> bool:
    """Save what the form says, or leave in it why not."""
    try:
        services.plan_try_out(
            target=own,
            leader=place.leader,
            written=form.written,
            by=request.user,
            at=timezone.now(),
            sent_as=form.sent_as,
        )
    except services.WrongDay as refusal:
        form.refuse_day(str(refusal))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _changed(
    request: PlacedRequest, place: LeaderPlace, try_out: TryOut, form: TryOutForm, context: dict[str, Any]
) -> bool:
    """Save what the form says, or leave in form and context why not."""
    try:
        services.change_try_out(
            try_out=try_out, leader=place.leader, written=form.written, by=request.user, at=timezone.now()
        )
    except services.ChangedMeanwhile as clash:
        context["clash"] = clash.now
        form.ask_about(clash.now)
    except services.WrongDay as refusal:
        form.refuse_day(str(refusal))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _looked_back(
    request: PlacedRequest, place: LeaderPlace, try_out: TryOut, form: LookBackForm, context: dict[str, Any]
) -> bool:
    """Save what the form says, or leave in form and context why not."""
    try:
        services.look_back(
            try_out=try_out, leader=place.leader, written=form.written, by=request.user, at=timezone.now()
        )
    except services.ChangedMeanwhile as clash:
        context["clash"] = clash.now
        form.ask_about(clash.now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
