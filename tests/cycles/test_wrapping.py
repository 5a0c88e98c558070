"""The last four weeks of a cycle begin by the calendar."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.wrapping import begin_wrapping_up, begin_wrapping_up_here
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.cycles.made import STAGES, make_cycle

BEGINS = dt.datetime(2027, 3, 4, tzinfo=dt.UTC)
"""A cycle from 1 October ends on 31 March."""
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


def stage_of(cast: Northmere) -> str:
    with scope(organisation=cast.organisation.pk):
        return Cycle.objects.get().stage


def noted(cast: Northmere) -> list[AuditEntry]:
    with scope(organisation=cast.organisation.pk):
        return list(AuditEntry.objects.filter(verb="last four weeks begun"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        ("Europe/London", BEGINS),
        ("America/New_York", BEGINS + dt.timedelta(hours=5)),
        ("Australia/Lord_Howe", BEGINS - dt.timedelta(hours=11)),
    ],
)
def test_on_the_first_of_the_last_28_days_by_the_cycles_own_clocks(
    northmere: Northmere, zone: str, begins: dt.datetime
) -> None:
    make_cycle(northmere, time_zone=zone)
    assert begin_wrapping_up(at=begins - SECOND) == 0
    assert stage_of(northmere) == "running"
    assert begin_wrapping_up(at=begins) == 1
    assert stage_of(northmere) == "wrapping_up"


@pytest.mark.django_db
def test_once_and_noted_as_done_by_nobody(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    assert [begin_wrapping_up(at=BEGINS + number * DAY) for number in range(5)] == [1, 0, 0, 0, 0]
    [entry] = noted(northmere)
    assert (entry.by_id, entry.by_name, entry.team_id, entry.subject_id) == (
        None,
        "",
        northmere.team.pk,
        cycle.pk,
    )
    assert entry.details == {"number": 1}


@pytest.mark.django_db
def test_late_when_nobody_asked_in_time_even_after_the_end(northmere: Northmere) -> None:
    make_cycle(northmere)
    assert begin_wrapping_up(at=BEGINS + 90 * DAY) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage != "running"])
def test_only_from_running(northmere: Northmere, stage: str) -> None:
    make_cycle(northmere, stage=stage)
    assert begin_wrapping_up(at=BEGINS) == 0
    assert stage_of(northmere) == stage


@pytest.mark.django_db
def test_in_every_organisation_with_one_question_where_there_is_nothing_to_do(northmere: Northmere) -> None:
    other = make_northmere("southmere")
    make_cycle(northmere)
    make_cycle(other, starts_on=dt.date(2026, 12, 1))
    assert begin_wrapping_up(at=BEGINS) == 1
    assert (stage_of(northmere), stage_of(other)) == ("wrapping_up", "running")
    here = other.organisation.pk
    with scope(organisation=here), CaptureQueriesContext(connection) as captured:
        begin_wrapping_up_here(organisation_id=here, at=BEGINS)
    assert len(captured) == 1


@pytest.mark.django_db(transaction=True)
def test_by_twenty_at_once_it_is_noted_once(northmere: Northmere) -> None:
    make_cycle(northmere)

    def begin(_number: int) -> int:
        try:
            return begin_wrapping_up(at=BEGINS)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(begin, range(20))) == 1
    assert len(noted(northmere)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_cycle_that_is_being_closed_is_left_to_whoever_closes_it(northmere: Northmere) -> None:
    make_cycle(northmere)

    def begin() -> int:
        try:
            return begin_wrapping_up(at=BEGINS)
        finally:
            connections.close_all()

    with scope(organisation=northmere.organisation.pk), transaction.atomic():
        cycle = Cycle.objects.select_for_update().get()
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(begin).result(timeout=10) == 0
        cycle.stage, cycle.closed_at = Cycle.Stage.CLOSED, BEGINS
        cycle.save(update_fields=["stage", "closed_at"])
    assert begin_wrapping_up(at=BEGINS) == 0
    assert stage_of(northmere) == "closed"
