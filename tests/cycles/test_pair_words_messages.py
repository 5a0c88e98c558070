"""The two messages to a partner, to the letter, and when they are not written after all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMultiAlternatives

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.sending import send_due
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Strength
from cycles.services.strengths import delete_strength
from tests.cast import Northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.pair_words import MINUTE, TRIO, end_pair, give, leave_trio, read_from, say_yes, write
from tests.cycles.under_way import leave_team

pytestmark = pytest.mark.django_db
DUE = NOW + 10 * MINUTE
HERE = "http://127.0.0.1:8000/o/northmere/t/leadership-team/"

AGREEMENT = """\
Helen has written down how you work together

Dear Priya,

Helen Armitage has written down how you work together: when and where you meet, what stays between you, how \
you challenge each other, and what you do when it does not work.

Read it, change what you would put differently, and say whether you agree.

Read it:
http://127.0.0.1:8000/o/northmere/t/leadership-team/agreement/

Open your page:
http://127.0.0.1:8000/o/northmere/t/leadership-team/

--
Sent for Northmere, because you work together with Helen in Coaching Pairs. What it says can be read by you \
and Helen alone.
"""
STRENGTHS = """\
There is something that Helen rates in you

Dear Priya,

Helen Armitage has written down something that they have seen you do and that they rate in you. Read it in \
your own time.

If you have not told Helen yet what you rate in them, this is a good moment.

Read it:
http://127.0.0.1:8000/o/northmere/t/leadership-team/strengths/

Open your page:
http://127.0.0.1:8000/o/northmere/t/leadership-team/

--
Sent for Northmere, because you and Helen work together in Coaching Pairs. What it says can be read by you \
and Helen alone.
"""


@pytest.fixture
def cycle(northmere: Northmere) -> Cycle:
    return make_cycle(northmere, number=3)


def sent(at: dt.datetime = DUE) -> list[EmailMultiAlternatives]:
    outgoing.outbox.clear()
    send_due(at=at)
    return list(outgoing.outbox)  # type: ignore[arg-type]


def states(cast: Northmere) -> list[str]:
    with scope(organisation=cast.organisation.pk):
        return list(OutgoingMail.objects.values_list("state", flat=True))


def test_that_there_is_an_agreement_to_read(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="canary-meeting")
    assert sent(DUE - MINUTE) == []
    [message] = sent()
    assert message.to == ["priya.nair@northmere.example"]
    assert message.subject == "Helen has written down how you work together"
    assert message.body == AGREEMENT
    [(html, _kind)] = message.alternatives
    assert "canary" not in str((str(html), message.subject, message.extra_headers))
    assert f'href="{HERE}agreement/"' in str(html)
    assert "List-Unsubscribe" not in message.extra_headers


def test_that_there_are_strengths_to_read(northmere: Northmere, cycle: Cycle) -> None:
    give(northmere, cycle, "Helen", "Priya", "canary-strength")
    [message] = sent()
    assert message.to == ["priya.nair@northmere.example"]
    assert message.subject == "Something that Helen rates in you"
    assert message.body == STRENGTHS
    [(html, _kind)] = message.alternatives
    assert "canary" not in str((str(html), message.subject, message.extra_headers))
    assert f'href="{HERE}strengths/"' in str(html)
    assert "List-Unsubscribe" not in message.extra_headers


def test_in_a_trio_both_others_are_told_of_the_agreement(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    told = {message.to[0]: message.body for message in sent()}
    assert set(told) == {"priya.nair@northmere.example", "joanna.clarke@northmere.example"}
    assert "can be read by you, Helen and Priya alone." in str(told["joanna.clarke@northmere.example"])


def test_whoever_has_agreed_meanwhile_gets_none(northmere: Northmere, cycle: Cycle) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    say_yes(northmere, cycle, "Priya")
    assert sent() == []


def test_what_has_been_read_or_taken_out_is_not_told(northmere: Northmere, cycle: Cycle) -> None:
    give(northmere, cycle, "Helen", "Priya", "Calm")
    read_from(northmere, cycle, "Priya", "Helen")
    strength: Strength = give(northmere, cycle, "Amara", "Vikram", "Fair")
    with as_(northmere, "Amara"):
        delete_strength(strength=strength, leader=northmere.leader("Amara"), by=northmere.person("Amara"))
    assert sent() == []
    assert states(northmere) == ["suppressed", "suppressed"]


@pytest.mark.parametrize("what", ["ended", "closed", "author left", "reader left"])
def test_when_the_pair_is_over_nothing_goes_out(northmere: Northmere, cycle: Cycle, what: str) -> None:
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    give(northmere, cycle, "Helen", "Priya", "Calm")
    if what == "ended":
        end_pair(northmere, cycle, "Helen")
    elif what == "closed":
        with scope(organisation=northmere.organisation.pk):
            go_to(cycle, "closed", closed_at=NOW)
    else:
        leave_team(northmere, "Helen" if what == "author left" else "Priya")
    assert sent() == []
    assert states(northmere) == ["suppressed", "suppressed"]


def test_whoever_has_left_a_trio_is_neither_told_nor_named(northmere: Northmere) -> None:
    cycle = make_cycle(northmere, pairs=TRIO)
    write(northmere, cycle, "Helen", meeting="Tuesdays")
    leave_trio(northmere, cycle, "Joanna")
    [message] = sent()
    assert message.to == ["priya.nair@northmere.example"]
    assert message.body == AGREEMENT
