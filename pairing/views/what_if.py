"""The what-if sheet: changes chosen in a form, answered on the same page, written nowhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cycles.models import Cycle
from pairing.forms.what_if import FULL, WhatIfSheet
from pairing.services.what_if import answer, read_setting
from pairing.views.places import address_in, cycle_or_404
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team


@require_safe
@in_team(*SETS_UP)
def what_if(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    cycle = cycle_or_404(place, number)
    if cycle.stage not in (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING):
        return redirect(address_in("pairing:room", place, cycle))
    setting = read_setting(cycle)
    sheet = WhatIfSheet(request.GET, setting)
    changes = sheet.changes
    context = {
        "place": place,
        "cycle": cycle,
        "sheet": sheet,
        "full": FULL if sheet.is_full else "",
        "changes": len(changes),
        "lines": answer(setting, changes),
    }
    return render(request, "pairing/what_if.html", context, status=422 if sheet.has_errors else 200)
