"""Deciding what becomes of a target that was asked about: keep it, put it differently, another instead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.forms.targets import TargetForm
from cycles.rules.behavioural import EXAMPLES
from cycles.rules.targets import OPEN, SETTLED
from cycles.services.targets import RewordedMeanwhile
from cycles.views.target_form import is_meant, target_form_page
from feedback.models import AskedTarget, Asking
from feedback.services import deciding as services
from feedback.services.reading import AskedNow, ReadAsking, read_asking
from feedback.views.places import address, own_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_safe
@as_leader
def decide(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """Each target that was asked about, as it was asked and as it says now, and what to do with it."""
    own = own_asking(place, asking_id)
    page = read_asking(own, place.leader, at=timezone.now())
    context = {
        "page": page,
        "choices": [(one, _state(one), services.why_not(_target(one))) for one in page.targets],
        "is_decided": all(_state(one) != "open" for one in page.targets),
    }
    return render(request, "feedback/decide.html", context)


@require_POST
@as_leader
def keep(request: PlacedRequest, place: LeaderPlace, asking_id: UUID, asked_id: UUID) -> HttpResponse:
    """Settled, in the words it has."""
    own, asked = _asked(place, asking_id, asked_id)
    try:
        services.keep_target(asked=asked, leader=place.leader, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "You are settled on it. Find an occasion at which to try it.")
    return go(request, address(place, own, "feedback:decide"))


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def reword(request: PlacedRequest, place: LeaderPlace, asking_id: UUID, asked_id: UUID) -> HttpResponse:
    """Put it differently, and be settled on it."""
    own, asked = _asked(place, asking_id, asked_id)
    page = read_asking(own, place.leader, at=timezone.now())
    now = next(one for one in page.targets if one.asked.pk == asked.pk)
    if request.method != "POST" and _state(now) not in ("open", "settled"):
        return redirect(address(place, own, "feedback:decide"))
    form = TargetForm(request.POST if request.method == "POST" else None, wording=now.now)
    context = _context(place, page, now, form)
    if (
        form.is_valid()
        and is_meant(request, form, context)
        and _reworded(request, place, asked, form, context)
    ):
        messages.success(request, "You are settled on it, in its new words.")
        return go(request, address(place, own, "feedback:decide"))
    return target_form_page(request, "feedback/decide_reword.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def replace(request: PlacedRequest, place: LeaderPlace, asking_id: UUID, asked_id: UUID) -> HttpResponse:
    """Let it go, and be settled on another."""
    own, asked = _asked(place, asking_id, asked_id)
    page = read_asking(own, place.leader, at=timezone.now())
    now = next(one for one in page.targets if one.asked.pk == asked.pk)
    if request.method != "POST" and _state(now) not in ("open", "settled"):
        return redirect(address(place, own, "feedback:decide"))
    form = TargetForm(request.POST if request.method == "POST" else None)
    context = _context(place, page, now, form)
    meant = form.is_valid() and is_meant(request, form, context)
    if meant and _replaced(request, place, asked, form):
        messages.success(request, "You are settled on the new one, and have let the other go.")
        return go(request, address(place, own, "feedback:decide"))
    return target_form_page(request, "feedback/decide_replace.html", context)


def _asked(place: LeaderPlace, asking_id: UUID, asked_id: UUID) -> tuple[Asking, AskedTarget]:
    own = own_asking(place, asking_id)
    asked = AskedTarget.objects.filter(asking=own, pk=asked_id).select_related("asking", "target__cycle")
    found = asked.first()
    if found is None:
        raise Http404
    return own, found


def _target(one: AskedNow) -> Any:
    """With its cycle, which is the asking's."""
    if one.target is not None:
        one.target.cycle = one.asked.asking.cycle
    return one.target


def _state(one: AskedNow) -> str:
    """“settled”, “open” for one still to be decided, “over” for one that is not worked on any more."""
    target = _target(one)
    if services.why_not(target) or target.state not in OPEN:
        return "over"
    return "settled" if target.state == SETTLED else "open"


def _context(place: LeaderPlace, page: ReadAsking, now: AskedNow, form: TargetForm) -> dict[str, Any]:
    return {
        "page": page,
        "one": now,
        "form": form,
        "readers": page.readers,
        "examples": EXAMPLES,
        "back": address(place, page.asking, "feedback:decide"),
    }


def _reworded(
    request: PlacedRequest, place: LeaderPlace, asked: AskedTarget, form: TargetForm, context: dict[str, Any]
) -> bool:
    """Do it, or leave in form and context why not."""
    try:
        services.reword_and_settle(
            asked=asked,
            leader=place.leader,
            words=form.words,
            seen=form.seen_wording,
            by=request.user,
            at=timezone.now(),
        )
    except RewordedMeanwhile as clash:
        context["clash"] = clash.standing
        form.ask_about(clash.standing)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _replaced(request: PlacedRequest, place: LeaderPlace, asked: AskedTarget, form: TargetForm) -> bool:
    """Do it, or leave in the form why not."""
    try:
        services.replace_target(
            asked=asked,
            leader=place.leader,
            words=form.words,
            by=request.user,
            at=timezone.now(),
            sent_as=form.sent_as,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
