"""Who is there, and how they came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage
from awayday.services.arrivals import AWAY, LATE, arrivals_of, note_arrival, record_arrival, remove_arrival
from awayday.services.doors import close_doors, open_doors
from awayday.services.now import read_now
from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Participant
from pairing.services.participants import mark_absent
from teams.models import AuditEntry
from tests.awayday.held import choosing, moved, opened, planned
from tests.cast import Northmere, add_leader, make_northmere
from tests.pairing.past_services import refused_by

pytestmark = pytest.mark.django_db
CLOSED = r"^The doors are not open\.$"


@pytest.fixture
def inside(northmere: Northmere) -> Iterator[Northmere]:
    with scope(organisation=northmere.organisation.pk):
        yield northmere


def come(cast: Northmere, awayday: Awayday, name: str, how: Arrival.How = Arrival.How.CARD) -> bool:
    return record_arrival(awayday=awayday, leader=cast.leader(name), how=how)


def seen(awayday: Awayday) -> dict[str, Any]:
    found = arrivals_of(read_now(awayday))
    return {
        "here": [(one.leader.called, one.how, one.note) for one in found.here],
        "awaited": [leader.called for leader in found.awaited],
        "away": [leader.called for leader in found.away],
    }


def test_the_first_time_counts(inside: Northmere) -> None:
    awayday = opened(inside)
    assert come(inside, awayday, "Priya", Arrival.How.CARD) is True
    assert come(inside, awayday, "Priya", Arrival.How.SIGNED_IN) is False
    (arrival,) = Arrival.objects.all()
    assert (arrival.leader, arrival.how) == (inside.leader("Priya"), "place card")


def test_nobody_arrives_before_or_after(inside: Northmere) -> None:
    awayday = planned(inside)
    with pytest.raises(DomainError, match=CLOSED):
        come(inside, awayday, "Priya")
    awayday = open_doors(awayday=awayday, by=inside.facilitator)
    come(inside, awayday, "Priya")
    awayday = close_doors(awayday=awayday, by=inside.facilitator)
    for press in (
        lambda: come(inside, awayday, "Helen"),
        lambda: note_arrival(awayday=awayday, leader=inside.leader("Helen"), by=inside.facilitator),
        lambda: remove_arrival(awayday=awayday, leader=inside.leader("Priya"), by=inside.facilitator),
    ):
        with pytest.raises(DomainError, match=CLOSED):
            press()
    assert [arrival.leader.called for arrival in Arrival.objects.all()] == ["Priya"]


def test_the_facilitator_notes_somebody_and_takes_it_back(inside: Northmere) -> None:
    awayday, helen = opened(inside), inside.leader("Helen")
    for _twice in range(2):
        note_arrival(awayday=awayday, leader=helen, by=inside.facilitator)
    assert seen(awayday)["here"] == [("Helen", "noted, without a phone", "")]
    for _twice in range(2):
        remove_arrival(awayday=awayday, leader=helen, by=inside.facilitator)
    assert seen(awayday)["here"] == []
    entries = AuditEntry.objects.filter(subject_id=helen.pk).order_by("at")
    assert [(entry.verb, entry.by) for entry in entries] == [
        ("arrival noted", inside.facilitator),
        ("arrival taken back", inside.facilitator),
    ]


def test_who_is_here_and_who_is_awaited_by_name(inside: Northmere) -> None:
    awayday = opened(inside)
    come(inside, awayday, "Priya", Arrival.How.CARD)
    come(inside, awayday, "Helen", Arrival.How.SIGNED_IN)
    come(inside, awayday, "Amara", Arrival.How.CONFIRMED)
    assert seen(awayday) == {
        "here": [
            ("Helen", "signed in", ""),
            ("Priya", "by place card", ""),
            ("Amara", "confirmed by name", ""),
        ],
        "awaited": ["Joanna", "Siobhan", "Idris", "Vikram", "Maggie"],
        "away": [],
    }


def test_who_cannot_choose_yet_although_they_are_here(inside: Northmere) -> None:
    awayday = choosing(inside)
    for name in ("Helen", "Vikram"):
        mark_absent(cycle=awayday.opens, leader=inside.leader(name), by=inside.facilitator)
    add_leader(inside, "Nia Bowen", "PPL", None, "northmere.example")
    come(inside, awayday, "Helen")
    come(inside, awayday, "Nia")
    now = seen(awayday)
    assert now["here"] == [("Helen", "by place card", AWAY), ("Nia", "by place card", LATE)]
    assert now["away"] == ["Vikram"]
    assert now["awaited"] == ["Joanna", "Siobhan", "Idris", "Priya", "Amara", "Maggie"]


def test_whoever_has_left_since_is_not_listed(inside: Northmere) -> None:
    awayday = choosing(inside)
    come(inside, awayday, "Helen")
    helen = inside.leader("Helen")
    helen.left_on = awayday.held_on
    helen.save(update_fields=["left_on"])
    assert seen(awayday)["here"] == []


def test_the_list_takes_as_many_queries_for_one_as_for_many(inside: Northmere) -> None:
    awayday = moved(inside, opened(inside), Stage.CHOOSING)

    def queries() -> int:
        now = read_now(awayday)
        with CaptureQueriesContext(connection) as captured:
            arrivals_of(now)
        return len(captured)

    late = [add_leader(inside, f"Late {name}", "PPL", None, "northmere.example") for name in ("A", "B", "C")]
    come(inside, awayday, "Priya")
    assert queries() == 0
    record_arrival(awayday=awayday, leader=late[0], how=Arrival.How.CARD)
    assert queries() == 1
    for leader in late[1:]:
        record_arrival(awayday=awayday, leader=leader, how=Arrival.How.CARD)
    assert queries() == 1
    assert Participant.objects.filter(leader__in=late).count() == 0


def test_the_database_keeps_one_arrival_each_of_the_team_alone(inside: Northmere) -> None:
    awayday = opened(inside)
    come(inside, awayday, "Priya")
    with refused_by("arrival_once"):
        Arrival.objects.create(
            organisation=inside.organisation, awayday=awayday, leader=inside.leader("Priya"), how="noted"
        )
    with refused_by("arrival_how_known"):
        Arrival.objects.update(how="flown in")
    other = make_northmere("southmere")
    with refused_by("awayday_person_of_team"):
        Arrival.objects.create(
            organisation=inside.organisation, awayday=awayday, leader=other.leader("Priya"), how="noted"
        )
