"""The notes at the half and towards the end: their words to the letter, and how to stop each of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from coachingpairs.mail.models import Unsubscription
from coachingpairs.tenancy.scope import scope
from cycles.emails.groups import GROUPS
from cycles.rules.reminders import Kind
from teams.models import OrganisationRole
from tests.cast import Northmere
from tests.cycles.made import make_cycle
from tests.cycles.reminding import deliver, first_name, part

pytestmark = pytest.mark.django_db

MOMENTS = {
    Kind.HALF_WAY: dt.datetime(2026, 12, 31, 9, 30, tzinfo=dt.UTC),
    Kind.WRAPPING_UP: dt.datetime(2027, 3, 4, 9, 30, tzinfo=dt.UTC),
    Kind.LESSONS: dt.datetime(2027, 3, 18, 9, 30, tzinfo=dt.UTC),
    Kind.LAST_WEEK: dt.datetime(2027, 3, 25, 9, 30, tzinfo=dt.UTC),
}
HOME = "http://127.0.0.1:8000/o/northmere/t/leadership-team/"
OPEN = f"Open your page:\n{HOME}"
LOG = f"Log a session:\n{HOME}sessions/new/"
LEARNT = f"What you learnt:\n{HOME}lessons/"
ASKED = (
    "--\nEsther Boateng, who looks after Coaching Pairs at Northmere, asked us to send this {}. Esther can "
    "see whether pairs have met, never what they talk about or write."
)
TEXTS = {
    Kind.HALF_WAY: [
        "Dear Priya, half of cycle 1 is over",
        "Three months are behind you and three are ahead, which is also enough to begin in. Half-way is a "
        "good moment to look at how you and Idris work together, and not only at what you work on.",
        "A question for your next hour: what has helped so far, and what shall we do differently from here?",
        OPEN,
        LOG,
        ASKED.format("to pairs that are half-way"),
    ],
    Kind.WRAPPING_UP: [
        "Dear Priya, the last weeks of cycle 1 have begun",
        "It ends on 31 March 2027. Until then three things are worth doing:",
        "Look back together. Find another hour with Idris, or two.",
        "Write down what you learnt. It is yours alone, unless you offer it to your team.",
        "Decide what goes on. What is not cracked yet can come along into the next cycle.",
        "A question to begin with: what do you want to be able to say on the last day?",
        OPEN,
        LEARNT,
        ASKED.format("to everybody in this cycle"),
    ],
    Kind.LESSONS: [
        "Dear Priya, what did you learn in these six months?",
        "Cycle 1 ends on 31 March 2027. A sentence or two is enough, and others learn most from what you "
        "learnt about how you lead.",
        "Perhaps you have written it down already. It stays yours alone until you offer it to your team; "
        "whether you do is up to you.",
        "A question to begin with: what do you do differently now, and who has noticed?",
        LEARNT,
        OPEN,
        ASKED.format("to those in this cycle who have not offered a lesson"),
    ],
    Kind.LAST_WEEK: [
        "Dear Priya, cycle 1 ends on Wednesday 31 March",
        "If you and Idris find one more hour, use it to end well: say what you value in each other, and what "
        "each of you takes along.",
        "A question to begin with: what did the other do that helped you most, and have you said so?",
        OPEN,
        LOG,
        ASKED.format("to pairs whose cycle ends"),
    ],
}
SUBJECTS = {
    Kind.HALF_WAY: "Half-way with Idris",
    Kind.WRAPPING_UP: "The last weeks of cycle 1",
    Kind.LESSONS: "What did you learn in these six months?",
    Kind.LAST_WEEK: "A last hour with Idris?",
}


def note(kind: Kind, name: str = "Priya", subject: str = "") -> EmailMultiAlternatives:
    """The message of that kind to that leader, on its day."""
    wanted = subject or SUBJECTS[kind]
    found = {first_name(one): one for one in deliver(MOMENTS[kind]) if one.subject == wanted}
    return found[name]


def paragraphs(message: EmailMultiAlternatives) -> list[str]:
    """Of the plain text, without the line that says how to stop it."""
    *said, stop = str(message.body).rstrip().split("\n\n")
    assert stop.startswith("Fewer notes like this: http://127.0.0.1:8000/unsubscribe/")
    return said


def words_of(message: EmailMultiAlternatives) -> str:
    """Of the HTML, in one line."""
    [alternative] = message.alternatives
    html: Any = alternative[0]
    return " ".join(re.sub(r"<[^>]*>|&nbsp;", " ", html.split("<body")[1]).split())


@pytest.mark.parametrize("kind", MOMENTS)
def test_the_words_of_each_in_plain_text_and_html(northmere: Northmere, kind: Kind) -> None:
    make_cycle(northmere, pairs=[("Priya", "Idris")])
    message = note(kind)
    assert paragraphs(message) == TEXTS[kind]
    html = words_of(message)
    for paragraph in TEXTS[kind]:
        label = paragraph.split("\n")[0] if "\nhttp" in paragraph else paragraph.removeprefix("--\n")
        assert label.removesuffix(":") in html
    assert "!" not in message.body


@pytest.mark.parametrize("kind", MOMENTS)
def test_each_is_stopped_by_one_click_and_no_other_with_it(northmere: Northmere, kind: Kind) -> None:
    make_cycle(northmere, pairs=[("Priya", "Idris")])
    message = note(kind)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with scope(organisation=northmere.organisation.pk):
        stopped = list(Unsubscription.objects.values_list("recipient_id", "group"))
    assert stopped == [(northmere.leader("Priya").pk, GROUPS[kind])]


def test_whoever_has_lost_their_partner_is_asked_two_things(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=[("Priya", "Idris")])
    part(northmere, cycle, "Priya", MOMENTS[Kind.HALF_WAY])
    said = paragraphs(note(Kind.WRAPPING_UP))
    assert said[1] == "It ends on 31 March 2027. Until then two things are worth doing:"
    assert said[2].startswith("Write down what you learnt.")
    assert "Idris" not in " ".join(said)


def test_a_trio_is_written_to_as_three(northmere: Northmere) -> None:
    make_cycle(northmere, pairs=[("Priya", "Idris", "Helen")])
    message = note(Kind.LAST_WEEK, subject="A last hour with Helen and Idris?")
    assert "If you, Helen and Idris find one more hour" in message.body
    assert "what did the others do that helped you most" in message.body
    half = note(Kind.HALF_WAY, subject="Half-way with Helen and Idris")
    assert "look at how you, Helen and Idris work together" in half.body


def test_without_a_facilitator_the_organisation_asks(northmere: Northmere) -> None:
    make_cycle(northmere, pairs=[("Priya", "Idris")])
    with scope(organisation=northmere.organisation.pk):
        OrganisationRole.objects.filter(role="facilitator").delete()
    assert paragraphs(note(Kind.LAST_WEEK))[-1] == (
        "--\nNorthmere asked us to send this to pairs whose cycle ends. Your facilitator can see whether "
        "pairs have met, never what they talk about or write."
    )
