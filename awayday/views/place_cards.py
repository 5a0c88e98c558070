"""Scanning a place card: whose it is, this browser becomes, unless it is somebody's already."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awayday.access import it_is_over
from awayday.guests import Entry, entry_at, organises, read_guest, recall, remember
from awayday.models import Awayday, Claim, PlaceCard
from awayday.services.cards import card_by_hash
from awayday.services.claims import withdraw_claim
from awayday.tokens import read
from awayday.views.joining import leader_signed_in, page_of, see
from coachingpairs.tenancy.scope import scope
from teams.access import open_to_all
from teams.models import Leader


@require_safe
@open_to_all
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the card in this browser's session, and go on to an address without its token."""
    found = read(token)
    if found is None:
        return it_is_over(request)
    with scope(organisation=found.organisation_id):
        scanned = card_by_hash(found.token_hash)
        if scanned is None:
            return it_is_over(request)
        if not scanned.awayday.is_open:
            return _not_open(request, scanned.awayday)
        return _scanned(request, scanned)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def other_card(request: HttpRequest) -> HttpResponse:
    """This phone is Amara's; a press makes it Priya's, whose card was scanned."""
    entry = recall(request)
    if entry is None or not entry.offered:
        return it_is_over(request)
    with scope(organisation=entry.organisation_id):
        scanned = card_by_hash(entry.offered)
        if scanned is None or not scanned.awayday.is_open:
            return it_is_over(request)
        if request.method == "POST":
            return _change(request, entry, scanned)
        context = {
            "holder": _holder(request, scanned.awayday),
            "leader": scanned.leader,
            "phone": page_of(scanned.awayday, "phone"),
        }
        return render(request, "awayday/who_else.html", context)


def _scanned(request: HttpRequest, scanned: PlaceCard) -> HttpResponse:
    """In the scope of the card's organisation, with its doors open."""
    awayday = scanned.awayday
    own = leader_signed_in(request, awayday)
    if own == scanned.leader:
        return see(page_of(awayday, "phone"))
    if own is not None or organises(request, awayday):
        back = page_of(awayday, "phone" if own else "board")
        return render(request, "awayday/who_signed_in.html", {"leader": scanned.leader, "back": back})
    holder = _holder(request, awayday)
    if holder is None or holder == scanned.leader:
        return _take(request, scanned, entry_at(awayday, recall(request)))
    if request.method != "HEAD":
        remember(request, replace(entry_at(awayday, recall(request)), offered=scanned.token_hash))
    return see(reverse("awayday:other_card"))


def _change(request: HttpRequest, entry: Entry, scanned: PlaceCard) -> HttpResponse:
    """What the browser was until now it is no more, also in the facilitator's eyes."""
    claim = Claim.objects.filter(pk=entry.claim_id).first() if entry.claim_id else None
    if claim is not None:
        withdraw_claim(claim=claim)
    return _take(request, scanned, replace(entry_at(scanned.awayday, entry), claim_id=None))


def _take(request: HttpRequest, scanned: PlaceCard, entry: Entry) -> HttpResponse:
    """The browser's session gets a new key, as whenever it becomes somebody."""
    if request.method != "HEAD":
        request.session.cycle_key()
        remember(request, replace(entry, card=scanned.token_hash, offered=""))
    return see(page_of(scanned.awayday, "phone"))


def _holder(request: HttpRequest, awayday: Awayday) -> Leader | None:
    """Whose this browser is at this Awayday until now."""
    entry = recall(request)
    if entry is None or entry.awayday_id != awayday.pk:
        return None
    guest = read_guest(entry)
    return guest.leader if guest else None


def _not_open(request: HttpRequest, awayday: Awayday) -> HttpResponse:
    """A card that will lead somewhere says when; nothing else of the Awayday."""
    today = timezone.now().astimezone(awayday.opens.zone).date()
    if awayday.doors_opened_at is not None or awayday.held_on < today:
        return it_is_over(request)
    return render(request, "awayday/join_early.html", {"awayday": awayday})
