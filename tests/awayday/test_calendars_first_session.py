"""The first hour of a pair: chosen on the phone once the pairs are sealed, and in the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from awayday.models import Awayday
from awayday.services.doors import close_doors
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair, PlannedSession
from tests.awayday.at_the_door import base_of, by_card, facilitator
from tests.awayday.held import choosing
from tests.awayday.sealed import NOON, sealed
from tests.cast import Northmere
from tests.cycles.pages import hidden, signed_in, words

pytestmark = pytest.mark.django_db
TUESDAY = {"day": "2026-12-08", "time": "10:00", "minutes": "60", "place": "", "seen": ""}
HTMX = {"HX-Request": "true", "HX-Target": "first-session"}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def awayday(northmere: Northmere) -> Awayday:
    return sealed(northmere)


def card_of(cast: Northmere, awayday: Awayday) -> str:
    return f"{base_of(cast, awayday)}first-session/"


def file_of(cast: Northmere, awayday: Awayday) -> str:
    return f"{base_of(cast, awayday)}first-session.ics"


def planned(cast: Northmere) -> list[tuple[str, dt.datetime, int, str, int]]:
    with scope(organisation=cast.organisation.pk):
        rows = PlannedSession.objects.select_related("planned_by")
        return [(row.planned_by.called, row.starts_at, row.minutes, row.place, row.sequence) for row in rows]


def event_in(response: Any) -> Any:
    assert response.status_code == 200
    calendar: Any = Calendar.from_ical(response.content)
    [event] = calendar.walk("VEVENT")
    return event


def test_a_guest_puts_it_in_and_the_partner_sees_it(northmere: Northmere, awayday: Awayday) -> None:
    helen, priya = by_card(northmere, awayday, "Helen"), signed_in(northmere, "Priya")
    address = card_of(northmere, awayday)
    page = words(helen.get(address, headers=HTMX))
    assert (
        "When do you meet? Find Priya and choose an hour while you are both here. "
        "It is easier now than by email."
    ) in page
    assert "You and Priya Day Time For how long" in page
    assert "Put our first hour in the calendar" in page
    phone = helen.get(f"{base_of(northmere, awayday)}phone/").text
    assert 'For everything that is yours alone, <a href="/account/login/">sign in</a>.' in phone
    sent = {**TUESDAY, "place": "Room 3"}
    answer = helen.post(address, sent, headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().startswith('<section class="card" id="first-session"')
    assert "Tuesday 8 December, 10.00 1 hour, Room 3 You chose this. Add it to my calendar" in words(answer)
    assert planned(northmere) == [("Helen", dt.datetime(2026, 12, 8, 10, tzinfo=dt.UTC), 60, "Room 3", 0)]
    assert "Tuesday 8 December, 10.00 1 hour, Room 3 Helen chose this." in words(priya.get(address))


def test_the_phone_shows_it_once_the_pairs_are_sealed(northmere: Northmere, awayday: Awayday) -> None:
    helen = by_card(northmere, awayday, "Helen")
    phone = helen.get(f"{base_of(northmere, awayday)}phone/")
    assert "When do you meet?" in words(phone)
    assert f'hx-post="{card_of(northmere, awayday)}"' in phone.content.decode()
    helen.post(card_of(northmere, awayday), TUESDAY)
    assert "Tuesday 8 December, 10.00 1 hour You chose this." in words(
        helen.get(f"{base_of(northmere, awayday)}phone/")
    )


def test_without_script_the_phone_is_the_answer(northmere: Northmere, awayday: Awayday) -> None:
    helen = by_card(northmere, awayday, "Helen")
    page = helen.get(card_of(northmere, awayday))
    assert "Your first hour with Priya When do you meet?" in words(page)
    answer = helen.post(card_of(northmere, awayday), {**TUESDAY, **hidden(page)})
    assert (answer.status_code, answer["Location"]) == (302, f"{base_of(northmere, awayday)}phone/")


def test_the_partner_changes_it_having_seen_it(northmere: Northmere, awayday: Awayday) -> None:
    helen, priya = by_card(northmere, awayday, "Helen"), by_card(northmere, awayday, "Priya")
    address = card_of(northmere, awayday)
    helen.post(address, TUESDAY, headers=HTMX)
    page = priya.get(address, headers=HTMX)
    assert "Choose another time" in words(page)
    assert 'value="2026-12-08"' in page.content.decode()
    assert 'value="10:00"' in page.content.decode()
    answer = priya.post(address, {**TUESDAY, **hidden(page), "time": "15.30", "minutes": "90"}, headers=HTMX)
    assert "Tuesday 8 December, 15.30 1 hour 30 minutes You chose this." in words(answer)
    assert [row[0] for row in planned(northmere)] == ["Priya"]
    assert planned(northmere)[0][-1] == 1


def test_what_the_partner_has_just_chosen_is_shown_first(northmere: Northmere, awayday: Awayday) -> None:
    helen, priya = by_card(northmere, awayday, "Helen"), by_card(northmere, awayday, "Priya")
    address = card_of(northmere, awayday)
    priya.post(address, TUESDAY, headers=HTMX)
    answer = helen.post(address, {**TUESDAY, "day": "2026-12-09"}, headers=HTMX)
    assert answer.status_code == 422
    page = words(answer)
    assert "Tuesday 8 December, 10.00 1 hour Priya chose this." in page
    assert "Priya has just chosen Tuesday 8 December, 10.00. Look at that first." in page
    # What was typed is still there, and sending it again is a change made knowingly.
    assert 'value="2026-12-09"' in answer.content.decode()
    again = helen.post(address, {**TUESDAY, "day": "2026-12-09", **hidden(answer)}, headers=HTMX)
    assert again.status_code == 200
    assert "Wednesday 9 December, 10.00" in words(again)
    assert len(planned(northmere)) == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"day": ""}, "Enter the day you meet, for example 8 December 2026."),
        ({"day": "soon"}, "Enter the day you meet, for example 8 December 2026."),
        ({"time": ""}, "Enter a time, for example 10.00."),
        ({"time": "25:00"}, "Enter a time, for example 10.00."),
        ({"minutes": "7"}, "Choose a length from the list."),
        ({"minutes": ""}, "Say for how long."),
        ({"place": "x" * 201}, "Make it 200 characters at most."),
        ({"day": "2026-12-01", "time": "12:00"}, "This time is past already. Choose a later one."),
        ({"day": "2027-06-02"}, "Choose a day within the next six months."),
        (
            {"day": "2027-03-28", "time": "01:30"},
            "The clocks go forward then and skip 1.30. The next time they show is 2.00.",
        ),
    ],
)
def test_what_has_to_be_put_right(
    northmere: Northmere, awayday: Awayday, sent: dict[str, str], sentence: str
) -> None:
    helen = by_card(northmere, awayday, "Helen")
    answer = helen.post(card_of(northmere, awayday), {**TUESDAY, **sent}, headers=HTMX)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert planned(northmere) == []


def test_a_time_that_comes_twice_is_the_first_and_the_card_says_so(northmere: Northmere) -> None:
    awayday = sealed(northmere)
    with scope(organisation=northmere.organisation.pk):
        Cycle.objects.filter(pk=awayday.opens_id).update(time_zone="Australia/Lord_Howe")
    helen = by_card(northmere, awayday, "Helen")
    answer = helen.post(
        card_of(northmere, awayday), {**TUESDAY, "day": "2027-04-04", "time": "01:45"}, headers=HTMX
    )
    assert (
        "Sunday 4 April, 1.45 1 hour You chose this. The clocks go back then, and 1.45 comes twice. "
        "This is the first."
    ) in words(answer)
    assert planned(northmere)[0][1] == dt.datetime(2027, 4, 3, 14, 45, tzinfo=dt.UTC)


def test_the_place_is_a_link_when_it_is_one_and_nothing_else_is(
    northmere: Northmere, awayday: Awayday
) -> None:
    helen, address = by_card(northmere, awayday, "Helen"), card_of(northmere, awayday)
    answer = helen.post(address, {**TUESDAY, "place": "https://call.example/a?b=1&c=2"}, headers=HTMX)
    link = '<a href="https://call.example/a?b=1&amp;c=2" rel="noopener noreferrer">'
    assert link in answer.content.decode()
    answer = helen.post(address, {**TUESDAY, "place": "javascript:alert(1)", **hidden(answer)}, headers=HTMX)
    assert answer.status_code == 200
    assert 'href="javascript' not in answer.content.decode()


def test_the_file_for_both_calendars(northmere: Northmere, awayday: Awayday) -> None:
    helen, priya = by_card(northmere, awayday, "Helen"), signed_in(northmere, "Priya")
    address, file = card_of(northmere, awayday), file_of(northmere, awayday)
    assert helen.get(file).status_code == 404
    page = helen.post(address, {**TUESDAY, "place": "Room 3"}, headers=HTMX)
    answer = helen.get(file)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["Content-Disposition"] == 'attachment; filename="northmere-first-hour.ics"'
    assert "no-store" in answer["Cache-Control"]
    event = event_in(answer)
    assert (event["summary"], event["location"]) == ("Coaching hour: Helen and Priya", "Room 3")
    assert (event["sequence"], event["class"]) == (0, "PRIVATE")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event.DTSTART.astimezone(dt.UTC) == dt.datetime(2026, 12, 8, 10, tzinfo=dt.UTC)
    assert event.duration == dt.timedelta(hours=1)
    priya.post(address, {**TUESDAY, **hidden(page), "time": "11:00"})
    changed = event_in(priya.get(file))
    assert (changed["uid"], changed["sequence"]) == (event["uid"], 1)
    assert "northmere.example" not in priya.get(file).content.decode()


@pytest.mark.parametrize("name", ["Amara", "Joanna"])
def test_nobody_else_learns_when_a_pair_meets(northmere: Northmere, awayday: Awayday, name: str) -> None:
    by_card(northmere, awayday, "Helen").post(
        card_of(northmere, awayday), {**TUESDAY, "place": "Canary wharf"}
    )
    other = by_card(northmere, awayday, name)
    for page in ("first-session/", "first-session.ics", "phone/", "board/"):
        answer = other.get(f"{base_of(northmere, awayday)}{page}")
        assert "Canary" not in answer.content.decode()
        assert "8 December" not in answer.content.decode()
    assert other.get(file_of(northmere, awayday)).status_code == 404
    for page in ("board/", "", "first-session/", "first-session.ics"):
        answer = facilitator(northmere).get(f"{base_of(northmere, awayday)}{page}")
        assert "Canary" not in answer.content.decode()


def test_who_has_no_pair_has_no_hour(northmere: Northmere, awayday: Awayday) -> None:
    joanna, address = by_card(northmere, awayday, "Joanna"), card_of(northmere, awayday)
    assert joanna.get(address).status_code == 404
    assert joanna.post(address, TUESDAY).status_code == 404
    assert planned(northmere) == []


def test_before_sealing_there_is_nothing(northmere: Northmere) -> None:
    with scope(organisation=northmere.organisation.pk):
        awayday = choosing(northmere)
    helen, address = by_card(northmere, awayday, "Helen"), card_of(northmere, awayday)
    assert helen.get(address).status_code == 404
    assert helen.post(address, TUESDAY).status_code == 404


def test_after_the_pair_has_ended_there_is_nothing(northmere: Northmere, awayday: Awayday) -> None:
    helen, address = by_card(northmere, awayday, "Helen"), card_of(northmere, awayday)
    with scope(organisation=northmere.organisation.pk):
        pair = Pair.objects.get(cycle=awayday.opens, members__leader=northmere.leader("Helen"))
        pair.members.update(left_at=NOON)
        Pair.objects.filter(pk=pair.pk).update(ended_at=NOON)
    assert helen.post(address, TUESDAY).status_code == 404


def test_a_card_that_opens_nothing_any_more_opens_no_hour(northmere: Northmere, awayday: Awayday) -> None:
    helen, address = by_card(northmere, awayday, "Helen"), card_of(northmere, awayday)
    with scope(organisation=northmere.organisation.pk):
        close_doors(awayday=awayday, by=northmere.facilitator)
    answer = helen.post(address, TUESDAY)
    assert answer.status_code == 404
    assert "The Awayday is over" in words(answer)
    assert planned(northmere) == []


def test_as_many_queries_for_a_full_room_as_for_one_pair(northmere: Northmere, awayday: Awayday) -> None:
    helen, address = by_card(northmere, awayday, "Helen"), card_of(northmere, awayday)
    helen.get(address, headers=HTMX)
    counts = []
    for name in ("Helen", "Amara"):
        by_card(northmere, awayday, name).post(address, TUESDAY)
        with CaptureQueriesContext(connection) as queries:
            assert helen.get(address, headers=HTMX).status_code == 200
        counts.append(len(queries))
    assert len(planned(northmere)) == 2
    assert counts[0] == counts[1]
