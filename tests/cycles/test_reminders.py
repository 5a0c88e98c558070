"""Who is reminded of what at the half and towards the end: planned, asked again when sent, sent once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.models import OutgoingMail, Unsubscription
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.emails.groups import GROUPS
from cycles.models import Cycle, Lesson
from cycles.rules.reminders import Kind
from cycles.services.lessons import offer_lesson
from cycles.services.reminders import next_reminders_at, plan_reminders, plan_reminders_here
from cycles.services.wrapping import begin_wrapping_up
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import grow, mean_to_try, part, speaking, states, subjects
from tests.cycles.under_way import PAIRS, leave_team

STARTS_ON = dt.date(2026, 10, 1)
HALF = dt.datetime(2026, 12, 31, 9, 30, tzinfo=dt.UTC)
FOUR_WEEKS = dt.datetime(2027, 3, 4, 9, 30, tzinfo=dt.UTC)
TWO_WEEKS = dt.datetime(2027, 3, 18, 9, 30, tzinfo=dt.UTC)
ONE_WEEK = dt.datetime(2027, 3, 25, 9, 30, tzinfo=dt.UTC)
OVER = dt.datetime(2027, 4, 1, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
MOMENTS = {
    Kind.HALF_WAY: HALF,
    Kind.WRAPPING_UP: FOUR_WEEKS,
    Kind.LESSONS: TWO_WEEKS,
    Kind.LAST_WEEK: ONE_WEEK,
}
LEARNT = "What did you learn in these six months?"


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, pairs=PAIRS, starts_on=STARTS_ON)


def planned(cast: Northmere, kind: Kind) -> list[str]:
    with scope(organisation=cast.organisation.pk):
        recipients = OutgoingMail.objects.filter(kind=kind).values_list("recipient_id", flat=True)
        return sorted(leader.called for leader in Leader.objects.filter(pk__in=list(recipients)))


def offer(cast: Northmere, cycle: Cycle, name: str) -> None:
    with speaking(cast, name):
        offer_lesson(cycle=cycle, leader=cast.leader(name), text="Ask first.")


@pytest.mark.django_db
class TestTowardsTheEnd:
    @pytest.mark.parametrize("kind", MOMENTS)
    def test_everybody_in_a_pair_once_at_half_past_nine_and_nobody_who_sits_out(
        self, northmere: Northmere, cycle: Cycle, kind: Kind
    ) -> None:
        at = MOMENTS[kind]
        plan_reminders(at=at - MINUTE)
        assert planned(northmere, kind) == []
        plan_reminders(at=at)
        assert planned(northmere, kind) == ["Amara", "Helen", "Idris", "Priya", "Siobhan", "Vikram"]
        assert plan_reminders(at=at + DAY) == 0
        with scope(organisation=northmere.organisation.pk):
            row = OutgoingMail.objects.filter(kind=kind).first()
        assert row is not None
        assert (row.due_at, row.time_zone, row.cycle_id) == (at, "Europe/London", cycle.pk)

    @pytest.mark.parametrize(
        ("kind", "left_behind"),
        [(Kind.HALF_WAY, []), (Kind.WRAPPING_UP, ["Priya"]), (Kind.LESSONS, ["Priya"]), (Kind.LAST_WEEK, [])],
    )
    @pytest.mark.usefixtures("cycle")
    def test_somebody_whose_partner_has_left_is_asked_only_what_they_can_do_alone(
        self, northmere: Northmere, kind: Kind, left_behind: list[str]
    ) -> None:
        leave_team(northmere, "Idris")
        plan_reminders(at=MOMENTS[kind])
        assert planned(northmere, kind) == sorted([*left_behind, "Amara", "Helen", "Siobhan", "Vikram"])

    @pytest.mark.parametrize("kind", MOMENTS)
    def test_nor_a_pair_that_has_ended_by_itself(
        self, northmere: Northmere, cycle: Cycle, kind: Kind
    ) -> None:
        part(northmere, cycle, "Priya", HALF - 30 * DAY)
        plan_reminders(at=MOMENTS[kind])
        alone = {"Idris", "Priya"} if kind in (Kind.WRAPPING_UP, Kind.LESSONS) else set()
        assert set(planned(northmere, kind)) == {"Amara", "Helen", "Siobhan", "Vikram"} | alone

    def test_a_lesson_once_offered_is_not_asked_for_again_and_one_kept_to_oneself_shows_nowhere(
        self, northmere: Northmere, cycle: Cycle
    ) -> None:
        offer(northmere, cycle, "Helen")
        with speaking(northmere, "Amara"):
            Lesson.objects.create(
                organisation=northmere.organisation,
                cycle=cycle,
                leader=northmere.leader("Amara"),
                text="Mine.",
            )
        asked = [name for name, subject in subjects(TWO_WEEKS) if subject == LEARNT]
        assert asked == ["Amara", "Idris", "Priya", "Siobhan", "Vikram"]

    @pytest.mark.parametrize("kind", MOMENTS)
    @pytest.mark.usefixtures("cycle")
    def test_whoever_wants_fewer_gets_all_but_that(self, northmere: Northmere, kind: Kind) -> None:
        with scope(organisation=northmere.organisation.pk):
            Unsubscription.objects.create(
                organisation=northmere.organisation,
                recipient_id=northmere.leader("Priya").pk,
                group=GROUPS[kind],
            )
        for at in MOMENTS.values():
            plan_reminders(at=at)
        assert {other for other in MOMENTS if "Priya" not in planned(northmere, other)} == {kind}

    @pytest.mark.parametrize(
        ("kind", "late", "goes"),
        [
            (Kind.HALF_WAY, 3 * DAY, True),
            (Kind.HALF_WAY, 7 * DAY, False),
            (Kind.WRAPPING_UP, 6 * DAY, True),
            (Kind.LESSONS, 40 * DAY, False),
            (Kind.LAST_WEEK, 5 * DAY, True),
            (Kind.LAST_WEEK, OVER - ONE_WEEK, False),
        ],
    )
    @pytest.mark.usefixtures("cycle")
    def test_late_by_a_week_at_the_most_and_never_after_the_end(
        self, northmere: Northmere, kind: Kind, late: dt.timedelta, goes: bool
    ) -> None:
        plan_reminders(at=MOMENTS[kind] + late)
        assert len(planned(northmere, kind)) == (6 if goes else 0)

    def test_in_a_closed_cycle_nobody_is_asked_anything(self, northmere: Northmere) -> None:
        make_cycle(northmere, starts_on=STARTS_ON, stage="closed")
        assert [plan_reminders(at=at) for at in MOMENTS.values()] == [0, 0, 0, 0]

    @pytest.mark.usefixtures("cycle")
    def test_when_the_next_ones_are_due(self, northmere: Northmere) -> None:
        with scope(organisation=northmere.organisation.pk):
            assert next_reminders_at(at=HALF - DAY) == HALF
            assert next_reminders_at(at=TWO_WEEKS) == ONE_WEEK
            assert next_reminders_at(at=ONE_WEEK) is None

    def test_as_many_queries_for_many_leaders_as_for_few(self, northmere: Northmere) -> None:
        small = make_cycle(northmere, pairs=PAIRS[:1], starts_on=STARTS_ON)
        other = make_northmere("southmere", leaders=40)
        names = list(other.leaders)
        pairs = [*PAIRS, *zip(names[8::2], names[9::2], strict=True)]
        cycle = make_cycle(other, pairs=pairs, starts_on=STARTS_ON)
        for name in ("Priya", "Helen", "Leader001", "Leader002"):
            mean_to_try(other, name, grow(other, cycle, name), TWO_WEEKS.date() + DAY)
        target = grow(northmere, small, "Priya")
        mean_to_try(northmere, "Priya", target, TWO_WEEKS.date() + DAY)
        # Lessons, a try-out, and the nudge that is still timely: two queries for each of the three kinds.
        assert self.queries(northmere) == (8 + 6, 2 + 1 + 2)
        assert self.queries(other) == (8 + 6, 38 + 4 + 38)
        assert self.queries(northmere) == (7, 0)
        assert self.queries(other) == (7, 0)

    def queries(self, cast: Northmere) -> tuple[int, int]:
        here = cast.organisation.pk
        with scope(organisation=here), CaptureQueriesContext(connection) as captured:
            count = plan_reminders_here(organisation_id=here, at=TWO_WEEKS)
        return len(captured), count


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MOMENTS)
class TestAskedOnceMoreWhenSent:
    @pytest.mark.usefixtures("cycle")
    def test_the_cycle_has_closed(self, northmere: Northmere, kind: Kind) -> None:
        plan_reminders(at=MOMENTS[kind])
        with scope(organisation=northmere.organisation.pk):
            Cycle.objects.update(stage="closed", closed_at=HALF)
        self.nobody_is_written_to(northmere, kind)

    @pytest.mark.usefixtures("cycle")
    def test_all_have_left(self, northmere: Northmere, kind: Kind) -> None:
        plan_reminders(at=MOMENTS[kind])
        for pair in PAIRS:
            for name in pair:
                leave_team(northmere, name)
        self.nobody_is_written_to(northmere, kind)

    @pytest.mark.usefixtures("cycle")
    def test_no_address_is_left(self, northmere: Northmere, kind: Kind) -> None:
        plan_reminders(at=MOMENTS[kind])
        with scope(organisation=northmere.organisation.pk):
            Leader.objects.update(person=None, email="")
        self.nobody_is_written_to(northmere, kind)

    def nobody_is_written_to(self, cast: Northmere, kind: Kind) -> None:
        assert len(states(cast, kind)) == 6
        send_due(at=MOMENTS[kind])
        assert states(cast, kind) == ["suppressed"] * 6


@pytest.mark.django_db
def test_offered_or_parted_between_planning_and_sending(northmere: Northmere, cycle: Cycle) -> None:
    plan_reminders(at=TWO_WEEKS)
    offer(northmere, cycle, "Helen")
    assert "Helen" not in [name for name, subject in subjects(TWO_WEEKS + MINUTE) if subject == LEARNT]
    plan_reminders(at=ONE_WEEK)
    part(northmere, cycle, "Priya", ONE_WEEK)
    assert [name for name, subject in subjects(ONE_WEEK) if subject.startswith("A last hour")] == [
        "Amara",
        "Helen",
        "Siobhan",
        "Vikram",
    ]


@pytest.mark.django_db
def test_one_organisation_that_cannot_be_planned_for_keeps_no_other_back(northmere: Northmere) -> None:
    make_cycle(northmere, pairs=PAIRS, starts_on=STARTS_ON, time_zone="Nowhere/Atall")
    other = make_northmere("southmere")
    make_cycle(other, pairs=PAIRS, starts_on=STARTS_ON)
    assert plan_reminders(at=HALF) == 6
    assert begin_wrapping_up(at=FOUR_WEEKS) == 1
    assert planned(northmere, Kind.HALF_WAY) == []


@pytest.mark.django_db(transaction=True)
def test_planned_by_twenty_at_once_it_is_one_of_each(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=PAIRS, starts_on=STARTS_ON)
    mean_to_try(northmere, "Priya", grow(northmere, cycle, "Priya"), TWO_WEEKS.date() + DAY)

    def planner(_number: int) -> int:
        try:
            return plan_reminders(at=TWO_WEEKS)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(planner, range(20))) == 6 + 6 + 1
    assert len(planned(northmere, Kind.LESSONS)) == len(planned(northmere, Kind.NUDGE)) == 6
    assert planned(northmere, Kind.TRY_OUT) == ["Priya"]
