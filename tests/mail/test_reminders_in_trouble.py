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
from tests.cast import Northmere
from tests.cycles.under_way import PAIRS, make_cycle_under_way
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
