"""Who has which role in an organisation, and who is invited to one."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from teams.access import Place, PlacedRequest, in_organisation
from teams.forms.people import GrantForm, InviteForm
from teams.models import Invitation, OrganisationRole, Role
from teams.services import invitations as services
from teams.services.organisations import LAST_ADMINISTRATOR, grant_role, withdraw_role

WHAT_THEY_DO = {
    Role.ADMINISTRATOR: "Decide who has which role, and look after the roster.",
    Role.FACILITATOR: "Look after the roster and the cycles. They see whether pairs have met, nothing more.",
    Role.SPONSOR: "The chief executive or chief officer behind it. They may set up and launch cycles.",
}


@dataclass(frozen=True)
class RoleGroup:
    role: Role
    does: str
    held: list[OrganisationRole] = field(default_factory=list)


@require_safe
@in_organisation(*Role.values)
def people(request: PlacedRequest, place: Place) -> HttpResponse:
    return _page(request, place)


@require_POST
@in_organisation(Role.ADMINISTRATOR)
def invite_role(request: PlacedRequest, place: Place) -> HttpResponse:
    """Invite somebody to a role by email; the same again sends a new link."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, place, invite=form)
    try:
        services.invite_to_role(organisation=place.organisation, by=place.person, **form.cleaned_data)
    except DomainError as refusal:
        form.add_error("email", str(refusal))
        return _page(request, place, invite=form)
    messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
    return go(request, _people(place))


@require_POST
@in_organisation(Role.ADMINISTRATOR)
def grant(request: PlacedRequest, place: Place) -> HttpResponse:
    """Give a role to somebody who is here already."""
    form = GrantForm(request.POST, prefix="here", organisation=place.organisation)
    if not form.is_valid():
        return _page(request, place, grant=form)
    person, role = form.cleaned_data["person"], Role(form.cleaned_data["role"])
    grant_role(organisation=place.organisation, person=person, role=role, by=place.person)
    messages.success(request, f"{person} is {role.label} now.")
    return go(request, _people(place))


@require_http_methods(["GET", "HEAD", "POST"])
@in_organisation(Role.ADMINISTRATOR)
def withdraw(request: PlacedRequest, place: Place, person_id: UUID, role: str) -> HttpResponse:
    """Ask once more, then take the role away."""
    held = get_object_or_404(
        OrganisationRole.objects.select_related("person"),
        organisation=place.organisation,
        person=person_id,
        role=role,
    )
    refusal = LAST_ADMINISTRATOR if _is_last_administrator(place, held) else ""
    if request.method == "POST":
        try:
            withdraw_role(
                organisation=place.organisation, person=held.person, role=Role(role), by=place.person
            )
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(request, f"{held.person} is no longer {Role(role).label}.")
            return go(request, _after_withdrawal(place, held))
    context = {"held": held, "role": Role(role), "refusal": refusal, "is_self": held.person == place.person}
    return form_page(request, "teams/people_withdrawal.html", context)


@require_POST
@in_organisation(Role.ADMINISTRATOR)
def revoke_invitation(request: PlacedRequest, place: Place, invitation_id: UUID) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    services.revoke_invitation(invitation=invitation, by=place.person)
    messages.success(request, f"The invitation to {invitation.email} is withdrawn.")
    return go(request, _people(place))


def _page(
    request: PlacedRequest, place: Place, *, invite: InviteForm | None = None, grant: GrantForm | None = None
) -> HttpResponse:
    groups = {role: RoleGroup(role, does) for role, does in WHAT_THEY_DO.items()}
    held = OrganisationRole.objects.filter(organisation=place.organisation).select_related("person")
    for row in held.order_by("person__name", "person__email"):
        groups[Role(row.role)].held.append(row)
    context = {
        "groups": groups.values(),
        "invitations": Invitation.objects.unanswered()
        .filter(leader=None)
        .select_related("invited_by")
        .order_by("email"),
        "may_change": place.is_administrator,
        "invite": invite or InviteForm(),
        "grant": grant or GrantForm(prefix="here", organisation=place.organisation),
    }
    status = 422 if invite or grant else 200
    return render(request, "teams/people.html", context, status=status)


def _is_last_administrator(place: Place, held: OrganisationRole) -> bool:
    others = OrganisationRole.objects.filter(organisation=place.organisation, role=Role.ADMINISTRATOR)
    return held.role == Role.ADMINISTRATOR and not others.exclude(pk=held.pk).exists()


def _people(place: Place) -> str:
    return reverse("teams:people", args=[place.organisation.slug])


def _after_withdrawal(place: Place, held: OrganisationRole) -> str:
    """Somebody who gave up their own last role here goes where they still have a place."""
    if held.person == place.person and place.roles == {held.role}:
        return reverse("home")
    return _people(place)
