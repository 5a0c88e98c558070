"""Who can be tried in the demo, and what there is for each of them to do now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from coachingpairs.demo.organisations import found_organisations
from coachingpairs.demo.people import BEGINNINGS, FACILITATOR_EMAIL, PLACES, Place
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PairMember, Session
from cycles.rules.words import listed
from pairing.models import Proposal
from teams.models import Function, Leader, Organisation, OrganisationRole, Person

CAN = {
    "facilitator": "Looks after the cycles: participation by pair, pre-flight, sealing, the roster.",
    "sponsor": "Stands behind it: sees that it works, and less of the pairs than the facilitator.",
    "administrator": "Looks after people and roles, and sees who is paired with whom.",
}


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
    """One organisation of the demo with its people; ``organisers`` in the order of ``CAN``."""

    name: str
    slug: str
    about: str
    organisers: list[Character] = field(default_factory=list)
    leaders: list[Character] = field(default_factory=list)


@dataclass
class _Room:
    """By leader: first names of their partners, whether they have met, whom they asked, who asked them."""

    partners: dict[UUID, list[str]] = field(default_factory=dict)
    met: set[UUID] = field(default_factory=set)
    asked: defaultdict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked_by: defaultdict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))


def companies() -> list[Company]:
    """Both organisations, as they stand now; those that have not been made are left out."""
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


def person_of_the_cast(person_id: str) -> Person | None:
    """The person with this id when they belong to the demo's cast: nobody else can be signed in as."""
    for company in companies():
        for character in (*company.organisers, *company.leaders):
            if character.person_id and str(character.person_id) == person_id:
                return Person.objects.filter(pk=character.person_id, is_active=True).first()
    return None


def _company(place: Place, organisation: Organisation) -> Company:
    leaders = Leader.objects.active().select_related("person", "function").order_by("sort_name", "name")
    cycle = Cycle.objects.exclude(stage=Cycle.Stage.CLOSED).order_by("number").last()
    room = _room(cycle)
    return Company(
        place.name,
        place.slug,
        place.about,
        organisers=_organisers(place, organisation),
        leaders=[
            Character(
                leader.name, leader.title, _for_leader(leader, cycle, room), leader.person_id, leader.function
            )
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


def _room(cycle: Cycle | None) -> _Room:
    """Three queries, however many leaders."""
    room = _Room()
    by_pair: defaultdict[UUID, list[Leader]] = defaultdict(list)
    members = PairMember.objects.filter(cycle=cycle, pair__ended_at=None, left_at=None)
    for member in members.select_related("leader").order_by("pair__formed_at", "pk"):
        by_pair[member.pair_id].append(member.leader)
    met = set(Session.objects.filter(pair__in=by_pair).values_list("pair", flat=True))
    for pair_id, together in by_pair.items():
        for leader in together:
            room.partners[leader.pk] = [other.called for other in together if other != leader]
        if pair_id in met:
            room.met |= {leader.pk for leader in together}
    asked = Proposal.objects.open().filter(cycle=cycle).select_related("proposer", "addressee")
    for proposal in asked.order_by("made_at"):
        room.asked[proposal.proposer_id].append(proposal.addressee.called)
        room.asked_by[proposal.addressee_id].append(proposal.proposer.called)
    return room


def _for_leader(leader: Leader, cycle: Cycle | None, room: _Room) -> str:
    if leader.person_id is None:
        return "Has not accepted the invitation, which is among the messages."
    if cycle is None or cycle.stage == Cycle.Stage.DRAFT:
        return "Waits for the next cycle."
    partners = listed(room.partners.get(leader.pk, []))
    if cycle.is_choosing:
        return f"Is paired with {partners}." if partners else _choosing(leader, room)
    if not partners:
        return "Sits this cycle out."
    return f"Can log a session with {partners}." if leader.pk in room.met else f"Has yet to meet {partners}."


def _choosing(leader: Leader, room: _Room) -> str:
    if room.asked_by[leader.pk]:
        return f"Can answer {listed(room.asked_by[leader.pk])}, who would like to pair with them."
    if room.asked[leader.pk]:
        return f"Has asked {listed(room.asked[leader.pk])} and waits for an answer."
    return "Can ask somebody to be partners."
