"""Who is asking, in which organisation and team, and whether they may.

Strangers and foreign organisations get 404, known people without the role 403. Every view is under one of
these decorators or ``open_to_all``; ``tests/test_access.py`` fails for one that is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from coachingpairs.access import Access, AnyView, open_to_all
from coachingpairs.tenancy.scope import narrow, scope
from teams.models import Leader, Organisation, OrganisationRole, Person, Role, Team

__all__ = [
    "ANYONE_HERE",
    "EDITS_PEOPLE",
    "LEADER",
    "SETS_UP",
    "Access",
    "LeaderPlace",
    "Place",
    "PlacedRequest",
    "TeamPlace",
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
    def is_sponsor(self) -> bool:
        return Role.SPONSOR in self.roles

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


@dataclass(frozen=True)
class LeaderPlace(TeamPlace):
    """The place of somebody who is a leader in the team."""

    leader: Leader


class PlacedRequest(HttpRequest):
    """A request of a signed-in person; ``place`` is set once a decorator has resolved it."""

    user: Person
    place: Place
    htmx: Any


PersonView = Callable[Concatenate[PlacedRequest, P], HttpResponseBase]
OrganisationView = Callable[Concatenate[PlacedRequest, Place, P], HttpResponseBase]
TeamView = Callable[Concatenate[PlacedRequest, TeamPlace, P], HttpResponseBase]
LeaderView = Callable[Concatenate[PlacedRequest, LeaderPlace, P], HttpResponseBase]


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
