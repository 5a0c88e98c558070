"""What the database shows to whom, and takes from whom, of what is written in the six months."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Agreement,
    AgreementYes,
    Cycle,
    GrowthTarget,
    Lesson,
    Pair,
    PairMember,
    Strength,
    StrengthsRead,
    TargetWording,
    TryOut,
)
from tests.cast import Northmere
from tests.cycles.made import go_to, make_cycle, pair_of

pytestmark = pytest.mark.django_db
FIRST = dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@contextmanager
def signed_in(cast: Northmere, name: str | None) -> Iterator[None]:
    person = cast.person(name).pk if name else None
    with scope(organisation=cast.organisation.pk, person=person):
        yield


@contextmanager
def settled() -> Iterator[None]:
    """Deferred rules speak before it ends."""
    with transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """``rule`` is a constraint's name, or words of the refusal."""
    with pytest.raises(DatabaseError) as refusal, settled():
        yield
    said = refusal.value.__cause__
    assert isinstance(said, psycopg.Error)
    assert re.search(rule, f"{said.diag.constraint_name} {said}")


BY_POLICY = "row-level security"


def add_target(cast: Northmere, cycle: Cycle, name: str, *, slot: int = 1, words: str = "") -> GrowthTarget:
    target = GrowthTarget.objects.create(
        organisation=cast.organisation,
        cycle=cycle,
        leader=cast.leader(name),
        slot=slot,
        created_at=FIRST,
        state_at=FIRST,
    )
    word(target, words or "Listening first", FIRST)
    return target


def word(target: GrowthTarget, words: str, at: dt.datetime) -> None:
    TargetWording.objects.standing().filter(target=target).update(replaced_at=at)
    TargetWording.objects.create(
        organisation_id=target.organisation_id,
        target=target,
        direction="up",
        behaviour=words,
        differently="Two questions first",
        why="They stop thinking",
        written_at=at,
    )


def try_at(target: GrowthTarget, occasion: str, at: dt.datetime) -> TryOut:
    return TryOut.objects.create(
        organisation_id=target.organisation_id,
        target=target,
        on=at.date(),
        occasion=occasion,
        created_at=at,
        changed_at=at,
    )


def keep_lesson(cast: Northmere, cycle: Cycle, name: str) -> Lesson:
    return Lesson.objects.create(
        organisation=cast.organisation, cycle=cycle, leader=cast.leader(name), text="Ask first."
    )


def part(cast: Northmere, cycle: Cycle, name: str, at: dt.datetime) -> Pair:
    with scope(organisation=cast.organisation.pk):
        pair = pair_of(cycle, cast.leader(name))
        Pair.objects.filter(pk=pair.pk).update(ended_at=at)
        PairMember.objects.filter(pair=pair).update(left_at=at)
    return pair


def wordings() -> list[str]:
    return [wording.behaviour for wording in TargetWording.objects.order_by("written_at")]


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


def agree(cast: Northmere, pair: Pair, name: str, words: str, at: dt.datetime) -> Agreement:
    Agreement.objects.standing().filter(pair=pair).update(replaced_at=at)
    return Agreement.objects.create(
        organisation=cast.organisation, pair=pair, meeting=words, written_by=cast.leader(name), written_at=at
    )


def test_the_pair_alone_reads_and_replaces_its_agreement(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        agree(northmere, pair, "Helen", "Tuesdays", FIRST)
    with signed_in(northmere, "Priya"):
        stands = agree(northmere, pair, "Priya", "Fridays", FIRST + DAY)
        for name, is_allowed in (("Priya", True), ("Helen", False)):
            said = AgreementYes(
                organisation=northmere.organisation, agreement=stands, leader=northmere.leader(name)
            )
            if is_allowed:
                said.save(force_insert=True)
            else:
                with refused(BY_POLICY):
                    said.save(force_insert=True)
        with refused("agreement_not_rewritten"):
            Agreement.objects.filter(pk=stands.pk).update(written_at=FIRST)
    for other in ("Amara", None):
        with signed_in(northmere, other):
            assert not Agreement.objects.exists()
            assert not AgreementYes.objects.exists()
            with refused(BY_POLICY):
                agree(northmere, pair, "Helen", "Mondays", FIRST)


def test_whoever_left_a_pair_reads_the_agreement_that_stood(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        agree(northmere, pair, "Helen", "Tuesdays", FIRST)
        agree(northmere, pair, "Helen", "Fridays", FIRST + DAY)
    part(northmere, cycle, "Helen", FIRST + 2 * DAY)
    with signed_in(northmere, "Priya"):
        assert [one.meeting for one in Agreement.objects.all()] == ["Fridays"]
        with refused(BY_POLICY):
            agree(northmere, pair, "Priya", "Never", FIRST + 3 * DAY)


def test_nobody_agrees_in_a_closed_cycle(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        stands = agree(northmere, pair_of(cycle, northmere.leader("Helen")), "Helen", "Tuesdays", FIRST)
        go_to(cycle, "closed")
        with refused("written_while_under_way"):
            AgreementYes.objects.create(
                organisation=northmere.organisation, agreement=stands, leader=northmere.leader("Helen")
            )


def rate(cast: Northmere, pair: Pair, author: str, about: str, at: dt.datetime = FIRST) -> Strength:
    return Strength.objects.create(
        organisation=cast.organisation,
        pair=pair,
        author=cast.leader(author),
        about=cast.leader(about),
        text="Calm under fire",
        created_at=at,
        changed_at=at,
    )


def test_a_strength_is_between_the_two(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        rate(northmere, pair, "Helen", "Priya")
        with refused("strength_of_member"):
            rate(northmere, pair, "Helen", "Amara")
        with refused(BY_POLICY):
            rate(northmere, pair, "Priya", "Helen")
    with signed_in(northmere, "Priya"):
        assert Strength.objects.get().text == "Calm under fire"
        assert not Strength.objects.update(changed_at=FIRST)
    for other in ("Amara", None):
        with signed_in(northmere, other):
            assert not Strength.objects.exists()


def to_read(pair: Pair, author: str, reader: str, cast: Northmere) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cycles_strengths_to_read(%s, %s, %s)",
            [pair.pk, cast.leader(author).pk, cast.leader(reader).pk],
        )
        return bool(cursor.fetchone()[0])


def test_that_there_is_something_to_read_is_known_without_reading_it(northmere: Northmere) -> None:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        pair = pair_of(cycle, northmere.leader("Helen"))
        rate(northmere, pair, "Helen", "Priya")
    with signed_in(northmere, None):
        assert to_read(pair, "Helen", "Priya", northmere)
        assert not to_read(pair, "Priya", "Helen", northmere)
    with signed_in(northmere, "Priya"):
        StrengthsRead.objects.create(
            organisation=northmere.organisation,
            pair=pair,
            reader=northmere.leader("Priya"),
            author=northmere.leader("Helen"),
            read_at=FIRST + DAY,
        )
        assert not to_read(pair, "Helen", "Priya", northmere)
    with scope(organisation=uuid4()):
        assert not to_read(pair, "Helen", "Priya", northmere)


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
