"""Importing a roster: upload or paste, look at every row, then add."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachingpairs.errors import DomainError
from coachingpairs.http import form_page, go
from teams.access import EDITS_PEOPLE, PlacedRequest, TeamPlace, in_team
from teams.forms.roster import ColumnsForm, StartForm
from teams.services import drafts
from teams.services.rosters import Imported
from teams.views.drafts import draft_page, find_draft, finished, ticked, to_draft, view_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def start(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """Take a file or pasted rows and keep them as a draft."""
    if request.method == "POST":
        form = StartForm(request.POST, request.FILES)
    else:
        form = StartForm(initial={"replaces": request.GET.get("replaces")})
    if request.method == "POST" and form.is_valid():
        draft = drafts.make_draft(
            team=place.team,
            table=form.table,
            filename=form.filename,
            replaces=form.cleaned_data["replaces"],
            by=place.person,
        )
        return go(request, to_draft(place, draft.pk))
    return form_page(request, "teams/roster_import.html", {"form": form, "place": place})


@require_safe
@in_team(*EDITS_PEOPLE)
def draft(request: PlacedRequest, place: TeamPlace, draft_id: UUID) -> HttpResponse:
    """What would happen, row by row; nothing is saved by looking."""
    found = find_draft(place, draft_id)
    if found.is_finished:
        return finished(request, place)
    return draft_page(request, place, found, view=view_of(request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def columns(request: PlacedRequest, place: TeamPlace, draft_id: UUID) -> HttpResponse:
    """Say which column is which; the rows are planned again."""
    found = find_draft(place, draft_id)
    if found.is_finished:
        return finished(request, place)
    if request.method != "POST":
        return go(request, to_draft(place, found.pk))
    form = ColumnsForm(request.POST, read=drafts.read_draft(found, team=place.team))
    if not form.is_valid():
        return draft_page(request, place, found, columns_form=form, status=422)
    drafts.choose_columns(draft=found, columns=form.columns)
    if request.htmx:
        found.refresh_from_db()
        return draft_page(request, place, found)
    return go(request, to_draft(place, found.pk))


@require_POST
@in_team(*EDITS_PEOPLE)
def add(request: PlacedRequest, place: TeamPlace, draft_id: UUID) -> HttpResponse:
    """Add what the page showed. Pressed twice it adds once."""
    found = find_draft(place, draft_id)
    everything = request.POST.get("which") == "everything"
    try:
        imported, waiting = drafts.add_draft(
            draft=found,
            everything=everything,
            left=ticked(request),
            seen=request.POST.get("seen", ""),
            by=place.person,
        )
    except drafts.DraftFinished:
        return finished(request, place)
    except DomainError as changed:
        messages.warning(request, str(changed))
        return go(request, to_draft(place, found.pk))
    messages.success(request, _said(imported, waiting))
    return go(request, to_draft(place, found.pk) if waiting else _roster(place))


@require_POST
@in_team(*EDITS_PEOPLE)
def discard(request: PlacedRequest, place: TeamPlace, draft_id: UUID) -> HttpResponse:
    """Delete the draft and what was in the file."""
    found = find_draft(place, draft_id)
    if found.is_finished:
        return finished(request, place)
    drafts.discard_draft(draft=found, by=place.person)
    messages.success(request, "The import is discarded. The roster is as it was.")
    return go(request, _roster(place))


def _said(imported: Imported, waiting: int) -> str:
    counted = [
        (imported.added, "leader added", "leaders added"),
        (imported.updated, "leader brought up to date", "leaders brought up to date"),
        (imported.left, "leader recorded as having left", "leaders recorded as having left"),
        (imported.functions, "function created", "functions created"),
    ]
    told = ", ".join(f"{number} {one if number == 1 else more}" for number, one, more in counted if number)
    still = f" {waiting} {'row is' if waiting == 1 else 'rows are'} still here." if waiting else ""
    return f"{told or 'Nothing had to change'}. Nobody has been written to.{still}"


def _roster(place: TeamPlace) -> str:
    return place.address("teams:roster")
