"""What the messages of feedback say, to whom, with which headers; and what is kept of their links."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from coachingpairs.mail.models import Unsubscription
from coachingpairs.tenancy.scope import scope
from feedback.emails.kinds import GROUP, THANKS
from feedback.models import Asking, Link
from feedback.services.changing import close_asking, revoke_links
from feedback.services.telling import send_links_again, tell_givers
from teams.tokens import read
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import grow
from tests.feedback.living import BO, AskingLife, everything_in, token_in
from tests.feedback.past_services import allow_others, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def life(northmere: Northmere, monkeypatch: pytest.MonkeyPatch) -> AskingLife:
    cycle = make_cycle(northmere)
    with scope(organisation=northmere.organisation.pk):
        helen = northmere.leader("Helen")
        helen.title = "Director of Finance & Audit"
        helen.save()
    return AskingLife(northmere, cycle, monkeypatch, target=grow(northmere, cycle, "Helen"))


def sent_at(life: AskingLife, when: str) -> dict[str, EmailMultiAlternatives]:
    """What goes out then, by first name."""
    life.ask(life.moment(when))
    return {
        message.to[0].split(".")[0].title(): message  # type: ignore[misc]
        for message in outgoing.outbox
    }


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def plain(message: EmailMultiAlternatives) -> str:
    """The text with its link and the one to stop the notes taken out."""
    text = re.sub(r"/f/\S+", "/f/…", str(message.body))
    return re.sub(r"/unsubscribe/\S+", "/unsubscribe/…", text)


REQUEST = """\
Dear Amara, Helen would like your honest view

Helen Armitage, Director of Finance & Audit, is choosing one or two things to get better at as a leader, and \
asks a few colleagues: have I put my finger on the right ones? If not, what else?

It takes a few minutes, and there is nothing to sign in to. It is open until Friday 4 December.

Give your view:
http://127.0.0.1:8000/f/…

Not this time? That is fine too, and you can say so there in two taps. Nobody asks for a reason.

--
Helen reads what you write, with your name on it, and may talk it over with their coaching partner. Nobody \
else does: not the facilitator, not your line managers.

Sent for Northmere, because Helen Armitage asked you.

