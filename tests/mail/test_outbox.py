from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.outbox import Outgoing, enqueue, enqueue_many
from coachingpairs.tenancy.scope import scope
from tests.cast import Northmere
from tests.mail.letters import LETTER

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def test_a_message_is_due_now_and_kept_for_a_week_unless_it_says_otherwise(northmere: Northmere) -> None:
    before = timezone.now()
    with scope(organisation=northmere.organisation.pk):
        enqueue(organisation_id=northmere.organisation.pk, kind=LETTER, recipient_id=uuid.uuid4())
        mail = OutgoingMail.objects.get()
    assert before <= mail.due_at <= timezone.now()
    assert mail.available_at == mail.due_at
    assert mail.expires_at - mail.due_at == dt.timedelta(days=7)
    assert (mail.state, mail.attempts, mail.time_zone) == ("queued", 0, "")
    assert mail.message_id.endswith("@127.0.0.1>")


def test_the_same_message_twice_is_one(northmere: Northmere) -> None:
    leader, pair = uuid.uuid4(), uuid.uuid4()
    with scope(organisation=northmere.organisation.pk):
        for subject_id in (None, None, pair, pair):
            enqueue(
                organisation_id=northmere.organisation.pk,
                kind=LETTER,
                recipient_id=leader,
                subject_id=subject_id,
                period="2027-03",
            )
        assert OutgoingMail.objects.count() == 2


def test_a_message_goes_with_the_transaction_of_its_cause(northmere: Northmere) -> None:
    class NotAfterAll(Exception):
        pass

    def cause() -> None:
        with scope(organisation=northmere.organisation.pk):
            enqueue(organisation_id=northmere.organisation.pk, kind=LETTER, recipient_id=uuid.uuid4())
            assert OutgoingMail.objects.count() == 1
            raise NotAfterAll

    with pytest.raises(NotAfterAll):
        cause()
    with scope(organisation=northmere.organisation.pk):
        assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("number", [1, 30])
def test_many_messages_take_two_queries(
    northmere: Northmere, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with scope(organisation=northmere.organisation.pk):
        messages = [Outgoing(uuid.uuid4()) for _one in range(number)]
        with django_assert_num_queries(2):
            added = enqueue_many(organisation_id=northmere.organisation.pk, kind=LETTER, messages=messages)
        assert added == number
        again = enqueue_many(organisation_id=northmere.organisation.pk, kind=LETTER, messages=messages)
        assert again == 0


def test_the_worker_is_woken_for_what_is_due_and_new_alone(
    northmere: Northmere, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    here, leader = northmere.organisation.pk, uuid.uuid4()
    woken = []
    for due_at in (None, None, timezone.now() + HOUR):
        with scope(organisation=here), django_capture_on_commit_callbacks() as callbacks:
            enqueue(
                organisation_id=here,
                kind=LETTER,
                recipient_id=leader,
                period="later" if due_at else "",
                due_at=due_at,
            )
        woken.append(len(callbacks))
    assert woken == [1, 0, 0]
