"""Invitations: opening the link, answering, and sending them from the roster."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from teams.access import EDITS_PEOPLE, PlacedRequest, TeamPlace, in_team, open_to_all
from teams.forms.people import AnswerForm
from teams.models import Invitation, Leader, Role
from teams.services import invitations as services
from teams.services.people import person_for
from teams.sign_in import send_code
from teams.tokens import read
from teams.views.opened_invitation import Opened, accept_opened, recall, remember, usable_invitation

DUTIES = {
    Role.FACILITATOR: "You would look after the roster and the cycles, and see whether pairs have met.",
    Role.SPONSOR: "You would stand behind it, set up and launch cycles, and see how the whole is going.",
    Role.ADMINISTRATOR: "You would decide who has which role, and look after the roster.",
}


@require_safe
@open_to_all
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the invitation in this browser's session and go on to an address without the token."""
    found = read(token)
    if found is None or usable_invitation(found) is None:
        return _no_longer(request)
    remember(request, Opened(found))
    return _see(reverse("teams:invitation"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def answer(request: HttpRequest) -> HttpResponse:
    """Say who invites to what; one button accepts, after the mailbox has been proved by a code."""
    opened = recall(request)
    if opened is None:
        return _no_longer(request)
    if opened.place and request.user.is_authenticated:  # pressed twice, or the way back
        return redirect(opened.place)
    invitation = usable_invitation(opened.token)
    if invitation is None:
        return _no_longer(request)
    if request.method != "POST":
        return _page(request, invitation, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation, form, status=422)
    if form.cleaned_data["answer"] == AnswerForm.SWITCH:
        return _signed_out_of_other(request, opened)
    return _accepting(request, opened, invitation, form)


@require_POST
@in_team(*EDITS_PEOPLE)
def invite_leaders(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """Invite everybody on the roster who can be invited and was not yet."""
    count = services.invite_leaders(team=place.team, by=place.person)
    sharing = Leader.objects.active().filter(
        team=place.team, person=None, pk__in=services.sharing_a_mailbox(place.organisation.pk)
    )
    _say_invited(request, count, [leader.name for leader in sharing])
    return go(request, _roster(place))


@require_POST
@in_team(*EDITS_PEOPLE)
def invite_leader(request: PlacedRequest, place: TeamPlace, leader_id: UUID) -> HttpResponse:
    """Invite one leader, or again."""
    leader = get_object_or_404(Leader, pk=leader_id, team=place.team)
    try:
        services.invite_leader(leader=leader, by=place.person)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"An invitation to {leader.name} is on its way to {leader.email}.")
    return go(request, _roster(place))


def _accepting(
    request: HttpRequest, opened: Opened, invitation: Invitation, form: AnswerForm
) -> HttpResponse:
    remember(request, Opened(opened.token, accepting=True))
    if request.user.is_authenticated:
        return redirect(accept_opened(request) or "home")
    person = person_for(email=invitation.email, name=invitation.name)
    try:
        send_code(request, person.email)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, invitation, form, status=422)
    return redirect("account_confirm_login_code")


def _signed_out_of_other(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Ending somebody else's session must not lose the invitation that was opened in it."""
    logout(request)
    remember(request, Opened(opened.token))
    return _see(reverse("teams:invitation"))


def _page(request: HttpRequest, invitation: Invitation, form: AnswerForm, status: int = 200) -> HttpResponse:
    own = request.user.is_authenticated and request.user.email.lower() == invitation.email.lower()
    context = {
        "invitation": invitation,
        "team": invitation.leader.team if invitation.leader else None,
        "form": form,
        "is_own": own,
        "is_somebody_else": request.user.is_authenticated and not own,
        "does": DUTIES[Role(invitation.role)] if invitation.role else "",
        "works_until": invitation.expires_at.astimezone(invitation.organisation.zone).date(),
    }
    return render(request, "teams/invitation.html", context, status=status)


def _no_longer(request: HttpRequest) -> HttpResponse:
    """The same for links that are unknown, have run out, were withdrawn, renewed or used."""
    return render(request, "teams/invitation_gone.html", status=404)


def _see(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})


def _roster(place: TeamPlace) -> str:
    return place.address("teams:roster")


def _say_invited(request: HttpRequest, count: int, sharing: list[str]) -> None:
    if count == 1:
        messages.success(request, "One invitation is on its way.")
    elif count:
        messages.success(request, f"{count} invitations are on their way.")
    elif not sharing:
        messages.info(request, "Everybody who has an address of their own has been invited already.")
    if sharing:
        names = ", ".join(sharing)
        messages.warning(
            request, f"Not invited, because they share an address: {names}. Give each their own."
        )
