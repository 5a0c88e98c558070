"""A pair plans its sessions in one go, and changes what it has planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.encryption import keys
from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PlannedSession
from cycles.rules.planning import OVERLAPS, TOO_MANY
from cycles.services.planned import (
    HAS_ENDED,
    OF_THE_PAIR,
    ChangedMeanwhile,
    cancel_all_planned,
    plan_ahead,
    plan_first_session,
    plans_ahead,
    plans_of,
    seen_as,
)
from cycles.services.plans import Changes, Plan, Wanted, plan_of, save_plan
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, make_cycle, pair_of

pytestmark = pytest.mark.django_db
DECEMBER = dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC)
JANUARY = dt.datetime(2027, 1, 5, 10, tzinfo=dt.UTC)
FEBRUARY = dt.datetime(2027, 2, 2, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NOTHING = Plan([], NOW).seen
"""What a form says that was shown before anything was planned."""


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere)


def wanted(*moments: dt.datetime, place: str = "Room 3") -> list[Wanted]:
    return [Wanted(moment, 60, place) for moment in moments]


def save(
    cast: Northmere, cycle: Cycle, name: str, lines: list[Wanted], *, seen: str | None = None, **also: Any
) -> Changes:
    with as_(cast, name):
        leader = cast.leader(name)
        pair = also.pop("pair", None) or pair_of(cycle, leader)
        shown = plan_of(pair, at=NOW).seen if seen is None else seen
        said = {"by": cast.person(name), "at": NOW, **also}
        return save_plan(pair=pair, leader=leader, wanted=lines, seen=shown, **said)


def rows(cast: Northmere) -> list[PlannedSession]:
    with scope(organisation=cast.organisation.pk):
        return list(PlannedSession.objects.select_related("planned_by").order_by("starts_at", "id"))


def moments(cast: Northmere) -> list[tuple[dt.datetime, int, bool]]:
    """Beginning, sequence and whether it stands, of every row there is."""
    return [(row.starts_at, row.sequence, row.cancelled_at is None) for row in rows(cast)]


def test_all_at_once(northmere: Northmere, cycle: Cycle) -> None:
    changes = save(northmere, cycle, "Helen", wanted(FEBRUARY, DECEMBER, JANUARY))
    assert (len(changes.added), changes.moved, changes.cancelled) == (3, [], [])
    assert moments(northmere) == [(DECEMBER, 0, True), (JANUARY, 0, True), (FEBRUARY, 0, True)]
    first = rows(northmere)[0]
    assert (first.minutes, first.place, first.planned_by) == (60, "Room 3", northmere.leader("Helen"))
    with as_(northmere, "Priya"):
        pair = pair_of(cycle, northmere.leader("Priya"))
        assert [planned.starts_at for planned in plans_of(pair, at=NOW)] == [DECEMBER, JANUARY, FEBRUARY]
        assert plan_ahead(pair, at=NOW) == first


def test_the_same_form_twice_plans_once(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(DECEMBER, JANUARY), seen=NOTHING)
    again = save(northmere, cycle, "Helen", wanted(DECEMBER, JANUARY), seen=NOTHING)
    assert not again
    assert moments(northmere) == [(DECEMBER, 0, True), (JANUARY, 0, True)]


def test_moved_cancelled_and_added_in_one(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(DECEMBER, JANUARY, FEBRUARY))
    december, january, february = rows(northmere)
    changes = save(
        northmere,
        cycle,
        "Priya",
        [
            Wanted(DECEMBER + HOUR, 90, "", december.pk),
            Wanted(JANUARY, 60, "", january.pk, dropped=True),
            Wanted(FEBRUARY, 60, "Room 3", february.pk),
            Wanted(JANUARY + 48 * HOUR, 60),
        ],
    )
    assert (len(changes.added), len(changes.moved), len(changes.cancelled)) == (1, 1, 1)
    assert moments(northmere) == [
        (DECEMBER + HOUR, 1, True),
        (JANUARY, 1, False),
        (JANUARY + 48 * HOUR, 0, True),
        (FEBRUARY, 0, True),
    ]
    moved = rows(northmere)[0]
    assert (moved.uid, moved.minutes, moved.place) == (december.uid, 90, "")
    assert (moved.planned_by, rows(northmere)[3].planned_by) == (
        northmere.leader("Priya"),
        northmere.leader("Helen"),
    )
    assert rows(northmere)[1].cancelled_at == NOW


def test_cancelled_ones_are_left_out_of_everything(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(DECEMBER, JANUARY))
    december = rows(northmere)[0]
    save(northmere, cycle, "Helen", [Wanted(DECEMBER, 60, "Room 3", december.pk, dropped=True)])
    with as_(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        ahead = plan_ahead(pair, at=NOW)
        assert ahead is not None
        assert ahead.starts_at == JANUARY
        assert plans_ahead(cycle, at=NOW) == {pair.pk: ahead}
        assert [row.starts_at for row in plan_of(pair, at=NOW).ahead] == [JANUARY]


def test_a_time_that_was_cancelled_can_be_planned_again(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(DECEMBER))
    [december] = rows(northmere)
    save(northmere, cycle, "Helen", [Wanted(DECEMBER, 60, "Room 3", december.pk, dropped=True)])
    assert len(save(northmere, cycle, "Helen", wanted(DECEMBER)).added) == 1
    assert sorted((row.cancelled_at is None, row.sequence) for row in rows(northmere)) == [
        (False, 1),
        (True, 0),
    ]


def test_the_next_of_each_pair(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(JANUARY, DECEMBER))
    save(northmere, cycle, "Amara", wanted(FEBRUARY))
    with as_(northmere, "Helen"):
        assert sorted(planned.starts_at for planned in plans_ahead(cycle, at=NOW).values()) == [
            DECEMBER,
            FEBRUARY,
        ]


def test_the_first_hour_of_the_awayday_is_the_first_of_them(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Helen"):
        helen = northmere.leader("Helen")
        pair = pair_of(cycle, helen)
        said: dict[str, Any] = {"pair": pair, "leader": helen, "minutes": 60, "place": ""}
        said |= {"by": northmere.person("Helen"), "at": NOW}
        plan_first_session(starts_at=JANUARY, seen="", **said)
        assert [row.starts_at for row in plan_of(pair, at=NOW).ahead] == [JANUARY]
    save(northmere, cycle, "Priya", wanted(DECEMBER))
    with as_(northmere, "Helen"):
        ahead = plan_ahead(pair, at=NOW)
        plan_first_session(starts_at=DECEMBER + HOUR, seen=seen_as(ahead), **said)
    assert moments(northmere) == [(DECEMBER + HOUR, 1, True), (JANUARY, 0, True)]


def test_what_the_partner_did_meanwhile_is_not_lost(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Priya", wanted(DECEMBER))
    with pytest.raises(ChangedMeanwhile, match=r"^The plan has changed since you opened this page"):
        save(northmere, cycle, "Helen", wanted(JANUARY), seen=NOTHING)
    assert moments(northmere) == [(DECEMBER, 0, True)]
    # Once seen, Helen's joins it: what she does not name stays.
    save(northmere, cycle, "Helen", wanted(JANUARY))
    assert moments(northmere) == [(DECEMBER, 0, True), (JANUARY, 0, True)]


def test_an_hour_that_is_over_does_not_make_an_open_page_stale(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(DECEMBER))
    with as_(northmere, "Helen"):
        shown = plan_of(pair_of(cycle, northmere.leader("Helen")), at=NOW).seen
    changes = save(northmere, cycle, "Helen", wanted(JANUARY), seen=shown, at=DECEMBER + HOUR)
    assert len(changes.added) == 1


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (wanted(NOW), "Friday 20 November, 14.05: This time is past already. Choose a later one."),
        (
            wanted(dt.datetime(2027, 5, 21, 9, tzinfo=dt.UTC)),
            "Friday 21 May, 10.00: Choose a day within the next six months.",
        ),
        ([Wanted(DECEMBER, 4)], "Tuesday 1 December, 10.00: Enter at least 5 minutes."),
        (wanted(DECEMBER, DECEMBER + HOUR / 2), f"Tuesday 1 December, 10.30: {OVERLAPS}"),
        (wanted(*[DECEMBER + number * 24 * HOUR for number in range(13)]), TOO_MANY),
    ],
)
def test_what_cannot_be_planned(
    northmere: Northmere, cycle: Cycle, lines: list[Wanted], sentence: str
) -> None:
    with pytest.raises(DomainError) as refused:
        save(northmere, cycle, "Helen", [*lines, *wanted(FEBRUARY)])
    assert str(refused.value) == sentence
    assert rows(northmere) == []


def test_what_stands_already_counts_among_what_overlaps(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Priya", wanted(DECEMBER))
    with pytest.raises(DomainError, match=r"^Tuesday 1 December, 10\.59: This overlaps"):
        save(northmere, cycle, "Helen", wanted(DECEMBER + HOUR * 59 / 60))
    save(northmere, cycle, "Helen", wanted(DECEMBER + HOUR))
    [first, second] = rows(northmere)
    # Two may change places in one go.
    save(
        northmere,
        cycle,
        "Helen",
        [Wanted(DECEMBER + HOUR, 60, "", first.pk), Wanted(DECEMBER, 60, "", second.pk)],
    )
    assert [row.pk for row in rows(northmere)] == [second.pk, first.pk]


def test_a_cycle_that_is_yet_to_begin_can_be_planned_to_its_end(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, starts_on=dt.date(2026, 12, 1))
    last = dt.datetime(2027, 5, 31, 9, tzinfo=dt.UTC)
    assert len(save(northmere, cycle, "Helen", wanted(last)).added) == 1
    with pytest.raises(DomainError, match="Choose a day within the next six months"):
        save(northmere, cycle, "Helen", wanted(last + 24 * HOUR))


def test_only_the_two_of_a_pair_plan(northmere: Northmere, cycle: Cycle) -> None:
    with as_(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
    with pytest.raises(DomainError, match=HAS_ENDED):
        save(northmere, cycle, "Amara", wanted(DECEMBER), pair=pair)
    with pytest.raises(DomainError, match=OF_THE_PAIR):
        save(northmere, cycle, "Helen", wanted(DECEMBER), by=northmere.person("Priya"))
    assert rows(northmere) == []


def test_a_closed_cycle_is_planned_no_more(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, stage="closed")
    with pytest.raises(DomainError, match="Cycle 1 is over, so nothing more is planned in it"):
        save(northmere, cycle, "Helen", wanted(DECEMBER))


def test_a_pair_that_ends_has_nothing_ahead(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", wanted(DECEMBER, JANUARY))
    save(northmere, cycle, "Amara", wanted(FEBRUARY))
    over = DECEMBER + HOUR
    with as_(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
    with scope(organisation=northmere.organisation.pk):
        assert cancel_all_planned(pair=pair, at=over) == 1
        assert cancel_all_planned(pair=pair, at=over) == 0
    assert moments(northmere) == [(DECEMBER, 0, True), (JANUARY, 1, False), (FEBRUARY, 0, True)]
    assert rows(northmere)[1].cancelled_at == over


def test_saving_takes_as_many_queries_for_six_as_for_two(northmere: Northmere, cycle: Cycle) -> None:
    counts = []
    with scope(organisation=northmere.organisation.pk):
        keys.current_key(northmere.organisation.pk)  # which a process asks for once a minute
    for name, number in (("Helen", 2), ("Amara", 6)):
        lines = wanted(*[DECEMBER + day * 24 * HOUR for day in range(number)])
        with CaptureQueriesContext(connection) as queries:
            save(northmere, cycle, name, lines)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_of_it_is_in_the_audit_trail(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        before = AuditEntry.objects.count()
    save(northmere, cycle, "Helen", wanted(DECEMBER, place="CANARY room"))
    with scope(organisation=northmere.organisation.pk):
        assert AuditEntry.objects.count() == before
        cancel_all_planned(pair=Pair.objects.get(planned_sessions__starts_at=DECEMBER), at=NOW)
        assert AuditEntry.objects.count() == before
        assert OutgoingMail.objects.count() == 4
