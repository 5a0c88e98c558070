"""An Awayday made through the services."""

from __future__ import annotations

import datetime as dt

from awayday.models import Awayday
from awayday.rules.stages import Stage
from awayday.services.doors import open_doors
from awayday.services.planning import Plan, plan_awayday
from awayday.services.stages import move_room
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from tests.cast import Northmere

STARTS_ON = dt.date(2026, 12, 1)
PLAN = Plan(
    held_on=dt.date(2026, 12, 1),
    starts_at=dt.time(9),
    ends_at=dt.time(13),
    venue="The Old Library, Northmere",
    link="https://calls.northmere.example/awayday",
)


def draft(cast: Northmere, starts_on: dt.date = STARTS_ON) -> Cycle:
    """The team's next cycle, being prepared. Needs the organisation's scope, as everything here."""
    return create_cycle(team=cast.team, starts_on=starts_on, time_zone="Europe/London", by=cast.facilitator)


def planned(cast: Northmere, cycle: Cycle | None = None) -> Awayday:
    return plan_awayday(opens=cycle or draft(cast), plan=PLAN, by=cast.facilitator)


def opened(cast: Northmere, cycle: Cycle | None = None) -> Awayday:
    """Doors open, the room in the lobby."""
    return open_doors(awayday=planned(cast, cycle), by=cast.facilitator)


def moved(cast: Northmere, awayday: Awayday, to: Stage) -> Awayday:
    return move_room(awayday=awayday, to=to, by=cast.facilitator)


def choosing(cast: Northmere, cycle: Cycle | None = None) -> Awayday:
    """Doors open, the room choosing."""
    return moved(cast, opened(cast, cycle), Stage.CHOOSING)
