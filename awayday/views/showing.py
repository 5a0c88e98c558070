"""Answering with a phone's page, or with the parts of it that a press or a poll brings anew."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from awayday.access import SomebodyAtTheBoard
from awayday.forms.lessons import LessonForm
from awayday.services.reading import read_everything
from awayday.views.phone_live import brought_up_to_date
from awayday.views.phone_page import Phone, phone_of
from awayday.views.phone_shared import Shared
from coachingpairs.live.tickets import Viewer
from pairing.views.choosing_answer import page_of
from pairing.views.choosing_links import links_for
from teams.access import ChooserPlace, PlacedRequest


def show_phone(
    request: PlacedRequest,
    board: SomebodyAtTheBoard,
    *,
    offer_form: LessonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    phone = _phone(request, board)
    if offer_form is not None:
        phone = replace(phone, offer_form=offer_form)
    if request.htmx and request.method == "GET":
        # Asked again and again where no stream comes through.
        return HttpResponse("".join(brought_up_to_date(phone, request.GET.get("seen"))))
    context = {
        "board": board,
        "phone": phone,
        "viewer": phone_viewer(board),
        "renew": board.address("phone_ticket"),
    }
    template = "awayday/_phone_answer.html" if request.htmx else "awayday/phone.html"
    return render(request, template, context, status=status)


def phone_viewer(board: SomebodyAtTheBoard) -> Viewer:
    return Viewer(
        organisation=board.awayday.organisation_id,
        room=str(board.awayday.opens_id),
        kind="guest" if board.is_guest else "phone",
        leader=board.leader.pk,
        badge=board.badge,
    )


def _phone(request: PlacedRequest, board: SomebodyAtTheBoard) -> Phone:
    """As the stream would show it; on a whole page with what somebody looks for, too."""
    everything = read_everything(board.awayday)
    links = links_for(board.organisation.slug, board.team.slug, page=board.address("phone"))
    shared = Shared(everything.now, links)
    phone = phone_of(everything, board.leader, shared=shared, is_guest=board.is_guest)
    if phone.page is None or request.htmx:
        return phone
    place = ChooserPlace(board.organisation, board.team, board.leader, by=board.by)
    return replace(phone, page=page_of(request, place, everything.now.cycle))
