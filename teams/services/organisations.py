"""Making organisations and teams, and giving and taking roles."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.text import slugify

from coachingpairs.encryption.keys import make_key
from coachingpairs.errors import DomainError, said_as
from coachingpairs.tenancy.scope import scope
from teams.audit import record
from teams.models import Organisation, OrganisationRole, Person, Role, Team

SLUG_TAKEN = "An organisation with this short name is there already. Choose another, for example {}-2."
LAST_ADMINISTRATOR = "Every organisation keeps at least one administrator. Make somebody else one first."


def create_organisation(
    *, name: str, slug: str = "", time_zone: str, administrator: Person, by: Person | None
) -> Organisation:
    """A new tenant with its own key and its first administrator. DomainError when the slug is taken."""
    slug = slug or slugify(name)[:50] or "organisation"
    organisation = Organisation(id=uuid.uuid4(), name=name, slug=slug, time_zone=time_zone)
    organisation.full_clean(validate_unique=False)
    with scope(organisation=organisation.pk):
        with said_as({"teams_organisation_slug_key": SLUG_TAKEN.format(slug)}):
            organisation.save(force_insert=True)
        make_key(organisation.pk, number=1)
        grant_role(organisation=organisation, person=administrator, role=Role.ADMINISTRATOR, by=by)
        record("organisation created", organisation_id=organisation.pk, by=by)
    return organisation


@transaction.atomic
def grant_role(*, organisation: Organisation, person: Person, role: Role, by: Person | None) -> None:
    """Give a role; nothing happens when they have it already."""
    _row, created = OrganisationRole.objects.get_or_create(
        organisation=organisation, person=person, role=role
    )
    if created:
        record("role granted", organisation_id=organisation.pk, by=by, subject_id=person.pk, role=role)


@transaction.atomic
def withdraw_role(*, organisation: Organisation, person: Person, role: Role, by: Person) -> None:
    """Take a role away. DomainError for the last administrator: nobody could let anybody in again."""
    held = OrganisationRole.objects.filter(organisation=organisation, role=role)
    holders = {row.person_id for row in held.select_for_update().order_by("pk")}
    if role == Role.ADMINISTRATOR and holders == {person.pk}:
        raise DomainError(LAST_ADMINISTRATOR)
    deleted, _ = held.filter(person=person).delete()
    if deleted:
        record("role withdrawn", organisation_id=organisation.pk, by=by, subject_id=person.pk, role=role)


@transaction.atomic
def create_team(*, organisation: Organisation, name: str, by: Person | None) -> Team:
    """A team with a slug of its own, numbered when the name has been used."""
    base = slugify(name)[:50] or "team"
    taken = set(Team.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug = next(
        candidate
        for candidate in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if candidate not in taken
    )
    team = Team.objects.create(organisation=organisation, name=name, slug=slug)
    record("team created", organisation_id=organisation.pk, by=by, team=team)
    return team
