"""Both of a pair choose a time in the same moment, in real threads on committed data."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from coachingpairs.tenancy.scope import scope
from cycles.models import PlannedSession
from cycles.services.planned import ChangedMeanwhile, plan_first_session
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle, pair_of

TUESDAY = dt.datetime(2026, 12, 8, 10, 0, tzinfo=dt.UTC)


@pytest.mark.django_db(transaction=True)
def test_one_of_them_wins_and_the_other_is_told(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    barrier = threading.Barrier(2)
    said: list[str] = []

    def press(name: str, hour: int) -> None:
        try:
            with scope(organisation=northmere.organisation.pk, person=northmere.person(name).pk):
                leader = northmere.leader(name)
                pair = pair_of(cycle, leader)
                barrier.wait(timeout=10)
                plan_first_session(
                    pair=pair,
                    leader=leader,
                    starts_at=TUESDAY.replace(hour=hour),
                    minutes=60,
                    place="",
                    seen="",
                    by=northmere.person(name),
                    at=NOW,
                )
            said.append(name)
        except ChangedMeanwhile as kept:
            said.append(str(kept))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=at) for at in (("Helen", 9), ("Priya", 15))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    with scope(organisation=northmere.organisation.pk):
        [planned] = PlannedSession.objects.select_related("planned_by")
    winner = planned.planned_by.called
    hour = {"Helen": "9.00", "Priya": "15.00"}[winner]
    assert sorted(said) == sorted(
        [winner, f"{winner} has just chosen Tuesday 8 December, {hour}. Look at that first."]
    )
