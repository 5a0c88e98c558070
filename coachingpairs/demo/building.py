"""Making the demo's organisations the way people would: through the services, with dates of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from coachingpairs.demo.people import FACILITATOR, Place
from coachingpairs.demo.story import Meeting
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from cycles.services.cycles import create_cycle
from cycles.services.sessions import log_session
from pairing.services.choosing import accept, propose
from pairing.services.facilitating import open_choosing
from teams.models import Function, Invitation, Leader, Organisation, Person, Role, Team
from teams.services.functions import add_function, change_function
from teams.services.invitations import accept_invitation, invite_leaders
from teams.services.leaders import LeaderDetails, add_leader
from teams.services.organisations import create_organisation, create_team, grant_role
from teams.services.people import person_for

TIME_ZONE = "Europe/London"


@dataclass
class Built:
    """An organisation under construction; ``leaders`` by first name."""

    organisation: Organisation
    team: Team
    facilitator: Person
    leaders: dict[str, Leader] = field(default_factory=dict)

    def person(self, first_name: str) -> Person:
        person = self.leaders[first_name].person
        if person is None:
            raise LookupError(f"{first_name} has not accepted the invitation.")
        return person


def build_place(place: Place, *, not_joined: Iterable[str] = ()) -> Built:
    """Organisation, roles, functions and leaders; all but ``not_joined`` have accepted their invitations."""
    administrator, facilitator, sponsor = (
        person_for(email=place.email(name), name=name)
        for name in (place.administrator, FACILITATOR, place.sponsor)
    )
    organisation = create_organisation(
        name=place.name, slug=place.slug, time_zone=TIME_ZONE, administrator=administrator, by=None
    )
    with scope(organisation=organisation.pk, person=administrator.pk):
        for person, role in ((facilitator, Role.FACILITATOR), (sponsor, Role.SPONSOR)):
            grant_role(organisation=organisation, person=person, role=role, by=administrator)
        team = create_team(organisation=organisation, name=place.team, by=facilitator)
        built = Built(organisation, team, facilitator)
        _add_leaders(built, place)
        invite_leaders(team=team, by=facilitator)
        for invitation in Invitation.objects.open().exclude(name__in=not_joined):
            person = person_for(email=invitation.email, name=invitation.name)
            accept_invitation(invitation=invitation, person=person)
        _read_again(built)
    return built


def hold_choosing(
    built: Built, *, starts_on: dt.date, opened_at: dt.datetime, pairs: Iterable[tuple[str, str]]
) -> tuple[Cycle, list[Pair]]:
    """A cycle in which these pairs, by first names, found each other a few minutes apart."""
    with scope(organisation=built.organisation.pk, person=built.facilitator.pk):
        made = create_cycle(
            team=built.team, starts_on=starts_on, time_zone=TIME_ZONE, by=built.facilitator, at=opened_at
        )
        cycle = open_choosing(cycle=made, by=built.facilitator, at=opened_at)
        formed = [
            _agree(built, cycle, names, opened_at + dt.timedelta(minutes=10 + 4 * number))
            for number, names in enumerate(pairs)
        ]
    return cycle, formed


def log_meetings(built: Built, pair: Pair, names: tuple[str, str], meetings: Iterable[Meeting]) -> int:
    """Each logged by one of the two, on the evening of the day; how many there were."""
    count = 0
    for meeting in meetings:
        name = names[meeting.logged_by]
        person = built.person(name)
        with scope(organisation=built.organisation.pk, person=person.pk):
            log_session(
                pair=pair,
                leader=built.leaders[name],
                held_on=meeting.held_on,
                minutes=meeting.minutes,
                pair_note=meeting.pair_note,
                private_note=meeting.private_note,
                by=person,
                at=at_local(built, meeting.held_on, dt.time(18)),
            )
        count += 1
    return count


def at_local(built: Built, day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, built.organisation.zone)


def _add_leaders(built: Built, place: Place) -> None:
    functions = {code: _function(built, code, name) for code, name in place.functions}
    by_name: dict[str, Leader] = {}
    for someone in place.leaders:
        details = LeaderDetails(
            name=someone.name,
            email=place.email(someone.name),
            title=someone.title,
            function=functions[someone.function],
            manager=by_name.get(someone.manager),
        )
        by_name[someone.name] = add_leader(team=built.team, details=details, by=built.facilitator)


def _function(built: Built, code: str, name: str) -> Function:
    function = add_function(organisation=built.organisation, name=name, by=built.facilitator)
    change_function(function=function, name=name, code=code, colour=function.colour, by=built.facilitator)
    return function


def _read_again(built: Built) -> None:
    leaders = Leader.objects.filter(team=built.team).select_related("person", "function")
    built.leaders = {leader.called: leader for leader in leaders}


def _agree(built: Built, cycle: Cycle, names: tuple[str, str], at: dt.datetime) -> Pair:
    asking, asked = names
    proposal = propose(
        cycle=cycle,
        proposer=built.leaders[asking],
        addressee=built.leaders[asked],
        by=built.person(asking),
        at=at,
    )
    return accept(proposal=proposal, by=built.person(asked), at=at + dt.timedelta(minutes=2))
