"""The message about a suggestion: who gets it, what it says, and when it is not wanted any more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.mail.registry import Message, writer_of
from coachingpairs.mail.rendering import render_message
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle
from pairing.services.choosing import step_back
from pairing.services.shortlists import choose_shortlist
from pairing.services.suggesting import suggest_to_room
from teams.models import Leader
from tests.cast import Northmere, make_northmere
from tests.pairing.room import AT, open_room, pair_up, seal
from tests.pairing.suggesting import (
    all_but_vikram_paired,
    ask_to_be_third,
    say_not_this_time,
    say_yes_to_suggestion,
    suggested_with,
)

pytestmark = pytest.mark.usefixtures("site")
SITE = "https://pairs.example"
TEAM = f"{SITE}/o/northmere/t/leadership-team/"


@pytest.fixture
def site() -> Iterator[None]:
    with override_settings(SITE_URL=SITE):
        yield


@pytest.fixture
def odd(db: None) -> Iterator[Northmere]:
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        yield cast


def written(cast: Northmere, name: str) -> Message | None:
    mail = OutgoingMail.objects.filter(kind="suggestion", recipient_id=cast.leader(name).pk)
    return writer_of("suggestion")(mail.latest("created_at"))


def read(cast: Northmere, name: str) -> tuple[str, str]:
    message = written(cast, name)
    assert message is not None
    return render_message(message.template, message.context)


def wish(cast: Northmere, who: str, whom: str) -> None:
    with scope(organisation=cast.organisation.pk, person=cast.person(who).pk):
        choose_shortlist(leader=cast.leader(who), colleagues=[cast.leader(whom)], by=cast.person(who))


def test_a_pair_is_suggested(inside: Northmere, cycle: Cycle) -> None:
    wish(inside, "Helen", "Idris")
    wish(inside, "Idris", "Helen")
    assert suggested_with(inside, cycle, "Helen") == "Idris"
    message = written(inside, "Helen")
    assert message is not None
    assert (message.to, message.group) == ("helen.armitage@northmere.example", "")
    assert message.subject == "A suggestion for you: Idris Kaya"
    text, html = read(inside, "Helen")
    assert (
        "Your facilitator suggests Idris Kaya and you as partners in cycle 1. You would meet for about an "
        "hour a month until 31 May 2027, as equals."
    ) in text
    assert "If it is not this time, nobody is told who said so." in text
    assert f"Look at the suggestion: {TEAM}choosing/\nWho is paired so far: {TEAM}pairs/" in text
    assert f'href="{TEAM}choosing/"' in html
    assert "listed" not in text + html, "no reason goes into a message"
    assert "glad" not in text + html


def test_three_are_suggested(odd: Northmere) -> None:
    cycle = open_room(odd)
    made = suggest_to_room(cycle=cycle, by=odd.facilitator, at=AT)
    (trio,) = [one for one in made if one.leaders.count() == 3]
    first, *others = sorted((row.leader for row in trio.leaders.all()), key=lambda one: one.sort_name)
    names = " and ".join(other.name for other in others)
    message = written(odd, first.called)
    assert message is not None
    assert message.subject == f"A suggestion for you: {names}"
    assert f"suggests {names} and you as partners" in read(odd, first.called)[0]


def test_a_third_is_suggested_to_a_pair_and_the_pair_to_the_third(odd: Northmere) -> None:
    cycle, _pair = all_but_vikram_paired(odd)
    (suggestion,) = suggest_to_room(cycle=cycle, by=odd.facilitator, at=AT)
    others = sorted(
        (row.leader for row in suggestion.leaders.all() if row.leader.called != "Vikram"),
        key=lambda leader: leader.sort_name,
    )
    names = " and ".join(other.name for other in others)
    message = written(odd, others[0].called)
    assert message is not None
    assert message.subject == "A suggestion for you: Vikram Sethi"
    joins = f"suggests that Vikram Sethi joins you and {others[1].called} as a third in cycle 1."
    assert joins in read(odd, others[0].called)[0]
    message = written(odd, "Vikram")
    assert message is not None
    assert message.subject == f"A suggestion for you: {names}"
    assert f"suggests that {names}, who are a pair, take you in as a third" in read(odd, "Vikram")[0]


def test_somebody_asks_to_join(odd: Northmere) -> None:
    Leader.objects.filter(pk=odd.leader("Vikram").pk).update(title="Head of <Procurement>")
    cycle, pair = all_but_vikram_paired(odd)
    ask_to_be_third(odd, cycle, "Vikram", pair)
    message = written(odd, "Amara")
    assert message is not None
    assert message.subject == "Vikram Sethi would like to join you and Siobhan"
    text, html = read(odd, "Amara")
    assert (
        "Vikram Sethi, Head of <Procurement>, asks to join you and Siobhan as a third in cycle 1. You would "
        "meet for about an hour a month until 31 May 2027, as equals."
    ) in text
    assert "Head of &lt;Procurement&gt;" in html
    assert (
        "You are a trio once you and Siobhan have both said yes; if it is not this time, nobody is told"
        in text
    )
    assert "because Vikram Sethi asked the two of you." in text
    assert f"Answer Vikram: {TEAM}choosing/" in text
    told = OutgoingMail.objects.filter(kind="suggestion").values_list("recipient_id", flat=True)
    assert set(told) == {odd.leader("Amara").pk, odd.leader("Siobhan").pk}


def test_not_wanted_once_answered_but_still_by_the_other(inside: Northmere, cycle: Cycle) -> None:
    other = suggested_with(inside, cycle, "Helen")
    before = read(inside, other)
    say_yes_to_suggestion(inside, cycle, "Helen")
    assert written(inside, "Helen") is None
    assert read(inside, other) == before, "and it says nothing of the yes"


def test_not_wanted_once_it_has_ended(inside: Northmere, cycle: Cycle) -> None:
    other = suggested_with(inside, cycle, "Helen")
    say_not_this_time(inside, cycle, "Helen")
    assert written(inside, "Helen") is None
    assert written(inside, other) is None


def test_not_wanted_once_choosing_is_over(inside: Northmere, cycle: Cycle) -> None:
    suggested_with(inside, cycle, "Helen")
    Leader.objects.filter(pk=inside.leader("Amara").pk).update(left_on=AT.date())
    assert written(inside, "Amara") is None
    pair_up(inside, cycle, "Maggie", "Vikram")
    assert written(inside, "Helen") is not None
    seal(inside, cycle)
    assert written(inside, "Helen") is None


def test_the_question_of_a_third_is_not_wanted_once_the_pair_is_none(odd: Northmere) -> None:
    cycle, pair = all_but_vikram_paired(odd)
    ask_to_be_third(odd, cycle, "Vikram", pair)
    step_back(cycle=cycle, leader=odd.leader("Amara"), by=odd.person("Amara"))
    assert written(odd, "Siobhan") is None
