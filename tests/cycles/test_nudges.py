"""Planning the month's notes, and sending them, on a real database."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail as outgoing
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.models import OutgoingMail, Unsubscription
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.emails.nudges import NUDGE
from cycles.models import Cycle, Pair, PairMember, Session
from cycles.services.reminders import next_reminders_at, plan_reminders, plan_reminders_here
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.cycles.under_way import PAIRS, leave_team, make_cycle_under_way, meet

STARTS_ON = dt.date(2027, 2, 15)
DUE = dt.datetime(2027, 3, 1, 9, 30, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def planned(cast: Northmere) -> list[str]:
    """First names of those with a note in the outbox, in any state, in order."""
    with scope(organisation=cast.organisation.pk):
        recipients = OutgoingMail.objects.filter(kind=NUDGE).values_list("recipient_id", flat=True)
        return sorted(leader.called for leader in Leader.objects.filter(pk__in=list(recipients)))


def outbox(cast: Northmere) -> list[OutgoingMail]:
    with scope(organisation=cast.organisation.pk):
        return list(OutgoingMail.objects.order_by("due_at"))


@pytest.mark.django_db
class TestPlanning:
    def test_both_partners_of_every_pair_that_has_not_met(self, northmere: Northmere) -> None:
        cycle = make_cycle_under_way(northmere, *PAIRS, starts_on=STARTS_ON)
        meet(northmere, "Helen", STARTS_ON)
        assert plan_reminders(at=DUE - MINUTE) == 0
        assert plan_reminders(at=DUE) == 4
        assert planned(northmere) == ["Idris", "Priya", "Siobhan", "Vikram"]
        for row in outbox(northmere):
            assert (row.cycle_id, row.period, row.subject_id) == (cycle.pk, "2027-02", None)
            assert (row.due_at, row.expires_at) == (DUE, DUE + 7 * DAY)
            assert row.time_zone == "Europe/London"

    def test_once_however_often_it_is_asked(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        counts = [plan_reminders(at=DUE + number * 10 * MINUTE) for number in range(20)]
        assert counts == [2] + [0] * 19

    def test_each_month_anew_until_the_cycle_ends(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        for day in range(200):
            plan_reminders(at=DUE + day * DAY)
        nudges = [row.period for row in outbox(northmere) if row.kind == NUDGE]
        assert len(nudges) == 12
        assert sorted(set(nudges)) == [
            "2027-02",
            "2027-03",
            "2027-04",
            "2027-05",
            "2027-06",
            "2027-07",
        ]

    @pytest.mark.parametrize("stage", [Cycle.Stage.WRAPPING_UP, Cycle.Stage.CLOSED])
    def test_while_it_wraps_up_but_not_once_it_is_closed(
        self, northmere: Northmere, stage: Cycle.Stage
    ) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        with scope(organisation=northmere.organisation.pk):
            Cycle.objects.update(stage=stage)
        assert plan_reminders(at=DUE) == (2 if stage == Cycle.Stage.WRAPPING_UP else 0)

    def test_not_to_leavers_and_those_they_left_behind(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, *PAIRS, starts_on=STARTS_ON)
        leave_team(northmere, "Idris")
        with scope(organisation=northmere.organisation.pk):
            ended = PairMember.objects.get(leader=northmere.leader("Helen")).pair_id
            Pair.objects.filter(pk=ended).update(ended_at=DUE - DAY)
        plan_reminders(at=DUE)
        assert planned(northmere) == ["Siobhan", "Vikram"]

    def test_a_trio_that_one_has_left_goes_on_as_two(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, ("Priya", "Idris", "Helen"), starts_on=STARTS_ON)
        leave_team(northmere, "Idris")
        plan_reminders(at=DUE)
        assert planned(northmere) == ["Helen", "Priya"]

    def test_not_to_those_without_an_address_or_who_asked_for_fewer(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, *PAIRS, starts_on=STARTS_ON)
        here = northmere.organisation
        with scope(organisation=here.pk):
            Leader.objects.filter(pk=northmere.leader("Idris").pk).update(person=None, email="")
            Leader.objects.filter(pk=northmere.leader("Vikram").pk).update(person=None)
            Unsubscription.objects.create(
                organisation=here, recipient_id=northmere.leader("Helen").pk, group="nudges"
            )
            Unsubscription.objects.create(
                organisation=here, recipient_id=northmere.leader("Priya").pk, group="other"
            )
        plan_reminders(at=DUE)
        assert planned(northmere) == ["Amara", "Priya", "Siobhan", "Vikram"]

    def test_a_session_in_the_bin_is_none(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        binned = meet(northmere, "Priya", STARTS_ON)
        with scope(organisation=northmere.organisation.pk):
            Session.objects.filter(pk=binned.pk).update(deleted_at=DUE - DAY)
        assert plan_reminders(at=DUE) == 2

    def test_every_organisation_in_its_own_zone(self, northmere: Northmere) -> None:
        other = make_northmere("southmere")
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        make_cycle_under_way(other, PAIRS[0], starts_on=STARTS_ON, time_zone="America/New_York")
        assert plan_reminders(at=DUE) == 2
        assert (len(outbox(northmere)), len(outbox(other))) == (2, 0)
        assert plan_reminders(at=DUE + 5 * HOUR) == 2
        assert len(outbox(other)) == 2

    def test_the_number_of_queries_does_not_grow_with_the_pairs(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        one, planned_of_one = self.queries_of(northmere)
        other = make_northmere("southmere", leaders=40)
        names = list(other.leaders)
        make_cycle_under_way(
            other, *PAIRS, *zip(names[8:40:2], names[9:40:2], strict=True), starts_on=STARTS_ON
        )
        many, planned_of_many = self.queries_of(other)
        assert (planned_of_one, planned_of_many) == (2, 38)
        assert many == one <= 8

    def queries_of(self, cast: Northmere) -> tuple[int, int]:
        """How many queries planning for one organisation takes, and how many notes it plans."""
        with scope(organisation=cast.organisation.pk), CaptureQueriesContext(connection) as queries:
            count = plan_reminders_here(organisation_id=cast.organisation.pk, at=DUE)
        return len(queries), count

    def test_when_the_next_ones_are_due(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        with scope(organisation=northmere.organisation.pk):
            assert next_reminders_at(at=DUE - DAY) == DUE
            assert next_reminders_at(at=DUE) == dt.datetime(2027, 3, 29, 8, 30, tzinfo=dt.UTC)
            assert next_reminders_at(at=DUE + 365 * DAY) is None


@pytest.mark.django_db
class TestLateness:
    """The beat was down. ``times`` are when it ran again; ``hours`` when notes went out, local time."""

    @pytest.mark.parametrize(
        ("zone", "back_at", "sent_at"),
        [
            ("Europe/London", DUE + 3 * DAY, "Thu 2027-03-04 09:30"),
            ("Europe/London", DUE + 3 * DAY - 7 * HOUR, "Thu 2027-03-04 09:00"),
            ("Europe/London", DUE + 4 * DAY + 9 * HOUR, "Mon 2027-03-08 09:00"),
            ("America/New_York", DUE + 3 * DAY, "Thu 2027-03-04 09:00"),
            ("Australia/Lord_Howe", DUE + 3 * DAY, "Fri 2027-03-05 09:00"),
        ],
    )
    def test_three_days_late_each_gets_one_note_in_working_hours(
        self, northmere: Northmere, zone: str, back_at: dt.datetime, sent_at: str
    ) -> None:
        cycle = make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON, time_zone=zone)
        for number in range(24 * 6 * 4):
            at = back_at + number * 10 * MINUTE
            plan_reminders(at=at)
            if send_due(at=at):
                break
        assert f"{at.astimezone(cycle.zone):%a %Y-%m-%d %H:%M}" == sent_at
        assert sorted(message.to[0] for message in outgoing.outbox) == [
            "idris.kaya@northmere.example",
            "priya.nair@northmere.example",
        ]

    def test_planned_in_time_and_sent_three_days_late_in_working_hours(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        plan_reminders(at=DUE)
        night = DUE + 3 * DAY - 7 * HOUR
        assert send_due(at=night) == 0
        assert send_due(at=night + 6 * HOUR + 29 * MINUTE) == 0
        assert send_due(at=night + 6 * HOUR + 30 * MINUTE) == 2

    def test_forty_days_late_the_note_of_that_month_stays_unsent(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        assert plan_reminders(at=DUE + 40 * DAY) == 0
        assert outbox(northmere) == []

    def test_planned_but_forty_days_unsent_it_expires(self, northmere: Northmere) -> None:
        make_cycle_under_way(northmere, PAIRS[0], starts_on=STARTS_ON)
        plan_reminders(at=DUE)
        assert send_due(at=DUE + 40 * DAY) == 0
        assert [row.state for row in outbox(northmere)] == ["expired", "expired"]
        assert outgoing.outbox == []


@pytest.mark.django_db(transaction=True)
def test_planned_by_twenty_at_once_it_is_one_note_each(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, *PAIRS, starts_on=STARTS_ON)

    def planner(_number: int) -> int:
        try:
            return plan_reminders(at=DUE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(planner, range(20))) == 6
    assert planned(northmere) == ["Amara", "Helen", "Idris", "Priya", "Siobhan", "Vikram"]
