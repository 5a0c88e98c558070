"""Who is at the board: those who run the Awayday, the team's leaders while its doors are open, and guests.

Guests come in with the scope of their organisation and of no person, so that the database shows nothing that
is anybody's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from awayday.guests import Entry, organises, read_guest, recall
from awayday.models import Awayday
from coachingpairs.access import Access, AnyView
from coachingpairs.http import go
from coachingpairs.tenancy.scope import scope
from teams.access import LEADER, PlacedRequest, enter_team
from teams.models import Leader, Organisation, Team
from teams.sign_in import ask_to_sign_in
from teams.speaking import Speaker

P = ParamSpec("P")


@dataclass(frozen=True)
class Board:
    """Where a request is, and as whom: ``by`` is None for a guest who has not said who they are.

    ``awayday`` comes with its organisation, team and both cycles, ``leader`` with their function.
    """

    organisation: Organisation
    team: Team
    awayday: Awayday
    leader: Leader | None
    by: Speaker | None
    is_guest: bool = False
    is_organiser: bool = False
    is_facilitator: bool = False
    badge: str = ""
    """What a guest is known by."""

    @property
    def number(self) -> int:
        """Of the cycle that the Awayday opens."""
        return self.awayday.opens.number

    def address(self, name: str, *more: object) -> str:
        """Of one of the Awayday's pages."""
        return reverse(f"awayday:{name}", args=[self.organisation.slug, self.team.slug, self.number, *more])


@dataclass(frozen=True)
class SomebodyAtTheBoard(Board):
    """A leader, signed in or not."""

    leader: Leader
    by: Speaker


@dataclass(frozen=True)
class Where:
    """What the address names."""

    organisation: str
    team: str
    number: int


BoardView = Callable[Concatenate[PlacedRequest, Board, P], HttpResponseBase]
SomebodysView = Callable[Concatenate[PlacedRequest, SomebodyAtTheBoard, P], HttpResponseBase]


def at_the_board(view: BoardView[P]) -> AnyView:
    """A page of an Awayday's board; organisation, team and number are taken out of the address.

    Leaders who come before or after are sent to their own pages, and anybody who is not signed in and has
    not come in to sign-in. A browser whose Awayday is over, or another one, reads that it is over.
    """

    @wraps(view)
    def wrapper(
        request: HttpRequest, *args: Any, organisation: str, team: str, number: int, **kwargs: Any
    ) -> HttpResponseBase:
        placed, where = cast(PlacedRequest, request), Where(organisation, team, number)
        refused: Http404 | PermissionDenied | None = None
        if request.user.is_authenticated:
            with scope(person=request.user.pk):
                try:
                    board = _of_person(placed, where)
                except (Http404, PermissionDenied) as no:
                    refused = no
                else:
                    elsewhere = _elsewhere(board)
                    return go(request, elsewhere) if elsewhere else view(placed, board, *args, **kwargs)
        entry = recall(request)
        if entry is not None:
            with scope(organisation=entry.organisation_id):
                guest = _of_guest(request, entry, where)
                if guest is not None:
                    return view(placed, guest, *args, **kwargs)
            return it_is_over(request)
        if refused is not None:
            raise refused
        return ask_to_sign_in(request)

    wrapper.access = Access("board")  # type: ignore[attr-defined]
    return login_not_required(wrapper)


def as_somebody_at_the_board(view: SomebodysView[P]) -> AnyView:
    """A page for leaders at the board; guests who have not said who they are are asked first."""

    def narrowed(request: PlacedRequest, board: Board, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if board.leader is not None:
            return view(request, cast(SomebodyAtTheBoard, board), *args, **kwargs)
        if board.is_guest:
            return go(request, board.address("names"))
        raise PermissionDenied

    wrapper = at_the_board(wraps(view)(narrowed))
    wrapper.access = Access("board", frozenset({LEADER}))  # type: ignore[attr-defined]
    return wrapper


def it_is_over(request: HttpRequest) -> HttpResponse:
    """The same for codes and cards that are unknown or not good any more, and for boards that are closed."""
    response = render(request, "awayday/over.html", status=404)
    if getattr(request, "htmx", False):
        response["HX-Refresh"] = "true"  # a part of a page cannot say it
    return response


def _of_person(request: PlacedRequest, where: Where) -> Board:
    """Http404 and PermissionDenied for those whom the Awayday is none of their business."""
    place = enter_team(request.user, where.organisation, where.team)
    if place.leader is None and not place.sets_up:
        raise PermissionDenied
    found = Awayday.objects.select_related("organisation", "team", "opens__team", "closes")
    awayday = found.filter(team=place.team, opens__number=where.number).first()
    if awayday is None:
        raise Http404
    request.place = place
    return Board(
        organisation=place.organisation,
        team=place.team,
        awayday=awayday,
        leader=place.leader,
        by=place.person,
        is_organiser=place.sets_up,
        is_facilitator=place.is_facilitator,
    )


def _elsewhere(board: Board) -> str:
    """Where a leader who does not run it goes while the doors are closed; empty for everybody else."""
    if board.is_organiser or board.awayday.is_open:
        return ""
    name = "pairing:choosing" if board.awayday.opens.is_choosing else "cycles:home"
    return reverse(name, args=[board.organisation.slug, board.team.slug])


def _of_guest(request: HttpRequest, entry: Entry, where: Where) -> Board | None:
    guest = read_guest(entry)
    if guest is None or organises(request, guest.awayday):
        return None
    awayday = guest.awayday
    here = Where(awayday.organisation.slug, awayday.team.slug, awayday.opens.number)
    if here != where:
        return None
    return Board(
        organisation=awayday.organisation,
        team=awayday.team,
        awayday=awayday,
        leader=guest.leader,
        by=guest.leader,
        is_guest=True,
        badge=guest.badge,
    )
