"""Try-outs: planned, changed, looked back on and deleted, by their owner, in one place or in two at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, GrowthTarget, TryOut
from cycles.rules.tryouts import WrittenLook, WrittenOccasion, fingerprint_of
from cycles.services.tryouts import ChangedMeanwhile, WrongDay, delete_try_out, look_back, plan_try_out
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.targeted import (
    MINUTE,
    TUESDAY,
    begin,
    change_it,
    look,
    move,
    shown_occasion,
    try_at,
    try_outs_of,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
AFTER = NOW + dt.timedelta(days=5)


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


@pytest.fixture
def target(northmere: Northmere, cycle: Cycle) -> GrowthTarget:
    return begin(northmere, "Helen", cycle)


def again(cast: Northmere, try_out: TryOut) -> TryOut:
    with as_(cast, "Helen"):
        return TryOut.objects.get(pk=try_out.pk)


def test_an_occasion_is_planned_once(northmere: Northmere, target: GrowthTarget) -> None:
    form = uuid.uuid4()
    first, second = (try_at(northmere, "Helen", target, sent_as=form) for _ in range(2))
    assert first.pk == second.pk
    assert try_at(northmere, "Helen", target, "Audit committee", sent_as=form).pk != first.pk
    assert try_outs_of(northmere, "Helen") == [
        ("Budget review", TUESDAY, ""),
        ("Audit committee", TUESDAY, ""),
    ]


@pytest.mark.parametrize("on", [TODAY - dt.timedelta(days=1), dt.date(2027, 4, 1)])
def test_only_from_today_to_the_end_of_the_cycle(
    northmere: Northmere, target: GrowthTarget, on: dt.date
) -> None:
    with pytest.raises(WrongDay):
        try_at(northmere, "Helen", target, on=on)
    assert try_outs_of(northmere, "Helen") == []


def test_today_is_by_the_clocks_of_the_cycle(northmere: Northmere) -> None:
    """At five past two in the afternoon in London it is already the 21st on Lord Howe Island."""
    cycle = make_cycle(northmere, time_zone="Australia/Lord_Howe")
    target = begin(northmere, "Helen", cycle)
    with pytest.raises(WrongDay, match="Enter today, 21 November"):
        try_at(northmere, "Helen", target, on=TODAY)


def test_a_target_that_rests_is_not_tried(northmere: Northmere, target: GrowthTarget) -> None:
    move(northmere, "Helen", target, "let_go")
    with pytest.raises(DomainError, match="You are not working on this target at the moment"):
        try_at(northmere, "Helen", target)


def test_another_day_another_plan(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    wanted = WrittenOccasion(TODAY, "Rent setting", "Wait", shown_occasion(northmere, "Helen", try_out))
    change_it(northmere, "Helen", try_out, wanted, at=NOW + MINUTE)
    now = again(northmere, try_out)
    assert (now.occasion, now.on, now.plan, now.changed_at) == ("Rent setting", TODAY, "Wait", NOW + MINUTE)


def test_a_day_that_is_over_may_stay_but_not_be_chosen(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    seen = shown_occasion(northmere, "Helen", try_out)
    change_it(northmere, "Helen", try_out, WrittenOccasion(TODAY, "Rent", "", seen), at=AFTER)
    seen = shown_occasion(northmere, "Helen", try_out)
    with pytest.raises(WrongDay, match="This day is over"):
        change_it(northmere, "Helen", try_out, WrittenOccasion(TUESDAY, "Rent", "", seen), at=AFTER)


def test_changed_in_two_places_it_asks(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    seen = shown_occasion(northmere, "Helen", try_out)
    change_it(northmere, "Helen", try_out, WrittenOccasion(TUESDAY, "Rent setting", "", seen))
    mine = WrittenOccasion(TUESDAY, "Audit committee", "", seen)
    with pytest.raises(ChangedMeanwhile) as clash:
        change_it(northmere, "Helen", try_out, mine)
    assert clash.value.now.occasion == "Rent setting"
    # Whoever changed nothing, or says the same, is not asked.
    change_it(northmere, "Helen", try_out, WrittenOccasion(TUESDAY, "Budget review", "", seen))
    change_it(northmere, "Helen", try_out, WrittenOccasion(TUESDAY, "Rent setting", "", seen))
    assert again(northmere, try_out).occasion == "Rent setting"


def test_planning_and_looking_back_do_not_stand_in_each_others_way(
    northmere: Northmere, target: GrowthTarget
) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    seen = shown_occasion(northmere, "Helen", try_out)
    look(northmere, "Helen", try_out, "small", "They spoke")
    change_it(northmere, "Helen", try_out, WrittenOccasion(TODAY, "Rent setting", "", seen))
    now = again(northmere, try_out)
    assert (now.occasion, now.step, now.noticed) == ("Rent setting", "small", "They spoke")


@pytest.mark.parametrize("step", ["none", "small", "clear", "big", "not_the_one"])
def test_looking_back_says_how_big_a_step(northmere: Northmere, target: GrowthTarget, step: str) -> None:
    try_out = try_at(northmere, "Helen", target)
    look(northmere, "Helen", try_out, step, "They spoke first", "Again on Friday", at=AFTER)
    look(northmere, "Helen", try_out, step, "They spoke first\n", "Again on Friday", at=AFTER + MINUTE)
    now = again(northmere, try_out)
    assert (now.step, now.noticed, now.next) == (step, "They spoke first", "Again on Friday")
    assert (now.looked_back_at, now.changed_at) == (AFTER, AFTER)


def test_it_can_be_seen_differently_later(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    look(northmere, "Helen", try_out, "none", at=AFTER)
    look(northmere, "Helen", try_out, "clear", at=AFTER + MINUTE)
    now = again(northmere, try_out)
    assert (now.step, now.looked_back_at, now.changed_at) == ("clear", AFTER, AFTER + MINUTE)


def test_nobody_looks_back_before_the_day(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    with pytest.raises(WrongDay, match="This is still to come"):
        look(northmere, "Helen", try_out, "big")
    assert again(northmere, try_out).step == ""


def test_looked_back_on_in_two_places_it_asks(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    seen = fingerprint_of(WrittenLook(""))
    look(northmere, "Helen", try_out, "small", "On the phone", seen=seen, at=AFTER)
    with pytest.raises(ChangedMeanwhile) as clash:
        look(northmere, "Helen", try_out, "big", "At the desk", seen=seen, at=AFTER)
    assert (clash.value.now.step, clash.value.now.noticed) == ("small", "On the phone")


def test_its_day_stays_once_it_was_looked_back_on(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    look(northmere, "Helen", try_out, "small")
    seen = shown_occasion(northmere, "Helen", try_out)
    with pytest.raises(WrongDay, match="so its day stays as it is"):
        change_it(northmere, "Helen", try_out, WrittenOccasion(TUESDAY, "Budget review", "", seen))


def test_deleted_it_is_gone_and_twice_is_once(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target)
    seen = shown_occasion(northmere, "Helen", try_out)
    for _ in range(2):
        with as_(northmere, "Helen"):
            delete_try_out(try_out=try_out, leader=northmere.leader("Helen"), by=northmere.person("Helen"))
    assert try_outs_of(northmere, "Helen") == []
    with pytest.raises(DomainError, match="This try-out has been deleted meanwhile"):
        change_it(northmere, "Helen", try_out, WrittenOccasion(TUESDAY, "Rent", "", seen))


def test_nobody_else_writes_them(northmere: Northmere, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    priya = northmere.leader("Priya")
    theirs: dict[str, Any] = {"by": northmere.person("Priya"), "at": NOW}
    for leader in (northmere.leader("Helen"), priya):
        with as_(northmere, "Priya"):
            with pytest.raises(DomainError, match="Only you can"):
                plan_try_out(target=target, leader=leader, written=WrittenOccasion(TUESDAY, "Mine"), **theirs)
            with pytest.raises(DomainError, match="Only you can"):
                look_back(try_out=try_out, leader=leader, written=WrittenLook("big"), **theirs)
            with pytest.raises(DomainError, match="Only you can"):
                delete_try_out(try_out=try_out, leader=leader, by=northmere.person("Priya"))
    assert try_outs_of(northmere, "Helen") == [("Budget review", TODAY, "")]


def test_a_closed_cycle_is_read_only(northmere: Northmere, cycle: Cycle, target: GrowthTarget) -> None:
    try_out = try_at(northmere, "Helen", target, on=TODAY)
    seen = shown_occasion(northmere, "Helen", try_out)
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "wrapping_up")
        go_to(cycle, "closed", closed_at=NOW)
    closed = "Cycle 3 is not under way"
    with pytest.raises(DomainError, match=closed):
        try_at(northmere, "Helen", target, "Audit")
    with pytest.raises(DomainError, match=closed):
        change_it(northmere, "Helen", try_out, WrittenOccasion(TODAY, "Audit", "", seen))
    with pytest.raises(DomainError, match=closed):
        look(northmere, "Helen", try_out, "big")
    with pytest.raises(DomainError, match=closed), as_(northmere, "Helen"):
        delete_try_out(try_out=try_out, leader=northmere.leader("Helen"), by=northmere.person("Helen"))
    assert try_outs_of(northmere, "Helen") == [("Budget review", TODAY, "")]
