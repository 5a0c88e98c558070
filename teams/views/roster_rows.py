"""One row of a draft: put right in place, left out, put back, or taken as it stands."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from coachingpairs.http import go
from teams.access import EDITS_PEOPLE, PlacedRequest, TeamPlace, in_team
from teams.draft_page import DraftPage
from teams.forms.roster import RowForm
from teams.models import RosterDraft
from teams.rules.roster import PlannedPerson, PlannedRow
from teams.rules.roster.text import clean_text
from teams.services import drafts
from teams.services.rosters import existing_leaders
from teams.views.drafts import draft_page, find_draft, finished, to_draft, view_of

LEAVE_OUT, PUT_BACK, SETTLE, FUNCTION = "leave-out", "put-back", "settle", "function"


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*EDITS_PEOPLE)
def row(request: PlacedRequest, place: TeamPlace, draft_id: UUID, number: int) -> HttpResponse:
    """The form of one row; with HTMX it stands in the row's place in the table."""
    draft = find_draft(place, draft_id)
    if draft.is_finished:
        return finished(request, place)
    read = drafts.read_draft(draft, team=place.team)
    if read.plan is None:
        return go(request, to_draft(place, draft.pk))
    page = DraftPage(place.team, read, read.plan)
    planned = next((one for one in read.plan.rows if one.number == number), None)
    if planned is None:
        raise Http404
    form = _form(request, page, planned)
    if request.method != "POST":
        return _row_page(request, place, draft, page, planned, form)
    told = _told(request, number, form)
    if told is None:
        return _row_page(request, place, draft, page, planned, form, status=422)
    if told == {PUT_BACK: True}:
        drafts.forget_corrections(draft=draft, number=number)
    elif told:
        drafts.correct_row(draft=draft, number=number, **told)
    return _back(request, place, draft, number)


def _told(request: PlacedRequest, number: int, form: RowForm) -> dict[str, object] | None:
    """What the button that was pressed says about the row; None when the form needs another look."""
    pressed = request.POST.get("do", "")
    if pressed == LEAVE_OUT:
        return {"include": False}
    if pressed == SETTLE:
        return {"include": True}
    if pressed == PUT_BACK:
        return {PUT_BACK: True}
    if pressed == FUNCTION:
        return {"function": clean_text(request.POST.get(f"function-{number}", ""))[:120]}
    if not form.is_valid():
        return None
    return dict(form.told)


def _back(request: PlacedRequest, place: TeamPlace, draft: RosterDraft, number: int) -> HttpResponse:
    view = view_of(QueryDict(request.POST.get("view", "")))
    if request.htmx:
        draft.refresh_from_db()
        return draft_page(request, place, draft, view=view, touched=number)
    return go(request, f"{to_draft(place, draft.pk, view)}#row-{number}")


def _form(request: PlacedRequest, page: DraftPage, planned: PlannedRow) -> RowForm:
    return RowForm(
        request.POST if request.method == "POST" else None,
        plan=page.plan,
        person=page.plan.person(planned) or _somebody(page, planned),
        existing=existing_leaders(page.team),
        functions=page.functions_for(planned),
        auto_id=f"row-{planned.number}-%s",
    )


def _somebody(page: DraftPage, planned: PlannedRow) -> PlannedPerson:
    """A row that was skipped, as far as it goes, for somebody to write who it is."""
    return PlannedPerson(
        row=planned.number,
        rows=(planned.number,),
        name="",
        sort_name="",
        called="",
        email="",
        title=page.given(planned.number, "title"),
        function="",
        manager=None,
        external_id="",
    )


def _row_page(
    request: PlacedRequest,
    place: TeamPlace,
    draft: RosterDraft,
    page: DraftPage,
    planned: PlannedRow,
    form: RowForm,
    status: int = 200,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    view = QueryDict(asked["view"]) if "view" in asked else asked
    context = {
        "place": place,
        "draft": draft,
        "shown": page,
        "form": form,
        "row": page.shown([planned])[0],
        "file_email": page.given(planned.number, "email"),
        "view": view_of(view),
    }
    if not request.htmx:
        return render(request, "teams/roster_row.html", context, status=status)
    form.fields["name"].widget.attrs["data-focus"] = True
    shown = render(request, "teams/_draft_row_form.html", context, status=status)
    return retarget(reswap(shown, "outerHTML"), f"#row-{planned.number}")
