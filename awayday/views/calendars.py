"""Calendar files: the Awayday's for the whole team, the first hour's for its pair."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awayday.access import SomebodyAtTheBoard, as_somebody_at_the_board
from awayday.calendars import appointment
from awayday.forms.first_session import FirstSessionForm
from awayday.views.first_session_card import FirstSessionCard
from awayday.views.places import awayday_or_404
from coachingpairs.errors import DomainError
from cycles.calendars import CONTENT_TYPE, Appointment, calendar_file
from cycles.models import Pair, PlannedSession
from cycles.rules.words import listed
from cycles.services.pairs import ShownPair, shown_pairs
from cycles.services.planned import plan_ahead, plan_first_session
from teams.access import PlacedRequest, TeamPlace, in_team


@require_safe
@in_team()
def calendar(_request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """The Awayday, for anybody in the team; once it was changed, the file replaces what a calendar has."""
    awayday = awayday_or_404(place, number)
    return _file(appointment(awayday), f"{place.organisation.slug}-awayday-{number}.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@as_somebody_at_the_board
def first_session(request: PlacedRequest, board: SomebodyAtTheBoard) -> HttpResponse:
    """When the pair meets first: the card of the phone, or a page of its own without script."""
    own, at = _own_pair(board), timezone.now()
    planned = plan_ahead(own.pair, at=at)
    if request.method != "POST":
        return _show(request, board, _card(board, own, planned, at))
    form = FirstSessionForm(request.POST, zone=own.pair.cycle.zone, at=at, planned=planned)
    if not form.is_valid():
        return _show(request, board, _card(board, own, planned, at, sent=form))
    try:
        chosen = plan_first_session(
            pair=own.pair,
            leader=board.leader,
            starts_at=form.starts_at,
            minutes=form.cleaned_data["minutes"],
            place=form.cleaned_data["place"],
            seen=form.cleaned_data["seen"],
            by=board.by,
            at=at,
        )
    except DomainError as error:
        there = plan_ahead(own.pair, at=at)
        form.show_beside(there)
        return _show(request, board, _card(board, own, there, at, sent=form, problem=str(error)))
    if not request.htmx:
        return redirect(board.address("phone"))
    return _show(request, board, _card(board, own, chosen, at, is_news=True))


@require_safe
@as_somebody_at_the_board
def first_session_file(_request: PlacedRequest, board: SomebodyAtTheBoard) -> HttpResponse:
    own, at = _own_pair(board), timezone.now()
    planned = plan_ahead(own.pair, at=at)
    if planned is None:
        raise Http404
    return _file(_hour(own, planned), f"{board.organisation.slug}-first-hour.ics")


def _own_pair(board: SomebodyAtTheBoard) -> ShownPair:
    """The leader's, once the pairs are sealed. Http404 for those who have none."""
    cycle = board.awayday.opens
    if not cycle.is_under_way:
        raise Http404
    own = Pair.objects.active().filter(cycle=cycle, members__leader=board.leader, members__left_at=None)
    found = shown_pairs(own.select_related("cycle"))
    if not found:
        raise Http404
    return found[0]


def _card(
    board: SomebodyAtTheBoard,
    own: ShownPair,
    planned: PlannedSession | None,
    at: dt.datetime,
    *,
    sent: FirstSessionForm | None = None,
    problem: str = "",
    is_news: bool = False,
) -> FirstSessionCard:
    return FirstSessionCard(
        me=board.leader,
        partners=tuple(member.leader for member in own.partners_of(board.leader)),
        planned=planned,
        zone=own.pair.cycle.zone,
        at=at,
        address=board.address("first_session"),
        calendar_address=board.address("first_session_file"),
        sent=sent,
        problem=problem,
        is_news=is_news,
    )


def _show(request: PlacedRequest, board: SomebodyAtTheBoard, card: FirstSessionCard) -> HttpResponse:
    template = "awayday/_first_session.html" if request.htmx else "awayday/first_session.html"
    context = {"first": card, "board": board, "phone_address": board.address("phone")}
    return render(request, template, context, status=422 if card.sent else 200)


def _hour(own: ShownPair, planned: PlannedSession) -> Appointment:
    """Private, because who may look at a calendar need not know when a pair meets."""
    names = listed([member.leader.called for member in own.members])
    return Appointment(
        uid=planned.uid,
        sequence=planned.sequence,
        starts_at=planned.starts_at,
        length=dt.timedelta(minutes=planned.minutes),
        zone=own.pair.cycle.zone,
        title=f"Coaching hour: {names}",
        where=planned.place,
        is_private=True,
    )


def _file(appointment: Appointment, name: str) -> HttpResponse:
    response = HttpResponse(calendar_file(appointment, at=timezone.now()), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
