"""An Awayday that is rehearsed, and reading the pages on which it is."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client

from awayday.models import Awayday
from awayday.rules.rehearsal import What
from awayday.services.invented import read_cast
from awayday.services.rehearsal import Press, Rehearsal, kept_rehearsal, press_rehearsal, start_rehearsal
from coachingpairs.tenancy.scope import scope
from teams.models import Leader
from tests.awayday.held import draft, planned
from tests.cast import Northmere
from tests.pairing.room import earlier_cycle

BAND = "Rehearsal: invented choices. Nothing is kept."


def planned_for_second(cast: Northmere) -> Awayday:
    """Planned for the second cycle, with one behind it."""
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Helen", "Priya"), ("Amara", "Vikram"))
        planned(cast, draft(cast))
        return Awayday.objects.select_related("organisation", "team", "opens__team", "closes").get()


def at(cast: Northmere, *where: str) -> str:
    return "".join([f"{cast.base}cycles/2/awayday/rehearsal/", *(f"{part}/" for part in where)])


def rehearse(awayday: Awayday, what: What | None = None, seed: int = 1) -> Rehearsal:
    """Standing where this has just happened for the first time; None: before anything has."""
    with scope(organisation=awayday.organisation_id):
        now = start_rehearsal(awayday=awayday, cast=read_cast(awayday), seed=seed)
        if what is not None:
            now = press_rehearsal(awayday=awayday, press=Press.NEXT, seen=step_of(now, what) - 1)
        return now


def step_of(now: Rehearsal, what: What) -> int:
    return next(number for number, step in enumerate(now.steps, 1) if step.what is what)


def kept(awayday: Awayday) -> Rehearsal | None:
    with scope(organisation=awayday.organisation_id):
        return kept_rehearsal(awayday)


def by_place(awayday: Awayday, place: int) -> Leader:
    with scope(organisation=awayday.organisation_id):
        return read_cast(awayday).leaders[place]


def press(client: Client, cast: Northmere, what: str, seen: int, **extra: Any) -> Any:
    answer = client.post(at(cast, "step"), {"press": what, "seen": seen}, **extra)
    assert answer.status_code in (200, 302)
    return answer


def look_at_phone(client: Client, cast: Northmere, leader_id: object, **extra: Any) -> Any:
    return client.get(at(cast, "phone"), {"leader": str(leader_id)}, **extra)


def everything_stored() -> dict[str, Any]:
    """Every row of every table that can be read here, with where it lies and who wrote it last."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT ctid::text, xmin::text, t::text FROM {name} t ORDER BY 1")  # noqa: S608
            found[table] = cursor.fetchall()
    return found
