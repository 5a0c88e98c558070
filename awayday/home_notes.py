"""An Awayday on a leader's home and on the organisers' overview."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils import timezone

from awayday.models import Awayday
from awayday.views.places import address
from coachingpairs.components.templatetags.components import long_date
from cycles.home_notes import HomeNote, says_at_home, says_to_organisers
from cycles.models import Cycle
from cycles.rules.planning import clock
from teams.access import TeamPlace

AHEAD = (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING)


@says_at_home
def to_leaders(place: TeamPlace) -> HomeNote | None:
    """On the day before the doors open, and while they are open and the pairs not sealed; one query."""
    now = timezone.now()
    today = now.astimezone(place.organisation.zone).date()
    of_today = Q(doors_opened_at=None, held_on=today)
    ahead = Awayday.objects.filter(team=place.team, opens__stage__in=AHEAD)
    begun_or_today = (ahead.open(now) | ahead.filter(of_today)).select_related("opens")
    awayday = begun_or_today.order_by(F("doors_opened_at").asc(nulls_last=True)).first()
    if awayday is None:
        return None
    return _has_begun(place, awayday) if awayday.is_open else _is_today(place, awayday)


def _has_begun(place: TeamPlace, awayday: Awayday) -> HomeNote:
    return HomeNote(
        "The Awayday has begun",
        f"{long_date(awayday.held_on)}. Your phone follows the room: lessons, choosing, who is with whom.",
        "Join the room",
        address("phone", place.organisation, place.team, awayday.opens.number),
    )


def _is_today(place: TeamPlace, awayday: Awayday) -> HomeNote:
    when = f"{clock(awayday.starts_at)} to {clock(awayday.ends_at)}"
    where = f", {awayday.venue}" if awayday.venue else ""
    return HomeNote(
        "The Awayday is today",
        f"{when}{where}. You join from this page once your facilitator has opened the doors.",
        "Put it into your calendar",
        address("calendar", place.organisation, place.team, awayday.opens.number),
    )


@says_to_organisers
def to_organisers(place: TeamPlace) -> HomeNote | None:
    """From planning on until the doors have closed; one query."""
    planned = Awayday.objects.filter(team=place.team, closed_at=None).select_related("opens")
    awayday = planned.order_by("-opens__number").first()
    if awayday is None or (not awayday.is_open and awayday.is_sealed):
        return None
    desk = address("desk", place.organisation, place.team, awayday.opens.number)
    day = long_date(awayday.held_on)
    if awayday.is_open:
        return HomeNote(
            "The doors are open", f"{day}. Your own screen runs the room.", "Go to the desk", desk
        )
    said = "Rehearse it, print the place cards, and open the doors on the day."
    return HomeNote(f"The Awayday is on {day}", said, "Prepare it", desk)
