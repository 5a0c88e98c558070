from __future__ import annotations

import datetime as dt

import pytest

from coachingpairs.errors import DomainError
from cycles.models import Cycle
from cycles.services.cycles import create_cycle
from pairing.services.repeats import allow_repeats
from pairing.services.room import read_room, terms_of, version_of
from teams.models import AuditEntry, Leader
from tests.cast import Northmere
from tests.pairing.past_services import ask_past_services, pair_past_services, put_aside
from tests.pairing.room import STARTS_ON, open_room, seal, states

NEEDED_NOT = r"^Everybody can be paired without a repeat, so there is none to allow\.$"


@pytest.fixture
def third(inside: Northmere) -> Cycle:
    """Helen was Priya's partner in cycle 1 and Joanna's in cycle 2; cycle 3 has nobody else for her."""
    for partner, year in (("Priya", 2024), ("Joanna", 2025)):
        cycle = open_room(inside, dt.date(year, 6, 1))
        pair_past_services(inside, cycle, "Helen", partner)
        seal(inside, cycle)
    cycle = open_room(inside)
    put_aside(inside, cycle, "Maggie", "Amara", "Siobhan", "Idris")
    return cycle


def allow(cast: Northmere, cycle: Cycle, through: int) -> Cycle:
    return allow_repeats(cycle=cycle, through=through, by=cast.facilitator)


def trail() -> list[tuple[str, object]]:
    entries = AuditEntry.objects.filter(verb__startswith="repeats").order_by("at")
    return [(entry.verb, entry.details) for entry in entries]


def test_repeats_are_allowed_and_taken_back_and_it_is_on_record(inside: Northmere, third: Cycle) -> None:
    before = version_of(third)
    now = allow(inside, third, 2)
    allow(inside, third, 2)
    assert (now.repeats_through, terms_of(now).repeats_through) == (2, 2)
    assert version_of(now) != before
    allow(inside, third, 0)
    third.refresh_from_db()
    assert third.repeats_through == 0
    assert trail() == [
        ("repeats allowed", {"number": 3, "through": 2}),
        ("repeats taken back", {"number": 3, "through": 0}),
    ]


def test_repeats_can_be_allowed_before_choosing_opens(inside: Northmere) -> None:
    first = open_room(inside, dt.date(2026, 6, 1))
    pair_past_services(inside, first, "Helen", "Priya")
    seal(inside, first)
    draft = create_cycle(
        team=inside.team, starts_on=STARTS_ON, time_zone="Europe/London", by=inside.facilitator
    )
    with pytest.raises(DomainError, match=NEEDED_NOT):
        allow(inside, draft, 1)
    others = [leader.pk for leader in inside.leaders.values() if leader.called not in ("Helen", "Priya")]
    Leader.objects.filter(pk__in=others).update(left_on=STARTS_ON)
    assert allow(inside, draft, 1).repeats_through == 1


def test_not_while_everybody_can_be_paired_without(inside: Northmere, third: Cycle) -> None:
    put_aside(inside, third, "Idris", "Siobhan", sits_out=False)
    with pytest.raises(DomainError, match=NEEDED_NOT):
        allow(inside, third, 1)
    assert trail() == []


def test_what_was_needed_once_can_be_taken_back_when_it_is_not_any_more(
    inside: Northmere, third: Cycle
) -> None:
    allow(inside, third, 2)
    put_aside(inside, third, "Idris", "Siobhan", sits_out=False)
    assert allow(inside, third, 1).repeats_through == 1
    with pytest.raises(DomainError, match=NEEDED_NOT):
        allow(inside, third, 2)
    assert allow(inside, third, 0).repeats_through == 0


@pytest.mark.parametrize("through", [-1, 3, 4])
def test_only_earlier_cycles(inside: Northmere, third: Cycle, through: int) -> None:
    with pytest.raises(DomainError, match=r"^Only partners of earlier cycles can be allowed again\.$"):
        allow(inside, third, through)
    assert trail() == []


def test_not_once_the_pairs_are_sealed(inside: Northmere, third: Cycle) -> None:
    pair_past_services(inside, third, "Vikram", "Joanna")
    seal(inside, third)
    with pytest.raises(DomainError, match="The pairs are sealed"):
        allow(inside, third, 1)


def test_what_a_pair_stands_on_is_not_taken_back(inside: Northmere, third: Cycle) -> None:
    now = allow(inside, third, 2)
    pair_past_services(inside, now, "Joanna", "Helen")
    for through in (0, 1):
        with pytest.raises(DomainError) as caught:
            allow(inside, third, through)
        assert str(caught.value) == (
            "Helen Armitage and Joanna Clarke were partners in cycle 2 and are a pair again. "
            "Undo that pair first."
        )
    for shown in read_room(third).pairs:
        shown.pair.delete()
    assert allow(inside, third, 1).repeats_through == 1


def test_questions_that_count_no_longer_lapse(inside: Northmere, third: Cycle) -> None:
    now = allow(inside, third, 2)
    ask_past_services(inside, now, "Helen", "Joanna")
    ask_past_services(inside, now, "Priya", "Helen")
    ask_past_services(inside, now, "Vikram", "Priya")
    allow(inside, third, 1)
    assert states(third) == {
        ("Helen", "Joanna"): "lapsed",
        ("Priya", "Helen"): "open",
        ("Vikram", "Priya"): "open",
    }
