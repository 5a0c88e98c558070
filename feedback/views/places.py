"""Where pages of feedback stand, and what of it is one's own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from feedback.models import Asking, Request
from teams.access import LeaderPlace, TeamPlace


def overview_address(place: TeamPlace) -> str:
    return place.address("feedback:feedback")


def address(place: TeamPlace, asking: Asking, page: str = "feedback:asking") -> str:
    """Of one of the pages of an asking: the one on which its answers are read, if none is named."""
    return place.address(page, asking.pk)


def others_address(place: TeamPlace) -> str:
    return place.address("feedback:others_by_email")


def own_asking(place: LeaderPlace, asking_id: UUID) -> Asking:
    """With its cycle and its leader; anybody else's is not there, not even one that this leader answers."""
    own = Asking.objects.filter(leader=place.leader, cycle__team=place.team)
    found = own.filter(pk=asking_id).select_related("cycle", "leader").first()
    if found is None:
        raise Http404
    return found


def own_request(place: LeaderPlace, request_id: UUID) -> Request:
    """The question to one colleague, by whoever asked it; with asking and giver."""
    own = Request.objects.filter(asking__leader=place.leader).select_related(
        "asking__cycle", "asking__leader", "giver__function"
    )
    found = own.filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found
