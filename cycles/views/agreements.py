"""How a pair works together: to read, to put into words, to say yes to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from cycles.forms.agreements import AgreementForm, YesForm
from cycles.models import Agreement
from cycles.rules.agreements import QUESTIONS
from cycles.services import agreements as services
from cycles.services.agreement_pages import shown_agreements
from cycles.services.pair_words import own_pairs
from cycles.services.pairs import ShownPair, own_pair_under_way
from cycles.views.pair_words import about, cycle_of, earlier_pairs, nothing_now
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_safe
@as_leader
def agreement(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The agreement of the leader's pair under way, and the way to those of earlier ones."""
    own = own_pair_under_way(place.leader)
    shown = next(iter(shown_agreements([own] if own else [], place.leader)), None)
    context = {
        "shown": shown,
        "earlier": earlier_pairs(place.leader, besides=own),
        "questions": QUESTIONS,
    }
    return render(request, "cycles/agreement.html", context)


@require_safe
@as_leader
def of_cycle(request: PlacedRequest, place: LeaderPlace, number: int) -> HttpResponse:
    """What stood in the pairs that the leader was in, in one cycle."""
    cycle = cycle_of(place, number)
    shown = shown_agreements(own_pairs(place.leader, cycle=cycle), place.leader)
    return render(request, "cycles/agreement_of_cycle.html", {"cycle": cycle, "pairs": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def change(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """Write the agreement, or put it into other words; everybody is asked anew."""
    own = own_pair_under_way(place.leader)
    if own is None:
        return nothing_now(request, "cycles:agreement", place)
    standing = services.standing_agreement(own.pair)
    form = AgreementForm(request.POST if request.method == "POST" else None, standing=standing)
    context: dict[str, Any] = {**about(own, place), "form": form, "is_new": standing is None}
    if form.is_valid() and _written(request, place, own, form, context):
        return go(request, place.address("cycles:agreement"))
    return form_page(request, "cycles/agreement_change.html", context)


@require_POST
@as_leader
def say_yes(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    own = own_pair_under_way(place.leader)
    if own is not None:
        try:
            services.agree(
                pair=own.pair,
                leader=place.leader,
                seen=YesForm(request.POST).seen,
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            messages.warning(request, str(refusal))
    return redirect(place.address("cycles:agreement"))


@require_POST
@as_leader
def take_yes_back(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    own = own_pair_under_way(place.leader)
    if own is not None:
        try:
            services.take_yes_back(pair=own.pair, leader=place.leader, by=request.user)
        except DomainError as refusal:
            messages.warning(request, str(refusal))
    return redirect(place.address("cycles:agreement"))


def _written(
    request: PlacedRequest, place: LeaderPlace, own: ShownPair, form: AgreementForm, context: dict[str, Any]
) -> bool:
    """Write what the form says, or leave in form and context why not."""
    seen = form.seen_agreement
    try:
        services.write_agreement(
            pair=own.pair,
            leader=place.leader,
            answers=form.answers,
            seen=seen,
            by=request.user,
            at=timezone.now(),
        )
    except services.ChangedMeanwhile as clash:
        began_from = Agreement.objects.filter(pair=own.pair, pk=seen).first() if seen else None
        writer = clash.standing.written_by
        context["writer"] = writer.called if writer.pk != place.leader.pk else ""
        both = form.ask_about(seen=began_from, standing=clash.standing, by=context["writer"])
        context["theirs"] = [(name, getattr(clash.standing, name)) for name in both]
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
