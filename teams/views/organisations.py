"""An organisation: its teams and what comes next for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.http import go
from teams.access import Place, PlacedRequest, in_organisation
from teams.forms.organisations import TeamForm
from teams.models import Leader, OrganisationRole, Role, Team
from teams.next_things import NextThing, next_things
from teams.services.organisations import create_team, grant_role


@dataclass(frozen=True)
class TeamRow:
    team: Team
    leaders: int
    joined: int
    next: NextThing | None
    is_own: bool
    """Whether the person who asks leads in it."""


@require_safe
@in_organisation()
def organisation(request: PlacedRequest, place: Place) -> HttpResponse:
    """For those with a role here; a leader goes on to their team."""
    if place.leader and not place.roles:
        return redirect("cycles:home", place.organisation.slug, place.leader.team.slug)
    roles = OrganisationRole.objects.filter(organisation=place.organisation)
    context = {
        "rows": team_rows(place),
        "own_roles": [Role(role).label for role in sorted(place.roles)],
        "nobody_facilitates": not roles.filter(role=Role.FACILITATOR).exists(),
        "administrators": [
            str(row.person) for row in roles.filter(role=Role.ADMINISTRATOR).select_related("person")
        ],
    }
    return render(request, "teams/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation(*Role.values)
def new_team(request: PlacedRequest, place: Place) -> HttpResponse:
    form = TeamForm(request.POST if request.method == "POST" else None, organisation=place.organisation)
    if form.is_valid():
        create_team(organisation=place.organisation, name=form.cleaned_data["name"], by=place.person)
        return go(request, reverse("teams:organisation", args=[place.organisation.slug]))
    status = 422 if form.is_bound else 200
    return render(request, "teams/organisation_new_team.html", {"form": form}, status=status)


@require_POST
@in_organisation(Role.ADMINISTRATOR)
def facilitate(request: PlacedRequest, place: Place) -> HttpResponse:
    """An administrator takes on the facilitator's work."""
    grant_role(organisation=place.organisation, person=place.person, role=Role.FACILITATOR, by=place.person)
    messages.success(request, "You are facilitator now: the roster and the cycles are yours to look after.")
    return go(request, reverse("teams:organisation", args=[place.organisation.slug]))


def team_rows(place: Place) -> list[TeamRow]:
    """The organisation's teams by name, with how many lead in each and how many of them have joined."""
    active = Q(leaders__left_on=None, leaders__isnull=False)
    counted = Team.objects.filter(organisation=place.organisation).annotate(
        leader_count=Count("leaders", filter=active),
        joined_count=Count("leaders", filter=active & Q(leaders__person__isnull=False)),
    )
    teams = list(counted)
    empty = frozenset(team.pk for team in teams if not team.leader_count)
    things = next_things(place, teams, empty=empty)
    places = Leader.objects.active().filter(person=place.person, team__in=teams)
    own = set(places.values_list("team", flat=True))
    return [
        TeamRow(team, team.leader_count, team.joined_count, things.get(team.pk), team.pk in own)
        for team in teams
    ]
