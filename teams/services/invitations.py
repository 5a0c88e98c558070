"""Inviting people by email, and what accepting does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coachingpairs.errors import DomainError, said_as
from coachingpairs.mail.outbox import Outgoing, enqueue_many
from teams.audit import record
from teams.models import Invitation, Leader, Organisation, OrganisationRole, Person, Role, Team
from teams.rules.mailboxes import Mailbox, shared
from teams.services.organisations import grant_role

KIND = "invitation"
LASTS = dt.timedelta(days=14)
AGAIN_AFTER = dt.timedelta(minutes=1)
NO_LONGER = "This invitation can no longer be used. Ask the person who invited you for a new one."
FOR_ANOTHER = "This invitation was sent to another address. Sign in with that one to accept it."
HAS_A_PLACE = "You have a place in this team already, under another name on the roster."
ON_ITS_WAY = "An invitation for this is being written already. Look again in a moment."


@transaction.atomic
def invite_leader(*, leader: Leader, by: Person) -> Invitation:
    """Invite one leader to take their place, or invite them again; an earlier link stops working.

    Pressed twice within a minute it is still one message. DomainError when the leader has left, has joined,
    has no address, or shares it.
    """
    leader = Leader.objects.select_for_update(of=("self",)).select_related("team").get(pk=leader.pk)
    _require_invitable(leader)
    unanswered = Invitation.objects.unanswered().filter(leader=leader)
    if recent := _just_sent(unanswered.filter(email=leader.email.lower())):
        return recent
    unanswered.update(revoked_at=timezone.now())
    invitation = _invitation(leader.organisation_id, by, email=leader.email, name=leader.name, leader=leader)
    invitation.save(force_insert=True)
    _send([invitation])
    team = leader.team
    record("leader invited", organisation_id=team.organisation_id, by=by, team=team, subject_id=leader.pk)
    return invitation


@transaction.atomic
def invite_leaders(*, team: Team, by: Person) -> int:
    """Invite every active leader of the team who has an address of their own and was not asked yet.

    Left out: those who joined, have an open invitation, no address, or a shared one. Returns how many were
    invited, in a number of queries that does not grow with them.
    """
    leaders = _not_asked_yet(team)
    if not leaders:
        return 0
    Invitation.objects.unanswered().filter(leader__in=leaders).update(revoked_at=timezone.now())
    invitations = [
        _invitation(team.organisation_id, by, email=leader.email, name=leader.name, leader=leader)
        for leader in leaders
    ]
    with said_as({"invitation_open_once_per_leader": ON_ITS_WAY}):
        Invitation.objects.bulk_create(invitations)
    _send(invitations)
    asked_now = [str(leader.pk) for leader in leaders]
    record("leaders invited", organisation_id=team.organisation_id, by=by, team=team, leaders=asked_now)
    return len(leaders)


@transaction.atomic
def invite_to_role(*, organisation: Organisation, email: str, name: str, role: str, by: Person) -> Invitation:
    """Invite somebody to a role, or invite them again. DomainError when they have it already."""
    email = email.strip().lower()
    role = Role(role)
    if OrganisationRole.objects.filter(organisation=organisation, role=role, person__email=email).exists():
        raise DomainError(f"{email} is {_article(role)} {role.label} here already.")
    unanswered = Invitation.objects.unanswered().filter(organisation=organisation, role=role, email=email)
    if recent := _just_sent(unanswered):
        return recent
    unanswered.update(revoked_at=timezone.now())
    invitation = _invitation(organisation.pk, by, email=email, name=name, role=role)
    with said_as({"invitation_open_once_per_role": ON_ITS_WAY}):
        invitation.save(force_insert=True)
    _send([invitation])
    record("role offered", organisation_id=organisation.pk, by=by, subject_id=invitation.pk, role=role)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: Person) -> None:
    """Make the link useless. Nothing happens when it was accepted or revoked already."""
    there = Invitation.objects.unanswered().filter(pk=invitation.pk)
    if there.update(revoked_at=timezone.now()):
        organisation_id = invitation.organisation_id
        record("invitation withdrawn", organisation_id=organisation_id, by=by, subject_id=invitation.pk)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: Person) -> None:
    """Give a person who has proved the mailbox their place or role.

    DomainError when the invitation cannot be used any more, is for another address, or they lead in this
    team already.
    """
    found = _locked(invitation)
    if found is None:
        raise DomainError(NO_LONGER)
    if found.email.lower() != person.email.lower():
        raise DomainError(FOR_ANOTHER)
    if found.leader is None:
        grant_role(organisation=found.organisation, person=person, role=Role(found.role), by=found.invited_by)
    else:
        _take_place(found.leader, person)
    if not person.name and found.name:
        person.name = found.name
        person.save(update_fields=["name"])
    found.accepted_at = timezone.now()
    found.save(update_fields=["accepted_at"])
    record(
        "invitation accepted",
        organisation_id=found.organisation_id,
        by=person,
        team=found.leader.team if found.leader else None,
        subject_id=found.leader_id or found.pk,
        role=found.role,
    )


def sharing_a_mailbox(organisation_id: UUID) -> frozenset[UUID]:
    """The active leaders of an organisation whose address is somebody else's too; one query."""
    rows = (
        Leader.objects.active()
        .filter(organisation=organisation_id)
        .exclude(email="")
        .values_list("pk", "team_id", "name", "email")
    )
    return shared(Mailbox(*row) for row in rows)


