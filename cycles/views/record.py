"""My record: everything of a leader's own, to read, to print and to take along. It leaves no trace in the
audit trail, which the organisation reads.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from coachingpairs.pdf import PdfResponse
from cycles.rules.record import Record, as_data, day_in_words
from cycles.services.record import record_of
from teams.access import LeaderPlace, PlacedRequest, as_leader

PRINTED = "cycles/record_print.html"
LONGEST = 1_000_000
"""Characters that are set while somebody waits: about 250 sheets, a good twenty seconds."""
TOO_LONG = (
    "This record is too long to be made into a PDF here. Print this page; your browser can save it as one."
)


@require_safe
@as_leader
def record(request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """To read on the screen."""
    return render(request, "cycles/record.html", {**_shown(place, _record(place)), "place": place})


@require_safe
@as_leader
def record_pdf(request: PlacedRequest, place: LeaderPlace) -> HttpResponseBase:
    """The same on paper, to keep. What would take too long to set is shown to be printed by the browser."""
    context = {**_shown(place, _record(place)), "organisation": place.organisation.name, "printed": True}
    if len(render_to_string(PRINTED, context)) > LONGEST:
        return render(request, PRINTED, {**context, "hint": TOO_LONG})
    response = PdfResponse(PRINTED, context, filename="")
    response.headers["Content-Disposition"] = _to_keep(place, "pdf")
    return response


@require_safe
@as_leader
def record_json(_request: PlacedRequest, place: LeaderPlace) -> HttpResponse:
    """The same as data; docs/record.md describes it."""
    answer = JsonResponse(as_data(_record(place)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = _to_keep(place, "json")
    return answer


def _record(place: LeaderPlace) -> Record:
    return record_of(place.leader, at=timezone.now())


def _shown(place: LeaderPlace, made: Record) -> dict[str, Any]:
    made_on = day_in_words(made.made_at.astimezone(place.organisation.zone).date())
    return {"record": made, "made_on": made_on}


def _to_keep(place: LeaderPlace, ending: str) -> str:
    today = timezone.now().astimezone(place.organisation.zone).date()
    return f'attachment; filename="my-record-{today.isoformat()}.{ending}"'
