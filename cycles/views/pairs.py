"""Who is paired with whom: open to the whole team, and on one sheet to print."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coachingpairs.pdf import PdfResponse
from cycles.models import Cycle
from cycles.rules.milestones import span
from cycles.rules.sheet import layout_for
from cycles.services.pairs import pairs_by_cycle
from teams.access import PlacedRequest, TeamPlace, in_team


@require_safe
@in_team()
def pairs(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """The pairs of every cycle, newest first. A draft has none."""
    cycles = list(Cycle.objects.filter(team=place.team).exclude(stage=Cycle.Stage.DRAFT))
    found = pairs_by_cycle(cycles)
    return render(request, "cycles/pairs.html", {"groups": [(cycle, found[cycle.pk]) for cycle in cycles]})


@require_safe
@in_team()
def pairs_pdf(_request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponseBase:
    """One cycle's pairs on a sheet of A4."""
    cycle = Cycle.objects.filter(team=place.team, number=number).exclude(stage=Cycle.Stage.DRAFT).first()
    if cycle is None:
        raise Http404
    found = pairs_by_cycle([cycle])[cycle.pk]
    context: dict[str, Any] = {
        "organisation": place.organisation.name,
        "team": place.team.name,
        "cycle": cycle,
        "span": span(cycle.starts_on, cycle.ends_on),
        "pairs": found,
        "layout": layout_for([[member.leader.name for member in pair.members] for pair in found]),
    }
    filename = f"{place.organisation.slug}-{place.team.slug}-pairs-cycle-{number}.pdf"
    return PdfResponse("cycles/pairs_print.html", context, filename=filename)
