"""The note itself: its words to the letter, and when it is not written after all."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail.models import OutgoingMail, Unsubscription
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.emails.nudges import MONTHLY
from cycles.models import Cycle, Pair, PairMember
from cycles.services.reminders import plan_reminders
from teams.models import Leader, OrganisationRole, Person
from tests.cast import Northmere
from tests.cycles.under_way import leave_team, make_cycle_under_way, meet

pytestmark = pytest.mark.django_db

STARTS_ON = dt.date(2027, 2, 15)
DUE = dt.datetime(2027, 3, 1, 9, 30, tzinfo=dt.UTC)
SECOND = dt.datetime(2027, 3, 29, 8, 30, tzinfo=dt.UTC)
HOME = "http://127.0.0.1:8000/o/northmere/t/leadership-team/"

FIRST_NOTE = """\
Dear Priya, your first hour with Idris is still to come

The first weeks of a cycle fill up quickly. If you have already met, a note of the date is all we need.

If not, half an hour is enough to start. Many pairs begin with one question: what do I sometimes do, as a \
leader, that gets in my own way?

We met:
http://127.0.0.1:8000/o/northmere/t/leadership-team/sessions/met/

Choose a date:
http://127.0.0.1:8000/o/northmere/t/leadership-team/sessions/plan/

Write to Idris:
idris.kaya@northmere.example

--
Esther Boateng, who looks after Coaching Pairs at Northmere, asked us to send this to pairs that have yet to \
meet this month. Esther can see whether pairs have met, never what they talk about.

