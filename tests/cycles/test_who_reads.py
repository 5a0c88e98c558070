"""What the database shows to whom, and takes from whom, of growth targets and try-outs."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget, Lesson, TargetWording, TryOut
from tests.cast import Northmere
from tests.cycles.made import go_to, make_cycle
from tests.cycles.past_services import (
    BY_POLICY,
    DAY,
    FIRST,
    add_target,
    keep_lesson,
    part,
    refused,
    signed_in,
    try_at,
    word,
    wordings,
)

pytestmark = pytest.mark.django_db


def test_a_target_is_read_by_its_owner_with_its_history_and_by_the_partner_as_it_stands(
    northmere: Northmere,
) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, cycle, "Helen", words="Answering too soon")
        word(target, "Answering last", FIRST + DAY)
        try_at(target, "Board", FIRST + DAY)
        assert wordings() == ["Answering too soon", "Answering last"]
    with signed_in(northmere, "Priya"):
        assert (GrowthTarget.objects.count(), wordings(), TryOut.objects.count()) == (
            1,
            ["Answering last"],
            1,
        )
    for other in ("Amara", "Siobhan", None):
        with signed_in(northmere, other):
            assert not GrowthTarget.objects.exists()
            assert not TargetWording.objects.exists()
            assert not TryOut.objects.exists()


def test_whoever_was_the_partner_reads_what_stood_when_they_parted(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, cycle, "Helen", words="Before")
        word(target, "Then", FIRST + DAY)
        old, changed = (try_at(target, words, FIRST + DAY) for words in ("Board", "Audit"))
    part(northmere, cycle, "Helen", FIRST + 2 * DAY)
    with signed_in(northmere, "Helen"):
        word(target, "Later", FIRST + 3 * DAY)
        TryOut.objects.filter(pk=changed.pk).update(changed_at=FIRST + 3 * DAY)
        add_target(northmere, cycle, "Helen", slot=2)
        GrowthTarget.objects.filter(slot=2).update(created_at=FIRST + 3 * DAY)
    with signed_in(northmere, "Priya"):
        assert wordings() == ["Then"]
        assert [one.pk for one in TryOut.objects.all()] == [old.pk]
        assert [one.slot for one in GrowthTarget.objects.all()] == [1]


def test_only_its_owner_writes_a_target(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, cycle, "Helen")
        occasion = try_at(target, "Board", FIRST)
    for other in ("Priya", "Amara"):
        with signed_in(northmere, other):
            with refused(BY_POLICY):
                add_target(northmere, cycle, "Helen", slot=2)
            with refused(BY_POLICY):
                try_at(target, "Board", FIRST)
            assert not GrowthTarget.objects.update(state="let_go")
            assert not TargetWording.objects.update(direction="down")
            assert not TryOut.objects.filter(pk=occasion.pk).delete()[0]


def test_never_a_third_target_while_two_are_open(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        add_target(northmere, cycle, "Helen")
        add_target(northmere, cycle, "Helen", slot=2)
        with refused("target_one_or_two"):
            add_target(northmere, cycle, "Helen", slot=3)
        with refused("target_never_a_third"):
            add_target(northmere, cycle, "Helen", slot=2)
        GrowthTarget.objects.filter(slot=2).update(state="let_go")
        add_target(northmere, cycle, "Helen", slot=2)


def test_a_target_is_of_somebody_who_takes_part(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, taking_part=["Helen", "Priya", "Amara", "Vikram"])
    with signed_in(northmere, "Siobhan"), refused("target_of_who_takes_part"):
        add_target(northmere, cycle, "Siobhan")


def test_a_closed_cycle_is_read_only_but_a_target_can_be_carried_on_from_it(northmere: Northmere) -> None:
    first = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, first, "Helen")
        other = add_target(northmere, first, "Helen", slot=2)
        occasion = try_at(target, "Board", FIRST)
        lesson = keep_lesson(northmere, first, "Helen")
    with scope(organisation=northmere.organisation.pk):
        go_to(first, "closed")
    second = make_cycle(
        northmere, number=2, starts_on=dt.date(2027, 4, 1), pairs=[("Helen", "Joanna"), ("Amara", "Idris")]
    )
    with signed_in(northmere, "Helen"):
        for writes in (
            lambda: keep_lesson(northmere, first, "Helen"),
            lambda: Lesson.objects.filter(pk=lesson.pk).update(offered_at=FIRST),
            lambda: word(target, "Later", FIRST),
            lambda: try_at(target, "Late", FIRST),
            lambda: TryOut.objects.filter(pk=occasion.pk).update(changed_at=FIRST),
            lambda: GrowthTarget.objects.filter(pk=target.pk).update(state="cracked"),
            lambda: add_target(northmere, first, "Helen", slot=2),
        ):
            with refused("written_while_under_way|target_never_a_third"):
                writes()
        with refused("target_carried_by_another"):
            GrowthTarget.objects.filter(pk=other.pk).update(state="carried")
        goes_on = GrowthTarget.objects.create(
            organisation=northmere.organisation,
            cycle=second,
            leader=northmere.leader("Helen"),
            slot=1,
            carried_from=target,
        )
        assert GrowthTarget.objects.filter(pk=target.pk).update(state="carried") == 1
        with refused("carried_from"):
            GrowthTarget.objects.create(
                organisation=northmere.organisation,
                cycle=second,
                leader=northmere.leader("Helen"),
                slot=2,
                carried_from=target,
            )
        with refused("target_carried_from_own"):
            GrowthTarget.objects.filter(pk=goes_on.pk).update(carried_from=goes_on.pk)


def test_whom_to_remind_and_how_many_there_are_is_known_without_a_word(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        target = add_target(northmere, cycle, "Helen")
        occasion = try_at(target, "Board", FIRST)
    with signed_in(northmere, None), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cycles_try_outs_between(%s, %s)", [FIRST.date(), FIRST.date()])
        assert cursor.fetchall() == [(occasion.pk, target.leader_id, cycle.pk, FIRST.date())]
        cursor.execute("SELECT * FROM cycles_target_totals(%s, %s)", [cycle.pk, FIRST + DAY])
        assert cursor.fetchall() == [(1, 1, 0)]
        cursor.execute("SELECT * FROM cycles_target_totals(%s, %s)", [cycle.pk, FIRST])
        assert cursor.fetchall() == [(0, 0, 0)]
    with scope(organisation=uuid4()), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cycles_try_outs_between(%s, %s)", [FIRST.date(), FIRST.date()])
        assert cursor.fetchall() == []
        cursor.execute("SELECT * FROM cycles_target_totals(%s, %s)", [cycle.pk, FIRST + DAY])
        assert cursor.fetchall() == [(0, 0, 0)]


TAKEN_ALONG = (
    ("cycles_agreement", "pair_id"),
    ("cycles_strength", "pair_id"),
    ("cycles_strength", "author_id"),
    ("cycles_strength", "about_id"),
    ("cycles_growthtarget", "cycle_id"),
    ("cycles_growthtarget", "leader_id"),
    ("cycles_targetwording", "target_id"),
    ("cycles_tryout", "target_id"),
)


@pytest.mark.parametrize(("table", "column"), TAKEN_ALONG)
def test_what_nobody_else_sees_goes_with_its_leader_pair_or_cycle(table: str, column: str) -> None:
    """Whoever takes them away cannot take it away first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT confdeltype FROM pg_constraint WHERE conname = %s", [f"{table}_{column}_tenant_fk"]
        )
        assert cursor.fetchall() == [("c",)]


def test_a_step_is_there_once_somebody_has_looked_back(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        occasion = try_at(add_target(northmere, cycle, "Helen"), "Board", FIRST)
        for change in ({"step": "big"}, {"looked_back_at": FIRST}, {"step": "huge", "looked_back_at": FIRST}):
            with refused("try_out_step"):
                TryOut.objects.filter(pk=occasion.pk).update(**change)
        assert TryOut.objects.filter(pk=occasion.pk).update(step="big", looked_back_at=FIRST) == 1


def test_rules_of_the_database_are_integrity_errors(northmere: Northmere) -> None:
    """So that ``said_as`` can put them into words."""
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"), pytest.raises(IntegrityError), transaction.atomic():
        add_target(northmere, cycle, "Helen", slot=3)
