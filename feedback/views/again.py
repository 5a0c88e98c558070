"""Asking the same people to look again: choose, see what they will read, send."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.rules.words import listed
from feedback.forms.again import AgainForm
from feedback.forms.by_kind import FIELDS
from feedback.forms.look_again import LookAgainForm
from feedback.models import Asking, Request
from feedback.services.again import WrongDay, asked_before, by_name, look_again as ask_again, why_not_now
from feedback.services.asking import PreviewIsOld
from feedback.services.place_to_ask import own_targets
from feedback.services.previewing import preview_of
from feedback.views.places import address, own_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader

CHANGE, SEND = "change", "send"


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def look_again(request: PlacedRequest, place: LeaderPlace, asking_id: UUID) -> HttpResponse:
    """The people of a first asking, once more: the form, and what each of them would read.

    Only the button below that sends anything.
    """
    first = own_asking(place, asking_id)
    form = _form(request, place, first)
    if request.method != "POST":
        if why := _why_not(first, form):
            messages.warning(request, why)
            return redirect(address(place, first))
        return _form_page(request, first, form)
    pressed = request.POST.get("do")
    if pressed == CHANGE:
        form.say_nothing()
        return _form_page(request, first, form)
    if not form.is_valid():
        return _form_page(request, first, form, status=422)
    if pressed == SEND:
        return _sent(request, place, first, form)
    return _previewed(request, place, first, form)


def _form(request: PlacedRequest, place: LeaderPlace, first: Asking) -> LookAgainForm:
    return LookAgainForm(
        request.POST if request.method == "POST" else None,
        targets=own_targets(place.leader, first.cycle),
        people=asked_before(first, place.leader),
        today=timezone.now().astimezone(first.cycle.zone).date(),
        cycle=first.cycle,
    )


def _why_not(first: Asking, form: LookAgainForm) -> str:
    if why := why_not_now(first, timezone.now()):
        return why
    if not form.own_targets:
        return "You are not working on a growth target at the moment, so there is nothing to look at."
    return "" if form.asked_before else "Nobody of those you asked can be asked again."


def _sent(request: PlacedRequest, place: LeaderPlace, first: Asking, form: LookAgainForm) -> HttpResponse:
    try:
        asking = ask_again(
            **_said(request, place, first, form), sent_as=form.sent_as, wordings=form.seen_wordings
        )
    except PreviewIsOld as old:
        return _previewed(request, place, first, form, problem=str(old))
    except DomainError as refusal:
        return _refused(request, first, form, refusal)
    asked = Request.objects.filter(asking=asking).select_related("giver")
    names = listed([one.giver_called for one in sorted(asked, key=by_name)])
    messages.success(request, f"You have asked {names}. Each of them gets an email with a link now.")
    return go(request, address(place, asking))


def _previewed(
    request: PlacedRequest, place: LeaderPlace, first: Asking, form: LookAgainForm, problem: str = ""
) -> HttpResponse:
    """What each of them will read; 409 when it has changed since it was looked at."""
    ask = partial(ask_again, **_said(request, place, first, form))
    try:
        previews = preview_of(ask, leader=place.leader, targets=form.chosen_targets)
    except DomainError as refusal:
        return _refused(request, first, form, refusal)
    called = place.leader.called
    context = {
        "form": form,
        "previews": previews,
        "pages": previews.pages,
        "asker": place.leader,
        "names": previews.names,
        "much_asked": listed(previews.much_asked),
        "questions": AgainForm(targets=previews.targets, called=called),
        "fields": FIELDS[Asking.Kind.AGAIN],
        "again": True,
        "readers": f"You and {called}",
        "wordings": " ".join(str(one) for one in previews.wordings),
        "cycle": first.cycle,
        "problem": problem,
    }
    return render(request, "feedback/ask_preview.html", context, status=409 if problem else 200)


def _said(request: PlacedRequest, place: LeaderPlace, first: Asking, form: LookAgainForm) -> dict[str, Any]:
    """What the form says, once it is valid, as the service takes it."""
    said = form.cleaned_data
    return {
        "first": first,
        "leader": place.leader,
        "by": request.user,
        "at": timezone.now(),
        "targets": form.chosen_targets,
        "requests": form.chosen_people,
        "personal": said["personal"],
        "closes_on": said["closes_on"],
        "reveal": said["reveal"],
    }


def _refused(
    request: PlacedRequest, first: Asking, form: LookAgainForm, refusal: DomainError
) -> HttpResponse:
    form.add_error("closes_on" if isinstance(refusal, WrongDay) else None, str(refusal))
    return _form_page(request, first, form, status=422)


def _form_page(
    request: PlacedRequest, first: Asking, form: LookAgainForm, *, status: int = 200
) -> HttpResponse:
    context = {"first": first, "form": form, "cycle": first.cycle}
    return render(request, "feedback/again.html", context, status=status)
