"""The page on which whoever asks reminds a colleague in their own words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback.models import Link
from teams.models import AuditEntry
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.pages import signed_in, words
from tests.cycles.reminding import grow
from tests.feedback.living import AskingLife
from tests.feedback.past_services import close_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(northmere: Northmere, monkeypatch: pytest.MonkeyPatch) -> AskingLife:
    cycle = make_cycle(northmere)
    life = AskingLife(northmere, cycle, monkeypatch, target=grow(northmere, cycle, "Helen"))
    life.puts_question("Amara", "Joanna")
    life.ask(life.moment("2026-11-20 14:05"))
    life.go_to("2026-11-24 11:00")
    return life


def address(life: AskingLife, name: str = "Amara") -> str:
    return f"{life.cast.base}feedback/requests/{life.request_to(name).pk}/reminder/"


def send(life: AskingLife, text: str, by: str = "Helen", **more: Any) -> Any:
    return signed_in(life.cast, by).post(address(life), {"words": text}, **more)


def test_it_shows_what_goes_out_and_changes_nothing(life: AskingLife) -> None:
    with life.as_("Helen"):
        before = Link.objects.count()
    page = signed_in(life.cast, "Helen").get(address(life))
    assert page.status_code == 200
    read = words(page)
    assert "Remind Amara" in read
    assert "Not reminded so far. There are two reminders at most: yours counts as one, and another" in read
    assert "You and Amara" in read
    assert "The message to Amara Helen Armitage" in read
    assert "amara.okafor@northmere.example" not in page.content.decode()
    assert "Helen Armitage has written you a few words Dear Amara, Helen has written you a few words" in read
    assert "Read them: (a link that is theirs alone)" in read
    with life.as_("Helen"):
        assert Link.objects.count() == before
    assert life.rows("feedback-nudge") == []


def test_the_words_are_kept_for_the_giver_and_nothing_goes_into_the_trail(life: AskingLife) -> None:
    with scope(organisation=life.cast.organisation.pk):
        before = AuditEntry.objects.count()
    response = send(life, "Two lines are enough", follow=True)
    assert life.asking
    assert response.redirect_chain == [(f"{life.cast.base}feedback/{life.asking.pk}/", 302)]
    assert "Amara is reminded, and reads your words there." in words(response)
    request = life.request_to("Amara")
    assert (request.nudge, request.reminders) == ("Two lines are enough", 1)
    assert life.rows("feedback-nudge") == [("1", "queued")]
    with scope(organisation=life.cast.organisation.pk):
        assert AuditEntry.objects.count() == before
    life.go_to("2026-11-27 11:00")
    again = words(signed_in(life.cast, "Helen").get(address(life)))
    assert "Last reminded on Tuesday 24 November. This is the second of two reminders" in again
    assert "We shall not remind you again either way." in again


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write a sentence or two."),
        ("   ", "Write a sentence or two."),
        ("x" * 601, "Make it 600 characters at most. It has 601."),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field_and_kept(
    life: AskingLife, text: str, message: str
) -> None:
    page = send(life, text)
    assert page.status_code == 422
    assert message in words(page)
    assert re.search(r'aria-invalid="true"', page.content.decode())
    if text.strip("x") != text:
        assert text in page.content.decode()
    assert life.rows("feedback-nudge") == []


def test_too_soon_too_often_or_too_late_it_says_so_and_loses_nothing(life: AskingLife) -> None:
    life.reminds("Amara", "2026-11-24 11:00", words="First")
    page = send(life, "Second <b>thoughts</b>")
    assert page.status_code == 409
    assert "A reminder went out less than two days ago. Give it a little time." in words(page)
    assert "Second &lt;b&gt;thoughts&lt;/b&gt;" in page.content.decode()
    life.answers("Amara", "2026-11-26 11:00")
    life.go_to("2026-11-27 11:00")
    page = signed_in(life.cast, "Helen").get(address(life))
    assert page.status_code == 200
    assert "Amara has answered already." in words(page)
    assert "<textarea" not in page.content.decode()
    assert send(life, "Second").status_code == 409
    assert life.request_to("Amara").nudge == "First"


@pytest.mark.parametrize("who", ["Amara", "Joanna", "Priya", "facilitator", "sponsor", "administrator"])
def test_nobody_else_finds_it(life: AskingLife, who: str) -> None:
    client = signed_in(life.cast, who)
    assert client.get(address(life)).status_code in (403, 404)
    assert client.post(address(life), {"words": "Now"}).status_code in (403, 404)
    assert life.request_to("Amara").reminders == 0


def test_nor_somebody_of_another_organisation(life: AskingLife) -> None:
    other = make_northmere("southmere")
    own = f"{other.base}feedback/requests/{life.request_to('Amara').pk}/reminder/"
    assert signed_in(other, "Helen").get(own).status_code == 404
    assert signed_in(other, "Helen").get(address(life)).status_code == 404


def test_as_many_queries_however_many_are_asked(life: AskingLife, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_northmere("southmere")
    cycle = make_cycle(other)
    many = AskingLife(other, cycle, monkeypatch, target=grow(other, cycle, "Helen"))
    many.puts_question("Amara", "Joanna", "Siobhan", "Maggie", "Idris")
    many.go_to("2026-11-24 11:00")

    def queries(of: AskingLife) -> int:
        client, page = signed_in(of.cast, "Helen"), address(of)
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    assert queries(life) == queries(many)


def test_a_closed_cycle_reminds_nobody(life: AskingLife) -> None:
    close_cycle(life.cycle)
    page = send(life, "Still")
    assert page.status_code == 409
    assert "It is closed. Nobody is reminded any more." in words(page)
    with scope(organisation=life.cast.organisation.pk):
        assert not OutgoingMail.objects.filter(kind="feedback-nudge").exists()
