"""People outside the team, asked by their email address where the team allows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce, Lower

from coachingpairs.errors import DomainError
from cycles.emails.about import address
from feedback.models import OthersByEmail
from teams.audit import record
from teams.models import Leader, Person, Team


@dataclass(frozen=True)
class Other:
    """Somebody by name and address, as they were typed and put in order."""

    name: str
    email: str

    @classmethod
    def typed(cls, name: str, email: str) -> Other:
        return cls(" ".join(name.split()), email.strip())


@transaction.atomic
def allow_others(*, team: Team, by: Person) -> bool:
    """Leaders of the team may ask people outside it from now on; False when they might before."""
    _row, is_new = OthersByEmail.objects.get_or_create(organisation_id=team.organisation_id, team=team)
    if is_new:
        record("others_by_email.allowed", organisation_id=team.organisation_id, by=by, team=team)
    return is_new


@transaction.atomic
def stop_others(*, team: Team, by: Person) -> bool:
    """Nobody new outside the team is asked from now on; False when nobody was before.

    Those who have been asked already can still answer.
    """
    stopped, _by_table = OthersByEmail.objects.filter(team=team).delete()
    if stopped:
        record("others_by_email.stopped", organisation_id=team.organisation_id, by=by, team=team)
    return bool(stopped)


def leaders_by_address(team_id: UUID, addresses: Iterable[str]) -> dict[str, list[Leader]]:
    """Lower-case address → the leaders of the team who are written to there. One query."""
    wanted = {one.lower() for one in addresses}
    if not wanted:
        return {}
    mailbox = Lower(Coalesce("person__email", "email"))
    found = Leader.objects.active().filter(team=team_id).annotate(mailbox=mailbox)
    named: dict[str, list[Leader]] = {}
    for leader in found.filter(mailbox__in=wanted).select_related("function", "person"):
        named.setdefault(address(leader).lower(), []).append(leader)
    return named


def the_leader_at(other: Other, found: dict[str, list[Leader]]) -> Leader | None:
    """The leader that somebody named by address is; None for somebody outside.

    DomainError where several share the address and the name does not tell which of them it is.
    """
    there = found.get(other.email.lower(), [])
    if len(there) > 1:
        named = [one for one in there if one.name.casefold() == other.name.casefold()]
        if len(named) != 1:
            raise DomainError("Several people in your team have that address. Choose from the list instead.")
        return named[0]
    return there[0] if there else None
