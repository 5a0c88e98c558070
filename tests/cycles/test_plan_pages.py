"""The page of a plan: dates that follow, looked through and saved, with nothing lost."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PlannedSession
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW, go_to, log, make_cycle
from tests.cycles.pages import hidden, raw, signed_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HTMX = {"HX-Request": "true"}
FIRST = {
    "all-day": "2026-12-01",
    "all-time": "10:00",
    "all-minutes": "60",
    "all-place": "Room 3",
    "all-rhythm": "weekday",
    "all-count": "",
    "dates": "yes",
}


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def at(cast: Northmere) -> str:
    return f"{cast.base}sessions/plan/"


def lines(response: Any) -> dict[str, str]:
    """What the page's lines would send as they are shown, ``seen`` included."""
    page = response.context["page"]
    sent = {"seen": page.seen, "line-TOTAL_FORMS": str(len(page.lines.forms)), "line-INITIAL_FORMS": "0"}
    for line in page.lines:
        for name in ("planned", "day", "time", "minutes", "place"):
            value = line[name].value()
            sent[line.add_prefix(name)] = str(value or "")
        if line["keep"].value():
            sent[line.add_prefix("keep")] = "on"
    return sent


def planned(cast: Northmere) -> list[tuple[str, int, str]]:
    with scope(organisation=cast.organisation.pk):
        found = PlannedSession.objects.standing().order_by("starts_at")
        return [(f"{one.starts_at:%Y-%m-%d %H:%M}", one.minutes, one.place) for one in found]


def plan_four(cast: Northmere, client: Client, **fields: str) -> Any:
    """December to March, on first Tuesdays."""
    preview = client.post(at(cast), {**lines(client.get(at(cast))), **FIRST, **fields})
    return client.post(at(cast), {**lines(preview), "save": "yes"})


