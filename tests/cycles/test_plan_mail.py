"""What calendars are told by mail of what a pair plans, moves and cancels: sent, parsed and read back."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from typing import Any, cast

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PlannedSession
from cycles.services.planned import cancel_all_planned, plan_first_session, take_out_of_plans
from cycles.services.plans import Wanted, plan_of, save_plan
from teams.models import Leader
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, log, make_cycle, pair_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
DECEMBER = dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC)
APRIL = dt.datetime(2027, 4, 6, 9, tzinfo=dt.UTC)
"""Ten in London as well: clocks have gone forward."""
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
PLAN = "http://127.0.0.1:8000/o/northmere/t/leadership-team/sessions/plan/"


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere)


def save(cast_: Northmere, cycle: Cycle, name: str, *lines: Wanted, at: dt.datetime = NOW) -> None:
    with as_(cast_, name):
        pair = pair_of(cycle, cast_.leader(name))
        seen = plan_of(pair, at=at).seen
        leader, by = cast_.leader(name), cast_.person(name)
        save_plan(pair=pair, leader=leader, wanted=lines, seen=seen, by=by, at=at)


def planned(cast_: Northmere, starts_at: dt.datetime) -> PlannedSession:
    with scope(organisation=cast_.organisation.pk):
        return PlannedSession.objects.get(starts_at=starts_at)


def sent(at: dt.datetime) -> dict[str, EmailMultiAlternatives]:
    """What goes out at that moment, by first name; one message each at the most."""
    outgoing.outbox.clear()
    send_due(at=at)
    found = {message.to[0].split(".")[0].title(): message for message in outgoing.outbox}
    assert len(found) == len(outgoing.outbox)
    return cast(dict[str, EmailMultiAlternatives], found)


def calendar_of(message: EmailMultiAlternatives) -> tuple[Any, list[Any]]:
    """The calendar of a message as a mail program takes it out, and its events."""
    read = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    parts = [part for part in read.walk() if part.get_content_type() == "text/calendar"]
    [part] = cast(list[Any], parts)
    calendar: Any = Calendar.from_ical(part.get_content())
    assert part["Content-Type"].params["method"] == calendar["method"]
    return calendar, calendar.walk("VEVENT")


def test_one_hour_is_an_invitation_to_both(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60, "Room 3"))
    assert sent(NOW + 4 * MINUTE) == {}
    messages = sent(NOW + 5 * MINUTE)
    assert {name: message.subject for name, message in messages.items()} == {
        "Helen": "Your hour with Priya: Tuesday 1 December, 10.00",
        "Priya": "Your hour with Helen: Tuesday 1 December, 10.00",
    }
    calendar, [event] = calendar_of(messages["Priya"])
    assert (calendar["method"], event["uid"], event["sequence"]) == (
        "REQUEST",
        planned(northmere, DECEMBER).uid,
        0,
    )
    assert (event["summary"], event["location"], event["class"]) == (
        "Coaching hour with Helen",
        "Room 3",
        "PRIVATE",
    )
    assert [str(asked) for asked in event["attendee"]] == [
        "mailto:helen.armitage@northmere.example",
        "mailto:priya.nair@northmere.example",
    ]
    assert str(event["organizer"]) == f"mailto:{messages['Priya'].from_email.split('<')[1].rstrip('>')}"
    assert "Helen planned it: 1 hour, Room 3." in messages["Priya"].body
    assert "You planned it: 1 hour, Room 3." in messages["Helen"].body
    assert f"Look at the plan:\n{PLAN}" in messages["Priya"].body
    assert "List-Unsubscribe" not in messages["Priya"].extra_headers
    assert sent(NOW + HOUR) == {}


def test_each_of_several_is_an_invitation_of_its_own(northmere: Northmere, cycle: Cycle) -> None:
    """Calendars take one event from a message."""
    months = [DECEMBER + dt.timedelta(weeks=5), DECEMBER + dt.timedelta(weeks=9), APRIL]
    save(northmere, cycle, "Helen", *[Wanted(moment, 60, "Room 3") for moment in months])
    outgoing.outbox.clear()
    send_due(at=NOW + HOUR)
    to_priya = [one for one in outgoing.outbox if one.to == ["priya.nair@northmere.example"]]
    assert len(outgoing.outbox) == 2 * len(to_priya) == 6
    found = []
    for message in cast(list[EmailMultiAlternatives], to_priya):
        calendar, [event] = calendar_of(message)
        assert calendar["method"] == "REQUEST"
        found.append((str(event["dtstart"].dt)[:16], message.subject, str(event["uid"])))
    # Ten stays ten.
    assert [(starts, subject) for starts, subject, _uid in sorted(found)] == [
        ("2027-01-05 10:00", "Your hour with Helen: Tuesday 5 January, 10.00"),
        ("2027-02-02 10:00", "Your hour with Helen: Tuesday 2 February, 10.00"),
        ("2027-04-06 10:00", "Your hour with Helen: Tuesday 6 April, 10.00"),
    ]
    assert len({uid for _starts, _subject, uid in found}) == 3


def test_moved_is_the_same_hour_with_a_higher_number(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    before = calendar_of(sent(NOW + 5 * MINUTE)["Helen"])[1][0]
    hour = planned(northmere, DECEMBER)
    save(northmere, cycle, "Priya", Wanted(DECEMBER + HOUR, 90, "", hour.pk), at=NOW + HOUR)
    messages = sent(NOW + 2 * HOUR)
    assert messages["Helen"].subject == "Moved: your hour with Priya is on Tuesday 1 December, 11.00"
    assert "Priya changed it: 1 hour 30 minutes." in messages["Helen"].body
    calendar, [event] = calendar_of(messages["Helen"])
    assert (calendar["method"], event["uid"], event["sequence"]) == ("REQUEST", before["uid"], 1)
    assert event["duration"].dt == dt.timedelta(minutes=90)


def test_what_is_moved_again_within_five_minutes_is_told_once(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    hour = planned(northmere, DECEMBER)
    save(northmere, cycle, "Helen", Wanted(DECEMBER + HOUR, 60, "", hour.pk), at=NOW + 2 * MINUTE)
    assert sent(NOW + 5 * MINUTE) == {}
    assert "11.00" in sent(NOW + 7 * MINUTE)["Priya"].subject


def test_cancelled_takes_it_out_again(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60, "Room 3"))
    before = calendar_of(sent(NOW + 5 * MINUTE)["Priya"])[1][0]
    hour = planned(northmere, DECEMBER)
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60, "Room 3", hour.pk, dropped=True), at=NOW + HOUR)
    messages = sent(NOW + 2 * HOUR)
    assert {name: message.subject for name, message in messages.items()} == {
        "Helen": "Your hour with Priya on Tuesday 1 December, 10.00 is cancelled",
        "Priya": "Your hour with Helen on Tuesday 1 December, 10.00 is cancelled",
    }
    calendar, [event] = calendar_of(messages["Priya"])
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    for name in ("uid", "organizer", "attendee", "dtstart"):
        assert event[name] == before[name]


def test_nobody_hears_of_what_came_and_went_within_minutes(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    hour = planned(northmere, DECEMBER)
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60, "", hour.pk, dropped=True), at=NOW + MINUTE)
    assert sent(NOW + HOUR) == {}
    with scope(organisation=northmere.organisation.pk):
        assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"suppressed"}


def test_each_of_several_that_were_told_together_can_be_cancelled(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60), Wanted(APRIL, 60))
    send_due(at=NOW + 5 * MINUTE)
    for moment in (DECEMBER, APRIL):
        hour = planned(northmere, moment)
        save(northmere, cycle, "Helen", Wanted(moment, 60, "", hour.pk, dropped=True), at=NOW + HOUR)
        _calendar, [event] = calendar_of(sent(NOW + 2 * HOUR)["Priya"])
        assert event["uid"] == hour.uid


def test_a_pair_that_ends_is_told_of_its_hours_and_of_nothing_new(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    sent(NOW + 5 * MINUTE)
    save(northmere, cycle, "Helen", Wanted(APRIL, 60), at=NOW + 10 * MINUTE)
    ended_at = NOW + 11 * MINUTE
    with scope(organisation=northmere.organisation.pk):
        pair = Pair.objects.get(planned_sessions__starts_at=DECEMBER)
        pair.members.update(left_at=ended_at)
        Pair.objects.filter(pk=pair.pk).update(ended_at=ended_at)
        assert cancel_all_planned(pair=pair, at=ended_at) == 2
    assert {name: message.subject for name, message in sent(NOW + HOUR).items()} == {
        "Helen": "Your hour with Priya on Tuesday 1 December, 10.00 is cancelled",
        "Priya": "Your hour with Helen on Tuesday 1 December, 10.00 is cancelled",
    }


def test_whoever_left_the_team_gets_nothing_and_the_other_does(northmere: Northmere, cycle: Cycle) -> None:
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    sent(NOW + 5 * MINUTE)
    with scope(organisation=northmere.organisation.pk):
        pair = Pair.objects.get(planned_sessions__starts_at=DECEMBER)
        Leader.objects.filter(pk=northmere.leader("Helen").pk).update(left_on=NOW.date())
        cancel_all_planned(pair=pair, at=NOW + HOUR)
    assert list(sent(NOW + 2 * HOUR)) == ["Priya"]


def test_all_three_of_a_trio(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    save(northmere, cycle, "Idris", Wanted(DECEMBER, 60))
    messages = sent(NOW + 5 * MINUTE)
    assert sorted(messages) == ["Helen", "Idris", "Priya"]
    assert messages["Helen"].subject == "Your hour with Idris and Priya: Tuesday 1 December, 10.00"
    assert len(calendar_of(messages["Helen"])[1][0]["attendee"]) == 3


def test_whoever_leaves_a_trio_is_taken_out_and_the_others_keep_the_hour(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    before = calendar_of(sent(NOW + 5 * MINUTE)["Idris"])[1][0]
    idris = northmere.leader("Idris")
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, idris)
        pair.members.filter(leader=idris).update(left_at=NOW + HOUR)
        take_out_of_plans(pair=pair, leader=idris, at=NOW + HOUR)
    messages = sent(NOW + HOUR)
    assert {name: message.subject for name, message in messages.items()} == {
        "Idris": "You no longer meet Helen and Priya on Tuesday 1 December, 10.00"
    }
    calendar, [event] = calendar_of(messages["Idris"])
    assert (calendar["method"], event["uid"], event["sequence"]) == ("CANCEL", before["uid"], 1)
    assert planned(northmere, DECEMBER).sequence == 0


def test_whoever_left_hears_nothing_of_what_the_others_do_then(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Helen", "Priya", "Idris"), ("Amara", "Vikram")])
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    sent(NOW + 5 * MINUTE)
    idris, hour = northmere.leader("Idris"), planned(northmere, DECEMBER)
    with scope(organisation=northmere.organisation.pk):
        pair = pair_of(cycle, idris)
        pair.members.filter(leader=idris).update(left_at=NOW + HOUR)
        take_out_of_plans(pair=pair, leader=idris, at=NOW + HOUR)
    save(northmere, cycle, "Helen", Wanted(DECEMBER + HOUR, 60, "", hour.pk), at=NOW + HOUR)
    # The others have moved it before the message was written: where to is not the leaver's to read.
    assert sorted(sent(NOW + 2 * HOUR)) == ["Helen", "Priya"]
    save(northmere, cycle, "Helen", Wanted(DECEMBER + HOUR, 60, "", hour.pk, dropped=True), at=NOW + 3 * HOUR)
    assert sorted(sent(NOW + 4 * HOUR)) == ["Helen", "Priya"]


def test_what_was_chosen_at_the_board_is_told_too(northmere: Northmere, cycle: Cycle) -> None:
    helen = northmere.leader("Helen")
    with scope(organisation=northmere.organisation.pk):
        plan_first_session(
            pair=pair_of(cycle, helen),
            leader=helen,
            starts_at=DECEMBER,
            minutes=60,
            place="",
            seen="",
            by=helen,
            at=NOW,
        )
    assert sorted(sent(NOW + 5 * MINUTE)) == ["Helen", "Priya"]


def test_in_words_when_a_time_comes_twice(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, time_zone="Australia/Lord_Howe")
    twice = dt.datetime(2027, 4, 3, 14, 45, tzinfo=dt.UTC)
    save(northmere, cycle, "Helen", Wanted(twice, 60))
    body = sent(NOW + 5 * MINUTE)["Priya"].body
    assert "The clocks go back then, and 1.45 comes twice. This is the first." in body


def test_nothing_private_goes_along(northmere: Northmere, cycle: Cycle) -> None:
    log(northmere, cycle, "Helen", NOW.date(), pair_note="CANARY-PAIR", private_note="CANARY-OWN")
    save(northmere, cycle, "Helen", Wanted(DECEMBER, 60))
    messages = sent(NOW + 5 * MINUTE)
    assert len(messages) == 2
    for message in messages.values():
        assert b"CANARY" not in message.message().as_bytes()
        assert "CANARY" not in str(calendar_of(message)[1])