def _not_asked_yet(team: Team) -> list[Leader]:
    """Locked before it is read who was asked, so that pressing the button twice at once asks nobody twice."""
    free = Leader.objects.active().filter(team=team, person=None).exclude(email="")
    locked = list(free.select_for_update(of=("self",)).order_by("pk"))
    asked = set(Invitation.objects.open().filter(leader__team=team).values_list("leader", flat=True))
    sharing = sharing_a_mailbox(team.organisation_id)
    return [leader for leader in locked if leader.pk not in asked and leader.pk not in sharing]


def _locked(invitation: Invitation) -> Invitation | None:
    """The invitation as it is now, if it can be accepted; nobody else accepts it meanwhile."""
    usable = Invitation.objects.usable().select_related("leader__team", "organisation", "invited_by")
    return usable.select_for_update(of=("self",)).filter(pk=invitation.pk).first()


def _require_invitable(leader: Leader) -> None:
    refusal = ""
    if not leader.is_active:
        refusal = f"{leader.name} has left the team."
    elif leader.person_id is not None:
        refusal = f"{leader.name} has joined already."
    elif not leader.email:
        refusal = f"{leader.name} has no email address yet. Add one to the roster first."
    elif leader.pk in sharing_a_mailbox(leader.organisation_id):
        refusal = (
            f"{leader.name} shares {leader.email} with somebody else on the roster, so an invitation would "
            "not say whose it is. Give each an address of their own first."
        )
    if refusal:
        raise DomainError(refusal)


def _take_place(leader: Leader, person: Person) -> None:
    leader.person = person
    with said_as({"leader_place_once_per_person": HAS_A_PLACE}):
        leader.save(update_fields=["person"])


def _invitation(
    organisation_id: UUID, by: Person, *, email: str, name: str, leader: Leader | None = None, role: str = ""
) -> Invitation:
    return Invitation(
        organisation_id=organisation_id,
        email=email.lower(),
        name=name,
        leader=leader,
        role=role,
        invited_by=by,
        expires_at=timezone.now() + LASTS,
    )


def _just_sent(invitations: Iterable[Invitation]) -> Invitation | None:
    since = timezone.now() - AGAIN_AFTER
    return next((invitation for invitation in invitations if invitation.created_at > since), None)


def _send(invitations: list[Invitation]) -> None:
    """Queue the messages; each has a link of its own, made when it is written."""
    enqueue_many(
        organisation_id=invitations[0].organisation_id,
        kind=KIND,
        messages=[
            Outgoing(
                recipient_id=invitation.leader_id or invitation.pk,
                subject_id=invitation.pk,
                expires_at=invitation.expires_at,
            )
            for invitation in invitations
        ],
    )


def _article(role: Role) -> str:
    return "an" if role == Role.ADMINISTRATOR else "a"
