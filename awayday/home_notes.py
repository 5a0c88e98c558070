"""An Awayday on a leader's home and on the organisers' overview."""

from __future__ import annotations

from django.utils import timezone

from awayday.models import Awayday
from awayday.views.places import address
from coachingpairs.components.templatetags.components import long_date
from cycles.home_notes import HomeNote, says_at_home, says_to_organisers
from cycles.models import Cycle
from teams.access import TeamPlace

AHEAD = (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING)


@says_at_home
def to_leaders(place: TeamPlace) -> HomeNote | None:
    """While the doors are open and the pairs not sealed; one query."""
    ahead = Awayday.objects.open(timezone.now()).filter(team=place.team, opens__stage__in=AHEAD)
    awayday = ahead.select_related("opens").first()
    if awayday is None:
        return None
    return HomeNote(
        "The Awayday has begun",
        f"{long_date(awayday.held_on)}. Your phone follows the room: lessons, choosing, who is with whom.",
        "Join the room",
        address("phone", place.organisation, place.team, awayday.opens.number),
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
