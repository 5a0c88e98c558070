"""Rooms of several sizes with a past, in which an Awayday is held again and again and undone each time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from pairing.services.kept_apart import keep_apart
from pairing.services.preflight import read_draft
from pairing.services.recording import record_pair
from pairing.services.room import read_room
from pairing.services.sealing import seal_cycle
from tests.awayday.held import draft, planned
from tests.awayday.same_ids import same_ids
from tests.cast import Northmere, make_northmere
from tests.pairing.room import open_room

Pairs = tuple[tuple[str, ...], ...]
JUNE, DECEMBER = dt.date(2026, 6, 1), dt.date(2025, 12, 1)
PASTS: dict[int, dict[dt.date, Pairs]] = {
    6: {JUNE: (("Maggie", "Priya"), ("Amara", "Helen"))},
    7: {JUNE: (("Maggie", "Vikram", "Priya"), ("Amara", "Helen"), ("Siobhan", "Joanna"))},
    8: {
        DECEMBER: (("Helen", "Idris"), ("Priya", "Joanna"), ("Amara", "Siobhan")),
        JUNE: (("Maggie", "Vikram"), ("Helen", "Priya"), ("Amara", "Idris")),
    },
    9: {JUNE: (("Helen", "Idris"), ("Priya", "Joanna"), ("Amara", "Siobhan"))},
}
"""Number of leaders → when a cycle of theirs began → who was with whom."""


@dataclass(frozen=True)
class PreparedRoom:
    """An Awayday that is planned, for a cycle being prepared. ``is_whole`` is what the pre-flight says."""

    cast: Northmere
    awayday: Awayday
    is_whole: bool


def prepared_rooms() -> list[PreparedRoom]:
    """Each in an organisation of its own. Of the last one the pre-flight says that somebody is left over."""
    with same_ids() as ids:
        ids.begin("the same rooms in every process, so that what fails in one fails in another")
        rooms = [_prepare(number, past) for number, past in PASTS.items()]
        return [*rooms, _prepare(5, {}, slug="housing-heavy", heavy=True)]


def _prepare(
    leaders: int, past: dict[dt.date, Pairs], *, slug: str = "", heavy: bool = False
) -> PreparedRoom:
    cast = make_northmere(slug or f"northmere-{leaders}", leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        for starts_on, pairs in past.items():
            _have_been(cast, starts_on, pairs)
        if leaders == 9:
            keep_apart(one=cast.leader("Helen"), other=cast.leader("Maggie"), by=cast.facilitator)
        if heavy:
            for name in ("Siobhan", "Priya"):
                _move_to_housing(cast, name)
        awayday = planned(cast, draft(cast))
        whole = read_draft(awayday.opens).preflight.is_whole
        return PreparedRoom(
            cast, Awayday.objects.select_related("team", "opens__team").get(pk=awayday.pk), whole
        )


def _have_been(cast: Northmere, starts_on: dt.date, pairs: Pairs) -> None:
    cycle = open_room(cast, starts_on)
    for names in pairs:
        one, other, *third = (cast.leader(name) for name in names)
        record_pair(
            cycle=cycle,
            one=one,
            other=other,
            third=third[0] if third else None,
            both_said_yes=True,
            by=cast.facilitator,
            although="They told me so.",
        )
    seal_cycle(cycle=cycle, sitting_out=read_room(cycle).still_choosing, by=cast.facilitator)


def _move_to_housing(cast: Northmere, name: str) -> None:
    leader = cast.leader(name)
    leader.function = cast.functions["HOU"]
    leader.save(update_fields=["function"])
