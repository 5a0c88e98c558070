"""An asking while it is open: its end, a later date, and one colleague more."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from cycles.rules.words import weekday_and_day
from cycles.services.pairs import today_in
from feedback.forms.adding import AddForm
from feedback.forms.asking import DateForm
from feedback.models import Asking
from feedback.services.changing import add_colleague, close_asking, move_date
from feedback.services.place_to_ask import colleagues_to_ask, is_much_asked, place_to_ask
from feedback.services.shown import shown_asking
from feedback.views.choices import choices
from feedback.views.places import address, own_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader

CLOSED = "It is closed. What your colleagues have answered is yours to read."


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def close(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """What closing means, and the press that does it; it cannot be undone."""
    own, now = own_asking(place, asking_id), timezone.now()
    if request.method == "POST":
        close_asking(asking=own, leader=place.leader, by=request.user, at=now)
        messages.success(request, CLOSED)
        return go(request, address(place, own))
    shown = shown_asking(own, at=now)
    return render(request, "feedback/close.html", {"shown": shown, "cycle": own.cycle})


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def move(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """A later last day. Those who are asked read it the next time they open the page."""
    own, now = own_asking(place, asking_id), timezone.now()
    shown = shown_asking(own, at=now)
    posted = request.POST if request.method == "POST" else None
    if not shown.is_open:
        return _over(request, own)
    form = DateForm(posted, last_day=shown.last_day, today=today_in(own.cycle), cycle=own.cycle)
    if form.is_valid():
        day = form.cleaned_data["closes_on"]
        try:
            move_date(asking=own, leader=place.leader, by=request.user, at=now, closes_on=day)
        except DomainError as refusal:
            form.add_error("closes_on", str(refusal))
        else:
            messages.success(request, f"They can answer until {weekday_and_day(day)} now.")
            return go(request, address(place, own))
    context = {"form": form, "shown": shown, "cycle": own.cycle}
    return form_page(request, "feedback/move_date.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def add(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """One more of the team, or somebody outside it; with a word before it when many ask them already."""
    own, now = own_asking(place, asking_id), timezone.now()
    shown = shown_asking(own, at=now)
    if not shown.is_open or shown.is_again:
        return _over(request, own, is_again=shown.is_open)
    about = place_to_ask(place.leader, at=now)
    standing = {one.request.giver_id for one in shown.standing}
    colleagues = [one for one in colleagues_to_ask(about) if one.pk not in standing]
    posted = request.POST if request.method == "POST" else None
    form = AddForm(posted, place=about, colleagues=colleagues)
    much_asked = None
    if posted is not None and not form.looks and form.is_valid():
        much_asked = _much_asked(request, form)
        if much_asked is None and _added(request, place, own, form):
            return go(request, address(place, own))
    status = 422 if posted is not None and not form.looks else 200
    if form.looks:
        form.say_nothing()
    context = {"form": form, "shown": shown, "cycle": own.cycle, "much_asked": much_asked, **choices(form)}
    return render(request, "feedback/add.html", context, status=status)


class MuchAsked(NamedTuple):
    called: str
    whom: UUID | str


def _much_asked(request: PlacedRequest, form: AddForm) -> MuchAsked | None:
    """Whom many ask already, until whoever asks has read that and asks them all the same."""
    if form.giver:
        found = MuchAsked(form.giver.called, form.giver.pk)
    elif form.other:
        name, email = form.other
        found = MuchAsked(name.split()[0], email)
    else:
        return None
    if request.POST.get("anyway") == str(found.whom) or not is_much_asked(found.whom):
        return None
    return found


def _added(request: PlacedRequest, place: LeaderPlace, own: Asking, form: AddForm) -> bool:
    try:
        asked = add_colleague(
            asking=own,
            leader=place.leader,
            by=request.user,
            at=timezone.now(),
            giver=form.giver,
            other=form.other,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"You have asked {asked.giver_called} too. An email with a link goes out now.")
    return True


def _over(request: PlacedRequest, own: Asking, *, is_again: bool = False) -> HttpResponse:
    """It is closed, or looks again, and so cannot be changed in that way."""
    status = 409 if request.method == "POST" else 200
    context = {"asking": own, "cycle": own.cycle, "is_again": is_again}
    return render(request, "feedback/over.html", context, status=status)
