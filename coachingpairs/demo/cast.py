"""Who can be tried in the demo, and what there is for each of them to do now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from coachingpairs.demo.doing import read_doing
from coachingpairs.demo.gathering import Gathering, gathering_of
from coachingpairs.demo.organisations import found_organisations
from coachingpairs.demo.people import BEGINNINGS, PLACES
from coachingpairs.demo.places import FACILITATOR, FACILITATOR_EMAIL, Place
from coachingpairs.demo.water import GOOD_TO_BE, MERROW_WATER
from coachingpairs.tenancy.scope import scope
from teams.models import Function, Leader, Organisation, OrganisationRole, Person

CAN = {
    "facilitator": "Looks after the cycles: participation by pair, pre-flight, sealing, the roster.",
    "sponsor": "Stands behind it: sees that it works, and less of the pairs than the facilitator.",
    "administrator": "Looks after people and roles, and sees who is paired with whom.",
}

RUNS_IT = "Opens the doors, takes the room from stage to stage, seals the pairs."


@dataclass(frozen=True)
class Character:
    """Somebody one can be. ``person_id`` is None for a leader who has not accepted the invitation."""

    name: str
    title: str
    can: str
    person_id: UUID | None
    function: Function | None = None


@dataclass(frozen=True)
class Company:
    """One organisation of the demo with its people; ``organisers`` in the order of ``CAN``.

    ``gathering`` is its newest Awayday, if it has planned one.
    """

    name: str
    slug: str
    about: str
    gathering: Gathering | None = None
    organisers: list[Character] = field(default_factory=list)
    leaders: list[Character] = field(default_factory=list)


@dataclass(frozen=True)
class ToRun:
    """The Awayday to begin with: ``facilitator`` runs it, ``guests`` are good to be in the room."""

    company: Company
    gathering: Gathering
    facilitator: Character
    guests: list[Character]


def companies() -> list[Company]:
    """All organisations, as they stand now; those that have not been made are left out."""
    found = found_organisations()
    result = []
    for place in PLACES:
        if organisation := found.get(place.slug):
            with scope(organisation=organisation.pk):
                result.append(_company(place, organisation))
    return result


def beginnings(found: Iterable[Company]) -> list[Character]:
    """Good people to be first, with what to try as each of them."""
    everybody = {
        (company.slug, character.name): character
        for company in found
        for character in (*company.leaders, *company.organisers)
    }
    return [
        replace(everybody[slug, name], can=can) for slug, name, can in BEGINNINGS if (slug, name) in everybody
    ]


def awayday_to_run(found: Iterable[Company]) -> ToRun | None:
    """None where the demo has no such organisation, or its Awayday was cancelled."""
    company = next((company for company in found if company.slug == MERROW_WATER.slug), None)
    if company is None or company.gathering is None:
        return None
    facilitator = next((one for one in company.organisers if one.name == FACILITATOR), None)
    if facilitator is None:
        return None
    guests = [one for one in company.leaders if one.name in GOOD_TO_BE and one.person_id]
    return ToRun(company, company.gathering, replace(facilitator, can=RUNS_IT), guests)


def person_of_the_cast(person_id: str) -> Person | None:
    """The person with this id when they belong to the demo's cast: nobody else can be signed in as."""
    for company in companies():
        for character in (*company.organisers, *company.leaders):
            if character.person_id and str(character.person_id) == person_id:
                return Person.objects.filter(pk=character.person_id, is_active=True).first()
    return None


def _company(place: Place, organisation: Organisation) -> Company:
    leaders = Leader.objects.active().select_related("person", "function").order_by("sort_name", "name")
    doing = read_doing()
    return Company(
        place.name,
        place.slug,
        place.about,
        gathering=gathering_of(doing.awayday) if doing.awayday else None,
        organisers=_organisers(place, organisation),
        leaders=[
            Character(leader.name, leader.title, doing.of(leader), leader.person_id, leader.function)
            for leader in leaders
            if leader.person is None or _is_of(place, leader.person)
        ],
    )


def _organisers(place: Place, organisation: Organisation) -> list[Character]:
    rows = OrganisationRole.objects.filter(organisation=organisation).select_related("person")
    held = sorted(
        (row for row in rows if _is_of(place, row.person)), key=lambda row: list(CAN).index(row.role)
    )
    return [
        Character(str(row.person), row.get_role_display().capitalize(), CAN[row.role], row.person_id)
        for row in held
    ]


def _is_of(place: Place, person: Person) -> bool:
    """Not somebody real who was added to the demo while trying it out."""
    return person.email == FACILITATOR_EMAIL or person.email.endswith(f"@{place.domain}")
