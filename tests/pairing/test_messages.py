"""The three messages: who gets them, what they say, and when they are not wanted any more."""

from __future__ import annotations

import pytest
from django.test import override_settings

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writer_of
from coachingpairs.mail.rendering import render_message
from cycles.models import Cycle, Pair
from pairing.services.choosing import decline, withdraw
from pairing.services.participants import add_participant, sit_out
from teams.models import Leader
from tests.cast import Northmere, add_leader
from tests.pairing.mid_cycle import join_now, leave, pair_now, part, under_way
from tests.pairing.room import AT, ask, open_room, pair_up, seal

pytestmark = pytest.mark.usefixtures("site")
SITE = "https://pairs.example"
TEAM = f"{SITE}/o/northmere/t/leadership-team/"


@pytest.fixture
def site() -> object:
    with override_settings(SITE_URL=SITE):
        yield


def written(cast: Northmere, kind: str, name: str) -> Message | None:
    mail = OutgoingMail.objects.get(kind=kind, recipient_id=cast.leader(name).pk)
    return writer_of(kind)(mail)


def read(message: Message | None) -> tuple[str, str]:
    assert message is not None
    return render_message(message.template, message.context)


def test_choosing_is_open(inside: Northmere, cycle: Cycle) -> None:
    message = written(inside, "choosing-open", "Priya")
    assert message is not None
    assert (message.to, message.group) == ("priya.nair@northmere.example", "")
    assert message.subject == "Choosing is open: who would you like to pair with?"
    text, html = read(message)
    assert text.startswith(
        "Choosing is open: who would you like to pair with?\n\nDear Priya,\n\nchoosing for cycle 1 at"
    )
    assert "It runs from 1 December 2026 to 31 May 2027." in text
    assert "outside Care, and ask them" in text
    assert f"Choose a partner: {TEAM}choosing/" in text
    assert f'href="{TEAM}choosing/"' in html
    assert "Choose a partner" in html


def test_choosing_is_open_is_not_wanted_once_one_is_paired_or_gone_or_it_is_over(
    inside: Northmere, cycle: Cycle
) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    assert written(inside, "choosing-open", "Helen") is None
    Leader.objects.filter(pk=inside.leader("Idris").pk).update(left_on=AT.date())
    assert written(inside, "choosing-open", "Idris") is None
    cycle.participants.filter(leader=inside.leader("Vikram")).delete()
    assert written(inside, "choosing-open", "Vikram") is None
    assert written(inside, "choosing-open", "Amara") is not None
    seal(inside, cycle)
    assert written(inside, "choosing-open", "Amara") is None


def test_whoever_joins_a_cycle_under_way_reads_that_there_is_a_way_in(
    inside: Northmere, site: object
) -> None:
    running = under_way(inside)
    part(inside, running, "Helen")
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    add_participant(cycle=running, leader=tom, by=inside.facilitator)
    message = written(inside, "choosing-late", "Tom")
    assert message is not None
    assert message.subject == f"You can choose a partner for cycle {running.number}"
    text, html = read(message)
    assert "The others are paired already, and there is a way in for you." in text
    assert "outside Housing, or a pair that may take in a third." in text
    assert f"See whom you can ask: {TEAM}choosing/" in text
    assert f'href="{TEAM}choosing/"' in html
    pair_now(inside, running, "Tom", "Helen")
    assert written(inside, "choosing-late", "Tom") is None


def test_whoever_steps_aside_is_not_told_of_it(inside: Northmere) -> None:
    running = under_way(inside)
    tom = add_leader(inside, "Tom Whitfield", "HOU", None, "northmere.example")
    add_participant(cycle=running, leader=tom, by=inside.facilitator)
    sit_out(cycle=running, leader=tom, by=inside.facilitator)
    assert written(inside, "choosing-late", "Tom") is None


