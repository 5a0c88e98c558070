"""Making a cycle, moving it, taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Participant
from cycles.rules.guide import guided_months
from cycles.services.cycles import change_dates, create_cycle, delete_draft, open_cycle, start_cycle
from teams.models import AuditEntry
from tests.cast import Northmere

AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


def make(cast: Northmere, starts_on: dt.date = dt.date(2026, 12, 1), zone: str = "Europe/London") -> Cycle:
    return create_cycle(team=cast.team, starts_on=starts_on, time_zone=zone, by=cast.facilitator, at=AT)


def run(cast: Northmere, cycle: Cycle) -> Cycle:
    opened = open_cycle(cycle=cycle, leaders=[], by=cast.facilitator, at=AT)
    return start_cycle(cycle=opened, sitting_out=[], pairs=0, by=cast.facilitator, at=AT)


def test_the_first_cycle_is_a_draft_of_six_months(inside: Northmere) -> None:
    cycle = make(inside)
    cycle.refresh_from_db()
    assert (cycle.number, cycle.stage, cycle.created_at) == (1, "draft", AT)
    assert (cycle.starts_on, cycle.ends_on) == (dt.date(2026, 12, 1), dt.date(2027, 5, 31))
    entry = AuditEntry.objects.get(verb="cycle made")
    assert (entry.by, entry.subject_id) == (inside.facilitator, cycle.pk)
    assert entry.details == {"number": 1, "starts_on": "2026-12-01"}


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (dt.date(2026, 8, 31), dt.date(2027, 2, 27)),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 28)),
        (dt.date(2026, 12, 15), dt.date(2027, 6, 14)),
        (dt.date(2028, 2, 29), dt.date(2028, 8, 28)),
    ],
)
def test_the_last_day(inside: Northmere, starts_on: dt.date, ends_on: dt.date) -> None:
    assert make(inside, starts_on).ends_on == ends_on


def test_one_ahead_at_a_time(inside: Northmere) -> None:
    cycle = make(inside)
    with pytest.raises(DomainError, match="A cycle is being prepared already"):
        make(inside, dt.date(2027, 6, 1))
    open_cycle(cycle=cycle, leaders=[], by=inside.facilitator)
    with pytest.raises(DomainError, match="A cycle is being prepared already"):
        make(inside, dt.date(2027, 6, 1))
    assert Cycle.objects.count() == 1


def test_the_next_cycle_has_the_next_number_and_starts_later(inside: Northmere) -> None:
    run(inside, make(inside))
    for early in (dt.date(2026, 11, 30), dt.date(2026, 12, 1)):
        with pytest.raises(DomainError, match="Choose a day after 1 December 2026, when cycle 1 started"):
            make(inside, early)
    second = make(inside, dt.date(2027, 6, 1))
    assert second.number == 2


def test_starting_the_next_closes_the_one_under_way(inside: Northmere) -> None:
    first = run(inside, make(inside))
    second = run(inside, make(inside, dt.date(2027, 6, 1)))
    first.refresh_from_db()
    assert (first.stage, first.closed_at, second.stage) == ("closed", AT, "running")
    assert list(Cycle.objects.under_way()) == [second]


def test_a_draft_can_be_moved_and_deleted(inside: Northmere) -> None:
    cycle = make(inside)
    moved = change_dates(
        cycle=cycle, starts_on=dt.date(2027, 1, 15), time_zone="Europe/Paris", by=inside.facilitator
    )
    assert (moved.starts_on, moved.ends_on) == (dt.date(2027, 1, 15), dt.date(2027, 7, 14))
    assert moved.time_zone == "Europe/Paris"
    delete_draft(cycle=cycle, by=inside.facilitator)
    assert not Cycle.objects.exists()
    verbs = AuditEntry.objects.filter(verb__startswith="cycle").values_list("verb", flat=True)
    assert set(verbs) == {"cycle made", "cycle dates changed", "cycle deleted"}
    with pytest.raises(DomainError, match="This cycle has been deleted meanwhile"):
        delete_draft(cycle=cycle, by=inside.facilitator)


def test_a_moved_draft_stays_after_the_cycle_before(inside: Northmere) -> None:
    run(inside, make(inside))
    second = make(inside, dt.date(2027, 6, 1))
    with pytest.raises(DomainError, match="when cycle 1 started"):
        change_dates(cycle=second, starts_on=dt.date(2026, 12, 1), time_zone="UTC", by=inside.facilitator)


def test_once_choosing_is_open_dates_stay(inside: Northmere) -> None:
    cycle = make(inside)
    open_cycle(cycle=cycle, leaders=[inside.leader("Helen")], by=inside.facilitator, at=AT)
    assert [entry.leader.called for entry in Participant.objects.select_related("leader")] == ["Helen"]
    said = "Choosing has opened, so the dates of this cycle stay as they are"
    with pytest.raises(DomainError, match=said):
        change_dates(cycle=cycle, starts_on=dt.date(2027, 1, 15), time_zone="UTC", by=inside.facilitator)
    with pytest.raises(DomainError, match=said):
        delete_draft(cycle=cycle, by=inside.facilitator)
    with pytest.raises(DomainError, match=said):
        open_cycle(cycle=cycle, leaders=[], by=inside.facilitator)


def test_the_months_with_their_themes() -> None:
    months = guided_months(dt.date(2026, 8, 31))
    assert [month.days for month in months] == [
        "31 August to 29 September",
        "30 September to 30 October",
        "31 October to 29 November",
        "30 November to 30 December",
        "31 December to 30 January",
        "31 January to 27 February",
    ]
    assert months[0].theme.startswith("Settle in")
    assert guided_months(dt.date(2026, 12, 1))[0].name == "December"
