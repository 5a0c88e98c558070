"""Writing, sending, changing, taking back, and “not this time”."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachingpairs import pdf
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback.models import Answer
from feedback.rules.answers import First
from teams.models import AuditEntry
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import hidden, words
from tests.cycles.paper import boxes, laid_out, lines_of, texts_of, weasyprint
from tests.cycles.past_services import signed_in
from tests.feedback.givers import Asked, asked_by_helen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
SAID = {"right": "other", "else_": "You answer before I have finished.", "keep": "Your calm"}


@pytest.fixture
def asked(northmere: Northmere) -> Asked:
    cache.clear()
    return asked_by_helen(northmere, personal="I would rather hear it from you than guess.")


@pytest.fixture
def amara(asked: Asked) -> Client:
    return asked.come("Amara")


def test_the_page_says_who_asks_what_and_who_will_read_it(asked: Asked, amara: Client) -> None:
    page = words(amara.get(asked.page("Amara")))
    for sentence in (
        "Amara, Helen would value your honest view",
        "FIN Helen Armitage Director of Finance",
        "I would rather hear it from you than guess.",
        "Helen, with your name on them. They may talk them over with Priya Nair, their coaching partner at "
        "present. "
        "Nobody else: not the facilitator, not your line managers.",
        "They stay until the organisation deletes this cycle. Helen may ask for them, and so may anybody "
        "they are about, under data-protection law: write what you would say to Helen.",
        "What Helen wants to work on Dial up Listening first",
        "You can answer until the end of Friday 4 December .",
        "You are answering as Amara Okafor , about Helen Armitage . Not you?",
        "Is this the right one? Yes I would suggest something else",
        "If not, what else? What have you seen Helen do that gets in their own way?",
        "A moment you remember helps more than a judgement.",
        "What should Helen keep exactly as it is? (optional)",
        "You and Helen",
        "No reason needed. Helen will only see that you could not answer.",
    ):
        assert sentence in page
    assert page.count("Send to Helen") == 1
    title = amara.get(asked.page("Amara")).content.decode().split("<title>")[1].split("</title>")[0]
    assert title == "Your honest view – Coaching Pairs"


def test_what_whoever_asks_has_written_to_remind_is_read_here(asked: Asked, amara: Client) -> None:
    with signed_in(asked.cast, "Helen"):
        request = asked.requests["Amara"]
        request.nudge, request.nudged_at = "Just five minutes?", NOW
        request.save()
    page = words(amara.get(asked.page("Amara")))
    assert "Helen wrote to you on 20 November Just five minutes?" in page
    assert "Just five minutes?" not in words(asked.come("Joanna").get(asked.page("Joanna")))


def test_somebody_outside_is_not_told_who_coaches_with_whom(asked: Asked) -> None:
    page = words(asked.come("Marek").get(asked.page("Marek")))
    assert "Marek, Helen would value your honest view" in page
    assert "They may talk them over with their coaching partner. Nobody else" in page
    assert "Priya" not in page


def test_two_targets_are_asked_about_as_two(northmere: Northmere) -> None:
    asked = asked_by_helen(northmere, targets=2)
    page = words(asked.come("Amara").get(asked.page("Amara")))
    assert (
        "Are these the right two? Yes, both Mostly the first Mostly the second I would suggest something else"
    ) in page
    assert "Listening first" in page
    assert "Saying the difficult thing early" in page


def test_why_it_matters_is_not_shown(asked: Asked, amara: Client) -> None:
    assert "They stop thinking" not in amara.get(asked.page("Amara")).content.decode()


def test_an_answer_is_sent_once_and_can_be_read(asked: Asked, amara: Client) -> None:
    response = asked.send(amara, "Amara", **SAID)
    assert (response.status_code, response.headers["Location"]) == (302, asked.page("Amara"))
    assert asked.answer("Amara") == First("other", "You answer before I have finished.", "Your calm")
    assert asked.now("Amara").answered_at == NOW
    page = words(amara.get(asked.page("Amara")))
    assert "Thank you, Amara Helen can read what you have sent." in page
    assert "Until the end of Friday 4 December you can change it, unless Helen closes it sooner." in page
    assert "You answer before I have finished." in page
    assert "I would suggest something else" in page
    asked.send(amara, "Amara", **SAID)
    with signed_in(asked.cast, "Helen"):
        assert Answer.objects.count() == 1


def test_whoever_asks_hears_of_it_without_a_word_of_it(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", **SAID)
    with scope(organisation=asked.cast.organisation.pk):
        mail = list(OutgoingMail.objects.values_list("kind", "recipient_id", "subject_id"))
    assert mail == [("feedback-arrived", asked.cast.leader("Helen").pk, asked.asking.pk)]


def test_nothing_of_it_is_in_the_audit_trail(asked: Asked, amara: Client) -> None:
    with scope(organisation=asked.cast.organisation.pk):
        before = AuditEntry.objects.count()
    asked.send(amara, "Amara", of="give_draft", right="both", else_="A draft")
    asked.send(amara, "Amara", **SAID)
    amara.post(asked.page("Amara", "give_take_back"), {"sure": "yes"})
    amara.post(asked.page("Amara", "give_decline"), {"sure": "yes"})
    with scope(organisation=asked.cast.organisation.pk):
        assert AuditEntry.objects.count() == before
    assert asked.now("Amara").declined_at == NOW


def test_what_is_missing_is_said_and_nothing_typed_is_lost(asked: Asked, amara: Client) -> None:
    response = asked.send(amara, "Amara", else_="Only words", keep="")
    assert response.status_code == 422
    assert "Choose what comes nearest." in words(response)
    assert "Only words" in response.content.decode()
    response = asked.send(amara, "Amara", right="both", else_="  ")
    assert response.status_code == 422
    assert "Write a line or two: a choice alone says little." in words(response)
    assert 'value="both"' in response.content.decode().split(" checked")[0].rsplit("<input", 1)[1]
    assert asked.answer("Amara") is None
    assert asked.send(amara, "Amara", right="sideways", else_="x").status_code == 422


def test_answers_to_be_read_together_say_so(northmere: Northmere) -> None:
    asked = asked_by_helen(northmere, reveal="after")
    client = asked.come("Joanna")
    asked.send(client, "Joanna", **SAID)
    page = words(client.get(asked.page("Joanna")))
    assert "Helen will read it together with the others, once it is closed. Until" in page
    with scope(organisation=asked.cast.organisation.pk):
        assert OutgoingMail.objects.count() == 0


def test_it_can_be_changed_until_it_is_closed(
    asked: Asked, amara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.send(amara, "Amara", **SAID)
    page = amara.get(asked.page("Amara", "give_change"))
    assert "You answer before I have finished." in page.content.decode()
    assert "Send the change to Helen" in words(page)
    monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(minutes=5))
    asked.send(amara, "Amara", right="both", else_="Better")
    assert asked.answer("Amara") == First("both", "Better", "")
    with signed_in(asked.cast, "Helen"):
        answer = Answer.objects.get()
        assert (answer.sent_at, answer.changed_at) == (NOW, NOW + dt.timedelta(minutes=5))
    with scope(organisation=asked.cast.organisation.pk):
        assert OutgoingMail.objects.count() == 1


def test_taken_back_it_is_a_draft_again(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", **SAID)
    page = amara.get(asked.page("Amara", "give_take_back"))
    assert "Take your answer back?" in words(page)
    assert amara.post(asked.page("Amara", "give_take_back")).status_code == 422
    assert asked.answer("Amara") == First(**SAID)
    amara.post(asked.page("Amara", "give_take_back"), {"sure": "yes"})
    assert asked.answer("Amara") is None
    assert asked.draft("Amara") == First(**SAID)
    assert asked.now("Amara").answered_at is None
    page = amara.get(asked.page("Amara"))
    assert "It is a draft again: only you can read it." in words(page)
    assert "You answer before I have finished." in page.content.decode()


def test_not_this_time_takes_two_steps_and_can_be_undone(asked: Asked, amara: Client) -> None:
    asked.send(amara, "Amara", of="give_draft", else_="Begun")
    first = amara.get(asked.page("Amara", "give_decline"))
    assert "Not this time? No reason needed." in words(first)
    assert amara.post(asked.page("Amara", "give_decline")).status_code == 422
    assert asked.now("Amara").declined_at is None
    amara.post(asked.page("Amara", "give_decline"), {"sure": "yes"})
    assert asked.now("Amara").declined_at == NOW
    page = words(amara.get(asked.page("Amara")))
    assert "Not this time, then Helen sees that you could not answer, and nothing else." in page
    assert "you can answer until the end of Friday 4 December ." in page
    amara.post(asked.page("Amara", "give_come_back"))
    assert asked.now("Amara").declined_at is None
    assert "Begun" in amara.get(asked.page("Amara")).content.decode()


def test_sending_after_all_takes_not_this_time_back(asked: Asked, amara: Client) -> None:
    seen = hidden(amara.get(asked.page("Amara")))["seen"]
    amara.post(asked.page("Amara", "give_decline"), {"sure": "yes"})
    asked.send(amara, "Amara", seen=seen, **SAID)
    assert (asked.now("Amara").declined_at, asked.now("Amara").answered_at) == (None, NOW)
    amara.post(asked.page("Amara", "give_decline"), {"sure": "yes"})
    assert asked.answer("Amara") == First(**SAID)


def copy_as_page(asked: Asked, client: Client) -> Any:
    """The same where no PDF can be made."""
    with pytest.MonkeyPatch.context() as here:

        def cannot(_html: str) -> bytes:
            raise pdf.CannotMakePdf

        here.setattr(pdf, "render_pdf", cannot)
        return client.get(asked.page("Amara", "give_print"))


def test_a_copy_to_keep(asked: Asked, amara: Client) -> None:
    weasyprint()
    asked.send(amara, "Amara", **SAID)
    copy = amara.get(asked.page("Amara", "give_print"))
    assert copy.status_code == 200
    assert copy.headers["Content-Type"] == "application/pdf"
    assert copy.headers["Content-Disposition"] == 'inline; filename="my-answer.pdf"'
    assert copy.content.startswith(b"%PDF")
    printed = words(copy_as_page(asked, amara))
    for said in (
        "What I said about Helen Armitage Amara Okafor, as of 20 November 2026.",
        "What Helen asked about Dial up: Listening first",
        "What I sent Helen reads it, with my name on it, and may talk it over with Priya Nair, their "
        "coaching partner at present. It stays until the organisation deletes this cycle.",
        "Is this the right one?",
        "I would suggest something else",
        "You answer before I have finished.",
        "Your calm",
    ):
        assert said in printed


def test_the_copy_keeps_lines_as_they_were_typed(asked: Asked, amara: Client) -> None:
    weasyprint()
    asked.send(amara, "Amara", right="both", else_="One.\n\nThree.", keep="")
    [page] = laid_out(copy_as_page(asked, amara).content.decode())
    [said] = boxes(page, "said")
    assert len(lines_of(said)) == 3
    question = texts_of(boxes(page, "own-words")[0])[0]
    assert question.style["font_size"] < texts_of(said)[0].style["font_size"]


def test_as_many_queries_for_many_as_for_few(asked: Asked, amara: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        amara.get(asked.page("Amara"))
    for name in ("Joanna", "Marek"):
        asked.send(asked.come(name), name, **SAID)
    asked.send(amara, "Amara", of="give_draft", **SAID)
    amara.get(asked.page("Amara"))  # the message that it is kept has been read
    with CaptureQueriesContext(connection) as many:
        amara.get(asked.page("Amara"))
    assert len(many) == len(few)
