"""Asking a few colleagues: choose, see what they will read, send."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.rules.words import listed
from cycles.services.pairs import today_in
from feedback.forms.asking import AskForm
from feedback.forms.by_kind import FIELDS
from feedback.forms.giving import FirstForm
from feedback.models import Asking
from feedback.services.again import by_name
from feedback.services.asking import PreviewIsOld, ask_colleagues
from feedback.services.place_to_ask import PlaceToAsk, colleagues_to_ask, place_to_ask
from feedback.services.previewing import preview
from feedback.views.choices import choices
from feedback.views.places import overview_address
from feedback.views.why_not import why_not_asking
from teams.access import LeaderPlace, PlacedRequest, as_leader

CHANGE, SEND = "change", "send"


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def ask(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The form, and what each of them would read. Only the button below that sends anything."""
    own = place_to_ask(place.leader, at=timezone.now())
    sends = request.POST.get("do") == SEND
    if own.cycle is None or not (own.can_ask or (sends and own.open)):
        return _not_now(request, own)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        place=own,
        colleagues=colleagues_to_ask(own),
        today=today_in(own.cycle),
    )
    if request.method != "POST" or form.looks or form.pressed == CHANGE:
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    return _sent(request, place, form) if sends else _previewed(request, form)


def _sent(request: PlacedRequest, place: LeaderPlace, form: AskForm) -> HttpResponse:
    try:
        asking = ask_colleagues(**_said(request, form), sent_as=form.sent_as, wordings=form.seen_wordings)
    except PreviewIsOld as old:
        return _previewed(request, form, problem=str(old))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, status=422)
    messages.success(request, _done(asking))
    return go(request, overview_address(place))


def _previewed(request: PlacedRequest, form: AskForm, problem: str = "") -> HttpResponse:
    """What each of them will read; 409 when it has changed since it was looked at."""
    try:
        previews = preview(**_said(request, form))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, status=422)
    leader = form.place.leader
    context = {
        "form": form,
        "previews": previews,
        "pages": previews.pages,
        "asker": leader,
        "names": previews.names,
        "much_asked": listed(previews.much_asked),
        "questions": FirstForm(targets=previews.targets, called=leader.called),
        "fields": FIELDS[Asking.Kind.FIRST],
        "readers": f"You and {leader.called}",
        "wordings": " ".join(str(one) for one in previews.wordings),
        "cycle": form.cycle,
        "problem": problem,
    }
    return render(request, "feedback/ask_preview.html", context, status=409 if problem else 200)


def _said(request: PlacedRequest, form: AskForm) -> dict[str, Any]:
    """What the form says, once it is valid, as the services take it."""
    said = form.cleaned_data
    return {
        "cycle": form.cycle,
        "leader": form.place.leader,
        "by": request.user,
        "at": timezone.now(),
        "targets": form.chosen_targets,
        "givers": form.givers,
        "others": [(other.name, other.email) for other in form.outside],
        "personal": said["personal"],
        "closes_on": said["closes_on"],
        "reveal": said["reveal"],
    }


def _form_page(request: PlacedRequest, form: AskForm, status: int = 200) -> HttpResponse:
    if form.pressed == CHANGE or form.looks:
        form.say_nothing()
    context = {"form": form, "cycle": form.cycle, "own": form.place, **choices(form)}
    return render(request, "feedback/ask.html", context, status=status)


def _not_now(request: PlacedRequest, own: PlaceToAsk) -> HttpResponse:
    """Why nobody can be asked, with what was typed so that it is not lost."""
    context = {"own": own, "why_not": why_not_asking(own), "typed": request.POST.get("personal", "")}
    return render(request, "feedback/ask_none.html", context, status=409 if request.method == "POST" else 200)


def _done(asking: Asking) -> str:
    names = [one.giver_called for one in sorted(asking.requests.select_related("giver"), key=by_name)]
    return f"You have asked {listed(names)}. Each of them gets an email with a link now."
