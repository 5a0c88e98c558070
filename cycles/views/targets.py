"""Growth targets: mine and my partner's, one on its page, its words and where it stands."""

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
from cycles.beside_targets import colleagues_on, counts_beside
from cycles.forms.targets import MoveForm, TargetForm
from cycles.models import Cycle, GrowthTarget
from cycles.rules.behavioural import EXAMPLES
from cycles.rules.targets import TWO_ALREADY, room_in_words
from cycles.services import targets as services
from cycles.services.targets_page import TargetsPage, targets_page
from cycles.services.targets_shown import companions_of, find, readers
from cycles.views.target_form import is_meant, target_form_page
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_safe
@as_leader
def targets(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """What I work on, what my partner works on, and what there was in earlier cycles."""
    page = targets_page(place.leader)
    counts = counts_beside(page.cycle, [place.leader, *(theirs.leader for theirs in page.partners)])
    context = {
        "page": page,
        "room": room_in_words(len(page.own)),
        "own_counts": counts.get(place.leader.pk, ""),
        "partners": [(theirs, counts.get(theirs.leader.pk, "")) for theirs in page.partners],
    }
    return render(request, "cycles/targets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def new(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """A first or second target; never a third."""
    page = targets_page(place.leader)
    if page.cycle is None or not (page.can_begin or (page.may_begin and request.method == "POST")):
        return _no_room(request, page)
    form = TargetForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "cycle": page.cycle, "readers": page.readers, "examples": EXAMPLES}
    if form.is_valid() and is_meant(request, form, context):
        target = _begun(request, place, page.cycle, form)
        if target:
            messages.success(
                request, "Your target is written down. Talk it over, and find an occasion to try it."
            )
            return go(request, _address(place, target.pk))
    return target_form_page(request, "cycles/target_new.html", context)


@require_POST
@as_leader
def hint(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:  # noqa: ARG001
    """What to ask about a behaviour while it is typed. Nothing is kept."""
    return render(request, "cycles/_target_hint.html", {"hint": TargetForm(request.POST).hint})


@require_safe
@as_leader
def target(request: PlacedRequest, place: LeaderPlace, target_id: UUID) -> HttpResponse:
    """One target with its plan and its try-outs, as its owner, their partner or an earlier one reads it."""
    found = find(place.leader, target_id)
    if found is None:
        raise Http404
    shown, companions = found
    context: dict[str, Any] = {"shown": shown, "cycle": shown.target.cycle}
    context["colleagues"] = colleagues_on(place, shown)
    if shown.is_own:
        parted = [one for one in companions if one.parted_at and one.parted_at >= shown.target.created_at]
        context |= {
            "readers": readers(shown.target.cycle, companions),
            "parted": [one.leader.called for one in parted],
            "earlier": shown.target.wordings.exclude(replaced_at=None),
            "why_closed": services.why_closed(shown.target.cycle),
        }
    return render(request, "cycles/target.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def wording(request: PlacedRequest, place: LeaderPlace, target_id: UUID) -> HttpResponse:
    """Say it differently. What it said before stays readable to its owner."""
    own = own_target(place, target_id)
    if request.method != "POST" and not (own.is_open and own.cycle.is_under_way):
        return redirect(_address(place, own.pk))
    standing = services.standing_wording(own)
    form = TargetForm(request.POST if request.method == "POST" else None, wording=standing)
    context: dict[str, Any] = {"form": form, "target": own, "cycle": own.cycle, "examples": EXAMPLES}
    context["readers"] = readers(own.cycle, companions_of(place.leader, own.cycle))
    meant = form.is_valid() and is_meant(request, form, context)
    if meant and _reworded(request, place, own, form, context):
        messages.success(request, "Your changes are saved.")
        return go(request, _address(place, own.pk))
    return target_form_page(request, "cycles/target_wording.html", context)


@require_POST
@as_leader
def state(request: PlacedRequest, place: LeaderPlace, target_id: UUID) -> HttpResponse:
    """On, or back again."""
    own = own_target(place, target_id)
    form = MoveForm(request.POST)
    try:
        if form.is_valid():
            to = form.cleaned_data["to"]
            done = services.move_target(
                target=own, leader=place.leader, to=to, by=request.user, at=timezone.now()
            )
            if done:
                messages.success(request, done)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return go(request, _address(place, own.pk))


@require_POST
@as_leader
def carrying_on(request: PlacedRequest, place: LeaderPlace, target_id: UUID) -> HttpResponse:
    """One tap: a target of an earlier cycle goes on in this one."""
    own = own_target(place, target_id)
    cycle = Cycle.objects.under_way().filter(team=place.team).first()
    if cycle is None:
        messages.warning(request, "No cycle is under way. Once the next one is, you can carry it on.")
        return go(request, place.address("cycles:targets"))
    try:
        carried = services.carry_on(
            target=own, cycle=cycle, leader=place.leader, by=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return go(request, place.address("cycles:targets"))
    messages.success(request, f"You go on with it in cycle {cycle.number}.")
    return go(request, _address(place, carried.pk))


def own_target(place: LeaderPlace, target_id: UUID) -> GrowthTarget:
    """A target of the leader's own; anybody else's is not there."""
    own = GrowthTarget.objects.filter(leader=place.leader).select_related("cycle")
    found = own.filter(pk=target_id).first()
    if found is None:
        raise Http404
    return found


def _address(place: LeaderPlace, target_id: UUID) -> str:
    return place.address("cycles:target", target_id)


def _no_room(request: PlacedRequest, page: TargetsPage) -> HttpResponse:
    """Why there is no new target, with what was typed so that it is not lost."""
    typed = [text for name in ("behaviour", "differently", "why") if (text := request.POST.get(name))]
    why = TWO_ALREADY
    if page.cycle is None:
        why = "No cycle is under way. Once the next one is, you can choose what to work on."
    elif not page.may_begin:
        why = f"You are not among those who take part in cycle {page.cycle.number} at the moment."
    status = 409 if request.method == "POST" else 200
    return render(request, "cycles/target_none.html", {"why": why, "typed": typed}, status=status)


def _begun(request: PlacedRequest, place: LeaderPlace, cycle: Cycle, form: TargetForm) -> GrowthTarget | None:
    try:
        return services.begin_target(
            cycle=cycle,
            leader=place.leader,
            words=form.words,
            by=request.user,
            at=timezone.now(),
            sent_as=form.sent_as,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None


def _reworded(
    request: PlacedRequest,
    place: LeaderPlace,
    own: GrowthTarget,
    form: TargetForm,
    context: dict[str, Any],
) -> bool:
    """Save what the form says, or leave in form and context why not."""
    try:
        services.reword_target(
            target=own,
            leader=place.leader,
            words=form.words,
            seen=form.seen_wording,
            by=request.user,
            at=timezone.now(),
        )
    except services.RewordedMeanwhile as clash:
        context["clash"] = clash.standing
        form.ask_about(clash.standing)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
