"""Planning reminders and closing: once each, whoever asks how often; and the asker's own words."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from coachingpairs.errors import DomainError
from coachingpairs.mail.choices import Choices, save_choices
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from feedback.emails.kinds import ARRIVED, CLOSED, NUDGE, REMINDER, REQUEST
from feedback.services.closing import close_what_is_over, close_what_is_over_here
from feedback.services.reminding import nudge_giver, plan_reminders, plan_reminders_here
from feedback.services.telling import undeliverable_requests
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import grow
from tests.feedback.living import AskingLife

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
HALF_WAY, BEFORE_THE_END, OVER = "2026-11-27 09:30", "2026-12-02 09:30", "2026-12-05 00:00"


@pytest.fixture
def life(northmere: Northmere, monkeypatch: pytest.MonkeyPatch) -> AskingLife:
    return lived(northmere, monkeypatch)


def lived(cast: Northmere, monkeypatch: pytest.MonkeyPatch) -> AskingLife:
    cycle = make_cycle(cast)
    return AskingLife(cast, cycle, monkeypatch, target=grow(cast, cycle, "Helen"))


def asked(life: AskingLife, *names: str) -> None:
    life.puts_question(*(names or ("Amara", "Joanna")))
    life.ask(life.moment("2026-11-20 14:05"))


@pytest.mark.django_db
class TestPlanning:
    def test_again_and_again_it_is_one_of_each(self, life: AskingLife) -> None:
        asked(life)
        at = life.moment(HALF_WAY)
        assert plan_reminders(at=at - MINUTE) == 0
        assert plan_reminders(at=at) == 2
        assert plan_reminders(at=at) == plan_reminders(at=at + DAY) == 0
        assert life.rows(REMINDER) == [("1", "queued")] * 2
        with scope(organisation=life.cast.organisation.pk):
            row = OutgoingMail.objects.filter(kind=REMINDER).first()
        assert row
        assert life.asking
        assert (row.due_at, row.time_zone, row.cycle_id, row.expires_at) == (
            at,
            "Europe/London",
            life.cycle.pk,
            life.asking.closes_at,
        )
        request = life.request_to("Amara")
        assert (request.reminders, request.last_reminded_at) == (1, at)

    def test_out_of_hours_nothing_is_counted_that_would_have_to_wait(self, life: AskingLife) -> None:
        asked(life)
        for when in ("2026-11-27 17:00", "2026-11-28 10:00", "2026-11-30 08:50"):
            assert plan_reminders(at=life.moment(when)) == 0
        assert plan_reminders(at=life.moment("2026-11-30 09:00")) == 2

    def test_nor_in_somebodys_own_quiet_hours(self, life: AskingLife) -> None:
        with scope(organisation=life.cast.organisation.pk):
            save_choices(
                organisation_id=life.cast.organisation.pk,
                recipient_id=life.cast.leader("Amara").pk,
                choices=Choices(opens=dt.time(13)),
            )
        asked(life)
        assert plan_reminders(at=life.moment(HALF_WAY)) == 1
        assert life.request_to("Amara").reminders == 0
        assert plan_reminders(at=life.moment("2026-11-27 13:00")) == 1

    def test_who_was_never_written_to_is_not_reminded(self, life: AskingLife) -> None:
        life.puts_question("Amara", "Joanna")
        assert plan_reminders(at=life.moment(HALF_WAY)) == 0
        with scope(organisation=life.cast.organisation.pk):
            OutgoingMail.objects.filter(recipient_id=life.cast.leader("Amara").pk).update(state="failed")
        send_due(at=life.moment("2026-11-20 15:00"))
        assert plan_reminders(at=life.moment(HALF_WAY)) == 1
        assert life.request_to("Joanna").reminders == 1

    @pytest.mark.parametrize("meanwhile", ["answers", "declines", "closed"])
    def test_what_happens_between_planning_and_sending(self, life: AskingLife, meanwhile: str) -> None:
        asked(life)
        at = life.moment(HALF_WAY)
        plan_reminders(at=at)
        if meanwhile == "answers":
            life.answers("Amara", "2026-11-27 09:31")
        elif meanwhile == "declines":
            life.declines("Amara", "2026-11-27 09:31")
        else:
            assert life.asking
            with life.as_("Helen"):
                type(life.asking).objects.filter(pk=life.asking.pk).update(closed_at=at)
        life.sent.clear()
        send_due(at=at + 2 * MINUTE)
        states = sorted(state for _period, state in life.rows(REMINDER))
        assert states == (["suppressed"] * 2 if meanwhile == "closed" else ["sent", "suppressed"])

    def test_as_many_queries_for_many_requests_as_for_few(
        self, northmere: Northmere, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few, many = lived(northmere, monkeypatch), lived(make_northmere("southmere"), monkeypatch)
        asked(few)
        asked(many, "Amara", "Joanna", "Siobhan", "Maggie", "Idris")

        def queries(life: AskingLife, when: str) -> int:
            at, organisation_id = life.moment(when), life.cast.organisation.pk
            with scope(organisation=organisation_id), CaptureQueriesContext(connection) as captured:
                plan_reminders_here(organisation_id=organisation_id, at=at)
                close_what_is_over_here(organisation_id=organisation_id, at=at)
            return len(captured)

        for when in (HALF_WAY, BEFORE_THE_END, OVER):
            assert queries(few, when) == queries(many, when)
        assert len(few.rows(REMINDER)) == 4
        assert len(many.rows(REMINDER)) == 10

    def test_the_command_shows_what_would_go_out_and_not_who_asks(self, life: AskingLife) -> None:
        asked(life)
        output = StringIO()
        call_command("due_mail", "--at", life.moment(HALF_WAY).isoformat(), "--dry-run", stdout=output)
        shown = output.getvalue()
        assert "9.30 Europe/London  feedback-reminder  (to whom is not shown)" in shown
        call_command(
            "due_mail", "--at", life.moment(HALF_WAY).isoformat(), "--dry-run", "--json", stdout=output
        )
        for whom in ("Helen", "Amara", "amara.okafor", "Joanna", "Siobhan"):
            assert whom not in output.getvalue()
        assert life.request_to("Amara").reminders == 0


@pytest.mark.django_db
class TestClosing:
    def test_it_is_closed_once_and_told_in_working_hours(self, life: AskingLife) -> None:
        asked(life)
        at = life.moment(OVER)
        assert close_what_is_over(at=at - MINUTE) == 0
        assert close_what_is_over(at=at) == 1
        assert close_what_is_over(at=at) == close_what_is_over(at=at + DAY) == 0
        with scope(organisation=life.cast.organisation.pk):
            row = OutgoingMail.objects.get(kind=CLOSED)
        assert row.due_at == life.moment("2026-12-07 09:00")
        assert row.recipient_id == life.cast.leader("Helen").pk

    def test_an_answer_is_told_of_in_the_scope_of_a_link(self, life: AskingLife) -> None:
        asked(life)
        life.answers("Amara", "2026-11-23 10:00")
        assert life.rows(ARRIVED) == [("2026-11-23", "queued")]


@pytest.mark.django_db
class TestTheAskersOwnWords:
    def test_two_at_most_two_days_apart_the_same_twice_is_once(self, life: AskingLife) -> None:
        asked(life)
        life.reminds("Amara", "2026-11-23 10:00", words="Two lines are enough\r\n")
        life.reminds("Amara", "2026-11-23 10:00", words="Two lines are enough")
        assert life.rows(NUDGE) == [("1", "queued")]
        request = life.request_to("Amara")
        assert (request.reminders, request.nudge) == (1, "Two lines are enough")
        assert request.nudged_at == request.last_reminded_at == life.moment("2026-11-23 10:00")
        with pytest.raises(DomainError, match="A reminder went out less than two days ago"):
            life.reminds("Amara", "2026-11-25 09:50", words="Only two lines")
        life.reminds("Amara", "2026-11-25 10:00", words="Only two lines")
        with pytest.raises(DomainError, match="There have been two reminders"):
            life.reminds("Amara", "2026-11-30 10:00", words="A line?")
        assert life.rows(NUDGE) == [("1", "queued"), ("2", "queued")]
        assert life.request_to("Amara").nudge == "Only two lines"

    def test_not_to_somebody_who_has_said_something_or_when_it_is_over(self, life: AskingLife) -> None:
        asked(life, "Amara", "Joanna", "Siobhan")
        life.answers("Amara", "2026-11-23 10:00")
        life.declines("Joanna", "2026-11-23 10:00")
        for name, when, sentence in (
            ("Amara", "2026-11-23 11:00", "Amara has answered already."),
            ("Joanna", "2026-11-23 11:00", "Joanna has said “not this time”."),
            ("Siobhan", OVER, "It is closed. Nobody is reminded any more."),
        ):
            with pytest.raises(DomainError, match=sentence):
                life.reminds(name, when)
        assert life.rows(NUDGE) == []

    def test_by_nobody_else(self, life: AskingLife) -> None:
        asked(life)
        request = life.request_to("Amara")
        with life.as_("Helen"), pytest.raises(DomainError, match="Only you can ask about your targets"):
            nudge_giver(
                request=request,
                words="Now",
                by=life.cast.person("Priya"),
                at=life.moment("2026-11-23 10:00"),
            )


@pytest.mark.django_db
def test_what_could_not_be_delivered_is_known_to_whoever_asks_alone(life: AskingLife) -> None:
    asked(life)
    amara = life.cast.leader("Amara").pk
    with scope(organisation=life.cast.organisation.pk):
        OutgoingMail.objects.filter(kind=REQUEST, recipient_id=amara).update(state="failed")
    assert life.asking
    with life.as_("Helen"):
        assert undeliverable_requests(life.asking) == {life.request_to("Amara").pk}
    for nobody in (life.cast.facilitator, life.cast.sponsor, life.cast.administrator):
        with scope(organisation=life.cast.organisation.pk, person=nobody.pk):
            assert undeliverable_requests(life.asking) == frozenset()


@pytest.mark.django_db(transaction=True)
def test_planned_and_closed_by_twenty_at_once_it_is_one_of_each(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = lived(northmere, monkeypatch)
    asked(life, "Amara", "Joanna", "Siobhan", "Maggie", "Idris")
    half_way, over = life.moment(HALF_WAY), life.moment(OVER)

    def planner(_number: int) -> tuple[int, int]:
        try:
            return plan_reminders(at=half_way), 0
        finally:
            connections.close_all()

    def closer(_number: int) -> tuple[int, int]:
        try:
            return 0, close_what_is_over(at=over)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        assert sum(one for one, _ in threads.map(planner, range(20))) == 5
        assert sum(one for _, one in threads.map(closer, range(20))) == 1
    assert life.rows(REMINDER) == [("1", "queued")] * 5
    assert life.rows(CLOSED) == [("", "queued")]
