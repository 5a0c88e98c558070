"""Hours and holidays of one's own: reminders wait for them, everything else goes out."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.leasing import take_due
from coachingpairs.mail.models import MailHours
from coachingpairs.mail.rehearsing import rehearsal, rehearse
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from tests.cast import Northmere
from tests.mail.letters import GROUPED, LETTER, post, row, states

pytestmark = pytest.mark.django_db

AT = dt.datetime(2027, 3, 2, 9, 30, tzinfo=dt.UTC)
"""A Tuesday."""
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LONDON = "Europe/London"


@pytest.fixture
def here(northmere: Northmere) -> UUID:
    return northmere.organisation.pk


def wants(here: UUID, recipient: UUID, **hours: dt.time | dt.date) -> None:
    with scope(organisation=here):
        MailHours.objects.create(organisation_id=here, recipient_id=recipient, **hours)


def test_a_reminder_waits_for_hours_of_ones_own(here: UUID) -> None:
    [ann] = post(here, "ann", kind=GROUPED, due_at=AT, time_zone=LONDON)
    post(here, "bo", kind=GROUPED, due_at=AT, time_zone=LONDON)
    wants(here, ann, opens=dt.time(14), closes=dt.time(16))
    assert send_due(at=AT) == 1
    waiting = row(here, "ann")
    assert (waiting.state, waiting.attempts) == ("queued", 0)
    assert waiting.available_at == waiting.due_at == AT.replace(hour=14, minute=0)
    assert send_due(at=AT.replace(hour=13, minute=59)) == 0
    assert send_due(at=AT.replace(hour=14, minute=0)) == 1
    assert states(here) == {"ann": "sent", "bo": "sent"}


def test_missed_hours_come_again_on_the_next_working_day(here: UUID) -> None:
    friday = AT + 3 * DAY
    [ann] = post(here, "ann", kind=GROUPED, due_at=friday, time_zone=LONDON)
    wants(here, ann, opens=dt.time(9), closes=dt.time(10))
    assert send_due(at=friday + HOUR) == 0
    assert row(here, "ann").available_at == dt.datetime(2027, 3, 8, 9, tzinfo=dt.UTC)


def test_nothing_before_somebody_is_back(here: UUID) -> None:
    [ann] = post(here, "ann", kind=GROUPED, due_at=AT, time_zone=LONDON)
    wants(here, ann, not_until=dt.date(2027, 3, 6))
    assert send_due(at=AT) == 0
    monday = dt.datetime(2027, 3, 8, 9, tzinfo=dt.UTC)
    assert row(here, "ann").available_at == monday
    assert send_due(at=monday) == 1


def test_what_is_too_late_when_somebody_is_back_does_not_come(here: UUID) -> None:
    [ann] = post(here, "ann", kind=GROUPED, due_at=AT, time_zone=LONDON)
    wants(here, ann, not_until=dt.date(2027, 3, 9))
    assert send_due(at=AT) == 0
    assert row(here, "ann").state == "queued"  # at nine on that day it is half an hour short of a week
    [bo] = post(here, "bo", kind=GROUPED, due_at=AT, time_zone=LONDON)
    wants(here, bo, not_until=dt.date(2027, 3, 10))
    assert send_due(at=AT) == 0
    assert row(here, "bo").state == "expired"


def test_what_somebody_else_causes_now_does_not_wait(here: UUID) -> None:
    [ann] = post(here, "ann", kind=LETTER, due_at=AT, time_zone=LONDON)
    [bo] = post(here, "bo", kind=GROUPED, due_at=AT)  # by no clock
    for recipient in (ann, bo):
        wants(here, recipient, not_until=dt.date(2027, 6, 1))
    assert send_due(at=AT) == 2


def test_a_holiday_ended_early_lets_waiting_reminders_wait_on_but_not_new_ones(here: UUID) -> None:
    [ann] = post(here, "ann", kind=GROUPED, due_at=AT, time_zone=LONDON)
    wants(here, ann, not_until=dt.date(2027, 3, 4))
    assert send_due(at=AT) == 0
    with scope(organisation=here):
        MailHours.objects.update(not_until=None)
    assert send_due(at=AT + DAY) == 0
    assert send_due(at=AT + 2 * DAY) == 1


def test_the_database_knows_that_hours_end_after_they_begin_and_are_kept_once(here: UUID) -> None:
    [ann] = post(here, "ann", kind=GROUPED, due_at=AT)
    wants(here, ann)
    with pytest.raises(IntegrityError, match="mail_hours_once"):
        wants(here, ann)
    for closes in (dt.time(14), dt.time(13)):
        with pytest.raises(IntegrityError, match="mail_hours_in_order"):
            wants(here, uuid4(), opens=dt.time(14), closes=closes)


def test_a_rehearsal_knows_of_it(here: UUID) -> None:
    [ann] = post(here, "ann", kind=GROUPED, due_at=AT, time_zone=LONDON)
    wants(here, ann, opens=dt.time(14))
    with rehearsal(here):
        [one] = rehearse(AT)
    assert (one.goes_at, one.to) == (AT.replace(hour=14, minute=0), "")


def test_a_batch_takes_as_many_queries_however_many_hours_are_in_it(here: UUID) -> None:
    wants(here, post(here, "ann", kind=GROUPED, due_at=AT, time_zone=LONDON)[0], opens=dt.time(14))
    few = queries(here)
    for recipient in post(here, *"bcdefghijk", kind=GROUPED, due_at=AT, time_zone=LONDON):
        wants(here, recipient, opens=dt.time(14))
    # Every row is written in a savepoint of its own; nothing else is asked for it.
    assert queries(here) - few == 9 * 2


def queries(here: UUID) -> int:
    with CaptureQueriesContext(connection) as captured:
        take_due(organisation_id=here, due=AT, now=AT)
    return len(captured)
