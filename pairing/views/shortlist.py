"""People a leader would be glad to work with: a list that nobody else ever sees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from pairing.forms.shortlist import ShortlistForm
from pairing.services.colleagues import colleagues_of
from pairing.services.own_list import Colleague
from pairing.services.shortlists import choose_shortlist, own_shortlist
from pairing.views.choosing_answer import address
from pairing.views.choosing_page import SEARCH_FROM, matches
from teams.access import LeaderPlace, PlacedRequest, as_leader

SAVED = "Your list is saved. Only you can see it."
EMPTIED = "There is nobody on your list now."


@dataclass(frozen=True)
class Tick:
    """One colleague with their box."""

    colleague: Colleague
    is_ticked: bool

    @property
    def function_name(self) -> str:
        function = self.colleague.leader.function
        return function.name if function else "No function yet"


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def shortlist(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The list to tick; a search shows fewer, and always those who are ticked."""
    form = ShortlistForm(request.POST if request.method == "POST" else None, leader=place.leader)
    if form.is_valid() and not form.looks and _save(place, form):
        messages.success(request, SAVED if form.cleaned_data["colleagues"] else EMPTIED)
        return go(request, address(place))
    ticked = form.ticked if form.is_bound else {str(one.pk) for one in own_shortlist(place.leader)}
    context = {
        "form": form,
        "back": address(place),
        **_ticks(colleagues_of(place.leader, place.team), ticked, form.words),
    }
    template = "pairing/_shortlist_form.html" if request.htmx else "pairing/shortlist.html"
    return render(request, template, context, status=422 if form.errors and not form.looks else 200)


def _save(place: LeaderPlace, form: ShortlistForm) -> bool:
    try:
        choose_shortlist(leader=place.leader, colleagues=form.cleaned_data["colleagues"], by=place.person)
    except DomainError as error:
        form.add_error("colleagues", str(error))
        return False
    return True


def _ticks(colleagues: list[Colleague], ticked: Collection[str], words: str) -> dict[str, object]:
    """Those whom the words find, and everybody ticked."""
    everybody = [Tick(one, str(one.leader.pk) in ticked) for one in colleagues]
    shown = [tick for tick in everybody if tick.is_ticked or matches(tick.colleague.leader, words)]
    return {
        "ticks": shown,
        "has_search": len(everybody) > SEARCH_FROM,
        "found": sum(matches(tick.colleague.leader, words) for tick in everybody),
    }
