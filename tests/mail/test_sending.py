"""The outbox and a mail server that does its work: what is due and wanted goes out once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, connections

from coachingpairs.mail.models import OutgoingMail, Unsubscription
from coachingpairs.mail.sending import send_due, send_mail
from coachingpairs.tenancy.scope import scope
from tests.cast import Northmere, make_northmere
from tests.mail.letters import BREAKING, GROUPED, LETTER, POISON, UNWANTED, post, row, states
from tests.mail.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2027, 3, 2, 9, 30, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def here(northmere: Northmere) -> UUID:
    return northmere.organisation.pk


def test_what_is_due_goes_out_once_over_one_connection(here: UUID, sink: Sink) -> None:
    post(here, "ann", "bo", "cy", due_at=AT)
    post(here, "later", due_at=AT + MINUTE)
    assert send_due(at=AT) == 3
    assert send_due(at=AT) == 0
    assert sorted(sink.recipients) == [
        "ann@northmere.example",
        "bo@northmere.example",
        "cy@northmere.example",
    ]
    assert sink.connections == 1
    assert states(here) == {"ann": "sent", "bo": "sent", "cy": "sent", "later": "queued"}
    assert row(here, "ann").sent_at == AT


def test_more_than_a_batch_and_every_organisation(here: UUID, sink: Sink) -> None:
    there = make_northmere("southmere").organisation.pk
    post(here, *(f"n{number:02}" for number in range(30)), due_at=AT)
    post(there, "southerner", due_at=AT - HOUR)
    assert send_due(at=AT) == 31
    assert sink.recipients[0] == "southerner@northmere.example"
    assert sink.connections == 2  # one an organisation, however many batches
    assert set(states(here).values()) == {"sent"}
    assert states(there) == {"southerner": "sent"}


def test_the_headers_of_a_message(here: UUID, sink: Sink) -> None:
    post(here, "ann", kind=GROUPED, due_at=AT)
    post(here, "bo", kind=LETTER, due_at=AT)
    send_due(at=AT)
    note, letter = sorted(sink.received, key=lambda message: message["To"])
    assert note["From"] == "Coaching Pairs <pairs@localhost>"
    assert note["Message-ID"] == row(here, "ann").message_id
    assert abs(note["Date"].datetime.replace(tzinfo=dt.UTC) - dt.datetime.now(dt.UTC)) < MINUTE
    assert note["Auto-Submitted"] == "auto-generated"
    assert note["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = note["List-Unsubscribe"].strip(" <>")
    assert address.startswith("http://127.0.0.1:8000/unsubscribe/")
    assert [part.get_content_type() for part in note.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in note.iter_parts())
    assert f"Fewer notes like this: {address}\n" in text.replace("\r\n", "\n")
    assert f'href="{address}"' in html
    assert letter["List-Unsubscribe"] is None
    assert letter["List-Unsubscribe-Post"] is None
    assert letter["Auto-Submitted"] == "auto-generated"


def test_twenty_senders_at_once_send_each_message_once(here: UUID, sink: Sink) -> None:
    names = [f"n{number:03}" for number in range(60)]
    post(here, *names, due_at=AT)

    def sender(_number: int) -> int:
        try:
            return send_due(at=AT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(sender, range(20))) == 60
    assert sorted(sink.recipients) == [f"{name}@northmere.example" for name in names]


def test_a_message_that_cannot_be_written_is_parked_and_the_rest_goes_out(here: UUID, sink: Sink) -> None:
    post(here, "poisoned", kind=POISON, due_at=AT - HOUR)
    post(here, "unheard-of", kind="no-such-kind", due_at=AT - HOUR)
    post(here, "ann", "bo", due_at=AT)
    assert send_due(at=AT) == 2
    assert states(here) == {"poisoned": "retry", "unheard-of": "retry", "ann": "sent", "bo": "sent"}
    assert row(here, "poisoned").last_error == "CannotWrite"
    assert row(here, "unheard-of").last_error == "KeyError"
    assert send_due(at=AT + 5 * DAY) == 0
    assert states(here)["poisoned"] == "failed"
    with scope(organisation=here):
        given_up = OutgoingMail.objects.undeliverable().values_list("period", flat=True)
        assert sorted(given_up) == ["poisoned", "unheard-of"]


def test_a_row_that_makes_no_valid_message_breaks_no_other(here: UUID, sink: Sink) -> None:
    post(here, "line\nbreak", "good", kind=LETTER, due_at=AT)
    post(here, "nowhere", kind=LETTER, due_at=AT, time_zone="Nowhere/Atall")
    assert send_due(at=AT) == 1
    assert states(here) == {"line\nbreak": "retry", "good": "sent", "nowhere": "retry"}


def test_a_writer_that_breaks_its_transaction_breaks_no_other(here: UUID, sink: Sink) -> None:
    post(here, "broken", kind=BREAKING, due_at=AT - HOUR)
    post(here, "good", due_at=AT)
    assert send_due(at=AT) == 1
    assert states(here) == {"broken": "retry", "good": "sent"}
    assert row(here, "broken").last_error == "ProgrammingError"


def test_a_message_nobody_wants_any_more_is_suppressed(here: UUID, sink: Sink) -> None:
    post(here, "met-meanwhile", kind=UNWANTED, due_at=AT)
    [stopped] = post(here, "has-stopped", kind=GROUPED, due_at=AT)
    [stopped_letter] = post(here, "has-stopped-notes", kind=LETTER, due_at=AT)
    with scope(organisation=here):
        for recipient in (stopped, stopped_letter):
            Unsubscription.objects.create(organisation_id=here, recipient_id=recipient, group="test-notes")
    assert send_due(at=AT) == 1
    assert states(here) == {
        "met-meanwhile": "suppressed",
        "has-stopped": "suppressed",
        "has-stopped-notes": "sent",
    }


def test_too_late_is_not_sent(here: UUID, sink: Sink) -> None:
    post(here, "ann", due_at=AT, days=3)
    assert send_due(at=AT + 3 * DAY) == 0
    assert states(here) == {"ann": "expired"}
    assert sink.received == []


def test_a_message_with_a_time_zone_waits_for_working_hours(here: UUID, sink: Sink) -> None:
    friday_evening = dt.datetime(2027, 3, 5, 17, 0, tzinfo=dt.UTC)
    post(here, "ann", due_at=friday_evening, time_zone="Europe/London")
    post(here, "bo", due_at=friday_evening, time_zone="America/New_York")
    post(here, "cy", due_at=friday_evening, time_zone="Europe/London", days=2)
    assert send_due(at=friday_evening) == 1
    assert sink.recipients == ["bo@northmere.example"]
    assert row(here, "ann").available_at == dt.datetime(2027, 3, 8, 9, 0, tzinfo=dt.UTC)
    assert states(here) == {"ann": "queued", "bo": "sent", "cy": "expired"}
    assert send_due(at=dt.datetime(2027, 3, 8, 9, 0, tzinfo=dt.UTC)) == 1


def test_a_lost_lease_changes_nothing_for_whoever_holds_it_now(here: UUID, sink: Sink) -> None:
    """The first sender is so slow that its lease runs out while a message is being taken."""

    def second_sender(_address: object) -> None:
        del sink.steps["DATA"]
        with ThreadPoolExecutor(1) as thread:
            thread.submit(_send_and_close, AT + HOUR).result()

    sink.steps["DATA"] = second_sender
    post(here, "ann", due_at=AT)
    assert send_due(at=AT) == 1
    assert len({message["Message-ID"] for message in sink.received}) == 1
    assert row(here, "ann").sent_at == AT + HOUR


def _send_and_close(at: dt.datetime) -> int:
    try:
        return send_due(at=at)
    finally:
        connections.close_all()


def test_what_a_round_has_no_time_for_is_given_back_untried(here: UUID, sink: Sink) -> None:
    post(here, "ann", "bo", due_at=AT)
    assert send_mail(here, at=AT, lasts=-MINUTE) == 0
    assert [(one.state, one.attempts) for one in (row(here, "ann"), row(here, "bo"))] == [("queued", 0)] * 2
    assert send_mail(here, at=AT) == 2
    assert len(sink.received) == 2


def test_messages_are_handed_over_outside_of_any_transaction(here: UUID, sink: Sink) -> None:
    """While the server thinks, no transaction of ours is open: another connection sees none idle in one."""
    seen: list[int] = []

    def look(_address: object) -> None:
        with ThreadPoolExecutor(1) as thread:
            seen.append(thread.submit(_idle_in_transaction).result())

    sink.steps["DATA"] = look
    post(here, "ann", due_at=AT)
    assert send_due(at=AT) == 1
    assert seen == [0]


def _idle_in_transaction() -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state = 'idle in transaction'"
            )
            return int(cursor.fetchone()[0])
    finally:
        connections.close_all()
