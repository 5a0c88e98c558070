"""What partners rate in each other: to write, to change, and to read once one has pressed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from cycles.forms.strengths import StrengthForm, about_whom
from cycles.models import PairMember, Strength
from cycles.rules.strengths import EXAMPLES
from cycles.services import strengths as services
from cycles.services.own_text import ChangedMeanwhile
from cycles.services.pair_words import own_pairs
from cycles.services.pairs import ShownPair, own_pair_under_way
from cycles.services.strength_pages import ShownStrengths, WithPartner, shown_strengths
from cycles.views.pair_words import cycle_of, earlier_pairs, nothing_now
from teams.access import LeaderPlace, PlacedRequest, as_leader
from teams.models import Leader


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def strengths(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """What the leader and their partners rate in each other; sending the form adds one."""
    own = own_pair_under_way(place.leader)
    if request.method == "POST":
        return _add(request, place, own) if own else nothing_now(request, "cycles:strengths", place)
    return _page(request, place, own)


@require_safe
@as_leader
def of_cycle(request: PlacedRequest, place: LeaderPlace, number: int) -> HttpResponse:
    """What the leader gave and was given in the pairs they were in, in one cycle."""
    cycle = cycle_of(place, number)
    shown = shown_strengths(own_pairs(place.leader, cycle=cycle), place.leader)
    return render(request, "cycles/strengths_of_cycle.html", {"cycle": cycle, "pairs": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def change(request: PlacedRequest, place: LeaderPlace, strength_id: UUID) -> HttpResponse:
    """One of the leader's own, to put into other words or to take out."""
    strength, partner = _own_strength(place, strength_id)
    own = own_pair_under_way(place.leader)
    is_over = own is None or own.pair.pk != strength.pair_id
    if request.method != "POST" and (is_over or partner.left_at):
        return redirect(place.address("cycles:strengths_of_cycle", strength.pair.cycle.number))
    form = StrengthForm(
        request.POST if request.method == "POST" else None, partner=partner, strength=strength
    )
    context: dict[str, Any] = {
        "form": form,
        "strength": strength,
        "partner": partner,
        "readers": f"You and {partner.leader.called}",
        "examples": EXAMPLES,
    }
    if form.is_valid() and _changed(request, place, strength, form, context):
        messages.success(request, "Your change is saved.")
        return go(request, place.address("cycles:strengths"))
    return form_page(request, "cycles/strength_change.html", context)


@require_POST
@as_leader
def delete(request: PlacedRequest, place: LeaderPlace, strength_id: UUID) -> HttpResponse:
    strength, partner = _own_strength(place, strength_id)
    try:
        services.delete_strength(strength=strength, leader=place.leader, by=request.user)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"It is taken out, and {partner.leader.called} can no longer read it.")
    return redirect(place.address("cycles:strengths"))


@require_POST
@as_leader
def read(request: PlacedRequest, place: LeaderPlace, leader_id: UUID) -> HttpResponse:
    """Show what a partner rates in the leader; from now on it counts as read."""
    author = Leader.objects.filter(team=place.team, pk=leader_id).first()
    if author is None:
        raise Http404
    own = own_pair_under_way(place.leader)
    if own is None or author.pk not in {member.leader_id for member in own.partners_of(place.leader)}:
        messages.warning(request, f"You and {author.called} are not partners at the moment.")
        return redirect(place.address("cycles:strengths"))
    try:
        services.read_strengths(pair=own.pair, leader=place.leader, author=author, by=request.user)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect(place.address("cycles:strengths") + f"#from-{author.pk}")


def _add(request: PlacedRequest, place: LeaderPlace, own: ShownPair) -> HttpResponse:
    whom = about_whom(request.POST)
    partner = next((one for one in own.partners_of(place.leader) if one.leader_id == whom), None)
    if partner is None:
        return nothing_now(request, "cycles:strengths", place)
    form = _form(request.POST, partner)
    if form.is_valid():
        try:
            services.add_strength(
                pair=own.pair,
                leader=place.leader,
                about=partner.leader,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("text", str(refusal))
    if not form.is_valid():
        return _page(request, place, own, form)
    if request.htmx:
        return _page(request, place, own, added=partner)
    messages.success(request, f"{partner.leader.called} can read it now.")
    return redirect(place.address("cycles:strengths") + f"#to-{partner.leader_id}")


@dataclass(frozen=True)
class Section:
    """One partner's part of the page. Of all buttons of a page one is filled."""

    shown: WithPartner
    form: StrengthForm
    read_is_filled: bool
    add_is_filled: bool


def _page(
    request: PlacedRequest,
    place: LeaderPlace,
    own: ShownPair | None,
    refused: StrengthForm | None = None,
    *,
    added: PairMember | None = None,
) -> HttpResponse:
    """The whole page, or to HTMX the part that was sent; ``refused`` is a form that could not be kept."""
    shown = next(iter(shown_strengths([own] if own else [], place.leader)), None)
    sections = _sections(shown, refused) if shown else []
    context: dict[str, Any] = {"examples": EXAMPLES, "added": added}
    status = 422 if refused else 200
    if request.htmx and (added or refused):
        whom = added or (refused.partner if refused else None)
        context["section"] = next(one for one in sections if one.shown.partner == whom)
        return render(request, "cycles/_strengths_given.html", context, status=status)
    context |= {
        "sections": sections,
        "refused": refused,
        "readers": own.readers(place.leader) if own else "",
        "partner_names": own.partner_names(place.leader) if own else "",
        "earlier": earlier_pairs(place.leader, besides=own, unless_left=True),
    }
    return render(request, "cycles/strengths.html", context, status=status)


def _sections(shown: ShownStrengths, refused: StrengthForm | None) -> list[Section]:
    unread = next((one for one in shown.partners if one.unread), None)
    return [
        Section(
            shown=one,
            form=refused if refused and refused.partner == one.partner else _form(None, one.partner),
            read_is_filled=one is unread,
            add_is_filled=unread is None and one is shown.partners[0],
        )
        for one in shown.partners
    ]


def _form(data: Any, partner: PairMember) -> StrengthForm:
    return StrengthForm(data, partner=partner, field_id=str(partner.leader_id))


def _own_strength(place: LeaderPlace, strength_id: UUID) -> tuple[Strength, PairMember]:
    """One that the leader wrote, and whom it is about; anybody else's is not there."""
    strength = (
        Strength.objects.filter(pk=strength_id, author=place.leader).select_related("pair__cycle").first()
    )
    if strength is None:
        raise Http404
    member = PairMember.objects.filter(pair=strength.pair_id, leader=strength.about_id)
    return strength, member.select_related("leader", "function").get()


def _changed(
    request: PlacedRequest,
    place: LeaderPlace,
    strength: Strength,
    form: StrengthForm,
    context: dict[str, Any],
) -> bool:
    """Save what the form says, or leave in form and context why not."""
    try:
        services.change_strength(
            strength=strength,
            leader=place.leader,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except ChangedMeanwhile as clash:
        context["clash"] = clash.text
        form.ask_about(clash.text, str(clash))
    except DomainError as refusal:
        form.add_error("text", str(refusal))
    return form.is_valid()
