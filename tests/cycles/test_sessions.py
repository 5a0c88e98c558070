"""The pages of sessions: two taps, nothing lost, and nobody else's."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from tests.cast import Northmere
from tests.cycles.made import NOW, go_to, log, make_cycle
from tests.cycles.pages import all_sessions, hidden, raw, signed_in, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date
TODAY = D(2026, 11, 20)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def sent(**fields: str) -> dict[str, str]:
    return {"day": "today", "length": "60", "number": str(uuid.uuid4()), **fields}


def test_the_form_is_ready_for_today_and_an_hour(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    response = client.get(f"{northmere.base}sessions/new/")
    page, source = words(response), raw(response)
    assert "Cycle 3, month 2 Home Log a session with Priya" in page
    assert "When did you meet? Today, Friday 20 November Another day" in page
    assert "For how long? ½ hour 1 hour Longer" in page
    assert "What you and Priya want to remember (optional) You and Priya" in page
    assert "A note to yourself (optional) Only you Nobody else can read this, not even Priya." in page
    assert re.search(r'name="day" value="today"[^>]*checked', source)
    assert re.search(r'name="length" value="60"[^>]*checked', source)
    # Sending it as it stands is the second tap.
    answer = client.post(
        f"{northmere.base}sessions/new/", {**hidden(response), "day": "today", "length": "60"}
    )
    assert (answer.status_code, answer["Location"]) == (302, northmere.base)
    assert [(one.held_on, one.minutes) for one in all_sessions(northmere)] == [(TODAY, 60)]
    assert "Your session on 20 November is logged." in words(client.get(northmere.base))


def test_with_htmx_the_browser_is_sent_on(northmere: Northmere, cycle: Cycle) -> None:
    answer = signed_in(northmere, "Helen").post(f"{northmere.base}sessions/new/", sent(), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, northmere.base)


def test_another_day_and_another_length_with_notes(northmere: Northmere, cycle: Cycle) -> None:
    signed_in(northmere, "Helen").post(
        f"{northmere.base}sessions/new/",
        sent(
            day="other",
            other_day="2026-10-05",
            length="longer",
            minutes="1 hour 30",
            pair_note="Ours\r\nto keep",
            private_note="Mine",
        ),
    )
    assert [(one.held_on, one.minutes) for one in all_sessions(northmere)] == [(D(2026, 10, 5), 90)]
    assert texts(northmere, "Helen") == (["Ours\nto keep"], ["Mine"])
    assert texts(northmere, "Priya") == (["Ours\nto keep"], [])


@pytest.mark.parametrize(
    "typed", ["5 October", "5 Oct 2026", "05/10/2026", "5/10", " 5  october ", "5.10.2026"]
)
def test_days_as_people_type_them(northmere: Northmere, cycle: Cycle, typed: str) -> None:
    signed_in(northmere, "Helen").post(f"{northmere.base}sessions/new/", sent(day="other", other_day=typed))
    assert [one.held_on for one in all_sessions(northmere)] == [D(2026, 10, 5)]


def test_a_day_without_its_year_is_the_latest_such_day(northmere: Northmere) -> None:
    make_cycle(northmere, starts_on=D(2025, 11, 25))
    signed_in(northmere, "Helen").post(
        f"{northmere.base}sessions/new/", sent(day="other", other_day="26 November")
    )
    assert [one.held_on for one in all_sessions(northmere)] == [D(2025, 11, 26)]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"day": ""}, "Say when you met."),
        ({"day": "someday"}, "Choose today or another day."),
        ({"day": "other"}, "Enter the date you met, for example 20 November."),
        ({"day": "other", "other_day": "soon"}, "Enter the date you met, for example 20 November."),
        ({"day": "other", "other_day": "31/11/2026"}, "Enter the date you met, for example 20 November."),
        ({"day": "other", "other_day": "2026-11-21"}, "This day is still to come."),
        ({"day": "other", "other_day": "2026-01-05"}, "You became partners later."),
        ({"length": ""}, "Say for how long you met."),
        ({"length": "12"}, "Choose one of the three."),
        ({"length": "longer"}, "Enter how many minutes you met, for example 90."),
        ({"length": "longer", "minutes": "ages"}, "Enter how many minutes you met, for example 90."),
        ({"length": "longer", "minutes": "3"}, "Enter at least 5 minutes."),
        ({"length": "longer", "minutes": "500"}, "Enter at most 480 minutes, which is 8 hours."),
        ({"pair_note": "x" * 10_001}, "This note is longer than we can keep."),
        ({"private_note": "x" * 10_001}, "This note is longer than we can keep."),
    ],
)
def test_what_needs_putting_right_is_said_beside_it_and_nothing_is_lost(
    northmere: Northmere, cycle: Cycle, fields: dict[str, str], error: str
) -> None:
    typed = sent(**{"pair_note": "Typed for us", "private_note": "Typed for me", **fields})
    client = signed_in(northmere, "Helen")
    whole = client.post(f"{northmere.base}sessions/new/", typed)
    part = client.post(f"{northmere.base}sessions/new/", typed, headers=HTMX)
    assert (whole.status_code, part.status_code) == (422, 422)
    assert words(whole).count(error) == 2
    assert "One thing needs putting right" in words(whole)
    assert "<html" not in raw(part)
    assert raw(part).startswith('<div id="session-form">')
    for name in ("other_day", "minutes", "pair_note", "private_note"):
        assert typed.get(name, "") in raw(part)
    assert all_sessions(northmere) == []


def test_what_is_hidden_by_a_choice_does_not_stand_in_the_way(northmere: Northmere, cycle: Cycle) -> None:
    signed_in(northmere, "Helen").post(
        f"{northmere.base}sessions/new/", sent(other_day="nonsense", minutes="nonsense")
    )
    assert [(one.held_on, one.minutes) for one in all_sessions(northmere)] == [(TODAY, 60)]


@pytest.mark.parametrize("number", ["", "not-a-number"])
def test_a_form_without_its_number_is_taken_all_the_same(
    northmere: Northmere, cycle: Cycle, number: str
) -> None:
    signed_in(northmere, "Helen").post(f"{northmere.base}sessions/new/", sent(number=number))
    assert len(all_sessions(northmere)) == 1


def test_the_same_form_twice_leads_to_the_same_page_and_one_session(
    northmere: Northmere, cycle: Cycle
) -> None:
    client, form = signed_in(northmere, "Helen"), sent(pair_note="Once")
    answers = [client.post(f"{northmere.base}sessions/new/", form) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, northmere.base)] * 2
    assert len(all_sessions(northmere)) == 1


def test_a_day_the_partner_has_logged(northmere: Northmere, cycle: Cycle) -> None:
    hers = log(northmere, cycle, "Priya", TODAY)
    client, form = signed_in(northmere, "Helen"), sent(pair_note="Typed for us")
    told = client.post(f"{northmere.base}sessions/new/", form)
    assert told.status_code == 422
    assert "Priya has already logged a session on this day Open it to add your notes there." in words(told)
    assert f'href="{northmere.base}sessions/{hers.pk}/"' in raw(told)
    assert "Typed for us" in raw(told)
    again = client.post(f"{northmere.base}sessions/new/", {**form, "another": "yes"})
    assert again.status_code == 302
    assert len(all_sessions(northmere)) == 2


def test_without_a_pair_there_is_nothing_to_log_and_what_was_typed_is_given_back(
    northmere: Northmere,
) -> None:
    cycle = make_cycle(northmere)
    client = signed_in(northmere, "Helen")
    with scope(organisation=northmere.organisation.pk):
        go_to(cycle, "closed", closed_at=NOW)
    page = client.get(f"{northmere.base}sessions/new/")
    assert (page.status_code, "Nothing to log just now" in words(page)) == (200, True)
    late = client.post(f"{northmere.base}sessions/new/", sent(private_note="Typed for me"))
    assert late.status_code == 409
    assert "It has not been saved. Copy it from here if you want to keep it. Typed for me" in words(late)


def test_the_list_goes_by_cycle_and_says_where_there_are_notes(northmere: Northmere) -> None:
    spring = make_cycle(northmere, number=1, starts_on=D(2026, 4, 1), pairs=[("Helen", "Idris")])
    log(northmere, spring, "Helen", D(2026, 5, 4), 30, at=dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC))
    with scope(organisation=northmere.organisation.pk):
        go_to(spring, "closed", closed_at=NOW)
    autumn = make_cycle(northmere, number=2)
    log(northmere, autumn, "Priya", D(2026, 10, 9), 60, private_note="Hers")
    log(northmere, autumn, "Helen", D(2026, 11, 2), 45, private_note="Mine", pair_note="Ours")
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}sessions/"))
    assert (
        "Cycle 2, with Priya Nair Monday 2 November 45 minutes Note Private note Friday 9 October 1 hour "
        "Cycle 1, with Idris Kaya Monday 4 May Half an hour"
    ) in page


def test_the_list_is_empty_before_there_is_a_pair(northmere: Northmere) -> None:
    page = words(signed_in(northmere, "Helen").get(f"{northmere.base}sessions/"))
    assert "No sessions yet Once you have a partner" in page
    assert "Log a session" not in page


@pytest.mark.parametrize("verb", ["", "deletion/", "return/"])
def test_another_pairs_session_is_not_there_at_all(northmere: Northmere, cycle: Cycle, verb: str) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9), pair_note="For both")
    client = signed_in(northmere, "Amara")
    theirs = client.post(f"{northmere.base}sessions/{session.pk}/{verb}", sent())
    none = client.post(f"{northmere.base}sessions/{uuid.uuid4()}/{verb}", sent())
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert words(theirs) == words(none)
    assert len(all_sessions(northmere)) == 1


@pytest.mark.parametrize("name", ["facilitator", "administrator"])
def test_those_who_do_not_lead_have_no_sessions(northmere: Northmere, cycle: Cycle, name: str) -> None:
    session = log(northmere, cycle, "Helen", D(2026, 10, 9))
    client = signed_in(northmere, name)
    for path in ("sessions/", "sessions/new/", f"sessions/{session.pk}/"):
        assert client.get(northmere.base + path).status_code == 403
