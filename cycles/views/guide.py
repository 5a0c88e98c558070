"""The guide: what Coaching Pairs is, a page for each month, and how to be a good partner."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from coachingpairs.pdf import PdfResponse
from cycles.models import Cycle
from cycles.rules.guide import BY_SLUG, FIRST, PAGES, label_on, neighbours, parts
from cycles.rules.plain_text import blocks
from cycles.services.guide import guide_page_for, is_in_trio
from cycles.services.house_pages import house_page_of
from cycles.services.pairs import today_in
from teams.access import PlacedRequest, TeamPlace, in_team

PRINTED = "cycles/guide_print.html"
KEPT_FOR = 24 * 60 * 60
"""Seconds."""


@require_safe
@in_team()
def guide(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """The contents, with the page that matters now on top."""
    cycle = _under_way(place)
    context = {
        **_contents(place, cycle),
        "parts": parts(),
        "house": house_page_of(place.team),
        "three_of_us": is_in_trio(place.leader, cycle),
        "trios": BY_SLUG["trios"],
    }
    return render(request, "cycles/guide.html", context)


@require_safe
@in_team()
def page(request: PlacedRequest, place: TeamPlace, page: str) -> HttpResponse:
    """One page of the guide. Links to where it is done are for leaders, who have those pages."""
    shown = BY_SLUG.get(page)
    if shown is None:
        raise Http404
    before, after = neighbours(shown)
    done_at = [(one.words, place.address(one.page)) for one in shown.done_at if place.leader]
    context = {
        **_contents(place, _under_way(place)),
        "page": shown,
        "before": before,
        "after": after,
        "done_at": done_at,
        "house": house_page_of(place.team),
    }
    return render(request, "cycles/guide_page.html", context)


@require_safe
@in_team()
def house(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """The page of the house, last in the guide."""
    shown = house_page_of(place.team)
    if shown is None and not place.is_facilitator:
        raise Http404
    context = {
        **_contents(place, _under_way(place)),
        "house": shown,
        "blocks": blocks(shown.text) if shown else (),
        "before": PAGES[-1],
        "may_change": place.is_facilitator,
    }
    return render(request, "cycles/house_page.html", context)


@require_safe
@in_team()
def whole(_request: PlacedRequest, place: TeamPlace) -> HttpResponseBase:
    """All of it on paper, with contents and page numbers. Setting it takes seconds, so it is kept."""
    shown = house_page_of(place.team)
    context: dict[str, Any] = {
        "organisation": place.organisation.name,
        "parts": parts(),
        "house_title": shown.title if shown else "",
        "blocks": blocks(shown.text) if shown else (),
    }
    key = f"guide-{sha256(render_to_string(PRINTED, context).encode()).hexdigest()}"
    filename = f"{place.organisation.slug}-coaching-pairs-guide.pdf"
    kept = cache.get(key)
    if kept is not None:
        return HttpResponse(
            kept,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{filename}"'},
        )
    response = PdfResponse(PRINTED, context, filename=filename)
    response.add_post_render_callback(partial(_keep, key))
    return response


def _keep(key: str, response: HttpResponse) -> None:
    """Under a key that only the very same words have; never the page that stands in for a PDF."""
    if response.headers["Content-Type"] == "application/pdf":
        cache.set(key, response.content, KEPT_FOR)


def _under_way(place: TeamPlace) -> Cycle | None:
    return Cycle.objects.under_way().filter(team=place.team).first()


def _contents(place: TeamPlace, cycle: Cycle | None) -> dict[str, Any]:
    """What every page of the guide shows: all its pages, which of them matters now, and when that is."""
    if cycle is None:
        return {"pages": PAGES, "now": FIRST, "label": "", "place": place}
    today = today_in(cycle)
    label = label_on(cycle.starts_on, today)
    return {"pages": PAGES, "now": guide_page_for(cycle, today), "label": label, "place": place}
