"""Making the demo's organisations the way people would: through the services, with dates of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from coachingpairs.demo.places import FACILITATOR, Place, Someone
from coachingpairs.demo.story import Meeting
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from cycles.services.cycles import create_cycle
from cycles.services.sessions import log_session
from pairing.services.choosing import accept, propose
from pairing.services.facilitating import open_choosing
from pairing.services.sealing import seal_cycle
from teams.models import Function, Invitation, Leader, Organisation, Person, Role, Team
from teams.services.functions import add_function, change_function
from teams.services.invitations import accept_invitation, invite_leaders
from teams.services.leaders import LeaderDetails, add_leader
from teams.services.organisations import create_organisation, create_team, grant_role
from teams.services.people import person_for

TIME_ZONE = "Europe/London"
OPENED_AT = dt.time(9, 30)
SEALED_AT = dt.time(12, 0)


@dataclass
class Built:
    """An organisation under construction; ``functions`` by code, ``leaders`` by first name."""

    place: Place
    organisation: Organisation
    team: Team
    facilitator: Person
    functions: dict[str, Function] = field(default_factory=dict)
    leaders: dict[str, Leader] = field(default_factory=dict)

    def person(self, first_name: str) -> Person:
        person = self.leaders[first_name].person
        if person is None:
            raise LookupError(f"{first_name} has not accepted the invitation.")
        return person


def build_place(
    place: Place, *, not_joined: Collection[str] = (), not_there_yet: Collection[str] = ()
) -> Built:
    """Organisation, roles, functions and leaders; all but ``not_joined`` have accepted their invitations.

    ``not_there_yet`` are to be added later.
    """
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
        built = Built(place, organisation, team, facilitator)
        built.functions = {code: _function(built, code, name) for code, name in place.functions}
        for someone in place.leaders:
            if someone.name not in not_there_yet:
                add_someone(built, someone)
        invite_leaders(team=team, by=facilitator)
        for invitation in Invitation.objects.open().exclude(name__in=not_joined):
            person = person_for(email=invitation.email, name=invitation.name)
            accept_invitation(invitation=invitation, person=person)
        _read_again(built)
    return built


def add_someone(built: Built, someone: Someone) -> Leader:
    """On the roster, under their manager. Needs the organisation's scope."""
    details = LeaderDetails(
        name=someone.name,
        email=built.place.email(someone.name),
        title=someone.title,
        function=built.functions[someone.function],
        manager=built.leaders[someone.manager.split()[0]] if someone.manager else None,
    )
    leader = add_leader(team=built.team, details=details, by=built.facilitator)
    built.leaders[leader.called] = leader
    return leader


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


def hold_first_day(
    built: Built, *, starts_on: dt.date, pairs: Iterable[tuple[str, str]]
) -> tuple[Cycle, list[Pair]]:
    """A cycle whose pairs found each other on the morning of its first day, and were sealed at noon."""
    opened_at = at_local(built, starts_on, OPENED_AT)
    cycle, formed = hold_choosing(built, starts_on=starts_on, opened_at=opened_at, pairs=pairs)
    with scope(organisation=built.organisation.pk, person=built.facilitator.pk):
        sealed_at = at_local(built, starts_on, SEALED_AT)
        return seal_cycle(cycle=cycle, by=built.facilitator, at=sealed_at), formed


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
