"""The ways in of a giver: the link in a message, and their own home."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coachingpairs.access import open_to_all
from feedback import limits
from feedback.access import ANSWER, THANKS, link_over, not_listed, too_often
from feedback.grants import STAYS, Grant, put_in
from feedback.links import what_opens
from feedback.models import Request
from teams.access import LeaderPlace, PlacedRequest, as_leader
from teams.tokens import read

PAGES = {ANSWER.value: "feedback:give", THANKS.value: "feedback:thanks_read"}


@require_safe
@open_to_all
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let this browser in to the one request, and go on to an address without the token.

    HEAD lets nobody in: it is asked by programs.
    """
    if not limits.may_follow(request, token):
        return too_often(request)
    at, found = timezone.now(), read(token)
    opens = what_opens(found, at=at)
    if found is None or opens is None:
        limits.note_nothing_opened(request)
        return link_over(request)
    if request.method == "GET":
        grant = Grant(
            opens.request_id, found.organisation_id, opens.purpose, at + STAYS, link_id=opens.link_id
        )
        put_in(request, grant)
    return _see(opens.purpose, opens.request_id)


@require_safe
@as_leader
def asked(request: PlacedRequest, place: LeaderPlace, request_id: UUID) -> HttpResponse:
    """The same for a leader of the team, from their own home."""
    return _own(request, place, request_id, ANSWER)


@require_safe
@as_leader
def asked_thanks(request: PlacedRequest, place: LeaderPlace, request_id: UUID) -> HttpResponse:
    return _own(request, place, request_id, THANKS)


def _own(request: PlacedRequest, place: LeaderPlace, request_id: UUID, purpose: str) -> HttpResponse:
    own = get_object_or_404(Request.objects.standing(), pk=request_id, giver=place.leader)
    until = timezone.now() + STAYS
    put_in(request, Grant(own.pk, own.organisation_id, purpose, until, person_id=place.person.pk))
    return _see(purpose, own.pk)


def _see(purpose: str, request_id: UUID) -> HttpResponse:
    address = reverse(PAGES[purpose], args=[request_id])
    return not_listed(HttpResponse(status=303, headers={"Location": address}))
