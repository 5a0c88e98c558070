"""Leaders are told when the Awayday is: once it stands, when it moves, and when it does not take place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from awayday.models import Awayday
from awayday.services.doors import open_doors
from awayday.services.planning import Plan, cancel_awayday, plan_awayday
from coachingpairs.mail.choices import Choices, save_choices
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from cycles.services.cycles import delete_draft
from teams.models import Leader
from tests.awayday.held import PLAN, draft
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, make_cycle
from tests.cycles.pages import signed_in
from tests.cycles.reminding import first_name
from tests.cycles.under_way import leave_team

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
"""A Wednesday, a fortnight before PLAN's 1 December."""
SOON, MINUTE, HOUR, DAY = (
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=1),
    dt.timedelta(hours=1),
    dt.timedelta(1),
)
EVERYBODY = ["Amara", "Helen", "Idris", "Joanna", "Maggie", "Priya", "Siobhan", "Vikram"]
FIRST, CHANGED = "The Awayday is on Tuesday 1 December", "Changed: the Awayday on Wednesday 2 December"
LATER = replace(PLAN, held_on=dt.date(2026, 12, 2), venue="", starts_at=dt.time(14), ends_at=dt.time(17, 30))


@pytest.fixture
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def ahead(northmere: Northmere) -> Cycle:
    """The next cycle, being prepared while another is under way."""
    make_cycle(northmere, starts_on=dt.date(2026, 6, 1))
    with scope(organisation=northmere.organisation.pk):
        return draft(northmere)


def plan(cast: Northmere, cycle: Cycle, plan: Plan = PLAN, at: dt.datetime = AT) -> Awayday:
    with scope(organisation=cast.organisation.pk):
        return plan_awayday(opens=cycle, plan=plan, by=cast.facilitator, at=at)


def cancel(cast: Northmere, awayday: Awayday, at: dt.datetime) -> int:
    with scope(organisation=cast.organisation.pk):
        return cancel_awayday(awayday=awayday, by=cast.facilitator, at=at)


def sent(at: dt.datetime) -> list[EmailMultiAlternatives]:
    outgoing.outbox.clear()
    send_due(at=at)
    return sorted(outgoing.outbox, key=lambda message: message.to[0])  # type: ignore[arg-type]


def names(messages: list[EmailMultiAlternatives]) -> list[str]:
    return [first_name(message) for message in messages]


def event_of(message: EmailMultiAlternatives) -> tuple[str, Any]:
    """Method and event, as a mail program finds them beside the text."""
    whole = message.message()
    parts = [part for part in whole.walk() if part.get_content_type() == "text/calendar"]
    [part] = parts
    content: Any = part.get_payload(decode=True)
    calendar: Any = Calendar.from_ical(content)
    assert part.get_param("method") == calendar["method"]
    [event] = calendar.walk("VEVENT")
    return str(calendar["method"]), event


TEXT = """\
Dear Priya, the Awayday is on Tuesday 1 December

From 9.00 to 13.00, The Old Library, Northmere. It closes cycle 1 and opens cycle 2: those who wish share \
what they learnt, then everybody chooses a partner, somebody new.

From elsewhere:
https://calls.northmere.example/awayday

A question until then: with whom, in a part of the house you know too little of, would you like to think?

Open your page:
http://127.0.0.1:8000/o/northmere/t/leadership-team/

--
Sent to every leader of Leadership team at Northmere on behalf of Esther Boateng, who looks after \
Coaching Pairs.

Fewer notes like this: UNSUBSCRIBE
"""


def test_every_leader_is_told_once_the_plan_has_stood_for_five_minutes(
    northmere: Northmere, ahead: Cycle
) -> None:
    awayday = plan(northmere, ahead)
    assert sent(AT + SOON - MINUTE) == []
    notes = sent(AT + SOON)
    assert names(notes) == EVERYBODY
    assert {note.subject for note in notes} == {FIRST}
    priya = notes[5]
    stop = priya.extra_headers["List-Unsubscribe"].strip("<>")
    assert priya.body == TEXT.replace("UNSUBSCRIBE", stop)
    method, event = event_of(priya)
    assert (method, event["uid"], event["sequence"]) == ("REQUEST", f"awayday-{awayday.pk}@coaching-pairs", 0)
    assert event["summary"] == "Awayday, Leadership team"
    assert event.DTSTART.astimezone(dt.UTC) == dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    assert event["attendee"] == "mailto:priya.nair@northmere.example"
    assert sent(AT + DAY) == []


def test_corrections_within_five_minutes_are_one_message(northmere: Northmere, ahead: Cycle) -> None:
    plan(northmere, ahead)
    plan(northmere, ahead, LATER, at=AT + MINUTE)
    plan(northmere, ahead, LATER, at=AT + 2 * MINUTE)  # the same again
    notes = sent(AT + 3 * SOON)
    assert names(notes) == EVERYBODY
    assert {note.subject for note in notes} == {"The Awayday is on Wednesday 2 December"}
    assert event_of(notes[0])[1]["sequence"] == 1


