"""The invitation whose link was opened in this browser, kept in its session until it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from teams.models import Invitation, Person
from teams.services.invitations import accept_invitation
from teams.tokens import ReadToken

KEY = "invitation"


@dataclass(frozen=True)
class Opened:
    """``accepting`` once its button was pressed here; ``place`` is where it led when it was accepted here."""

    token: ReadToken
    accepting: bool = False
    place: str = ""


def remember(request: HttpRequest, opened: Opened) -> None:
    request.session[KEY] = {
        "organisation": opened.token.organisation_id.hex,
        "hash": opened.token.token_hash,
        "accepting": opened.accepting,
        "place": opened.place,
    }


def recall(request: HttpRequest) -> Opened | None:
    kept = request.session.get(KEY)
    if not kept:
        return None
    token = ReadToken(UUID(hex=kept["organisation"]), kept["hash"])
    return Opened(token, kept["accepting"], kept["place"])


def usable_invitation(token: ReadToken) -> Invitation | None:
    """With its organisation, team and inviter; None when unknown, run out, revoked, accepted or renewed."""
    with scope(organisation=token.organisation_id):
        return (
            Invitation.objects.usable()
            .filter(token_hash=token.token_hash)
            .select_related("organisation", "leader__team", "invited_by")
            .first()
        )


def accept_opened(request: HttpRequest) -> str:
    """Accept for the person now signed in, if the button was pressed in this browser before.

    Returns the address to go to next, empty when there is nothing to accept.
    """
    opened = recall(request)
    if opened is None or not opened.accepting:
        return ""
    person = request.user
    invitation = usable_invitation(opened.token)
    if invitation is None or not isinstance(person, Person):
        return ""
    if invitation.email.lower() != person.email.lower():
        return reverse("teams:invitation")
    try:
        with scope(organisation=opened.token.organisation_id, person=person.pk):
            accept_invitation(invitation=invitation, person=person)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return ""
    place = place_of(invitation)
    remember(request, Opened(opened.token, accepting=False, place=place))
    return place


def place_of(invitation: Invitation) -> str:
    """The address an accepted invitation leads to."""
    slug = invitation.organisation.slug
    if invitation.leader is None:
        return reverse("teams:organisation", args=[slug])
    return reverse("cycles:home", args=[slug, invitation.leader.team.slug])
