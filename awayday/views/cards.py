"""Place cards: printed before the Awayday, revoked when one is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from awayday.forms.cards import PrintForm, RevokeForm
from awayday.models import Awayday
from awayday.rules.card_sizes import CARDS_ON_A_SHEET, Fit, fit, how_to_join, sheets_for, shortened
from awayday.rules.qr import Qr, qr_of
from awayday.services.cards import leaders_with_card, print_cards, revoke_cards
from awayday.views.places import address, awayday_or_404
from coachingpairs.errors import DomainError
from coachingpairs.http import go
from coachingpairs.pdf import PdfResponse
from pairing.services.preflight import active_leaders
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Function, Leader

CARDS_A_SECOND = 25
"""Measured on one core: 300 in ten to thirteen seconds."""

WORTH_SAYING = 3
"""Seconds from which on the page says that it will take a while."""


@dataclass(frozen=True)
class ShownCard:
    """One card as the sheet has it; its code is drawn while the PDF is made, not in the transaction."""

    leader: Leader
    token: str = field(repr=False)

    @property
    def functions(self) -> list[Function]:
        """For its half of a clasp; none when the leader has no function yet."""
        return [self.leader.function] if self.leader.function else []

    @property
    def fit(self) -> Fit:
        return fit(self.leader.name, self.title)

    @property
    def title(self) -> str:
        return shortened(self.leader.title)

    @property
    def how_to_join(self) -> str:
        return how_to_join(self.leader.called)

    @property
    def qr(self) -> Qr:
        return qr_of(f"{settings.SITE_URL}/card/{self.token}/")


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def cards(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponseBase:
    """What cards are for; POST prints, because every printing makes codes of its own."""
    awayday = awayday_or_404(place, number)
    if request.method != "POST":
        return _page(request, place, awayday)
    form = PrintForm(
        request.POST, leaders=active_leaders(awayday.opens), with_card=leaders_with_card(awayday)
    )
    if not form.is_valid():
        return _page(request, place, awayday, form=form)
    try:
        printed = print_cards(awayday=awayday, leaders=form.chosen, by=place.person)
    except DomainError as error:
        return _page(request, place, awayday, problem=str(error))
    shown = [ShownCard(card.leader, card.token) for card in printed]
    context = {"sheets": in_sheets(shown), "organisation": place.organisation.name}
    filename = f"{place.organisation.slug}-{place.team.slug}-place-cards-{number}.pdf"
    return PdfResponse("awayday/cards_print.html", context, filename=filename)


@require_POST
@in_team(*SETS_UP)
def revoke(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    awayday = awayday_or_404(place, number)
    form = RevokeForm(request.POST, leaders=_holders(awayday))
    if not form.is_valid():
        return _page(request, place, awayday, revoke_form=form)
    revoke_cards(awayday=awayday, leader=form.one, by=place.person)
    whose = f"{form.one.name}’s card leads" if form.one else "The cards printed so far lead"
    messages.success(request, f"{whose} nowhere any more. Who needs a new one can have it printed here.")
    return go(request, address("cards", place.organisation, place.team, number))


def _holders(awayday: Awayday) -> list[Leader]:
    """Who has a card that works, by name."""
    holding = leaders_with_card(awayday)
    return [leader for leader in active_leaders(awayday.opens) if leader.pk in holding]


def _page(
    request: PlacedRequest,
    place: TeamPlace,
    awayday: Awayday,
    *,
    form: PrintForm | None = None,
    revoke_form: RevokeForm | None = None,
    problem: str = "",
) -> HttpResponse:
    leaders, holding = active_leaders(awayday.opens), leaders_with_card(awayday)
    holders = [leader for leader in leaders if leader.pk in holding]
    form = form or PrintForm(leaders=leaders, with_card=holding)
    revoke_form = revoke_form or RevokeForm(leaders=holders)
    seconds = len(leaders) // CARDS_A_SECOND
    context = {
        "place": place,
        "cycle": awayday.opens,
        "awayday": awayday,
        "form": form,
        "revoke_form": revoke_form,
        "holders": holders,
        "sheets": sheets_for(len(leaders)),
        "seconds": seconds if seconds >= WORTH_SAYING else 0,
        "problem": problem,
    }
    failed = problem or form.errors or revoke_form.errors
    return render(request, "awayday/cards.html", context, status=422 if failed else 200)


def in_sheets(cards: Sequence[ShownCard]) -> list[Sequence[ShownCard]]:
    """Eight on each."""
    return [cards[first : first + CARDS_ON_A_SHEET] for first in range(0, len(cards), CARDS_ON_A_SHEET)]