Fewer notes like this: UNSUBSCRIBE
"""


def send(cast: Northmere, at: dt.datetime = DUE) -> dict[str, EmailMultiAlternatives]:
    """Plan and send; the messages by first name."""
    outgoing.outbox.clear()
    plan_reminders(at=at)
    send_due(at=at)
    assert all(isinstance(message, EmailMultiAlternatives) for message in outgoing.outbox)
    return {message.to[0].split(".")[0].title(): message for message in outgoing.outbox}  # type: ignore[misc]


def html_of(message: EmailMultiAlternatives) -> str:
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return str(html)


def words_of(message: EmailMultiAlternatives) -> str:
    """The HTML without its head and tags, a line for each piece of text."""
    body = html_of(message).split("<body")[1]
    pieces = [piece.strip() for piece in re.split(r"<[^>]*>", f"<{body}")]
    return "\n".join(piece for piece in pieces if piece.strip("\xa0 ") and piece != "&nbsp;")


def states(cast: Northmere) -> list[str]:
    with scope(organisation=cast.organisation.pk):
        return list(OutgoingMail.objects.values_list("state", flat=True))


def test_the_plain_text_of_the_first_note(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    note = send(northmere)["Priya"]
    stop = note.extra_headers["List-Unsubscribe"].strip("<>")
    assert note.subject == "Your first hour with Idris"
    assert note.body == FIRST_NOTE.replace("UNSUBSCRIBE", stop)


def test_the_same_in_html_with_the_pair_as_two_halves(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    note = send(northmere)["Priya"]
    assert words_of(note).splitlines() == [
        "Half an hour is enough to start.",
        "Coaching Pairs",
        "Dear Priya, your first hour with Idris is still to come",
        "The first weeks of a cycle fill up quickly. If you have already met, a tap below is all we need.",
        "If not, half an hour is enough to start. Many pairs begin with one question: what do I sometimes "
        "do, as a leader, that gets in my own way?",
        "CARE",
        "You",
        "Director of Care",
        "PPL",
        "Idris Kaya",
        "Director of People",
        "We met",
        "Choose a date",
        "Write to Idris",
        "Esther Boateng, who looks after Coaching Pairs at Northmere, asked us to send this to pairs that "
        "have yet to meet this month. Esther can see whether pairs have met, never what they talk about.",
        "Fewer notes like this",
    ]
    stop = note.extra_headers["List-Unsubscribe"].strip("<>")
    assert re.findall(r'href="([^"]*)"', html_of(note)) == [
        f"{HOME}sessions/met/",
        f"{HOME}sessions/plan/",
        "mailto:idris.kaya@northmere.example",
        stop,
    ]
    assert 'class="e-half e-half-a e-tint-2"' in html_of(note)
    assert 'class="e-half e-half-b e-tint-4"' in html_of(note)


def test_each_month_has_words_of_its_own(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    meet(northmere, "Priya", STARTS_ON)
    months = [send(northmere, SECOND + number * dt.timedelta(days=1)) for number in range(150)]
    written = [found["Priya"] for found in months if found]
    notes = [note for note in written if note.subject == "This month’s hour with Idris"]
    for words, note in zip(MONTHLY[1:], notes, strict=True):
        paragraphs = note.body.split("\n\n")
        assert paragraphs[0] == "Dear Priya, this month’s hour with Idris is still to come"
        assert paragraphs[1] == f"{words.opening} If you have already met, a note of the date is all we need."
        assert paragraphs[2] == f"If not, half an hour is enough. {words.question}"
    assert len({(words.opening, words.question) for words in MONTHLY}) == 6


def test_nothing_we_say_shouts_praises_or_counts() -> None:
    said = " ".join(f"{words.opening} {words.question}" for words in MONTHLY)
    assert re.findall(r"!|great|well done|overdue|score|\d", said, re.IGNORECASE) == []


def test_a_trio_is_written_to_as_three(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris", "Helen"), starts_on=STARTS_ON)
    notes = send(northmere)
    assert sorted(notes) == ["Helen", "Idris", "Priya"]
    note = notes["Priya"]
    assert note.subject == "Your first hour with Helen and Idris"
    assert (
        "Write to Helen and Idris:\nhelen.armitage@northmere.example, idris.kaya@northmere.example"
        in note.body
    )
    assert 'href="mailto:helen.armitage@northmere.example,idris.kaya@northmere.example"' in html_of(note)
    assert html_of(note).count('rowspan="2"') == 1
    assert words_of(note).splitlines()[5:14] == [
        "CARE",
        "You",
        "Director of Care",
        "FIN",
        "Helen Armitage",
        "Director of Finance",
        "PPL",
        "Idris Kaya",
        "Director of People",
    ]


def test_a_partner_without_an_address_cannot_be_written_to(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(person=None, email="")
    notes = send(northmere)
    assert list(notes) == ["Priya"]
    assert "Write to" not in notes["Priya"].body
    assert "mailto:" not in html_of(notes["Priya"])


def test_names_are_written_as_they_are_and_escaped_in_html(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(name="D’Arcy & <Sons>", title="A & B")
    note = send(northmere)["Priya"]
    assert note.subject == "Your first hour with D’Arcy"
    assert "<strong>D’Arcy &amp; &lt;Sons&gt;</strong><br>A &amp; B" in html_of(note)
    assert "&amp;" not in note.body


@pytest.mark.parametrize("known", [False, True])
def test_without_a_facilitator_the_organisation_asks(northmere: Northmere, known: bool) -> None:
    """So too when the facilitator has not said their name: an address is none."""
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    if known:
        Person.objects.filter(pk=northmere.facilitator.pk).update(name="")
    else:
        with scope(organisation=northmere.organisation.pk):
            OrganisationRole.objects.filter(person=northmere.facilitator).delete()
    note = send(northmere)["Priya"]
    assert "--\nNorthmere asked us to send this to pairs that have yet to meet this month. " in note.body
    assert "Your facilitator can see whether pairs have met, never what they talk about.\n" in note.body
    assert northmere.facilitator.email not in note.body + html_of(note)


def test_it_goes_to_the_mailbox_they_sign_in_with(northmere: Northmere) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    with scope(organisation=northmere.organisation.pk):
        Leader.objects.filter(pk=northmere.leader("Priya").pk).update(email="old@northmere.example")
        Leader.objects.filter(pk=northmere.leader("Idris").pk).update(person=None)
    assert sorted(send(northmere)) == ["Idris", "Priya"]


def met(cast: Northmere) -> None:
    meet(cast, "Idris", STARTS_ON)


def left(cast: Northmere) -> None:
    leave_team(cast, "Idris")


def ended(cast: Northmere) -> None:
    with scope(organisation=cast.organisation.pk):
        Pair.objects.update(ended_at=DUE)
        PairMember.objects.update(left_at=DUE)


def closed(cast: Northmere) -> None:
    with scope(organisation=cast.organisation.pk):
        Cycle.objects.update(stage=Cycle.Stage.CLOSED)


def unsubscribed(cast: Northmere) -> None:
    with scope(organisation=cast.organisation.pk):
        for name in ("Priya", "Idris"):
            Unsubscription.objects.create(
                organisation=cast.organisation, recipient_id=cast.leader(name).pk, group="nudges"
            )


def addresses_gone(cast: Northmere) -> None:
    with scope(organisation=cast.organisation.pk):
        Leader.objects.update(person=None, email="")


@pytest.mark.parametrize("change", [met, left, ended, closed, unsubscribed, addresses_gone])
def test_what_has_changed_since_it_was_planned_is_seen_when_it_is_sent(
    northmere: Northmere, change: object
) -> None:
    make_cycle_under_way(northmere, ("Priya", "Idris"), starts_on=STARTS_ON)
    plan_reminders(at=DUE)
    assert callable(change)
    change(northmere)
    assert send_due(at=DUE) == 0
    assert states(northmere) == ["suppressed", "suppressed"]
