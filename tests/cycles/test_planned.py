"""A pair chooses when it meets."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PlannedSession
from cycles.rules.planning import PAST, TOO_FAR
from cycles.services.planned import (
    HAS_ENDED,
    NOT_YET,
    OF_THE_PAIR,
    ChangedMeanwhile,
    plan_ahead,
    plan_first_session,
    plans_ahead,
    seen_as,
)
from teams.models import AuditEntry
from teams.speaking import Speaker
from tests.cast import Northmere
from tests.cycles.made import NOW, make_cycle, pair_of

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 12, 8, 10, 0, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 12, 11, 15, 30, tzinfo=dt.UTC)


def here(cast: Northmere, name: str | None = None) -> AbstractContextManager[None]:
    """Signed in as somebody, or as nobody: as a guest of the board."""
    return scope(organisation=cast.organisation.pk, person=cast.person(name).pk if name else None)


def choose(
    cast: Northmere,
    cycle: Cycle,
    name: str,
    starts_at: dt.datetime = TUESDAY,
    *,
    seen: str = "",
    by: Speaker | None = None,
    **also: Any,
) -> PlannedSession:
    leader = cast.leader(name)
    return plan_first_session(
        pair=also.pop("pair", None) or pair_of(cycle, leader),
        leader=leader,
        starts_at=starts_at,
        seen=seen,
        by=by or cast.person(name),
        **{"minutes": 60, "place": "", "at": NOW, **also},
    )


def test_either_of_a_pair_chooses_and_both_see_it(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with here(northmere, "Helen"):
        planned = choose(northmere, cycle, "Helen", place="  Room 3,\n second  floor ")
        assert (planned.starts_at, planned.minutes, planned.place) == (TUESDAY, 60, "Room 3, second floor")
        assert (planned.sequence, planned.planned_by) == (0, northmere.leader("Helen"))
    with here(northmere, "Priya"):
        ahead = plan_ahead(pair_of(cycle, northmere.leader("Priya")), at=NOW)
        assert ahead == planned
        changed = choose(northmere, cycle, "Priya", FRIDAY, seen=seen_as(ahead), minutes=90)
    assert changed.pk == planned.pk
    assert changed.uid == planned.uid == f"session-{planned.pk}@coaching-pairs"
    assert (changed.sequence, changed.starts_at, changed.minutes) == (1, FRIDAY, 90)
    assert (changed.planned_by, changed.place) == (northmere.leader("Priya"), "")


def test_a_guest_of_the_board_chooses_for_themself_alone(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    helen, amara = northmere.leader("Helen"), northmere.leader("Amara")
    with here(northmere):
        assert choose(northmere, cycle, "Helen", by=helen).planned_by == helen
        with pytest.raises(DomainError, match=OF_THE_PAIR):
            choose(northmere, cycle, "Priya", FRIDAY, by=helen)
        with pytest.raises(DomainError, match=HAS_ENDED):
            choose(northmere, cycle, "Amara", by=amara, pair=pair_of(cycle, helen))
    with here(northmere, "Amara"), pytest.raises(DomainError, match=OF_THE_PAIR):
        choose(northmere, cycle, "Helen", by=northmere.person("Amara"))
    assert count(northmere) == 1


def test_choosing_twice_chooses_once(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with here(northmere, "Helen"):
        first = choose(northmere, cycle, "Helen", place="Room 3")
        again = choose(northmere, cycle, "Helen", place="Room 3 ")
    with here(northmere, "Priya"):
        same = choose(northmere, cycle, "Priya", place="Room 3")
    assert first == again == same
    assert (again.sequence, same.planned_by) == (0, northmere.leader("Helen"))
    assert count(northmere) == 1


def test_what_the_partner_has_just_chosen_is_not_lost(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with here(northmere, "Priya"):
        first = choose(northmere, cycle, "Priya")
    sentence = r"^Priya has just chosen Tuesday 8 December, 10\.00\. Look at that first\.$"
    with here(northmere, "Helen"):
        with pytest.raises(ChangedMeanwhile, match=sentence):
            choose(northmere, cycle, "Helen", FRIDAY)
        seen = seen_as(first)
        choose(northmere, cycle, "Helen", FRIDAY, seen=seen)
        # In another tab of one's own, with the old time still on it.
        with pytest.raises(ChangedMeanwhile, match=r"^You have just chosen Friday 11 December, 15\.30\."):
            choose(northmere, cycle, "Helen", TUESDAY, seen=seen)
    with here(northmere):
        assert PlannedSession.objects.get().starts_at == FRIDAY


def test_words_are_local_to_the_cycle(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, time_zone="Australia/Lord_Howe")
    with here(northmere, "Priya"):
        choose(northmere, cycle, "Priya")
    with here(northmere, "Helen"), pytest.raises(ChangedMeanwhile, match=r"Tuesday 8 December, 21\.00"):
        choose(northmere, cycle, "Helen", FRIDAY)


def test_once_an_hour_is_over_the_next_is_a_plan_of_its_own(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    later = TUESDAY + dt.timedelta(minutes=30)
    over = TUESDAY + dt.timedelta(minutes=60)
    with here(northmere, "Helen"):
        first = choose(northmere, cycle, "Helen")
        pair = pair_of(cycle, northmere.leader("Helen"))
        assert plan_ahead(pair, at=later) == first
        assert plan_ahead(pair, at=over) is None
        second = choose(northmere, cycle, "Helen", FRIDAY, at=over, seen=seen_as(first))
    with here(northmere, "Priya"), pytest.raises(ChangedMeanwhile):
        # The old time was on Priya's page, and its number is the same.
        choose(northmere, cycle, "Priya", FRIDAY + dt.timedelta(days=1), at=over, seen=seen_as(first))
    assert (first.pk, first.sequence) != (second.pk, second.sequence)
    assert second.sequence == 0
    assert count(northmere) == 2


@pytest.mark.parametrize(
    ("starts_at", "minutes", "sentence"),
    [
        (NOW, 60, PAST),
        (dt.datetime(2027, 5, 21, 0, 0, tzinfo=dt.UTC), 60, TOO_FAR),
        (TUESDAY, 4, "Enter at least 5 minutes."),
        (TUESDAY, 481, "Enter at most 480 minutes, which is 8 hours."),
    ],
)
def test_what_cannot_be_planned(
    northmere: Northmere, starts_at: dt.datetime, minutes: int, sentence: str
) -> None:
    cycle = make_cycle(northmere)
    with here(northmere, "Helen"), pytest.raises(DomainError) as refused:
        choose(northmere, cycle, "Helen", starts_at, minutes=minutes)
    assert str(refused.value) == sentence
    assert count(northmere) == 0


def test_the_last_moment_that_can_be_planned(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    last = dt.datetime(2027, 5, 20, 22, 59, tzinfo=dt.UTC)
    with here(northmere, "Helen"):
        assert choose(northmere, cycle, "Helen", last).starts_at == last


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("choosing", NOT_YET),
        ("closed", "Cycle 1 is over, so nothing more is planned in it."),
    ],
)
def test_only_while_the_cycle_is_under_way(northmere: Northmere, stage: str, sentence: str) -> None:
    cycle = make_cycle(northmere, stage=stage)
    with here(northmere, "Helen"), pytest.raises(DomainError, match=sentence):
        choose(northmere, cycle, "Helen")
    assert count(northmere) == 0


def test_in_the_last_weeks_too(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, stage="wrapping_up")
    with here(northmere, "Helen"):
        assert choose(northmere, cycle, "Helen").sequence == 0


def test_only_a_pair_that_goes_on(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with here(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        pair.members.update(left_at=NOW)
        Pair.objects.filter(pk=pair.pk).update(ended_at=NOW)
        with pytest.raises(DomainError, match=HAS_ENDED):
            choose(northmere, cycle, "Helen")


def test_all_three_of_a_trio_choose(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    seen = ""
    for number, name in enumerate(("Helen", "Priya", "Idris")):
        with here(northmere, name):
            planned = choose(northmere, cycle, name, TUESDAY + dt.timedelta(days=number), seen=seen)
        seen = seen_as(planned)
    assert planned.sequence == 2


def test_all_plans_of_a_cycle_take_one_query(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    found: list[int] = []
    for name in ("Helen", "Amara"):
        with here(northmere, name):
            planned = choose(northmere, cycle, name)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                plans = plans_ahead(cycle, at=NOW)
                assert plans[planned.pair_id].planned_by.called == name
            found.append(len(queries))
            assert plans[planned.pair_id] == planned
    assert len(plans) == 2
    assert found == [1, 1]
    with here(northmere):
        assert plans_ahead(cycle, at=FRIDAY) == {}


def test_nothing_of_it_is_in_the_audit_trail(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with here(northmere, "Helen"):
        before = AuditEntry.objects.count()
        planned = choose(northmere, cycle, "Helen", place="Room 3")
        choose(northmere, cycle, "Helen", FRIDAY, seen=seen_as(planned))
        assert AuditEntry.objects.count() == before


def test_the_database_takes_a_plan_from_a_member_alone(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with here(northmere):
        pair = pair_of(cycle, northmere.leader("Helen"))
        with pytest.raises(IntegrityError, match="planned_by_member"), transaction.atomic():
            write(pair, northmere, "Amara")
        with pytest.raises(IntegrityError, match="planned_minutes_sensible"), transaction.atomic():
            write(pair, northmere, "Helen", minutes=481)


def write(pair: Pair, cast: Northmere, name: str, minutes: int = 60) -> None:
    PlannedSession.objects.create(
        organisation=cast.organisation,
        pair=pair,
        planned_by=cast.leader(name),
        starts_at=TUESDAY,
        minutes=minutes,
    )
    connection.check_constraints()


def count(cast: Northmere) -> int:
    with here(cast):
        return PlannedSession.objects.count()


def test_the_place_is_encrypted(northmere: Northmere) -> None:
    """It may be the address of a call, with the password in it."""
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk, person=northmere.person("Helen").pk):
        choose(northmere, cycle, "Helen", place="https://calls.example/?pwd=CANARY")
        with connection.cursor() as cursor:
            cursor.execute("SELECT place FROM cycles_plannedsession")
            [(kept,)] = cursor.fetchall()
    assert kept.startswith("v1:")
    assert "CANARY" not in kept
