"""The outbox and a mail server that is down, busy or particular: nothing is lost and nothing repeated."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from coachingpairs import health
from coachingpairs.mail.sending import ServerUnreachable, send_due, send_mail
from tests.cast import Northmere, make_northmere
from tests.mail.letters import post, row, states
from tests.mail.sink import Sink, serving

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2027, 3, 2, 9, 30, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def here(northmere: Northmere) -> UUID:
    return northmere.organisation.pk


def test_an_address_refused_for_good_is_given_up_at_once_without_its_words(here: UUID, sink: Sink) -> None:
    sink.steps["RCPT"] = lambda address: (
        "550 5.1.1 no mailbox ann@northmere.example" if "ann" in address else None
    )
    post(here, "ann", "bo", due_at=AT)
    assert send_due(at=AT) == 1
    assert states(here) == {"ann": "failed", "bo": "sent"}
    assert row(here, "ann").last_error == "SMTPRecipientsRefused 550"
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        ("RCPT", "450 4.2.1 greylisted", "SMTPRecipientsRefused 450"),
        ("RCPT", "552 5.2.2 mailbox full", "SMTPRecipientsRefused 552"),
        ("REFUSE", "451 4.3.0 try again", "SMTPDataError 451"),
    ],
)
def test_a_passing_refusal_is_tried_again_and_given_up_after_five_days(
    here: UUID, sink: Sink, step: str, answer: str, said: str
) -> None:
    sink.steps[step] = lambda _address: answer
    post(here, "ann", due_at=AT)
    assert send_due(at=AT) == 0
    first = row(here, "ann")
    assert (first.state, first.last_error, first.attempts) == ("retry", said, 1)
    assert AT <= first.available_at <= AT + MINUTE
    assert send_due(at=AT + HOUR) == 0
    assert row(here, "ann").attempts == 2
    del sink.steps[step]
    assert send_due(at=AT + 2 * HOUR) == 1
    sent = row(here, "ann")
    assert (sent.state, sent.last_error) == ("sent", "")

    sink.steps[step] = lambda _address: answer
    post(here, "bo", due_at=AT)
    assert send_due(at=AT) == 0
    assert send_due(at=AT + 5 * DAY + MINUTE) == 0
    assert states(here)["bo"] == "failed"


def test_a_connection_lost_in_between_costs_one_message_a_retry(here: UUID, sink: Sink) -> None:
    post(here, "ann", due_at=AT)
    post(here, "bo", due_at=AT + MINUTE)
    sink.steps["RCPT"] = lambda address: "421 bye" if "ann" in address else None
    assert send_due(at=AT + MINUTE) == 1
    assert states(here) == {"ann": "retry", "bo": "sent"}
    assert row(here, "ann").last_error == "SMTPRecipientsRefused 421"
    assert sink.connections == 2


def test_a_mail_server_that_is_down_for_two_days_delays_and_repeats_nothing(
    here: UUID, smtp_port: int
) -> None:
    post(here, "ann", "bo", due_at=AT)
    for hours in range(48):
        assert send_due(at=AT + hours * HOUR) == 0
    waiting = row(here, "ann")
    assert (waiting.state, waiting.last_error) == ("queued", "ConnectionRefusedError")
    sink = Sink()
    with serving(sink, smtp_port):
        assert send_due(at=AT + 49 * HOUR) == 2
        assert send_due(at=AT + 50 * HOUR) == 0
    assert sorted(sink.recipients) == ["ann@northmere.example", "bo@northmere.example"]


def test_an_unreachable_server_ends_the_round_and_shows_in_the_health_report(
    here: UUID, smtp_port: int
) -> None:
    past = dt.datetime.now(dt.UTC) - HOUR
    there = make_northmere("southmere").organisation.pk
    post(here, "ann", due_at=past)
    post(there, "bo", due_at=past + MINUTE)
    assert send_due() == 0
    with pytest.raises(ServerUnreachable, match="ConnectionRefusedError"):
        send_mail(there)
    assert (row(here, "ann").attempts, row(there, "bo").attempts) == (1, 1)
    assert "Mail has been waiting to go out for more than half an hour." in health.report().problems


def test_a_sender_our_server_refuses_is_our_fault_and_nobodys_message_is_given_up(
    here: UUID, sink: Sink
) -> None:
    sink.steps["MAIL"] = lambda _address: "553 5.7.1 not your address"
    post(here, "ann", "bo", due_at=AT)
    assert send_due(at=AT) == 0
    assert states(here) == {"ann": "queued", "bo": "queued"}
    assert row(here, "bo").last_error == "SMTPSenderRefused 553"
    del sink.steps["MAIL"]
    assert send_due(at=AT + HOUR) == 2
