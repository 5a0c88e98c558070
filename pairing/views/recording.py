"""Writing down what two or three people have told those who run the process."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coachingpairs.errors import DomainError
from coachingpairs.http import go
from cycles.models import Cycle, Pair
from cycles.rules.words import listed
from cycles.services.pairs import ShownPair
from pairing.forms.recording import KnowinglyForm, TakeInThirdForm
from pairing.rules.bits import bits_of
from pairing.services import recording as services
from pairing.services.forming import PAIR_SIZE
from pairing.services.room import Room, names_in, read_room
from pairing.views.places import address_in, cycle_or_404
from pairing.views.room_page import awaits_trio, record_form, show_room, too_late
from teams.access import SETS_UP, PlacedRequest, TeamPlace, in_team
from teams.models import Leader


@require_POST
@in_team(*SETS_UP)
def record_pair(request: PlacedRequest, place: TeamPlace, number: int) -> HttpResponse:
    """Two or three who have told the facilitator; a reason goes with it where it leaves somebody short."""
    now = read_room(cycle_or_404(place, number))
    if not now.is_open:
        return too_late(request, place, now.cycle)
    form = record_form(now, request.POST)
    if form.is_valid() and _written(form, lambda why: _record(now.cycle, place, form.together, why)):
        names = listed([leader.name for leader in form.together])
        messages.success(request, f"{names} are a {'pair' if len(form.together) == PAIR_SIZE else 'trio'}.")
        return go(request, address_in("pairing:room", place, now.cycle))
    if request.htmx:
        context = {"place": place, "cycle": now.cycle, "record_form": form}
        return render(request, "pairing/_record_pair.html", context, status=422)
    return show_room(request, place, now, record_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@in_team(*SETS_UP)
def take_in_third(request: PlacedRequest, place: TeamPlace, number: int, pair_id: UUID) -> HttpResponse:
    """A pair takes in somebody who is still choosing."""
    now = read_room(cycle_or_404(place, number))
    if now.cycle.stage == Cycle.Stage.DRAFT:
        return redirect(address_in("pairing:preflight", place, now.cycle))
    shown = _pair_or_404(now, pair_id)
    if not now.is_open:
        return too_late(request, place, now.cycle)
    form = TakeInThirdForm(
        request.POST or None, may_join=_may_join(now, shown), initial={"third": request.GET.get("third", "")}
    )
    if form.is_bound and form.is_valid():
        third: Leader = form.cleaned_data["third"]
        if _written(form, lambda why: _take_in(now.cycle, place, shown.pair, third, why)):
            messages.success(request, f"{names_in(shown)} have taken in {third.name}. The three are a trio.")
            return go(request, address_in("pairing:room", place, now.cycle))
    context = {"place": place, "cycle": now.cycle, "form": form, "shown": shown, "names": names_in(shown)}
    return render(request, "pairing/third.html", context, status=422 if form.is_bound else 200)


def _record(cycle: Cycle, place: TeamPlace, together: list[Leader], although: str) -> Pair:
    one, other, *third = together
    return services.record_pair(
        cycle=cycle,
        one=one,
        other=other,
        third=third[0] if third else None,
        both_said_yes=True,
        although=although,
        by=place.person,
    )


def _take_in(cycle: Cycle, place: TeamPlace, pair: Pair, third: Leader, although: str) -> Pair:
    return services.record_third(
        cycle=cycle, pair=pair, third=third, all_said_yes=True, although=although, by=place.person
    )


def _written(form: KnowinglyForm, write: Callable[[str], Pair]) -> bool:
    """Write it down; what stands in the way is on the form. A reason counts for what was on the screen."""
    try:
        try:
            write("")
        except services.WouldStrand as strands:
            reason = form.reason_for(str(strands))
            if not reason:
                form.warn(str(strands))
                return False
            write(reason)
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True


def _pair_or_404(now: Room, pair_id: UUID) -> ShownPair:
    for shown in now.pairs:
        if shown.pair.pk == pair_id:
            return shown
    raise Http404


def _may_join(now: Room, shown: ShownPair) -> list[Leader]:
    """Those still choosing who may meet both; the guard is asked when it is written down."""
    if not awaits_trio(now):
        return []
    seating = now.seating
    hall = seating.assembly.hall
    return seating.leaders_in(bits_of(hall.may_join(seating.group(one.leader for one in shown.members))))
