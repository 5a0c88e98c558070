"""Whether a team's doors are open, for the pages of choosing."""

from __future__ import annotations

from awayday.models import Arrival, Awayday
from awayday.views.places import address
from cycles.models import Cycle
from pairing.rooms import OpenDoors, knows_doors
from teams.models import Team

BEFORE_AND_AFTER = (Cycle.Stage.DRAFT, Cycle.Stage.CHOOSING, Cycle.Stage.RUNNING)


@knows_doors
def open_doors_of(team: Team) -> OpenDoors | None:
    """Two queries while they are, one else."""
    running = Awayday.objects.open().filter(team=team, opens__stage__in=BEFORE_AND_AFTER)
    awayday = running.select_related("organisation", "team", "opens").first()
    if awayday is None:
        return None
    arrived = Arrival.objects.filter(awayday=awayday).values_list("leader_id", flat=True)
    page = address("phone", awayday.organisation, awayday.team, awayday.opens.number)
    return OpenDoors(page, frozenset(arrived))
