"""Two people who are not offered each other: for facilitators alone, without a reason asked or kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle
from pairing.forms.kept_apart import KeepApartForm
from pairing.models import KeptApart
from pairing.services import kept_apart as services
from teams.access import PlacedRequest, TeamPlace, in_team
from teams.models import Leader, Role


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(Role.FACILITATOR)
def kept_apart(request: PlacedRequest, place: TeamPlace) -> HttpResponse:
    """GET lists them; the first POST shows the two again, the second, which is sure, keeps them apart."""
    form = KeepApartForm(request.POST or None, leaders=_leaders(place))
    if not form.is_bound or not form.is_valid():
        return _show(request, place, form)
    one, other = form.cleaned_data["one"], form.cleaned_data["other"]
    if not form.cleaned_data["sure"]:
        return _show(request, place, form, two=(one, other))
    try:
        services.keep_apart(one=one, other=other, by=place.person)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, place, form)
    messages.success(request, f"{one.name} and {other.name} are not offered each other from now on.")
    return go(request, _address(place))


@require_POST
@in_team(Role.FACILITATOR)
def lift(request: PlacedRequest, place: TeamPlace, kept_apart_id: UUID) -> HttpResponse:
    rows = KeptApart.objects.select_related("one", "other")
    row = get_object_or_404(rows, team=place.team, pk=kept_apart_id)
    services.lift(kept_apart=row, by=place.person)
    messages.success(request, f"{row.one.name} and {row.other.name} may be offered each other again.")
    return go(request, _address(place))


def _show(
    request: PlacedRequest, place: TeamPlace, form: KeepApartForm, two: tuple[Leader, Leader] | None = None
) -> HttpResponse:
    rows = KeptApart.objects.filter(team=place.team).select_related("one__function", "other__function")
    context = {
        "place": place,
        "form": form,
        "two": two,
        "rows": rows,
        "choosing": Cycle.objects.filter(team=place.team, stage=Cycle.Stage.CHOOSING).first(),
    }
    return render(request, "pairing/kept_apart.html", context, status=422 if form.errors else 200)


def _leaders(place: TeamPlace) -> list[Leader]:
    active = Leader.objects.active().filter(team=place.team).select_related("function")
    return list(active.order_by("sort_name", "name"))


def _address(place: TeamPlace) -> str:
    return place.address("pairing:kept_apart")
