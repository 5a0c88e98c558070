"""Writing a word of thanks, looking at what goes, sending it once, and reading it behind a link."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from feedback.emails.kinds import THANKS
from feedback.models import Thanks
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import hidden, raw, signed_in as browser, words
from tests.cycles.past_services import signed_in
from tests.feedback.answers_in import AnswersIn, answers_in
from tests.feedback.past_services import close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
WORDS = "Thank you.\n\nI have settled on <listening> first & last."


@pytest.fixture
def world(northmere: Northmere) -> AnswersIn:
    world = answers_in(northmere)
    world.asked.close(NOW)
    return world


@pytest.fixture
def helen(northmere: Northmere) -> Client:
    return browser(northmere, "Helen")


def press(world: AnswersIn, client: Client, button: str, text: str = WORDS) -> Any:
    return client.post(world.page("thank"), {"words": text, button: "yes"})


def sent(world: AnswersIn) -> list[str]:
    with signed_in(world.cast, "Helen"):
        return [thanks.words for thanks in Thanks.objects.all()]


def test_words_are_offered_and_can_be_changed(world: AnswersIn, helen: Client) -> None:
    page = helen.get(world.page("thank"))
    assert "To Joanna Clarke and Amara Okafor, who answered." in words(page)
    assert "You, Joanna Clarke and Amara Okafor" in words(page)
    assert "Thank you for taking the time, and for being frank with me." in raw(page)
    assert sent(world) == []


def test_what_goes_is_looked_at_before_it_goes(world: AnswersIn, helen: Client) -> None:
    page = press(world, helen, "look")
    assert page.status_code == 200
    seen = words(page)
    assert "This is what goes" in seen
    assert "Dear Joanna, Helen says thank you" in seen
    assert "Helen Armitage wrote this to everybody who answered:" in seen
    assert '<p class="said">Thank you.\n\nI have settled on &lt;listening&gt; first &amp; last.</p>' in (
        page.content.decode()
    )
    assert hidden(page)["words"] == "Thank you.\n\nI have settled on &lt;listening&gt; first &amp; last."
    assert sent(world) == []
    assert WORDS in raw(press(world, helen, "edit"))
    assert sent(world) == []


def test_what_is_shown_of_the_message_is_what_is_sent(world: AnswersIn, helen: Client) -> None:
    shown = words(press(world, helen, "look"))
    press(world, helen, "send")
    with scope(organisation=world.cast.organisation.pk):
        assert OutgoingMail.objects.filter(kind=THANKS).count() == 2
    send_due(at=NOW)
    message = next(one for one in mail.outbox if one.to == [world.cast.person("Joanna").email])
    text, link = str(message.body), next(part for part in str(message.body).split() if "/f/" in part)
    assert " ".join(text.replace(link, f"{link.split('/f/')[0]}/f/…").split()) in shown
    assert "listening" not in text + str(message.subject)
    assert "listening" not in message.message().as_string()


def test_sent_once_and_then_to_read(world: AnswersIn, helen: Client) -> None:
    assert press(world, helen, "send").headers["Location"] == world.page("thank")
    assert press(world, helen, "send").status_code == 302
    assert sent(world) == [WORDS]
    page = words(helen.get(world.page("thank")))
    assert "You have thanked them" in page
    assert "Sent on Friday 20 November to Joanna Clarke and Amara Okafor." in page
    assert "Thank you. I have settled on <listening> first & last." in page
    refused = press(world, helen, "send", "On second thoughts")
    assert refused.status_code == 422
    assert "What you had typed now has not been sent: On second thoughts" in words(refused)
    assert sent(world) == [WORDS]


def test_nothing_to_say_is_not_sent(world: AnswersIn, helen: Client) -> None:
    for button in ("look", "send"):
        refused = press(world, helen, button, "  ")
        assert refused.status_code == 422
        assert "Write a line or two. They read exactly this." in words(refused)
    assert sent(world) == []


def test_while_it_is_open_it_waits(northmere: Northmere, helen: Client) -> None:
    world = answers_in(northmere)
    assert "Not yet It is still open." in words(helen.get(world.page("thank")))
    refused = press(world, helen, "send")
    assert refused.status_code == 422
    assert "What you had typed has not been sent: Thank you." in words(refused)
    assert sent(world) == []


def test_in_a_closed_cycle_nothing_is_sent(world: AnswersIn, helen: Client) -> None:
    close_cycle(world.asked.cycle)
    assert "Cycle 1 is over, so nothing more is sent from it." in words(helen.get(world.page("thank")))
    assert press(world, helen, "send").status_code == 422
    assert sent(world) == []


def test_a_giver_reads_it_behind_their_link(world: AnswersIn, helen: Client) -> None:
    press(world, helen, "send")
    for name, called in (("Amara", "Amara"), ("Joanna", "Joanna")):
        giver = Client()
        come = giver.get(world.asked.link(name, "thanks"))
        assert come.headers["Location"] == world.asked.page(name, "thanks_read")
        page = giver.get(come.headers["Location"])
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert f"Thank you, {called} Helen Armitage wrote this to everybody who answered:" in words(page)
        assert WORDS in raw(page)
        assert "Sent on Friday 20 November ." in words(page)
        assert "Deadlines" not in words(page)


def test_whoever_has_not_answered_and_strangers_read_nothing(world: AnswersIn, helen: Client) -> None:
    press(world, helen, "send")
    marek = Client()
    assert marek.get(world.asked.link("Marek", "thanks")).status_code in (404, 410)
    over = marek.get(world.asked.page("Marek", "thanks_read"))
    stranger = Client().get(world.asked.page("Joanna", "thanks_read"))
    signed = browser(world.cast, "Priya").get(world.asked.page("Joanna", "thanks_read"))
    for page in (over, stranger, signed):
        assert page.status_code == 404
        assert "listening" not in page.content.decode()


def test_before_they_are_thanked_there_is_nothing_to_read(northmere: Northmere) -> None:
    world = answers_in(northmere)
    giver = world.asked.come("Joanna")
    assert giver.get(world.asked.page("Joanna", "thanks_read")).status_code == 404
