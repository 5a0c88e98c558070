"""“Colleagues on this” beside a growth target: all to its owner, to a partner how many, to others nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.models import GrowthTarget
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.pages import signed_in as browser, words
from tests.cycles.past_services import add_target, part, signed_in, word
from tests.feedback.answers_in import SAID, AnswersIn, answers_in
from tests.feedback.past_services import answer, by_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def page_of(world: AnswersIn, name: str, position: int = 1) -> str:
    with signed_in(world.cast, "Helen"):
        target = world.about(position).target_id
    return words(browser(world.cast, name).get(f"{world.cast.base}targets/{target}/"))


def targets_of(world: AnswersIn, name: str) -> str:
    return words(browser(world.cast, name).get(f"{world.cast.base}targets/"))


def test_the_owner_reads_what_was_asked_of_whom_and_how_it_stands(northmere: Northmere) -> None:
    world = answers_in(northmere)
    page = page_of(world, "Helen", 2)
    assert (
        "Colleagues on this 3 asked, 2 answers in Only you "
        "Asked on 5 October in other words than it has now: "
        "Dial up: Saying the difficult thing early Joanna Clarke Has answered Marek Nowak Not answered yet "
        "Amara Okafor Has answered Read their answers" in page
    )


def test_words_that_still_stand_are_not_called_other_words(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with signed_in(northmere, "Helen"):
        target = world.about().target
        assert target
        word(target, "Listening first", NOW)
        target.wordings.filter(replaced_at=None).update(written_at=NOW)
        wording = target.wordings.get(replaced_at=None)
        wording.differently = ""
        wording.save()
    assert "Asked on 5 October: Dial up: Listening first" in page_of(world, "Helen")


def test_the_partner_reads_how_many_and_no_names(northmere: Northmere) -> None:
    world = answers_in(northmere)
    page = page_of(world, "Priya")
    assert (
        "Colleagues on this 3 asked, 2 answers in, by Helen, about all they work on. "
        "What Helen shares with you" in page
    )
    for name in ("Joanna", "Amara", "Marek", "Asked on"):
        assert name not in page


def test_how_many_stand_on_the_page_of_targets_too(northmere: Northmere) -> None:
    world = answers_in(northmere)
    assert "What you are working on You and Priya Colleagues: 3 asked, 2 answers in." in targets_of(
        world, "Helen"
    )
    theirs = targets_of(world, "Priya")
    assert "What Helen is working on Colleagues: 3 asked, 2 answers in." in theirs
    assert "Joanna" not in theirs


def test_whoever_has_parted_reads_none_of_it(northmere: Northmere) -> None:
    world = answers_in(northmere)
    part(northmere, world.asked.cycle, "Helen", NOW)
    page = page_of(world, "Priya")
    assert "Listening first" in page
    assert "Colleagues on this" not in page
    assert "asked" not in targets_of(world, "Priya")


def test_while_nobody_has_been_asked_only_the_owner_is_told(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with signed_in(northmere, "Helen"):
        GrowthTarget.objects.filter(asked=world.about()).update(state="let_go")
        new = add_target(northmere, world.asked.cycle, "Helen", words="Something else")
    page = words(browser(northmere, "Helen").get(f"{northmere.base}targets/{new.pk}/"))
    assert "Colleagues on this Nobody has been asked about it." in page


def test_as_many_queries_for_three_answers_as_for_one(northmere: Northmere) -> None:
    world = answers_in(northmere, "Joanna")
    client = browser(northmere, "Helen")
    with signed_in(northmere, "Helen"):
        target = world.about().target_id
    pages = [f"{northmere.base}targets/{target}/", f"{northmere.base}targets/"]

    def count(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as counted:
            client.get(page)
        return len(counted)

    one = [count(page) for page in pages]
    for name in ("Amara", "Marek"):
        with by_link(northmere, world.asked.requests[name]):
            answer(world.asked.requests[name], SAID[name])
    assert [count(page) for page in pages] == one
