"""A small fictional organisation that the tests use instead of user1 and user2."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from coachingpairs.tenancy.scope import scope
from teams.models import Function, Leader, Organisation, Person, Role, Team
from teams.services.organisations import create_organisation, create_team, grant_role

FUNCTIONS = [("Housing", "HOU"), ("Care", "CARE"), ("Finance", "FIN"), ("People", "PPL")]
LEADERS = [
    # name, function, manager
    ("Maggie Thornton", "HOU", None),
    ("Amara Okafor", "HOU", "Maggie Thornton"),
    ("Siobhan Doyle", "CARE", "Maggie Thornton"),
    ("Priya Nair", "CARE", "Siobhan Doyle"),
    ("Helen Armitage", "FIN", "Maggie Thornton"),
    ("Vikram Sethi", "FIN", "Helen Armitage"),
    ("Joanna Clarke", "PPL", "Maggie Thornton"),
    ("Idris Kaya", "PPL", "Joanna Clarke"),
]


@dataclass
class Northmere:
    """An organisation with one team of eight leaders in four functions, all of whom can sign in."""

    organisation: Organisation
    team: Team
    administrator: Person
    facilitator: Person
    sponsor: Person
    functions: dict[str, Function] = field(default_factory=dict)
    leaders: dict[str, Leader] = field(default_factory=dict)

    def leader(self, first_name: str) -> Leader:
        return next(leader for name, leader in self.leaders.items() if name.startswith(first_name))

    def person(self, first_name: str) -> Person:
        person = self.leader(first_name).person
        assert person is not None
        return person

    @property
    def base(self) -> str:
        """The address of the team."""
        return f"/o/{self.organisation.slug}/t/{self.team.slug}/"


def make_person(name: str, domain: str = "northmere.example") -> Person:
    address = f"{name.lower().replace(' ', '.')}@{domain}"
    return Person.objects.filter(email=address).first() or Person.objects.create_user(address, name=name)


def make_northmere(slug: str = "northmere", leaders: int = len(LEADERS)) -> Northmere:
    """``leaders`` more than eight adds invented ones, spread over the functions."""
    domain = f"{slug}.example"
    administrator = make_person("Ada Mirza", domain)
    organisation = create_organisation(
        name=slug.title(), slug=slug, time_zone="Europe/London", administrator=administrator, by=None
    )
    with scope(organisation=organisation.pk):
        facilitator, sponsor = make_person("Esther Boateng", domain), make_person("Maggie Thornton", domain)
        grant_role(organisation=organisation, person=facilitator, role=Role.FACILITATOR, by=administrator)
        grant_role(organisation=organisation, person=sponsor, role=Role.SPONSOR, by=administrator)
        team = create_team(organisation=organisation, name="Leadership team", by=facilitator)
        cast = Northmere(organisation, team, administrator, facilitator, sponsor)
        for colour, (name, code) in enumerate(FUNCTIONS, start=1):
            cast.functions[code] = Function.objects.create(
                organisation=organisation, name=name, code=code, colour=colour
            )
        extra = [
            (f"Leader{number:03} Invented", FUNCTIONS[number % 4][1], None)
            for number in range(max(0, leaders - len(LEADERS)))
        ]
        for name, code, manager in [*LEADERS[:leaders], *extra]:
            add_leader(cast, name, code, manager, domain)
    return cast


def add_leader(cast: Northmere, name: str, code: str, manager: str | None, domain: str) -> Leader:
    person = make_person(name, domain)
    leader = Leader.objects.create(
        organisation=cast.organisation,
        team=cast.team,
        person=person,
        name=name,
        sort_name=" ".join(reversed(name.split())),
        email=person.email,
        title=f"Director of {cast.functions[code].name}",
        function=cast.functions[code],
        manager=cast.leaders.get(manager) if manager else None,
    )
    cast.leaders[name] = leader
    return leader


TODAY = dt.date(2026, 11, 20)
