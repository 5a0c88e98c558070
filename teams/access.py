"""Who is asking, in which organisation and team, and whether they may.

Strangers and foreign organisations get 404, known people without the role 403. Every view is under one of
these decorators or ``open_to_all``; ``tests/test_access.py`` fails for one that is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from coachingpairs.access import Access, AnyView, open_to_all
from coachingpairs.tenancy.scope import narrow, scope
from teams.guests import BoardGuest, guest_of
from teams.models import Leader, Organisation, OrganisationRole, Person, Role, Team
from teams.sign_in import ask_to_sign_in
from teams.speaking import Speaker

__all__ = [
    "ANYONE_HERE",
    "EDITS_PEOPLE",
    "LEADER",
    "SETS_UP",
    "Access",
    "ChooserPlace",
    "LeaderPlace",
    "Place",
    "PlacedRequest",
    "TeamPlace",
    "as_chooser",
    "as_leader",
    "enter_organisation",
    "enter_team",
    "in_organisation",
    "in_team",
    "open_to_all",
    "require",
    "signed_in",
]

P = ParamSpec("P")
LEADER = "leader"
ANYONE_HERE = frozenset({*Role.values, LEADER})
SETS_UP = frozenset({Role.FACILITATOR.value, Role.SPONSOR.value})
EDITS_PEOPLE = frozenset({Role.FACILITATOR.value, Role.ADMINISTRATOR.value})


@dataclass(frozen=True)
class Place:
    """A person in an organisation: their roles there, and the leader they are in the team asked for."""

    person: Person
    organisation: Organisation
    roles: frozenset[str]
    team: Team | None = None
    leader: Leader | None = None

    @property
    def is_facilitator(self) -> bool:
        return Role.FACILITATOR in self.roles

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def sets_up(self) -> bool:
        """May prepare, open and seal cycles."""
        return bool(self.roles & SETS_UP)

    @property
    def edits_people(self) -> bool:
        return bool(self.roles & EDITS_PEOPLE)


@dataclass(frozen=True)
class TeamPlace(Place):
    """A place in one team of the organisation."""

    team: Team

    def address(self, page: str, *more: object) -> str:
        """Of a page of this team, by its name and what its address has besides the two slugs."""
        return reverse(page, args=[self.organisation.slug, self.team.slug, *more])


@dataclass(frozen=True)
class LeaderPlace(TeamPlace):
    """The place of somebody who is a leader in the team."""

    leader: Leader


@dataclass(frozen=True)
class ChooserPlace:
    """A leader on the pages of choosing: signed in, or known only at an Awayday and then ``by`` themself."""

    organisation: Organisation
    team: Team
    leader: Leader
    by: Speaker

    @property
    def is_guest(self) -> bool:
        """Not signed in as this leader: nothing that is private to their sign-in is shown or linked to."""
        return isinstance(self.by, Leader)


class PlacedRequest(HttpRequest):
    """A request of a signed-in person; ``place`` is set once a decorator has resolved it."""

    user: Person
    place: Place
    htmx: Any


PersonView = Callable[Concatenate[PlacedRequest, P], HttpResponseBase]
OrganisationView = Callable[Concatenate[PlacedRequest, Place, P], HttpResponseBase]
TeamView = Callable[Concatenate[PlacedRequest, TeamPlace, P], HttpResponseBase]
LeaderView = Callable[Concatenate[PlacedRequest, LeaderPlace, P], HttpResponseBase]
ChooserView = Callable[Concatenate[PlacedRequest, ChooserPlace, P], HttpResponseBase]


def signed_in(view: PersonView[P]) -> AnyView:
    """A page of the person's own, outside any organisation; sees only the places they have."""

    @wraps(view)
    def wrapper(request: PlacedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with scope(person=request.user.pk):
            return view(request, *args, **kwargs)

    wrapper.access = Access("person")  # type: ignore[attr-defined]
    return wrapper


def in_organisation(*roles: str) -> Callable[[OrganisationView[P]], AnyView]:
    """A page of an organisation, for the roles named; ``organisation`` in the address is its slug."""
    allowed = frozenset(roles) or ANYONE_HERE

    def decorate(view: OrganisationView[P]) -> AnyView:
        @wraps(view)
        def wrapper(request: PlacedRequest, *args: Any, organisation: str, **kwargs: Any) -> HttpResponseBase:
            with scope(person=request.user.pk):
                place = enter_organisation(request.user, organisation)
                request.place = place
                require(place.roles | ({LEADER} if place.leader else set()), allowed)
                return view(request, place, *args, **kwargs)

        wrapper.access = Access("organisation", allowed)  # type: ignore[attr-defined]
        return wrapper

    return decorate


def in_team(*roles: str) -> Callable[[TeamView[P]], AnyView]:
    """A page of a team, for the roles named (LEADER among them); ``team`` in the address is its slug."""
    allowed = frozenset(roles) or ANYONE_HERE

    def decorate(view: TeamView[P]) -> AnyView:
        @wraps(view)
        def wrapper(
            request: PlacedRequest, *args: Any, organisation: str, team: str, **kwargs: Any
        ) -> HttpResponseBase:
            with scope(person=request.user.pk):
                place = enter_team(request.user, organisation, team)
                request.place = place
                require(place.roles | ({LEADER} if place.leader else set()), allowed)
                return view(request, place, *args, **kwargs)

        wrapper.access = Access("team", allowed)  # type: ignore[attr-defined]
        return wrapper

    return decorate


def as_leader(view: LeaderView[P]) -> AnyView:
    """A page for the leaders of a team: ``place.leader`` is the one who asks."""

    def narrowed(request: PlacedRequest, place: TeamPlace, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, cast(LeaderPlace, place), *args, **kwargs)

    return in_team(LEADER)(wraps(view)(narrowed))


def as_chooser(view: ChooserView[P]) -> AnyView:
    """A page of choosing: for the leaders of a team, signed in or known at its Awayday (teams.guests).

    Guests come in with the scope of the organisation and of no person, so that the database shows nothing
    that is anybody's own. Whoever is neither gets what ``as_leader`` gives them.
    """

    @wraps(view)
    def wrapper(
        request: PlacedRequest, *args: Any, organisation: str, team: str, **kwargs: Any
    ) -> HttpResponseBase:
        refused: Http404 | PermissionDenied | None = None
        if _is_signed_in(request):
            with scope(person=request.user.pk):
                try:
                    own = _own_place(request, organisation, team)
                except (Http404, PermissionDenied) as no:
                    refused = no
                else:
                    return view(request, own, *args, **kwargs)
        guest = guest_of(request)
        if guest is not None:
            with scope(organisation=guest.organisation_id):
                leader = _leader_of(guest, organisation, team)
                if leader is not None:
                    place = ChooserPlace(leader.organisation, leader.team, leader, by=leader)
                    return view(_at_no_place(request), place, *args, **kwargs)
        if refused is not None:
            raise refused
        return ask_to_sign_in(request)

    wrapper.access = Access("chooser", frozenset({LEADER}))  # type: ignore[attr-defined]
    return login_not_required(wrapper)


def _is_signed_in(request: HttpRequest) -> bool:
    """``PlacedRequest`` promises it, and here it is what has to be found out."""
    return request.user.is_authenticated


def _own_place(request: PlacedRequest, organisation: str, team: str) -> ChooserPlace:
    place = enter_team(request.user, organisation, team)
    request.place = place
    if place.leader is None:
        raise PermissionDenied
    return ChooserPlace(place.organisation, place.team, place.leader, by=place.person)


def _leader_of(guest: BoardGuest, organisation: str, team: str) -> Leader | None:
    """As they are now; None when they have left, and on another team's pages."""
    leaders = Leader.objects.active().select_related("organisation", "team", "function")
    return leaders.filter(
        pk=guest.leader_id,
        team_id=guest.team_id,
        team__slug=team,
        organisation_id=guest.organisation_id,
        organisation__slug=organisation,
    ).first()


def _at_no_place(request: PlacedRequest) -> PlacedRequest:
    """Templates and navigation show nothing of whoever else is signed in in this browser."""
    request.__dict__.pop("place", None)
    return request


def require(held: frozenset[str], allowed: frozenset[str]) -> None:
    if not held & allowed:
        raise PermissionDenied


def enter_organisation(person: Person, slug: str) -> Place:
    """The person's place in the organisation; moves the running scope into it. Http404 for strangers."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    narrow(organisation=organisation.pk, person=person.pk)
    roles = frozenset(
        OrganisationRole.objects.filter(organisation=organisation, person=person).values_list(
            "role", flat=True
        )
    )
    own = Leader.objects.active().filter(person=person).select_related("team", "function").first()
    return Place(person=person, organisation=organisation, roles=roles, leader=own)


def enter_team(person: Person, organisation_slug: str, team_slug: str) -> TeamPlace:
    """The person's place in the team. Somebody who is only a leader of another team gets 404."""
    place = enter_organisation(person, organisation_slug)
    team = Team.objects.filter(organisation=place.organisation, slug=team_slug).first()
    if team is None:
        raise Http404
    leader = place.leader
    if leader is not None and leader.team_id != team.pk:
        leader = Leader.objects.active().filter(person=person, team=team).select_related("function").first()
    if leader is None and not place.roles:
        raise Http404
    return TeamPlace(
        person=person, organisation=place.organisation, roles=place.roles, team=team, leader=leader
    )
