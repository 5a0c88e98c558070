"""Letting the partner read an answer, taking that back, and what a partner lets one read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from feedback.forms.reading import ShareForm
from feedback.models import Answer
from feedback.services import sharing as services
from feedback.services.reading import read_asking
from feedback.views.places import address
from feedback.views.reading import BY_COLLEAGUE
from teams.access import LeaderPlace, PlacedRequest, as_leader


@require_POST
@as_leader
def share(request: PlacedRequest, place: LeaderPlace, answer_id: UUID) -> HttpResponse:
    """The partner may read this answer from now on, or may not any more."""
    answer, form = _own_answer(place, answer_id), ShareForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        said = _shared(request, place, answer, form)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return go(request, _back(place, answer, form))
    if request.htmx:
        return _row(request, place, answer)
    messages.success(request, said)
    return go(request, _back(place, answer, form))


@require_safe
@as_leader
def shared(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """What partners let the leader read of what their colleagues said to them."""
    return render(request, "feedback/shared.html", {"shared": services.shared_with(place.leader)})


def _own_answer(place: LeaderPlace, answer_id: UUID) -> Answer:
    """One to the leader's own question that they may read; anybody else's is not there."""
    own = Answer.objects.filter(request__asking__leader=place.leader, request__asking__cycle__team=place.team)
    found = own.filter(pk=answer_id).select_related("request__asking__cycle", "request__giver").first()
    if found is None:
        raise Http404
    return found


def _shared(request: PlacedRequest, place: LeaderPlace, answer: Answer, form: ShareForm) -> str:
    """Do it, and what to say then."""
    giver = answer.request.giver_called
    if form.is_shared:
        services.share_answer(answer=answer, leader=place.leader, by=request.user, at=timezone.now())
        return f"Your partner can read what {giver} said. It waits on the page of your next session."
    services.take_share_back(answer=answer, leader=place.leader, by=request.user)
    return f"Only you can read what {giver} said."


def _row(request: PlacedRequest, place: LeaderPlace, answer: Answer) -> HttpResponse:
    page = read_asking(answer.request.asking, place.leader, at=timezone.now())
    given = next((one for one in page.answers if one.answer.pk == answer.pk), None)
    if given is None:
        raise Http404
    context = {"page": page, "given": given, "changed": True}
    return render(request, "feedback/_share.html", context)


def _back(place: LeaderPlace, answer: Answer, form: ShareForm) -> str:
    by = f"?by={BY_COLLEAGUE}" if form.cleaned_data["by"] == BY_COLLEAGUE else ""
    return f"{address(place, answer.request.asking)}{by}#share-{answer.pk}"