def test_a_first_date_becomes_one_for_each_month_that_is_left(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    page = words(client.get(at(northmere)))
    assert "Plan your hours with Priya You and Priya" in page
    assert "Still without a session: November, December, January, February and March." in page
    preview = client.post(at(northmere), {**lines(client.get(at(northmere))), **FIRST})
    page = words(preview)
    assert preview.status_code == 200
    assert "Look through the dates The first Tuesday of each month." in page
    for title in (
        "Tuesday 1 December, 10.00",
        "Tuesday 5 January, 10.00",
        "Tuesday 2 February, 10.00",
        "Tuesday 2 March, 10.00",
    ):
        assert title in page
    assert "Still without a session: November." in page
    assert planned(northmere) == []
    answer = client.post(at(northmere), {**lines(preview), "save": "yes"})
    assert (answer.status_code, answer["Location"]) == (302, at(northmere))
    assert planned(northmere) == [
        ("2026-12-01 10:00", 60, "Room 3"),
        ("2027-01-05 10:00", 60, "Room 3"),
        ("2027-02-02 10:00", 60, "Room 3"),
        ("2027-03-02 10:00", 60, "Room 3"),
    ]
    page = words(client.get(at(northmere)))
    assert "Four are planned. An email for your calendars follows in five minutes." in page
    assert "Planned All of them for my calendar" in page


def test_ten_stays_ten_when_clocks_change(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    plan_four(northmere, client, **{"all-day": "2026-12-30", "all-rhythm": "date"})
    assert [moment for moment, _minutes, _place in planned(northmere)] == [
        "2026-12-30 10:00",
        "2027-01-30 10:00",
        "2027-02-28 10:00",
        "2027-03-30 09:00",
    ]


def test_weekends_and_days_past_the_end_are_said_in_words(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    preview = client.post(
        at(northmere),
        {**lines(client.get(at(northmere))), **FIRST, "all-day": "2026-12-12", "all-count": "5"},
    )
    page = words(preview)
    assert "Saturday 12 December, 10.00 At the weekend." in page
    assert "Saturday 10 April, 10.00 At the weekend. After the last day of the cycle, 31 March." in page


def test_a_time_that_clocks_skip_is_said_beside_it(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    preview = client.post(
        at(northmere),
        {**lines(client.get(at(northmere))), **FIRST, "all-day": "2027-03-28", "all-time": "01:30"},
    )
    sentence = "The clocks go forward then and skip 1.30. The next time they show is 2.00."
    assert sentence in words(preview)
    answer = client.post(at(northmere), {**lines(preview), "save": "yes"})
    assert (answer.status_code, planned(northmere)) == (422, [])
    assert sentence in words(answer)


def test_each_line_can_be_changed_and_left_out(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    preview = client.post(at(northmere), {**lines(client.get(at(northmere))), **FIRST})
    sent = {**lines(preview), "save": "yes", "line-0-time": "9.30", "line-1-place": " The  Mill "}
    del sent["line-2-keep"]
    sent["line-2-day"] = "no day at all"
    client.post(at(northmere), sent)
    assert planned(northmere) == [
        ("2026-12-01 09:30", 60, "Room 3"),
        ("2027-01-05 10:00", 60, "The Mill"),
        ("2027-03-02 10:00", 60, "Room 3"),
    ]


def test_who_plans_again_sees_what_is_there(northmere: Northmere, cycle: Cycle) -> None:
    plan_four(northmere, signed_in(northmere, "Helen"))
    client = signed_in(northmere, "Priya")
    response = client.get(at(northmere))
    sent = {**lines(response), "save": "yes", "line-0-day": "2026-12-03"}
    del sent["line-1-keep"]
    client.post(at(northmere), sent)
    assert "One is moved, one is cancelled." in words(client.get(at(northmere)))
    assert [moment for moment, _minutes, _place in planned(northmere)] == [
        "2026-12-03 10:00",
        "2027-02-02 10:00",
        "2027-03-02 10:00",
    ]


def test_more_dates_join_those_that_stand(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    plan_four(northmere, client)
    again = {**FIRST, "all-time": "15:00", "all-rhythm": "four-weeks", "all-count": "3"}
    preview = client.post(at(northmere), {**lines(client.get(at(northmere))), **again})
    # The first of December is taken; every four weeks from there on is not.
    client.post(at(northmere), {**lines(preview), "save": "yes"})
    assert [moment for moment, _minutes, _place in planned(northmere)] == [
        "2026-12-01 10:00",
        "2026-12-29 15:00",
        "2027-01-05 10:00",
        "2027-01-26 15:00",
        "2027-02-02 10:00",
        "2027-03-02 10:00",
    ]


def test_looking_for_other_dates_keeps_what_was_typed_of_those_that_stand(
    northmere: Northmere, cycle: Cycle
) -> None:
    client = signed_in(northmere, "Helen")
    plan_four(northmere, client)
    sent = {**lines(client.get(at(northmere))), **FIRST, "line-0-place": "Somewhere else"}
    assert 'value="Somewhere else"' in raw(client.post(at(northmere), sent))


def test_the_same_form_twice_plans_once(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    preview = client.post(at(northmere), {**lines(client.get(at(northmere))), **FIRST})
    sent = {**lines(preview), "save": "yes"}
    assert [client.post(at(northmere), sent).status_code for _time in range(2)] == [302, 302]
    assert len(planned(northmere)) == 4


def test_both_at_once_see_each_others_and_lose_nothing(northmere: Northmere, cycle: Cycle) -> None:
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    mine = helen.post(
        at(northmere),
        {**lines(helen.get(at(northmere))), **FIRST, "all-day": "2026-12-03", "all-place": "Mine"},
    )
    plan_four(northmere, priya)
    answer = helen.post(at(northmere), {**lines(mine), "save": "yes"})
    assert answer.status_code == 422
    page = words(answer)
    assert "The plan has changed since you opened this page." in page
    assert "Tuesday 1 December, 10.00" in page
    assert "Thursday 3 December, 10.00" in page
    assert len(planned(northmere)) == 4
    # Looked at, with two of her own taken out.
    sent = {**lines(answer), "save": "yes"}
    page = answer.context["page"]
    for line in [line for line in page.lines if line.standing is None][1:]:
        del sent[line.add_prefix("keep")]
    assert helen.post(at(northmere), sent).status_code == 302
    assert planned(northmere)[1] == ("2026-12-03 10:00", 60, "Mine")
    assert len(planned(northmere)) == 5


def test_what_the_partner_has_cancelled_meanwhile_is_not_planned_again_unawares(
    northmere: Northmere, cycle: Cycle
) -> None:
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    plan_four(northmere, helen)
    open_page = lines(helen.get(at(northmere)))
    dropped = {**lines(priya.get(at(northmere))), "save": "yes"}
    del dropped["line-0-keep"]
    priya.post(at(northmere), dropped)
    answer = helen.post(at(northmere), {**open_page, "save": "yes", "line-3-place": "Café"})
    assert answer.status_code == 422
    assert helen.post(at(northmere), {**lines(answer), "save": "yes"}).status_code == 302
    assert planned(northmere) == [
        ("2027-01-05 10:00", 60, "Room 3"),
        ("2027-02-02 10:00", 60, "Room 3"),
        ("2027-03-02 10:00", 60, "Café"),
    ]


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("all-day", "", "Enter the day you meet, for example 27 November 2026."),
        ("all-day", "soon", "Enter the day you meet, for example 27 November 2026."),
        ("all-time", "25:00", "Enter a time, for example 10.00."),
        ("all-minutes", "7", "Choose a length from the list."),
        ("all-rhythm", "daily", "Choose one of the three."),
        ("all-count", "60", "Choose a number from the list."),
        ("all-place", "x" * 201, "Make it 200 characters at most."),
    ],
)
def test_what_is_wrong_is_said_and_stays(
    northmere: Northmere, cycle: Cycle, field: str, text: str, sentence: str
) -> None:
    client = signed_in(northmere, "Helen")
    answer = client.post(at(northmere), {**lines(client.get(at(northmere))), **FIRST, field: text})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="Room 3"' in raw(answer) or field == "all-place"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("line-0-day", "2026-11-01", "This time is past already. Choose a later one."),
        ("line-0-day", "2027-12-01", "Choose a day within the next six months."),
        ("line-0-time", "", "Tuesday 1 December"),
        ("line-1-day", "2026-12-01", "This overlaps with another of your sessions."),
        ("line-TOTAL_FORMS", "x", "ManagementForm data is missing"),
        ("line-TOTAL_FORMS", "5000", "Please submit at most 24 forms."),
        ("line-0-planned", "no-number", "valid UUID"),
    ],
)
def test_a_line_that_cannot_be_is_put_right_and_nothing_is_saved(
    northmere: Northmere, cycle: Cycle, field: str, text: str, sentence: str
) -> None:
    client = signed_in(northmere, "Helen")
    preview = client.post(at(northmere), {**lines(client.get(at(northmere))), **FIRST})
    answer = client.post(at(northmere), {**lines(preview), "save": "yes", field: text})
    assert answer.status_code == 422
    assert planned(northmere) == []
    if field != "line-0-time":
        assert sentence in raw(answer)


def test_lines_that_are_counted_and_not_sent_are_none(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    preview = client.post(at(northmere), {**lines(client.get(at(northmere))), **FIRST})
    answer = client.post(at(northmere), {**lines(preview), "save": "yes", "line-TOTAL_FORMS": "6"})
    assert (answer.status_code, len(planned(northmere))) == (302, 4)


def test_with_htmx_the_form_alone_comes_back(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    start = lines(client.get(at(northmere)))
    preview = client.post(at(northmere), {**start, **FIRST}, headers=HTMX)
    assert raw(preview).startswith('<div id="plan">')
    answer = client.post(at(northmere), {**lines(preview), "save": "yes"}, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, at(northmere))


def test_the_file_has_all_that_is_ahead(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    assert client.get(f"{northmere.base}sessions/plan.ics").status_code == 404
    plan_four(northmere, client)
    file = signed_in(northmere, "Priya").get(f"{northmere.base}sessions/plan.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert file["Content-Disposition"] == 'attachment; filename="northmere-coaching-hours.ics"'
    calendar: Any = Calendar.from_ical(file.content)
    assert [
        (event["summary"], f"{event['dtstart'].dt:%d.%m. %H:%M}", event["location"], event["class"])
        for event in calendar.walk("VEVENT")
    ] == [
        ("Coaching hour with Helen", "01.12. 10:00", "Room 3", "PRIVATE"),
        ("Coaching hour with Helen", "05.01. 10:00", "Room 3", "PRIVATE"),
        ("Coaching hour with Helen", "02.02. 10:00", "Room 3", "PRIVATE"),
        ("Coaching hour with Helen", "02.03. 10:00", "Room 3", "PRIVATE"),
    ]


def test_the_list_of_sessions_shows_what_is_planned(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    assert "Plan your hours" in words(client.get(f"{northmere.base}sessions/"))
    plan_four(northmere, client)
    page = words(client.get(f"{northmere.base}sessions/"))
    assert "Tuesday 1 December, 10.00 1 hour, Room 3" in page
    assert "Move, cancel or plan more" in page


def test_nobody_else_sees_when_or_where_a_pair_meets(northmere: Northmere, cycle: Cycle) -> None:
    plan_four(northmere, signed_in(northmere, "Helen"), **{"all-place": "CANARY-PLACE"})
    assert "CANARY-PLACE" in raw(signed_in(northmere, "Priya").get(at(northmere)))
    for name in ("Amara", "facilitator", "sponsor", "administrator"):
        client = signed_in(northmere, name)
        for page in (
            "",
            "cycle/",
            "pairs/",
            "sessions/",
            "sessions/plan/",
            "sessions/plan.ics",
            "sessions/met/",
        ):
            assert "CANARY-PLACE" not in raw(client.get(f"{northmere.base}{page}"))
    other = make_northmere("southmere")
    assert signed_in(other, "Helen").get(at(northmere)).status_code == 404


def test_without_a_pair_under_way_there_is_nothing_to_plan(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Idris")
    assert "Nothing to plan just now" in words(client.get(at(northmere)))
    assert client.post(at(northmere), FIRST).status_code == 409
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "wrapping_up")
        go_to(cycle, "closed", closed_at=NOW)
    assert signed_in(northmere, "Helen").post(at(northmere), FIRST).status_code == 409
    assert planned(northmere) == []


def test_as_many_queries_for_six_as_for_none(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    client.get(at(northmere))
    counts: list[list[int]] = []
    for day in (dt.date(2026, 11, 3), dt.date(2026, 11, 5)):
        counts.append([])
        for page in (at(northmere), f"{northmere.base}sessions/", f"{northmere.base}sessions/met/"):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts[-1].append(len(queries))
        plan_four(northmere, client)
        log(northmere, cycle, "Helen", day)
    assert counts[0] == counts[1]


def test_a_browser_without_script_sends_all_that_is_needed(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    page = raw(client.get(at(northmere)))
    assert f'method="post" action="{quote(at(northmere))}"' in page
    assert '<button class="btn" type="submit" name="dates" value="yes">' in page
    assert 'name="line-TOTAL_FORMS" value="0"' in page
    assert "seen" in hidden(client.get(at(northmere)))
