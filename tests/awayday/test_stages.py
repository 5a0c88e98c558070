"""Where the room is, and where it may go."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awayday.models import Arrival, Awayday
from awayday.rules.stages import Stage, may_move, stage_of
from awayday.services.arrivals import record_arrival
from awayday.services.doors import close_doors
from awayday.services.now import read_now, stage_now
from awayday.services.stages import NO_LESSONS, NOT_OPEN, SEALED, Turn, after, turn_lesson
from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Lesson
from cycles.services.lessons import offer_lesson
from pairing.services.changes import PAUSED
from pairing.services.choosing import propose
from teams.models import AuditEntry
from tests.awayday.held import choosing, draft, moved, opened, planned
from tests.cast import Northmere
from tests.pairing.room import earlier_cycle, pair_up, seal

pytestmark = pytest.mark.django_db
STARTS_ON = dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kept", "is_open", "is_over", "is_sealed", "stage"),
    [
        ("planned", False, False, False, Stage.PLANNED),
        ("lobby", True, False, False, Stage.LOBBY),
        ("lessons", True, False, False, Stage.LESSONS),
        ("choosing", True, False, False, Stage.CHOOSING),
        ("lobby", True, False, True, Stage.SEALED),
        ("choosing", True, False, True, Stage.SEALED),
        ("choosing", False, True, True, Stage.OVER),
        ("lobby", False, True, False, Stage.OVER),
    ],
)
def test_where_the_room_is(kept: str, is_open: bool, is_over: bool, is_sealed: bool, stage: Stage) -> None:
    assert stage_of(kept=kept, is_open=is_open, is_over=is_over, is_sealed=is_sealed) is stage


def test_any_of_the_three_until_sealed_and_nowhere_from_there() -> None:
    moves = {(now, to) for now in Stage for to in Stage if may_move(now, to)}
    lobby, lessons, chooses = Stage.LOBBY, Stage.LESSONS, Stage.CHOOSING
    assert moves == {
        (lobby, lessons),
        (lobby, chooses),
        (lessons, lobby),
        (lessons, chooses),
        (chooses, lobby),
        (chooses, lessons),
    }
    assert after(lobby, lessons=True) is lessons
    assert after(lobby, lessons=False) is chooses
    assert after(lessons, lessons=True) is chooses
    assert after(chooses, lessons=True) is None


def test_the_room_chooses_once_it_comes_to_it(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        assert stage_now(awayday) is Stage.LOBBY
        assert awayday.opens.stage == Cycle.Stage.DRAFT
        now = moved(northmere, awayday, Stage.CHOOSING)
        assert stage_now(now) is Stage.CHOOSING
        assert Cycle.objects.get(pk=now.opens_id).stage == Cycle.Stage.CHOOSING
        assert [len(read_now(now).expected), read_now(now).is_paused] == [8, False]


def test_only_those_who_are_not_in_the_room_are_written_to(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        for name in ("Priya", "Helen"):
            record_arrival(awayday=awayday, leader=northmere.leader(name), how=Arrival.How.SIGNED_IN)
        moved(northmere, awayday, Stage.CHOOSING)
        told = set(OutgoingMail.objects.filter(kind="choosing-open").values_list("recipient_id", flat=True))
        assert told == {
            leader.pk for leader in northmere.leaders.values() if leader.called not in ("Priya", "Helen")
        }


def test_going_back_pauses_choosing_and_pairs_stay(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
        pair_up(northmere, awayday.opens, "Priya", "Helen")
        back = moved(northmere, awayday, Stage.LESSONS)
        assert stage_now(back) is Stage.LESSONS
        assert Cycle.objects.get(pk=back.opens_id).paused
        with pytest.raises(DomainError) as refused:
            propose(
                cycle=back.opens,
                proposer=northmere.leader("Idris"),
                addressee=northmere.leader("Vikram"),
                by=northmere.person("Idris"),
            )
        assert str(refused.value) == PAUSED
        again = moved(northmere, back, Stage.CHOOSING)
        assert not Cycle.objects.get(pk=again.opens_id).paused
        assert len(read_now(again).room.pairs) == 1


def test_once_sealed_the_room_stays_there(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
        pair_up(northmere, awayday.opens, "Priya", "Helen")
        seal(northmere, awayday.opens)
        awayday.refresh_from_db()
        assert stage_now(read_now(awayday).awayday) is Stage.SEALED
        with pytest.raises(DomainError) as refused:
            moved(northmere, awayday, Stage.LOBBY)
        assert str(refused.value) == SEALED
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(stage="lobby")


def test_nothing_moves_while_the_doors_are_closed(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = planned(northmere)
        with pytest.raises(DomainError) as refused:
            moved(northmere, awayday, Stage.CHOOSING)
        assert str(refused.value) == NOT_OPEN
        assert Cycle.objects.get(pk=awayday.opens_id).stage == Cycle.Stage.DRAFT


def test_the_doors_close_by_themselves(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        Awayday.objects.filter(pk=awayday.pk).update(doors_close_at=timezone.now() - dt.timedelta(minutes=1))
        assert stage_now(read_now(awayday).awayday) is Stage.OVER
        with pytest.raises(DomainError, match="The doors are not open"):
            moved(northmere, awayday, Stage.CHOOSING)


def test_the_database_lets_no_room_choose_before_its_cycle_does(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        with pytest.raises(IntegrityError, match="once the cycle is open"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(stage="choosing")


def test_moving_to_where_it_is_changes_nothing(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        moved(northmere, awayday, Stage.LOBBY)
        assert not AuditEntry.objects.filter(verb="awayday stage").exists()
        moved(northmere, awayday, Stage.CHOOSING)
        moved(northmere, awayday, Stage.CHOOSING)
        assert AuditEntry.objects.filter(verb="awayday stage").count() == 1


def lessons_of_the_first_cycle(cast: Northmere) -> tuple[Cycle, Awayday]:
    """Cycle 1 under way, with two lessons offered; the Awayday that closes it."""
    before = earlier_cycle(cast, ("Priya", "Helen"), ("Maggie", "Idris"))
    awayday = opened(cast, draft(cast))
    offer_lesson(cycle=before, leader=cast.leader("Priya"), text="I asked first.")
    offer_lesson(cycle=before, leader=cast.leader("Idris"), text="I waited a day.")
    return before, awayday


def test_one_lesson_at_a_time_next_and_back(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        before, awayday = lessons_of_the_first_cycle(northmere)
        assert awayday.closes == before
        moved(northmere, awayday, Stage.LESSONS)
        seen = [_on_the_wall(awayday)]
        for turn in (Turn.NEXT, Turn.NEXT, Turn.PREVIOUS, Turn.PREVIOUS):
            turn_lesson(awayday=awayday, turn=turn, by=northmere.facilitator)
            seen.append(_on_the_wall(awayday))
        assert seen == [
            "I asked first.",
            "I waited a day.",
            "I waited a day.",
            "I asked first.",
            "I asked first.",
        ]
        shown = Lesson.objects.filter(shown_at__isnull=False).values_list("leader__name", flat=True)
        assert sorted(shown) == ["Idris Kaya", "Priya Nair"]


def test_coming_back_to_the_lessons_goes_on_where_they_were(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        _before, awayday = lessons_of_the_first_cycle(northmere)
        moved(northmere, awayday, Stage.LESSONS)
        turn_lesson(awayday=awayday, turn=Turn.NEXT, by=northmere.facilitator)
        moved(northmere, awayday, Stage.CHOOSING)
        moved(northmere, awayday, Stage.LESSONS)
        assert _on_the_wall(awayday) == "I waited a day."


def test_without_lessons_there_is_nothing_to_turn(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = opened(northmere)
        moved(northmere, awayday, Stage.LESSONS)
        assert read_now(awayday).lesson is None
        with pytest.raises(DomainError) as refused:
            turn_lesson(awayday=awayday, turn=Turn.NEXT, by=northmere.facilitator)
        assert str(refused.value) == NO_LESSONS


def test_a_private_lesson_is_never_put_up(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        before, awayday = lessons_of_the_first_cycle(northmere)
    priya = northmere.person("Priya")
    with scope(organisation=northmere.organisation.pk, person=priya.pk):
        private = Lesson.objects.create(
            organisation=northmere.organisation, cycle=before, leader=northmere.leader("Priya"), text="Mine."
        )
        with pytest.raises(IntegrityError, match="was offered"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(lesson=private)


def test_an_awayday_opens_and_closes_cycles_of_its_own_team(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        before, awayday = lessons_of_the_first_cycle(northmere)
        with pytest.raises(IntegrityError, match="an earlier one"), transaction.atomic():
            Awayday.objects.filter(pk=awayday.pk).update(opens=before, closes=awayday.opens)


def test_reading_the_room_costs_the_same_for_few_and_many(
    northmere: Northmere, django_assert_num_queries: object
) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
        pair_up(northmere, awayday.opens, "Priya", "Helen")
        with django_assert_num_queries(7):  # type: ignore[operator]
            read_now(awayday)
        pair_up(northmere, awayday.opens, "Maggie", "Idris")
        for name in ("Priya", "Helen", "Idris"):
            record_arrival(awayday=awayday, leader=northmere.leader(name), how=Arrival.How.NOTED)
        with django_assert_num_queries(7):  # type: ignore[operator]
            read_now(awayday)


def test_closing_the_doors_ends_it(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
        closed = close_doors(awayday=awayday, by=northmere.facilitator)
        assert (closed.code, stage_now(closed)) == ("", Stage.OVER)


def _on_the_wall(awayday: Awayday) -> str:
    lesson = read_now(awayday).lesson
    assert lesson is not None
    return lesson.text
