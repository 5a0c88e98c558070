"""The places a person has: organisations they serve and teams they lead in."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse

from teams.models import Leader, Organisation, OrganisationRole, Person


@dataclass
class OwnPlace:
    """One organisation on the list of a person's places; ``address`` is where pressing it leads."""

    organisation: Organisation
    roles: list[str] = field(default_factory=list)
    teams: list[tuple[str, str]] = field(default_factory=list)
    """Name and address of each team the person leads in."""

    @property
    def is_one_page(self) -> bool:
        """Whether there is nothing to choose between here."""
        return bool(self.roles) or len(self.teams) == 1

    @property
    def address(self) -> str:
        if self.teams and not self.roles:
            return self.teams[0][1]
        return reverse("teams:organisation", args=[self.organisation.slug])


def places_of(person: Person) -> list[OwnPlace]:
    """By the organisation's name. Needs a scope of the person alone; three queries."""
    found: dict[UUID, OwnPlace] = {
        organisation.pk: OwnPlace(organisation) for organisation in Organisation.objects.order_by("name")
    }
    for role in OrganisationRole.objects.filter(person=person).order_by("role"):
        found[role.organisation_id].roles.append(role.get_role_display())
    for leader in Leader.objects.active().filter(person=person).select_related("team"):
        place = found[leader.organisation_id]
        address = reverse("cycles:home", args=[place.organisation.slug, leader.team.slug])
        place.teams.append((leader.team.name, address))
    return list(found.values())