def test_a_day_that_moves_moves_in_every_calendar(northmere: Northmere, ahead: Cycle) -> None:
    awayday = plan(northmere, ahead)
    before = event_of(sent(AT + SOON)[0])[1]
    plan(northmere, ahead, LATER, at=AT + HOUR)
    notes = sent(AT + HOUR + SOON)
    assert names(notes) == EVERYBODY
    assert {note.subject for note in notes} == {CHANGED}
    assert "Its plan has changed. From 14.00 to 17.30. It closes" in notes[0].body
    method, event = event_of(notes[0])
    assert (method, event["uid"], event["sequence"]) == ("REQUEST", before["uid"], awayday.sequence + 1)
    assert event.DTSTART.astimezone(dt.UTC) == dt.datetime(2026, 12, 2, 14, tzinfo=dt.UTC)


def test_one_that_does_not_take_place_leaves_every_calendar_that_has_it(
    northmere: Northmere, ahead: Cycle
) -> None:
    awayday = plan(northmere, ahead)
    before = event_of(sent(AT + SOON)[0])[1]
    assert cancel(northmere, awayday, AT + HOUR) == 8
    notes = sent(AT + HOUR)
    assert names(notes) == EVERYBODY
    assert {note.subject for note in notes} == {"The Awayday on Tuesday 1 December is cancelled"}
    method, event = event_of(notes[0])
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    assert (event["uid"], event["sequence"]) == (before["uid"], 1)
    assert event.DTSTART == before.DTSTART
    assert event["attendee"] == before["attendee"]
    again = plan(northmere, ahead, at=AT + 2 * HOUR)
    other = event_of(sent(AT + 2 * HOUR + SOON)[0])[1]
    assert other["uid"] == f"awayday-{again.pk}@coaching-pairs" != before["uid"]


@pytest.mark.usefixtures("friday")
def test_it_is_taken_out_too_when_the_draft_that_it_opens_is_deleted(
    northmere: Northmere, ahead: Cycle
) -> None:
    plan(northmere, ahead)
    assert names(sent(AT + SOON)) == EVERYBODY
    with scope(organisation=northmere.organisation.pk):
        delete_draft(cycle=ahead, by=northmere.facilitator)
    notes = sent(NOW)
    assert names(notes) == EVERYBODY
    assert {event_of(note)[0] for note in notes} == {"CANCEL"}


def test_whoever_was_not_told_is_not_told_of_the_cancelling_either(
    northmere: Northmere, ahead: Cycle
) -> None:
    awayday = plan(northmere, ahead)
    assert cancel(northmere, awayday, AT + MINUTE) == 0
    assert sent(AT + DAY) == []
    with scope(organisation=northmere.organisation.pk):
        assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"suppressed"}


def test_the_first_awayday_of_a_team_is_still_a_draft_nobody_is_told_of(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        cycle = draft(northmere)
    awayday = plan(northmere, cycle)
    assert sent(AT + SOON) == []
    assert cancel(northmere, awayday, AT + HOUR) == 0


def test_nobody_is_told_of_one_that_begins_at_once_or_has_begun(northmere: Northmere, ahead: Cycle) -> None:
    begins = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    plan(northmere, ahead, at=begins - SOON)
    assert sent(begins) == []
    plan(northmere, ahead, replace(PLAN, venue="Elsewhere"), at=begins + HOUR)
    assert sent(begins + 2 * HOUR) == []


def test_late_but_not_once_the_doors_have_opened(northmere: Northmere, ahead: Cycle) -> None:
    awayday = plan(northmere, ahead)
    with scope(organisation=northmere.organisation.pk):
        open_doors(awayday=awayday, by=northmere.facilitator)
    assert sent(AT + SOON) == []


def test_in_working_hours_and_after_a_holiday_that_ends_in_time(northmere: Northmere, ahead: Cycle) -> None:
    for name, back in (("Priya", dt.date(2026, 11, 30)), ("Helen", dt.date(2026, 12, 2))):
        with scope(organisation=northmere.organisation.pk):
            save_choices(
                organisation_id=northmere.organisation.pk,
                recipient_id=northmere.leader(name).pk,
                choices=Choices(not_until=back),
            )
    plan(northmere, ahead, at=AT.replace(hour=20))
    assert sent(AT.replace(hour=21)) == []
    assert names(sent(AT + DAY)) == [name for name in EVERYBODY if name not in ("Priya", "Helen")]
    assert names(sent(dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC))) == ["Priya"]
    assert sent(dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)) == []


def test_not_to_leavers_those_without_an_address_and_those_who_want_none(
    northmere: Northmere, ahead: Cycle
) -> None:
    plan(northmere, ahead)
    leave_team(northmere, "Amara")
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Helen").pk).update(person=None, email="")
        save_choices(
            organisation_id=northmere.organisation.pk,
            recipient_id=northmere.leader("Idris").pk,
            choices=Choices(frozenset({"awayday"})),
        )
    make_northmere("southmere")
    assert names(sent(AT + SOON)) == ["Joanna", "Maggie", "Priya", "Siobhan", "Vikram"]


def test_the_facilitator_reads_beforehand_who_is_told(northmere: Northmere, ahead: Cycle) -> None:
    client = signed_in(northmere, "facilitator")
    address = f"{northmere.base}cycles/{ahead.number}/awayday/plan/"
    assert "every leader of Leadership team is sent the date" in client.get(address).text
    plan(northmere, ahead)
    answer = client.post(f"{northmere.base}cycles/{ahead.number}/awayday/plan/cancelling/", follow=True)
    assert "The Awayday is cancelled. Nobody had been told its date." in answer.text
