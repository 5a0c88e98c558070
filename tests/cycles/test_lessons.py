"""Lessons: their author's alone until they are offered, by the database too."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson
from cycles.services.lessons import ENOUGH, SHOWN, TOOK_NO_PART, offer_lesson, take_lesson_back
from teams.models import Leader
from tests.cast import Northmere, add_leader
from tests.pairing.room import earlier_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    with scope(organisation=northmere.organisation.pk):
        return earlier_cycle(northmere, ("Priya", "Helen"))


def write_past_the_services(cycle: Cycle, leader: Leader) -> None:
    Lesson.objects.create(
        organisation_id=cycle.organisation_id, cycle=cycle, leader=leader, text="x", offered_at=timezone.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_is_offered_is_read_by_all_and_what_is_not_by_its_author_alone(
    northmere: Northmere, cycle: Cycle
) -> None:
    here, priya, helen = (
        northmere.organisation.pk,
        northmere.person("Priya").pk,
        northmere.person("Helen").pk,
    )
    with scope(organisation=here, person=priya):
        Lesson.objects.create(
            organisation_id=here, cycle=cycle, leader=northmere.leader("Priya"), text="Kept to myself."
        )
        offer_lesson(cycle=cycle, leader=northmere.leader("Priya"), text="  Ask   first. ")
        assert sorted(lesson.text for lesson in Lesson.objects.all()) == ["Ask first.", "Kept to myself."]
    for person in (helen, northmere.facilitator.pk, northmere.sponsor.pk, None):
        with scope(organisation=here, person=person):
            assert [lesson.text for lesson in Lesson.objects.all()] == ["Ask first."]


def test_nobody_writes_a_private_lesson_for_another(northmere: Northmere, cycle: Cycle) -> None:
    here = northmere.organisation.pk
    with (
        scope(organisation=here, person=northmere.person("Helen").pk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Lesson.objects.create(
            organisation_id=here, cycle=cycle, leader=northmere.leader("Priya"), text="Not hers."
        )


def test_the_words_are_encrypted(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        offer_lesson(cycle=cycle, leader=northmere.leader("Priya"), text="Canary of Priya.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM cycles_lesson")
            [(kept,)] = cursor.fetchall()
    assert kept.startswith("v1:")
    assert "Canary" not in kept


def test_three_at_most_and_the_same_words_once(northmere: Northmere, cycle: Cycle) -> None:
    priya = northmere.leader("Priya")
    with scope(organisation=northmere.organisation.pk):
        for text in ("One.", "Two.", "One.", "Three."):
            offer_lesson(cycle=cycle, leader=priya, text=text)
        assert Lesson.objects.count() == 3
        with pytest.raises(DomainError) as refused:
            offer_lesson(cycle=cycle, leader=priya, text="Four.")
        assert str(refused.value) == ENOUGH


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "Write down what you learnt, in a sentence or two."),
        ("x" * 241, "Make it 240 characters at most, so that it can be read on the wall."),
    ],
)
def test_a_lesson_has_words_and_not_too_many(
    northmere: Northmere, cycle: Cycle, text: str, said: str
) -> None:
    with scope(organisation=northmere.organisation.pk), pytest.raises(DomainError) as refused:
        offer_lesson(cycle=cycle, leader=northmere.leader("Priya"), text=text)
    assert str(refused.value) == said


def test_whoever_took_no_part_has_none_to_share(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        late = add_leader(northmere, "Nadia Rahman", "CARE", None, "northmere.example")
        with pytest.raises(DomainError) as refused:
            offer_lesson(cycle=cycle, leader=late, text="I have just come.")
        assert str(refused.value) == TOOK_NO_PART
        with pytest.raises(IntegrityError, match="lesson_of_who_took_part"), transaction.atomic():
            write_past_the_services(cycle, late)


def test_taking_back_until_it_was_on_the_wall(northmere: Northmere, cycle: Cycle) -> None:
    with scope(organisation=northmere.organisation.pk):
        lesson = offer_lesson(cycle=cycle, leader=northmere.leader("Priya"), text="One.")
        take_lesson_back(lesson=lesson)
        take_lesson_back(lesson=lesson)
        assert not Lesson.objects.exists()
        shown = offer_lesson(cycle=cycle, leader=northmere.leader("Priya"), text="Two.")
        Lesson.objects.update(shown_at=timezone.now() + dt.timedelta(seconds=1))
        with pytest.raises(DomainError) as refused:
            take_lesson_back(lesson=shown)
        assert str(refused.value) == SHOWN
