"""Coming in: by the code on the wall, typed or scanned, or by a place card.

A link that is only looked at changes nothing: it lets this browser's session know which board it came for,
and sends it on to an address that says nothing of the code or card.
"""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from awayday.access import it_is_over
from awayday.forms.joining import WallCodeForm, is_code
from awayday.guests import door_of, entry_at, organises, recall, remember
from awayday.models import Awayday
from awayday.services.doors import Door, find_door
from awayday.views.places import address
from awayday.wrong_codes import may_try, note_right, note_wrong
from coachingpairs.tenancy.scope import scope
from teams.access import open_to_all
from teams.models import Leader, Person

UNKNOWN = "No Awayday has this code just now. Look at the wall once more: a newer code may be there."
TOO_MANY = (
    "Many codes that lead nowhere have come from here. Wait ten minutes and try again, scan your place card, "
    "or speak with your facilitator."
)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def join(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    form = WallCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    if not may_try(request):
        return _too_many(request)
    door = find_door(form.cleaned_data["code"])
    if door is None:
        note_wrong(request)
        form.add_error("code", UNKNOWN)
        return _page(request, form, status=422)
    note_right(request)
    return _come_in(request, door, form.cleaned_data["code"])


@require_safe
@open_to_all
def join_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Scan the code."""
    if not may_try(request):
        return _too_many(request)
    door = find_door(code) if is_code(code) else None
    if door is None:
        note_wrong(request)
        return it_is_over(request)
    note_right(request)
    return _come_in(request, door, code)


def see(where: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": where})


def own_page(request: HttpRequest, awayday: Awayday) -> str:
    """Where whoever is signed in belongs at this Awayday, in its scope; empty for everybody else."""
    person = request.user
    if not isinstance(person, Person):
        return ""
    if leader_signed_in(request, awayday) is not None:
        return page_of(awayday, "phone")
    return page_of(awayday, "board") if organises(request, awayday) else ""


def leader_signed_in(request: HttpRequest, awayday: Awayday) -> Leader | None:
    person = request.user
    if not isinstance(person, Person):
        return None
    return Leader.objects.active().filter(team_id=awayday.team_id, person=person).first()


def page_of(awayday: Awayday, name: str) -> str:
    """Needs its organisation, team and ``opens``."""
    return address(name, awayday.organisation, awayday.team, awayday.opens.number)


def _come_in(request: HttpRequest, door: Door, code: str) -> HttpResponse:
    with scope(organisation=door.organisation_id):
        found = Awayday.objects.open().select_related("organisation", "team", "opens")
        awayday = found.filter(pk=door.awayday_id).first()
        if awayday is None:
            return it_is_over(request)
        own = own_page(request, awayday)
    if own:
        return see(own)
    if request.method != "HEAD":
        remember(request, replace(entry_at(awayday, recall(request)), door=door_of(code)))
    return see(page_of(awayday, "phone"))


def _page(request: HttpRequest, form: WallCodeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "action": reverse("awayday:join")}
    return render(request, "awayday/join.html", context, status=status)


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "awayday/join_too_many.html", {"why": TOO_MANY}, status=429)