def test_somebody_asks(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Helen").pk).update(title="Chief Finance Officer")
    ask(inside, cycle, "Helen", "Priya")
    message = written(inside, "proposal", "Priya")
    assert message is not None
    assert message.subject == "Helen Armitage would like to pair with you"
    text, html = read(message)
    assert (
        "Helen Armitage, Chief Finance Officer, asks you to be partners in cycle 1. You would meet for about "
        "an hour a month until 31 May 2027, as equals."
    ) in text
    assert f"Answer Helen: {TEAM}choosing/\nWho is paired so far: {TEAM}pairs/" in text
    assert "Only the two of you can see the question and your answer" in html


def test_a_question_answered_meanwhile_needs_no_message(inside: Northmere, cycle: Cycle) -> None:
    proposal = ask(inside, cycle, "Helen", "Priya")
    decline(proposal=proposal, by=inside.person("Priya"))
    assert written(inside, "proposal", "Priya") is None
    withdraw(proposal=ask(inside, cycle, "Amara", "Idris"), by=inside.person("Amara"))
    assert written(inside, "proposal", "Idris") is None
    ask(inside, cycle, "Joanna", "Siobhan")
    Leader.objects.filter(pk=inside.leader("Joanna").pk).update(left_on=AT.date())
    assert written(inside, "proposal", "Siobhan") is None


def test_the_pairs_are_sealed(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Priya").pk).update(title="Head of Wellbeing")
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    assert OutgoingMail.objects.filter(kind="sealed").count() == 2
    message = written(inside, "sealed", "Helen")
    assert message is not None
    assert (message.to, message.subject) == ("helen.armitage@northmere.example", "You and Priya are a pair")
    text, html = read(message)
    assert "Priya Nair\nHead of Wellbeing\nCare\npriya.nair@northmere.example\n" in text
    assert f"Open your home page: {TEAM}\nWho is paired with whom: {TEAM}pairs/" in text
    assert 'href="mailto:priya.nair@northmere.example"' in html


def test_a_trio_is_told_that_it_is_one(inside: Northmere) -> None:
    running = under_way(inside)
    leave(inside, "Priya")
    OutgoingMail.objects.all().delete()
    join_now(inside, running, "Helen", ("Amara", "Joanna"))
    message = written(inside, "sealed", "Amara")
    assert message is not None
    assert message.subject == "You, Helen and Joanna are a trio"


def test_sealed_is_not_wanted_once_the_pair_or_the_cycle_has_ended(inside: Northmere, cycle: Cycle) -> None:
    pair = pair_up(inside, cycle, "Helen", "Priya")
    pair_up(inside, cycle, "Amara", "Joanna")
    seal(inside, cycle)
    assert written(inside, "sealed", "Helen") is not None
    pair.members.update(left_at=AT)
    Pair.objects.filter(pk=pair.pk).update(ended_at=AT)
    assert written(inside, "sealed", "Helen") is None
    assert written(inside, "sealed", "Amara") is not None
    Cycle.objects.filter(pk=cycle.pk).update(stage="closed")
    assert written(inside, "sealed", "Amara") is None


def test_the_next_cycle_writes_again(inside: Northmere, cycle: Cycle) -> None:
    pair_up(inside, cycle, "Helen", "Priya")
    seal(inside, cycle)
    open_room(inside, AT.date().replace(year=2027))
    assert (
        OutgoingMail.objects.filter(kind="choosing-open", recipient_id=inside.leader("Helen").pk).count() == 2
    )


def test_names_are_escaped_in_html_and_left_alone_in_text(inside: Northmere, cycle: Cycle) -> None:
    Leader.objects.filter(pk=inside.leader("Helen").pk).update(title="Money & <numbers>")
    ask(inside, cycle, "Helen", "Priya")
    text, html = read(written(inside, "proposal", "Priya"))
    assert "Helen Armitage, Money & <numbers>, asks you" in text
    assert "Helen Armitage, Money &amp; &lt;numbers&gt;, asks you" in html
