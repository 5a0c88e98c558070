"""What the pages of a draft share: finding it, showing it, and where one was on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from coachingpairs.http import go
from teams.access import PlacedRequest, TeamPlace
from teams.draft_page import DraftPage
from teams.forms.roster import ColumnsForm
from teams.models import RosterDraft
from teams.services import drafts
from teams.services.drafts import ReadDraft

A_PAGE = 200
NAMED_ROWS = 12
FILTERS = ("questions", "left-out")


def find_draft(place: TeamPlace, draft_id: UUID) -> RosterDraft:
    return get_object_or_404(
        RosterDraft.objects.select_related("team__organisation"), pk=draft_id, team=place.team
    )


def finished(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """All of it is on the roster: pressing Add twice, or going back, ends here."""
    messages.info(request, "These leaders have been added already.")
    return go(request, place.address("teams:roster"))


def to_draft(place: TeamPlace, draft_id: UUID, view: str = "") -> str:
    address = place.address("teams:roster_draft", draft_id)
    return f"{address}?{view}" if view else address


def view_of(asked: QueryDict) -> str:
    """The part of a query that says which rows are shown, and nothing else of it."""
    kept = QueryDict(mutable=True)
    only, page = str(asked.get("only", "")), str(asked.get("page", ""))
    if only in FILTERS:
        kept["only"] = only
    if page.isdecimal():
        kept["page"] = page
    return kept.urlencode()


def ticked(request: PlacedRequest) -> frozenset[UUID]:
    """The leaders ticked as having left; what is no id is nobody."""
    found = set()
    for told in request.POST.getlist("left"):
        try:
            found.add(UUID(told))
        except ValueError:
            continue
    return frozenset(found)


def draft_page(
    request: PlacedRequest,
    place: TeamPlace,
    draft: RosterDraft,
    *,
    view: str = "",
    columns_form: ColumnsForm | None = None,
    touched: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or with HTMX all of it that depends on the draft."""
    read = drafts.read_draft(draft, team=place.team)
    kept_until = (draft.created_at + drafts.KEPT_FOR).astimezone(place.organisation.zone).date()
    context: dict[str, Any] = {
        "place": place,
        "draft": draft,
        "read": read,
        "columns_form": columns_form or ColumnsForm(read=read),
        "columns_open": columns_form is not None or _is_unsure(read),
        "view": view,
        "touched": touched,
        "kept_until": kept_until,
    }
    if read.plan is not None:
        page = DraftPage(place.team, read, read.plan)
        context |= {"shown": page, **_rows(page, view), "ticked": {str(one) for one in ticked(request)}}
    template = "teams/_draft.html" if request.htmx else "teams/roster_draft.html"
    return render(request, template, context, status=status)


def _rows(page: DraftPage, view: str) -> dict[str, Any]:
    query = QueryDict(view)
    only = query.get("only", "")
    pages = Paginator(page.rows(only), A_PAGE)
    here = pages.get_page(query.get("page"))
    look_at = [row.number for row in page.to_look_at]
    return {
        "only": only,
        "page": here,
        "rows": page.shown(here),
        "look_at": look_at[:NAMED_ROWS],
        "look_at_more": len(look_at[NAMED_ROWS:]),
        "here": {row.number for row in here},
    }


def _is_unsure(read: ReadDraft) -> bool:
    """Whether the columns should be looked at first: none with names, no headings, or no function known."""
    return read.plan is None or not read.table.headed or read.mapping.function is None
