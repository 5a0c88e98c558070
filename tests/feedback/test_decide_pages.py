"""The pages on which one decides about the targets that were asked about."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import hidden, signed_in as browser, words
from tests.cycles.past_services import signed_in, word
from tests.feedback.answers_in import AnswersIn, answers_in
from tests.feedback.past_services import close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
FIRST, SECOND = "Listening first", "Saying the difficult thing early"
OTHER = "Answering before others have finished"
NEW = {"direction": "down", "behaviour": OTHER, "differently": "", "why": ""}


@pytest.fixture
def world(northmere: Northmere) -> AnswersIn:
    return answers_in(northmere)


@pytest.fixture
def helen(northmere: Northmere) -> Client:
    return browser(northmere, "Helen")


def about(world: AnswersIn, position: int = 1) -> UUID:
    with signed_in(world.cast, "Helen"):
        return world.about(position).pk


def send(world: AnswersIn, client: Client, of: str, **data: str) -> Any:
    page = world.page(of, about(world))
    return client.post(page, {**hidden(client.get(page)), **NEW, **data})


def test_each_target_stands_with_what_was_asked_and_what_can_be_done(world: AnswersIn, helen: Client) -> None:
    page = words(helen.get(world.page("decide")))
    assert "What will you work on?" in page
    assert f"The first You and Priya Dial up {FIRST} Now: an idea so far" in page
    assert f"Keep it : {FIRST} Put it differently : {FIRST} Something else instead of {FIRST}" in page
    assert f"The second You and Priya Dial up {SECOND}" in page
    assert "What they said Joanna Clarke The first one is Are these the right two?" in page
    assert "Not everybody has answered yet 3 asked, 2 answers in." in page
    assert "Tell them what you decided" not in page


def test_keeping_both_leads_to_the_thanks(world: AnswersIn, helen: Client) -> None:
    world.asked.close(NOW)
    for position in (1, 2):
        kept = helen.post(world.page("decide_keep", about(world, position)))
        assert kept.headers["Location"] == world.page("decide")
    assert world.targets() == [(FIRST, "settled"), (SECOND, "settled")]
    page = words(helen.get(world.page("decide")))
    assert "You are settled on it. Find an occasion at which to try it." in page
    assert "Tell them what you decided" in page
    assert "Say thank you" in page


def test_while_somebody_may_still_answer_the_thanks_wait(world: AnswersIn, helen: Client) -> None:
    for position in (1, 2):
        helen.post(world.page("decide_keep", about(world, position)))
    page = words(helen.get(world.page("decide")))
    assert "It is decided" in page
    assert "Once it is closed, you can thank those who answered." in page
    assert "Say thank you" not in page


def test_put_differently_it_is_settled_with_what_was_asked_beside_it(world: AnswersIn, helen: Client) -> None:
    page = helen.get(world.page("decide_reword", about(world)))
    assert f"What you asked Dial up {FIRST}" in words(page)
    assert FIRST in page.content.decode().split("<textarea")[1]
    assert send(world, helen, "decide_reword").headers["Location"] == world.page("decide")
    assert world.targets() == [(OTHER, "settled"), (SECOND, "idea")]
    decided = words(helen.get(world.page("decide")))
    assert f"Dial up {FIRST} Now: settled Dial down: {OTHER} What it says now" in decided


def test_reworded_elsewhere_both_wordings_stand_on_the_page(world: AnswersIn, helen: Client) -> None:
    page = world.page("decide_reword", about(world))
    seen = hidden(helen.get(page))
    with signed_in(world.cast, "Helen"):
        target = world.about().target
        assert target
        word(target, "From the phone", NOW)
    refused = helen.post(page, {**seen, **NEW})
    assert refused.status_code == 422
    assert "From the phone" in words(refused)
    assert OTHER in refused.content.decode()
    assert world.targets()[0] == ("From the phone", "idea")
    again = helen.post(page, {**hidden(refused), **NEW})
    assert again.status_code == 302
    assert world.targets()[0] == (OTHER, "settled")


def test_another_instead_sent_twice_is_one(world: AnswersIn, helen: Client) -> None:
    page = world.page("decide_replace", about(world))
    form = hidden(helen.get(page))
    for _time in range(2):
        assert helen.post(page, {**form, **NEW}).headers["Location"] == world.page("decide")
    assert world.targets() == [(FIRST, "let_go"), (OTHER, "settled"), (SECOND, "idea")]
    decided = words(helen.get(world.page("decide")))
    assert f"Dial up {FIRST} Now: let go" in decided
    assert "You have let it go Take it up again" in decided


@pytest.mark.parametrize("of", ["decide_reword", "decide_replace"])
def test_without_a_behaviour_nothing_is_lost_or_saved(world: AnswersIn, helen: Client, of: str) -> None:
    refused = send(world, helen, of, behaviour="", why="Because they wait")
    assert refused.status_code == 422
    assert "Say in one sentence what you want to do more or less of." in words(refused)
    assert "Because they wait" in words(refused)
    assert world.targets() == [(FIRST, "idea"), (SECOND, "idea")]


def test_a_topic_is_asked_about_once_and_then_kept(world: AnswersIn, helen: Client) -> None:
    asked = send(world, helen, "decide_replace", behaviour="Communication")
    assert asked.status_code == 422
    assert "Not saved yet: is this what you mean?" in words(asked)
    kept = send(world, helen, "decide_replace", behaviour="Communication", kept="yes")
    assert kept.status_code == 302
    assert ("Communication", "settled") in world.targets()


def test_htmx_gets_the_form_alone(world: AnswersIn, helen: Client) -> None:
    page = world.page("decide_reword", about(world))
    refused = helen.post(page, {**NEW, "behaviour": ""}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith('<div id="target-form">')


def test_in_a_closed_cycle_it_is_read_and_not_decided(world: AnswersIn, helen: Client) -> None:
    close_cycle(world.asked.cycle)
    page = words(helen.get(world.page("decide")))
    assert "Cycle 1 is over, so this can be read but not changed." in page
    assert "Keep it" not in page
    for of in ("decide_reword", "decide_replace"):
        assert helen.get(world.page(of, about(world))).headers["Location"] == world.page("decide")
        sent = helen.post(world.page(of, about(world)), NEW)
        assert sent.status_code == 422
    helen.post(world.page("decide_keep", about(world)))
    assert world.targets() == [(FIRST, "idea"), (SECOND, "idea")]


@pytest.mark.parametrize("of", ["decide_keep", "decide_reword", "decide_replace"])
@pytest.mark.parametrize("name", ["Priya", "Joanna", "Vikram"])
def test_nobody_else_decides(world: AnswersIn, of: str, name: str) -> None:
    assert browser(world.cast, name).post(world.page(of, about(world)), NEW).status_code == 404
    assert world.targets() == [(FIRST, "idea"), (SECOND, "idea")]


def test_what_was_not_asked_is_not_there(world: AnswersIn, helen: Client) -> None:
    for of in ("decide_keep", "decide_reword", "decide_replace"):
        assert helen.post(world.page(of, uuid.uuid4()), NEW).status_code == 404
