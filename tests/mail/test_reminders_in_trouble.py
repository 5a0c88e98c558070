"""Reminders through a real mail server that was down, a flushed Valkey, and a row that cannot be written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache

from coachingpairs.celery import app
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import enqueue
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.services.reminders import plan_reminders
from feedback.services.reminding import plan_reminders as plan_reminders_of_feedback
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import grow
from tests.cycles.under_way import PAIRS, make_cycle_under_way
from tests.feedback.living import AskingLife
from tests.mail.sink import Sink, serving

pytestmark = pytest.mark.django_db(transaction=True)

STARTS_ON = dt.date(2027, 2, 15)
DUE = dt.datetime(2027, 3, 1, 9, 30, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
SIX = [
    f"{name}@northmere.example"
    for name in (
        "amara.okafor",
        "helen.armitage",
        "idris.kaya",
        "priya.nair",
        "siobhan.doyle",
        "vikram.sethi",
    )
]


def test_two_days_without_a_mail_server_and_without_what_valkey_knew(
    northmere: Northmere, smtp_port: int
) -> None:
    make_cycle_under_way(northmere, *PAIRS, starts_on=STARTS_ON)
    assert plan_reminders(at=DUE) == 6
    for hours in range(48):
        at = DUE + hours * HOUR
        plan_reminders(at=at)
        assert send_due(at=at) == 0
        if hours == 24:
            cache.clear()
            app.control.purge()
    sink = Sink()
    with serving(sink, smtp_port):
        for minutes in range(0, 90, 10):
            at = DUE + 48 * HOUR + minutes * MINUTE
            plan_reminders(at=at)
            send_due(at=at)
    assert sorted(sink.recipients) == SIX
    assert len({message["Message-ID"] for message in sink.received}) == 6


def test_one_reminder_that_cannot_be_written_keeps_no_other_back(northmere: Northmere, sink: Sink) -> None:
    cycle = make_cycle_under_way(northmere, *PAIRS, starts_on=STARTS_ON)
    with scope(organisation=northmere.organisation.pk):
        enqueue(
            organisation_id=northmere.organisation.pk,
            kind="try-out-tomorrow",
            recipient_id=northmere.leader("Priya").pk,
            cycle_id=cycle.pk,
            period="no day",
            due_at=DUE - MINUTE,
            time_zone="Europe/London",
        )
    plan_reminders(at=DUE)
    assert send_due(at=DUE) == 6
    assert sorted(sink.recipients) == SIX
    with scope(organisation=northmere.organisation.pk):
        poisoned = OutgoingMail.objects.get(period="no day")
    assert (poisoned.state, poisoned.last_error) == ("retry", "ValueError")


def test_two_days_without_a_mail_server_while_colleagues_are_asked(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch, smtp_port: int
) -> None:
    cycle = make_cycle(northmere)
    life = AskingLife(northmere, cycle, monkeypatch, target=grow(northmere, cycle, "Helen"))
    life.puts_question("Amara", "Joanna")
    half_way = life.moment("2026-11-27 09:30")
    for hours in range(48):
        at = life.moment("2026-11-20 14:05") + dt.timedelta(hours=hours)
        assert plan_reminders_of_feedback(at=at) == 0
        assert send_due(at=at) == 0
    sink = Sink()
    with serving(sink, smtp_port):
        for minutes in range(0, 90, 10):
            send_due(at=life.moment("2026-11-22 14:05") + minutes * MINUTE)
    assert sorted(sink.recipients) == ["amara.okafor@northmere.example", "joanna.clarke@northmere.example"]
    assert plan_reminders_of_feedback(at=half_way) == 2
    for hours in range(30):
        at = half_way + dt.timedelta(hours=hours)
        assert plan_reminders_of_feedback(at=at) == 0
        send_due(at=at)
    with serving(sink, smtp_port):
        for minutes in range(0, 90, 10):
            send_due(at=life.moment("2026-11-30 09:30") + minutes * MINUTE)
    assert len(sink.recipients) == 4
    assert len({message["Message-ID"] for message in sink.received}) == 4
