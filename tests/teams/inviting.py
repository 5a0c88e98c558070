"""What the tests about invitations share."""

from __future__ import annotations

from urllib.parse import urlsplit

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writer_of
from coachingpairs.tenancy.scope import scope
from teams.models import AuditEntry, Invitation, Leader, Role
from teams.services.invitations import invite_leader, invite_to_role
from tests.cast import Northmere


def not_joined(cast: Northmere, *first_names: str) -> None:
    """Leaders who are on the roster and have no place of their own yet; their people are gone as well."""
    with scope(organisation=cast.organisation.pk):
        for first_name in first_names:
            leader = cast.leader(first_name)
            person, leader.person = leader.person, None
            Leader.objects.filter(pk=leader.pk).update(person=None)
            if person and person.pk not in (cast.administrator.pk, cast.facilitator.pk, cast.sponsor.pk):
                person.delete()


def written(cast: Northmere, invitation: Invitation) -> Message | None:
    """The message as the worker writes it."""
    with scope(organisation=cast.organisation.pk):
        return writer_of("invitation")(OutgoingMail.objects.get(subject_id=invitation.pk))


def link(cast: Northmere, invitation: Invitation) -> str:
    """The path of the emailed link; writing makes it."""
    message = written(cast, invitation)
    assert message is not None
    return urlsplit(str(message.context["address"])).path


def invited_leader(cast: Northmere, first_name: str) -> Invitation:
    not_joined(cast, first_name)
    with scope(organisation=cast.organisation.pk):
        return invite_leader(leader=cast.leader(first_name), by=cast.facilitator)


def invited_to_role(
    cast: Northmere, email: str, role: Role = Role.SPONSOR, name: str = "Rosa Lind"
) -> Invitation:
    with scope(organisation=cast.organisation.pk):
        return invite_to_role(
            organisation=cast.organisation, email=email, name=name, role=role, by=cast.administrator
        )


def verbs(cast: Northmere) -> list[str]:
    """What the audit trail says, oldest first."""
    with scope(organisation=cast.organisation.pk):
        return list(AuditEntry.objects.order_by("at").values_list("verb", flat=True))
