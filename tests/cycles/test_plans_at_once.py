"""Both of a pair plan in the same moment, in real threads on committed data."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Pair, PlannedSession
from cycles.services.planned import HAS_ENDED, ChangedMeanwhile, cancel_all_planned
from cycles.services.plans import Plan, Wanted, save_plan
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle, pair_of

DECEMBER = dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC)
WEEK = dt.timedelta(weeks=1)


def at_once(*presses: threading.Thread) -> None:
    for press in presses:
        press.start()
    for press in presses:
        press.join(timeout=20)


@pytest.mark.django_db(transaction=True)
def test_one_of_them_wins_whole_and_the_other_is_told(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    barrier = threading.Barrier(2)
    said: dict[str, str] = {}

    def press(name: str, hours: int) -> None:
        try:
            with scope(organisation=northmere.organisation.pk, person=northmere.person(name).pk):
                leader = northmere.leader(name)
                pair = pair_of(cycle, leader)
                moments = [DECEMBER + number * WEEK + dt.timedelta(hours=hours) for number in range(6)]
                wanted = [Wanted(moment, 60) for moment in moments]
                barrier.wait(timeout=10)
                by = northmere.person(name)
                save_plan(pair=pair, leader=leader, wanted=wanted, seen=Plan([], NOW).seen, by=by, at=NOW)
            said[name] = "saved"
        except ChangedMeanwhile:
            said[name] = "told"
        finally:
            connection.close()

    at_once(*(threading.Thread(target=press, args=args) for args in (("Helen", 0), ("Priya", 5))))
    assert sorted(said.values()) == ["saved", "told"]
    winner = next(name for name, what in said.items() if what == "saved")
    with scope(organisation=northmere.organisation.pk):
        assert {row.planned_by_id for row in PlannedSession.objects.all()} == {northmere.leader(winner).pk}
        assert PlannedSession.objects.count() == 6
        assert OutgoingMail.objects.count() == 12


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_standing_when_a_pair_ends_as_somebody_plans(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    barrier = threading.Barrier(2)
    said: list[str] = []
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, northmere.leader("Helen"))

    def plan() -> None:
        try:
            with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
                helen, by = northmere.leader("Helen"), northmere.person("Helen")
                barrier.wait(timeout=10)
                wanted = [Wanted(DECEMBER, 60)]
                save_plan(pair=pair, leader=helen, wanted=wanted, seen=Plan([], NOW).seen, by=by, at=NOW)
        except DomainError as refused:
            said.append(str(refused))
        finally:
            connection.close()

    def end() -> None:
        try:
            with scope(organisation=northmere.organisation.pk):
                barrier.wait(timeout=10)
                pair.members.update(left_at=NOW)
                Pair.objects.filter(pk=pair.pk).update(ended_at=NOW)
                cancel_all_planned(pair=pair, at=NOW)
        finally:
            connection.close()

    at_once(threading.Thread(target=plan), threading.Thread(target=end))
    assert said in ([], [HAS_ENDED])
    with scope(organisation=northmere.organisation.pk):
        assert PlannedSession.objects.standing().count() == 0
        assert Pair.objects.get(pk=pair.pk).ended_at == NOW