The link is for you alone, so please do not pass this message on. If it stops working, have it sent again: \
http://127.0.0.1:8000/feedback/lost-link/
"""


def test_the_question(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    sent = sent_at(life, "2026-11-20 14:05")
    assert sorted(sent) == ["Amara", "Joanna"]
    message = sent["Amara"]
    assert message.to == ["amara.okafor@northmere.example"]
    assert message.subject == "Helen Armitage asks for your honest view"
    assert plain(message) == REQUEST
    html = html_of(message)
    assert "Director of Finance &amp; Audit" in html
    assert html.count(f"/f/{token_in(message)}/") == 1
    assert ">Give your view</a>" in html
    assert "Open until<br><strong>Friday 4 December</strong>" in html
    assert "A few minutes, no sign-in, until Friday 4 December." in html
    assert "At Northmere, leaders coach each other" not in html
    headers = message.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe"] is None


def test_somebody_outside_is_told_what_it_is(life: AskingLife) -> None:
    allow_others(life.cast)
    life.puts_question("Amara", others=[BO])
    message = sent_at(life, "2026-11-20 14:05")["Bo"]
    assert message.to == ["bo.fields@elsewhere.example"]
    assert plain(message).startswith(
        "Dear Bo, Helen would like your honest view\n\nAt Northmere, leaders coach each other in pairs, and "
        "ask a few people who know their work what would help them most.\n\nHelen Armitage,"
    )
    assert "Nobody else does: not the facilitator, and nobody above either of you." in plain(message)
    assert "line managers" not in everything_in(message)
    assert "Priya" not in everything_in(message)


def test_looking_again_asks_for_something_else(life: AskingLife) -> None:
    """The row of a second asking, written past the services: when it may be asked is tested elsewhere."""
    life.puts_question("Amara", "Joanna")
    first = life.asking
    assert first
    assert life.target
    with life.as_("Helen"):
        close_asking(
            asking=first,
            leader=life.cast.leader("Helen"),
            by=life.cast.person("Helen"),
            at=life.moment("2026-11-20 15:00"),
        )
    with life.as_("Helen"):
        again = ask(life.cast, life.target, "Amara", kind=Asking.Kind.AGAIN, first=first)
        tell_givers(asking=again, requests=list(again.requests.all()), at=life.moment("2026-11-20 15:00"))
    body = plain(sent_at(life, "2026-11-20 15:00")["Amara"])
    assert (
        "Now they ask what you have noticed since: one question for each, and what next.\n\nIt takes" in body
    )
    assert "the right ones" not in body


def test_a_new_link_says_that_the_others_are_void(life: AskingLife) -> None:
    at = life.moment("2026-11-20 15:00")
    life.puts_question("Amara", "Joanna")
    says = "This is a new link: the ones you were sent before open nothing any more."
    assert says not in plain(sent_at(life, "2026-11-20 14:05")["Amara"])
    outgoing.outbox.clear()
    amara = life.request_to("Amara")
    with life.as_("Helen"):
        revoke_links(
            request=amara,
            leader=life.cast.leader("Helen"),
            by=life.cast.person("Helen"),
            at=at,
            sent_as=uuid.uuid4(),
        )
    sent = sent_at(life, "2026-11-20 15:05")
    assert list(sent) == ["Amara"]
    assert says in plain(sent["Amara"])
    assert says in html_of(sent["Amara"])


def test_a_reminder_can_be_stopped_by_one_click_by_whoever_it_is(life: AskingLife) -> None:
    allow_others(life.cast)
    life.puts_question("Amara", others=[BO])
    sent_at(life, "2026-11-20 14:05")
    sent = sent_at(life, "2026-11-27 09:30")
    assert sorted(sent) == ["Amara", "Bo"]
    for message in sent.values():
        assert message.subject == "Helen Armitage would still like your view"
        assert "We shall not remind you again" not in plain(message)
        assert "There are two reminders at most." in plain(message)
        headers = message.message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["Auto-Submitted"] == "auto-generated"
        address = headers["List-Unsubscribe"].strip("<>")
        page = Client().post(
            address.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"}, secure=True
        )
        assert page.status_code == 200
        assert "the reminders of what a colleague has asked you about how they lead" in page.content.decode()
    with scope(organisation=life.cast.organisation.pk):
        assert set(Unsubscription.objects.values_list("group", flat=True)) == {GROUP}
        assert Unsubscription.objects.count() == 2
    assert sent_at(life, "2026-12-02 09:30") == {}
    assert [life.request_to(name).reminders for name in ("Amara", "Bo")] == [1, 1]


def test_the_second_reminder_says_that_it_is_the_last(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    for when in ("2026-11-20 14:05", "2026-11-27 09:30"):
        sent_at(life, when)
    message = sent_at(life, "2026-12-02 09:30")["Amara"]
    assert "you hear no more of it. We shall not remind you again either way." in plain(message)


def test_what_the_asker_writes_is_read_behind_the_link_and_not_in_the_message(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    sent_at(life, "2026-11-20 14:05")
    life.reminds("Amara", "2026-11-24 11:00", words="You of all people know")
    (message,) = sent_at(life, "2026-11-24 11:10").values()
    assert message.subject == "Helen Armitage has written you a few words"
    assert "You of all people" not in everything_in(message)
    assert plain(message).startswith(
        "Dear Amara, Helen has written you a few words\n\nThey stand beside the questions that Helen "
        "Armitage asked you, and only the two of you can read them."
    )
    assert message.message()["List-Unsubscribe"]
    assert life.request_to("Amara").nudge == "You of all people know"


def test_who_asks_is_told_neither_who_answered_nor_what(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    sent_at(life, "2026-11-20 14:05")
    life.answers("Amara", "2026-11-23 10:00", "Listen first")
    (message,) = sent_at(life, "2026-11-23 10:10").values()
    assert message.to == ["helen.armitage@northmere.example"]
    everything = everything_in(message)
    assert "Amara" not in everything
    assert "Listen first" not in everything
    assert life.asking
    assert f"http://127.0.0.1:8000{life.cast.base}feedback/{life.asking.pk}/" in plain(message)
    assert "until you share it with your partner" in plain(message)


def test_when_its_date_is_over(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    life.answers("Amara", "2026-11-23 10:00", "Listen first")
    sent_at(life, "2026-12-05 00:00")
    (message,) = sent_at(life, "2026-12-07 09:00").values()
    assert message.subject == "What your colleagues have answered is there"
    assert "Then decide what you work on, and thank those who helped you" in plain(message)
    assert "Amara" not in everything_in(message)


def test_thanks_go_to_those_who_answered_with_a_link_for_thanks_alone(life: AskingLife) -> None:
    life.puts_question("Amara", "Joanna")
    sent_at(life, "2026-11-20 14:05")
    life.answers("Amara", "2026-11-23 10:00")
    sent_at(life, "2026-12-05 00:00")
    sent_at(life, "2026-12-07 09:00")
    life.thanks("2026-12-08 10:00", words="I shall listen")
    (message,) = sent_at(life, "2026-12-08 10:10").values()
    assert message.to == ["amara.okafor@northmere.example"]
    assert message.subject == "Helen Armitage thanks you for your view"
    assert "I shall listen" not in everything_in(message)
    token = read(token_in(message))
    assert token
    with life.as_("Helen"):
        assert Link.objects.get(token_hash=token.token_hash).purpose == Link.Purpose.THANKS
    assert life.rows(THANKS) == [("", "sent")]


def test_a_lost_link_goes_to_the_address_that_was_asked_and_to_no_other(life: AskingLife) -> None:
    allow_others(life.cast)
    life.puts_question("Amara", others=[BO])
    sent_at(life, "2026-11-20 14:05")
    at = life.go_to("2026-11-23 10:00")
    for address in ("nobody@elsewhere.example", "", "helen.armitage@northmere.example"):
        send_links_again(address=address, at=at)
    assert sent_at(life, "2026-11-23 10:01") == {}
    for _twice in range(2):
        send_links_again(address=" Bo.Fields@Elsewhere.example ", at=at)
    (message,) = sent_at(life, "2026-11-23 10:02").values()
    assert message.to == [BO[1]]
    assert message.subject == "Your link to answer Helen Armitage"
    assert message.message()["List-Unsubscribe"] is None
    send_links_again(address=BO[1], at=at + dt.timedelta(minutes=15))
    assert list(sent_at(life, "2026-11-23 10:16")) == ["Bo"]
    life.answers("Bo", "2026-11-24 10:00")
    sent_at(life, "2026-11-24 10:01")
    send_links_again(address=BO[1], at=life.go_to("2026-11-24 10:05"))
    assert list(sent_at(life, "2026-11-24 10:06")) == ["Bo"]
    sent_at(life, "2026-12-05 00:00")
    send_links_again(address=BO[1], at=life.go_to("2026-12-05 00:05"))
    assert sent_at(life, "2026-12-05 00:06") == {}
