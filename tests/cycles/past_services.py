"""Writing past the services what is written in the six months, for the tests of who reads it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from coachingpairs.tenancy.scope import scope
from cycles.models import (
    Agreement,
    Cycle,
    GrowthTarget,
    Lesson,
    Pair,
    PairMember,
    Strength,
    TargetWording,
    TryOut,
)
from tests.cast import Northmere
from tests.cycles.made import pair_of

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
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


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


def agree(cast: Northmere, pair: Pair, name: str, words: str, at: dt.datetime) -> Agreement:
    Agreement.objects.standing().filter(pair=pair).update(replaced_at=at)
    return Agreement.objects.create(
        organisation=cast.organisation, pair=pair, meeting=words, written_by=cast.leader(name), written_at=at
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
