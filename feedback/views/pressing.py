"""What can be done about one of those who are asked: take it back, ask after all, send a new link."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from feedback.forms.asking import NewLinkForm
from feedback.models import Request
from feedback.services import changing
from feedback.services.place_to_ask import is_much_asked
from feedback.services.shown import ShownRequest
from feedback.views.places import address, overview_address, own_request
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_POST
@as_leader
def take_back(request: PlacedRequest, place: LeaderPlace, request_id: UUID) -> HttpResponse:
    """Undone by asking after all."""
    own = own_request(place, request_id)
    done = f"{own.giver_called} is not asked any more; their link opens nothing. You can ask them after all."
    return _pressed(request, place, own, done, lambda: _take_back(request, place, own))


@require_POST
@as_leader
def ask_after_all(request: PlacedRequest, place: LeaderPlace, request_id: UUID) -> HttpResponse:
    """With a word before it when many ask them by now."""
    own = own_request(place, request_id)
    if own.withdrawn_at and "anyway" not in request.POST and is_much_asked(own.whom):
        context = {"own": own, "back": request.POST.get("back", ""), "cycle": own.asking.cycle}
        return form_page(request, "feedback/ask_after_all.html", context)
    done = f"{own.giver_called} is asked again, and their link opens your question."
    return _pressed(request, place, own, done, lambda: _ask_after_all(request, place, own))


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def new_link(request: PlacedRequest, place: LeaderPlace, request_id: UUID) -> HttpResponse:
    """What a new link means for the old ones, and the press that sends it."""
    own, now = own_request(place, request_id), timezone.now()
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.sent_as:
        number = form.sent_as
        done = f"A new link goes out to {own.giver_called} now. The old ones open nothing any more."
        return _pressed(
            request,
            place,
            own,
            done,
            lambda: changing.revoke_links(
                request=own, leader=place.leader, by=request.user, at=now, sent_as=number
            ),
        )
    shown = ShownRequest(own, own.asking, own.asking.is_open(now), is_undeliverable=False)
    context = {"form": form, "shown": shown, "cycle": own.asking.cycle}
    return form_page(request, "feedback/new_link.html", context)


def _take_back(request: PlacedRequest, place: LeaderPlace, own: Request) -> None:
    changing.take_back(request=own, leader=place.leader, by=request.user, at=timezone.now())


def _ask_after_all(request: PlacedRequest, place: LeaderPlace, own: Request) -> None:
    changing.ask_after_all(request=own, leader=place.leader, by=request.user, at=timezone.now())


def _pressed(
    request: PlacedRequest, place: LeaderPlace, own: Request, done: str, press: Callable[[], None]
) -> HttpResponse:
    """Do it, or say why not; back to the page whose button it was."""
    try:
        press()
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    if request.POST.get("back") == "overview":
        return go(request, overview_address(place))
    return go(request, address(place, own.asking))
