"""The page on which whoever asked reads the answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cycles.rules.notes import fingerprint
from feedback.models import Asking, Reading
from feedback.rules.answers import First
from tests.cast import Northmere, make_northmere
from tests.cycles.pages import hidden, signed_in as browser, words
from tests.cycles.past_services import part, signed_in
from tests.feedback.answers_in import SAID, AnswersIn, answers_in
from tests.feedback.past_services import UNTIL, answer, by_link, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
CANARY = "qqcanary"


@pytest.fixture
def world(northmere: Northmere) -> AnswersIn:
    return answers_in(northmere)


@pytest.fixture
def helen(northmere: Northmere) -> Client:
    return browser(northmere, "Helen")


def read_at(world: AnswersIn) -> Any:
    with signed_in(world.cast, "Helen"):
        found = Reading.objects.filter(asking=world.asking).first()
    return found.read_at if found else None


def test_answers_stand_side_by_side_with_names_and_what_was_asked(world: AnswersIn, helen: Client) -> None:
    page = words(helen.get(world.page()))
    for said in (
        "Two answers are new to you",
        "Are these the right two? The first one is Joanna Clarke New Yes, both Amara Okafor New",
        "If not, what else? Deadlines, before that one Joanna Clarke New Amara left this out.",
        "What to keep exactly as it is How you thank people Joanna Clarke New Your calm Amara Okafor New",
        "What you asked about Dial up Listening first",
        "Amara Okafor Only you Share with Priya",
    ):
        assert said in page, page


def test_by_colleague_each_stands_alone(world: AnswersIn, helen: Client) -> None:
    page = words(helen.get(world.page() + "?by=colleague"))
    assert (
        "Joanna Clarke New Are these the right two? The first one is If not, what else? "
        "Deadlines, before that one What to keep exactly as it is How you thank people" in page
    )
    assert "Amara Okafor New Are these the right two? Yes, both If not, what else? Left out" in page


def test_looking_marks_nothing_and_the_button_does(world: AnswersIn, helen: Client) -> None:
    page = helen.get(world.page())
    helen.head(world.page())
    assert read_at(world) is None
    shown = hidden(page)["shown"]
    assert helen.post(world.page("mark_read"), {"shown": shown}).headers["Location"] == world.page()
    assert read_at(world) == world.at["Amara"]
    page = helen.get(world.page())
    assert "Joanna Clarke New" not in words(page)
    assert "I have read" not in words(page)


def test_what_comes_while_one_reads_stays_new(world: AnswersIn, helen: Client) -> None:
    shown = hidden(helen.get(world.page()))["shown"]
    world.change("Joanna", First("both", "On second thoughts"), UNTIL)
    response = helen.post(world.page("mark_read"), {"shown": shown}, headers={"HX-Request": "true"})
    assert words(response) == "You have read everything so far."
    assert "One answer is new to you" in words(helen.get(world.page()))


@pytest.mark.parametrize("shown", ["", "yesterday", "2026-13-45T00:00:00Z", "2026-11-20T12:00:00"])
def test_no_instant_marks_nothing(world: AnswersIn, helen: Client, shown: str) -> None:
    assert helen.post(world.page("mark_read"), {"shown": shown}).status_code == 400
    assert read_at(world) is None


def test_before_it_is_closed_only_how_many_have_answered(northmere: Northmere, helen: Client) -> None:
    world = answers_in(northmere, reveal="after")
    page = words(helen.get(world.page()))
    assert "You read them all at once 3 asked, 2 answers in. They open on Saturday 5 December" in page
    assert "Deadlines" not in page
    assert "Close and read" not in page


def test_once_the_date_is_over_one_press_closes_and_shows_them(
    northmere: Northmere, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = answers_in(northmere, reveal="after")
    monkeypatch.setattr("django.utils.timezone.now", lambda: UNTIL)
    helen = browser(northmere, "Helen")
    page = words(helen.get(world.page()))
    assert "The date is over: you can read them 3 asked, 2 answers in. Nobody can answer any more." in page
    assert "Close and read" in page
    assert helen.post(world.page("close")).headers["Location"] == world.page()
    assert "Deadlines, before that one" in words(helen.get(world.page()))


def test_nobody_has_answered_yet(northmere: Northmere, helen: Client) -> None:
    world = answers_in(northmere, "Joanna")
    world.take_back("Joanna")
    assert "No answer yet What your colleagues write appears here" in words(helen.get(world.page()))
    world.asked.close(UNTIL)
    assert "It is closed, and nobody has answered." in words(helen.get(world.page()))


def test_the_note_is_saved(world: AnswersIn, helen: Client) -> None:
    sent = helen.post(world.page("note"), {"note": "Ask Joanna", "seen": fingerprint("")})
    assert sent.headers["Location"] == world.page()
    page = helen.get(world.page())
    assert "Your note is saved. Only you can read it." in words(page)
    assert hidden(page)["seen"] == fingerprint("Ask Joanna")


def test_two_pages_with_the_note_both_show(world: AnswersIn, helen: Client) -> None:
    helen.post(world.page("note"), {"note": "From the phone", "seen": fingerprint("")})
    refused = helen.post(world.page("note"), {"note": "From the desk", "seen": fingerprint("")})
    assert refused.status_code == 422
    page = words(refused)
    assert "You changed this note elsewhere meanwhile. Save again to keep this version." in page
    assert "From the desk From the phone What you saved elsewhere meanwhile" in page
    again = helen.post(world.page("note"), {"note": "From the desk", "seen": hidden(refused)["seen"]})
    assert again.status_code == 302
    assert "From the desk" in words(helen.get(world.page()))


def test_a_note_that_is_too_long_stays_typed(world: AnswersIn, helen: Client) -> None:
    refused = helen.post(world.page("note"), {"note": "b" * 10_001, "seen": fingerprint("")})
    assert refused.status_code == 422
    assert "Shorten it to 10,000 characters." in words(refused)
    assert "b" * 10_001 in words(refused)


def test_a_closed_cycle_is_read_and_not_changed(world: AnswersIn, helen: Client) -> None:
    helen.post(world.page("note"), {"note": "Ask Joanna", "seen": fingerprint("")})
    close_cycle(world.asked.cycle)
    page = words(helen.get(world.page()))
    assert "Cycle 1 is over. What was said stays here for you." in page
    assert "Deadlines, before that one" in page
    assert "Ask Joanna" in page
    assert "Save the note" not in page
    refused = helen.post(world.page("note"), {"note": "Too late", "seen": fingerprint("Ask Joanna")})
    assert refused.status_code == 422


@pytest.mark.parametrize("of", ["asking", "note", "mark_read", "decide", "thank"])
@pytest.mark.parametrize("name", ["Priya", "Joanna", "Vikram", "Maggie", "facilitator", "administrator"])
def test_nobody_else_gets_in(world: AnswersIn, name: str, of: str) -> None:
    client = browser(world.cast, name)
    expected = 403 if name in ("facilitator", "administrator") else 404
    statuses = {client.post(world.page(of)).status_code, client.get(world.page(of)).status_code}
    assert statuses <= {expected, 405}
    assert expected in statuses


def test_in_another_organisation_it_is_not_there(world: AnswersIn) -> None:
    other = make_northmere("southmere")
    client = browser(other, "Helen")
    assert client.get(world.page()).status_code == 404
    elsewhere = world.page().replace("northmere", "southmere")
    assert client.get(elsewhere).status_code == 404


def test_words_in_any_script_are_shown_as_they_were_written(northmere: Northmere, helen: Client) -> None:
    said = "<b>ß</b> & \N{RIGHT-TO-LEFT MARK}שלום\N{RIGHT-TO-LEFT MARK}\n\n  two  spaces 🙂"
    world = answers_in(northmere, "Joanna", said={"Joanna": First("both", said, "")})
    page = helen.get(world.page()).content.decode()
    shown = "&lt;b&gt;ß&lt;/b&gt; &amp; \N{RIGHT-TO-LEFT MARK}שלום\N{RIGHT-TO-LEFT MARK}\n\n  two  spaces 🙂"
    assert f'<p class="said">{shown}</p>' in page


def test_as_many_queries_for_three_answers_as_for_one(northmere: Northmere, helen: Client) -> None:
    world = answers_in(northmere, "Joanna")

    def count() -> int:
        helen.get(world.page())
        with CaptureQueriesContext(connection) as counted:
            assert helen.get(world.page()).status_code == 200
        return len(counted)

    one = count()
    for name in ("Amara", "Marek"):
        with by_link(northmere, world.asked.requests[name]):
            answer(world.asked.requests[name], SAID[name])
    assert count() == one


def test_no_answer_and_no_note_is_found_anywhere_else(northmere: Northmere, helen: Client) -> None:
    said = {"Joanna": First("both", f"{CANARY} else", f"{CANARY} keep")}
    world = answers_in(northmere, "Joanna", said=said)
    helen.post(world.page("note"), {"note": f"{CANARY} note", "seen": fingerprint("")})
    assert CANARY in words(helen.get(world.page()))
    pages = [
        f"{northmere.base}{page}" for page in ("", "targets/", "sessions/", "feedback/", "feedback/shared/")
    ]
    for name in ("Priya", "Vikram", "Maggie", "Joanna"):
        client = browser(northmere, name)
        for page in pages:
            assert CANARY not in client.get(page).content.decode()
    for name in ("facilitator", "sponsor", "administrator"):
        client = browser(northmere, name)
        for page in (northmere.base, f"{northmere.base}overview/", *pages):
            assert CANARY not in client.get(page, follow=True).content.decode()
    part(northmere, world.asked.cycle, "Helen", UNTIL)
    assert CANARY not in browser(northmere, "Priya").get(pages[1]).content.decode()


def test_the_asker_of_another_asking_does_not_read_this_one(world: AnswersIn) -> None:
    with signed_in(world.cast, "Amara"):
        assert list(Asking.objects.values_list("pk", flat=True)) == [world.asking.pk]
    assert browser(world.cast, "Amara").get(world.page()).status_code == 404
