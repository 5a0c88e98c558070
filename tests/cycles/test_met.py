"""“We met”, by one tap from the month's note: easy for a leader, out of reach for what reads their mail."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, PlannedSession
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import bin_
from tests.cycles.made import NOW, log, make_cycle, pair_of
from tests.cycles.pages import all_sessions, hidden, signed_in, words
from tests.teams.signing_in import LOGIN, ask, code_in_mail, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
D = dt.date
TODAY = D(2026, 11, 20)


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def at(cast: Northmere) -> str:
    return f"{cast.base}sessions/met/"


def plan(cast: Northmere, cycle: Cycle, starts_at: dt.datetime, minutes: int = 60) -> None:
    with scope(organisation=cast.organisation.pk):
        helen = cast.leader("Helen")
        PlannedSession.objects.create(
            organisation=cast.organisation,
            pair=pair_of(cycle, helen),
            planned_by=helen,
            starts_at=starts_at,
            minutes=minutes,
        )


def held(cast: Northmere) -> list[tuple[dt.date, int]]:
    return sorted((one.held_on, one.minutes) for one in all_sessions(cast))


def test_one_tap_logs_today(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    response = client.get(at(northmere))
    assert "Have you and Priya met? One tap logs it." in words(response)
    assert "Yes, today, for an hour Yes, yesterday, for an hour On another day, or for longer" in words(
        response
    )
    answer = client.post(at(northmere), {**hidden(response), "met": "2026-11-20"})
    assert held(northmere) == [(TODAY, 60)]
    [session] = all_sessions(northmere)
    assert answer["Location"] == f"{northmere.base}sessions/{session.pk}/?logged=yes"
    page = words(client.get(answer["Location"]))
    assert "It is logged That is all that is needed. A note is up to you. Undo" in page
    assert "A note to yourself (optional) Only you" in page


def test_after_an_hour_that_was_planned_it_is_asked_about(northmere: Northmere, cycle: Cycle) -> None:
    plan(northmere, cycle, NOW - dt.timedelta(days=2), minutes=90)
    plan(northmere, cycle, NOW + dt.timedelta(days=2))
    client = signed_in(northmere, "Priya")
    response = client.get(at(northmere))
    assert "Did you and Helen meet on Wednesday 18 November?" in words(response)
    assert "Yes, for 1 hour 30 minutes" in words(response)
    client.post(at(northmere), {**hidden(response), "met": "2026-11-18"})
    assert held(northmere) == [(D(2026, 11, 18), 90)]
    assert "Have you and Helen met?" in words(client.get(at(northmere)))


@pytest.mark.parametrize(
    ("ago", "minutes", "asked"),
    [
        (dt.timedelta(minutes=59), 60, False),
        (dt.timedelta(minutes=60), 60, True),
        (dt.timedelta(days=29), 60, True),
        (dt.timedelta(days=30), 60, False),
    ],
)
def test_from_its_end_on_for_a_month(
    northmere: Northmere, cycle: Cycle, ago: dt.timedelta, minutes: int, asked: bool
) -> None:
    plan(northmere, cycle, NOW - ago, minutes)
    assert ("Did you and Priya meet on" in words(signed_in(northmere, "Helen").get(at(northmere)))) is asked


def test_what_was_logged_or_cancelled_is_not_asked_about(northmere: Northmere, cycle: Cycle) -> None:
    plan(northmere, cycle, NOW - dt.timedelta(days=2))
    with scope(organisation=northmere.organisation.pk):
        PlannedSession.objects.update(cancelled_at=NOW)
    client = signed_in(northmere, "Helen")
    assert "Have you and Priya met?" in words(client.get(at(northmere)))
    with scope(organisation=northmere.organisation.pk):
        PlannedSession.objects.update(cancelled_at=None)
    # They met a day later than they had meant to.
    log(northmere, cycle, "Priya", D(2026, 11, 19))
    page = words(client.get(at(northmere)))
    assert "Have you and Priya met?" in page
    assert "The last session that is logged was on Thursday 19 November." in page


def test_no_is_an_answer_too_and_is_not_asked_again(northmere: Northmere, cycle: Cycle) -> None:
    """Whatever else is next would wait behind the question for a month."""
    for day in (5, 18):
        plan(northmere, cycle, dt.datetime(2026, 11, day, 8, tzinfo=dt.UTC))
    plan(northmere, cycle, dt.datetime(2026, 12, 3, 8, tzinfo=dt.UTC))
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    assert "Did you meet Helen on Wednesday 18 November?" in words(priya.get(northmere.base))
    page = helen.get(at(northmere))
    assert "No: find a new date" in words(page)
    answer = helen.post(at(northmere), {**hidden(page), "met": "no"})
    assert answer["Location"] == f"{northmere.base}sessions/plan/"
    assert held(northmere) == []
    assert "Have you and Priya met?" in words(helen.get(at(northmere)))
    assert "Did you meet" not in words(priya.get(northmere.base))
    with scope(organisation=northmere.organisation.pk):
        assert not OutgoingMail.objects.exists()
        standing = PlannedSession.objects.standing().values_list("starts_at", flat=True)
        assert [moment.day for moment in standing] == [3]


def test_what_was_planned_before_they_met_stays_as_it_was(northmere: Northmere, cycle: Cycle) -> None:
    for day in (5, 18):
        plan(northmere, cycle, dt.datetime(2026, 11, day, 8, tzinfo=dt.UTC))
    log(northmere, cycle, "Helen", D(2026, 11, 6))
    client = signed_in(northmere, "Helen")
    client.post(at(northmere), {**hidden(client.get(at(northmere))), "met": "no"})
    with scope(organisation=northmere.organisation.pk):
        standing = PlannedSession.objects.standing().values_list("starts_at", flat=True)
        assert [moment.day for moment in standing] == [5]


def test_two_taps_log_once(northmere: Northmere, cycle: Cycle) -> None:
    plan(northmere, cycle, NOW - dt.timedelta(days=2), minutes=45)
    client = signed_in(northmere, "Helen")
    sent = {**hidden(client.get(at(northmere))), "met": "2026-11-18"}
    answers = [client.post(at(northmere), sent) for _time in range(2)]
    assert held(northmere) == [(D(2026, 11, 18), 45)]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_both_press(northmere: Northmere, cycle: Cycle) -> None:
    helen, priya = signed_in(northmere, "Helen"), signed_in(northmere, "Priya")
    forms = [(client, hidden(client.get(at(northmere)))) for client in (helen, priya)]
    answers = [client.post(at(northmere), {**form, "met": "2026-11-20"}) for client, form in forms]
    assert held(northmere) == [(TODAY, 60)]
    assert answers[0]["Location"] == f"{answers[1]['Location']}?logged=yes"
    assert "Helen has already logged a session on this day." in words(priya.get(answers[1]["Location"]))


def test_undo_puts_it_into_the_bin(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    client.post(at(northmere), {**hidden(client.get(at(northmere))), "met": "2026-11-20"})
    [session] = all_sessions(northmere)
    client.post(f"{northmere.base}sessions/{session.pk}/deletion/")
    assert held(northmere) == []
    assert "You can put it back for 30 days." in words(client.get(f"{northmere.base}sessions/"))


def test_what_reads_mail_logs_nothing(northmere: Northmere, cycle: Cycle) -> None:
    """A scanner follows links, runs scripts and sends forms; it has no session, or no answer to give."""
    scanner, leaders = Client(), signed_in(northmere, "Helen")
    for method in ("get", "head", "post", "options", "put"):
        assert getattr(scanner, method)(at(northmere)).status_code == 302
    number = {"number": str(uuid.uuid4()), "minutes": "60", "met": "2026-11-20"}
    assert scanner.post(at(northmere), number)["Location"] == f"{LOGIN}?next=/"
    # Even in the leader's own browser a link alone, or a form that nobody answered, does nothing.
    assert [
        leaders.get(f"{at(northmere)}?met=2026-11-20").status_code,
        leaders.head(at(northmere)).status_code,
    ] == [
        200,
        200,
    ]
    assert leaders.post(at(northmere)).status_code == 422
    assert leaders.post(at(northmere), hidden(leaders.get(at(northmere)))).status_code == 422
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(northmere.person("Helen"))
    assert checked.post(at(northmere), number).status_code == 403
    assert held(northmere) == []


def test_signing_in_leads_back_to_the_question(northmere: Northmere, cycle: Cycle) -> None:
    client, mailbox = Client(), "helen.armitage@northmere.example"
    to_sign_in = client.get(at(northmere))["Location"]
    assert to_sign_in == f"{LOGIN}?next={at(northmere)}"
    ask(client, mailbox, next=at(northmere))
    entered = type_code(client, code_in_mail(mailbox), next=at(northmere))
    assert (entered.status_code, entered["Location"]) == (302, at(northmere))
    assert held(northmere) == []
    assert "Have you and Priya met?" in words(client.get(at(northmere)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("met", "2026-11-21"),
        ("met", "2026-10-02"),
        ("met", "yes"),
        ("number", "7"),
        ("number", ""),
        ("minutes", "4"),
        ("minutes", "481"),
        ("minutes", "an hour"),
    ],
)
def test_what_the_page_did_not_offer(northmere: Northmere, cycle: Cycle, name: str, text: str) -> None:
    client = signed_in(northmere, "Helen")
    sent = {**hidden(client.get(at(northmere))), "met": "2026-11-20", name: text}
    assert client.post(at(northmere), sent).status_code == 422
    assert held(northmere) == []


def test_yesterday_may_be_before_the_pair_was(northmere: Northmere) -> None:
    make_cycle(northmere, starts_on=TODAY + dt.timedelta(days=3))
    client = signed_in(northmere, "Helen")
    answer = client.post(at(northmere), {**hidden(client.get(at(northmere))), "met": "2026-11-19"})
    assert answer.status_code == 422
    assert "You became partners later. Enter a day from 20 November 2026 on." in words(answer)


def test_what_is_in_the_bin_does_not_count(northmere: Northmere, cycle: Cycle) -> None:
    plan(northmere, cycle, NOW - dt.timedelta(days=2))
    bin_(northmere, "Helen", log(northmere, cycle, "Helen", D(2026, 11, 18)))
    page = words(signed_in(northmere, "Helen").get(at(northmere)))
    assert "Did you and Priya meet on Wednesday 18 November?" in page


def test_a_closed_cycle_and_other_places(northmere: Northmere) -> None:
    make_cycle(northmere, stage="closed")
    client = signed_in(northmere, "Helen")
    assert "Nothing to log just now" in words(client.get(at(northmere)))
    assert client.post(at(northmere), {"met": "2026-11-20"}).status_code == 409
    other = make_northmere("southmere")
    assert signed_in(other, "Helen").get(at(northmere)).status_code == 404


def test_the_hour_is_shared_and_the_page_says_who_begins(northmere: Northmere, cycle: Cycle) -> None:
    client = signed_in(northmere, "Helen")
    new = f"{northmere.base}sessions/new/"
    assert "Half for you, half for Priya. You begin this time." in words(client.get(new))
    first = log(northmere, cycle, "Helen", D(2026, 11, 3))
    assert "Half for you, half for Priya. Priya begins this time." in words(client.get(new))
    session = f"{northmere.base}sessions/{first.pk}/"
    assert "Half for you, half for Priya. You begin this time." in words(client.get(session))
    assert "Half for you, half for Helen. You begin this time." in words(
        signed_in(northmere, "Priya").get(new)
    )
