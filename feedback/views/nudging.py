"""Reminding a colleague in one's own words."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from feedback.forms.nudging import NudgeForm
from feedback.services.reminding import nudge_as_sent, nudge_giver, why_not_reminded
from feedback.views.places import address, own_request
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_http_methods(["GET", "HEAD", "POST"])
@as_leader
def nudge(request: PlacedRequest, place: LeaderPlace, request_id: UUID) -> HttpResponse:
    """The form, with the message that goes out; or why there is none to send now."""
    own, now = own_request(place, request_id), timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = NudgeForm(posted, called=own.giver_called)
    refusal = ""
    if posted is not None and form.is_valid():
        try:
            nudge_giver(request=own, words=form.cleaned_data["words"], by=request.user, at=now)
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, f"{own.giver_called} is reminded, and reads your words there.")
            return go(request, address(place, own.asking))
    if refusal := refusal or why_not_reminded(own, at=now):
        context = {"asked": own, "refusal": refusal, "typed": request.POST.get("words", "")}
        return render(request, "feedback/nudge_not.html", context, status=409 if posted is not None else 200)
    context = {
        "asked": own,
        "form": form,
        "message": nudge_as_sent(own),
        "readers": f"You and {own.giver_called}",
        "last_reminded_on": own.last_reminded_at and own.last_reminded_at.astimezone(own.asking.cycle.zone),
    }
    return form_page(request, "feedback/nudge.html", context)
