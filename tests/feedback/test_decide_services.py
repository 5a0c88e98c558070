"""Keeping a target, putting it differently, another instead: settled each time, and never a third."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest

from coachingpairs.errors import DomainError
from cycles.models import GrowthTarget, TargetWording
from cycles.rules.targets import TWO_ALREADY, Words
from cycles.services.targets import RewordedMeanwhile
from feedback.services.deciding import keep_target, replace_target, reword_and_settle
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import add_target, signed_in, word
from tests.feedback.answers_in import AnswersIn, answers_in
from tests.feedback.past_services import close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
NEW = Words("down", "Answering first", "Count to ten", "")
FIRST, SECOND = "Listening first", "Saying the difficult thing early"


def keep(world: AnswersIn, position: int = 1, *, by: str = "Helen") -> None:
    with signed_in(world.cast, "Helen"):
        keep_target(
            asked=world.about(position),
            leader=world.cast.leader("Helen"),
            by=world.cast.person(by),
            at=NOW,
        )


def reword(world: AnswersIn, words: Words, seen: UUID) -> None:
    with signed_in(world.cast, "Helen"):
        reword_and_settle(
            asked=world.about(),
            leader=world.cast.leader("Helen"),
            words=words,
            seen=seen,
            by=world.cast.person("Helen"),
            at=NOW,
        )


def replace(world: AnswersIn, words: Words = NEW, *, sent_as: UUID | None = None) -> None:
    with signed_in(world.cast, "Helen"):
        replace_target(
            asked=world.about(),
            leader=world.cast.leader("Helen"),
            words=words,
            by=world.cast.person("Helen"),
            at=NOW,
            sent_as=sent_as,
        )


def standing(world: AnswersIn) -> UUID:
    with signed_in(world.cast, "Helen"):
        return TargetWording.objects.standing().get(target=world.about().target).pk


def asked_words(world: AnswersIn) -> list[str]:
    with signed_in(world.cast, "Helen"):
        return [world.about(position).behaviour for position in (1, 2)]


def test_keeping_settles_it_in_its_words_once(northmere: Northmere) -> None:
    world = answers_in(northmere)
    keep(world)
    keep(world)
    assert world.targets() == [(FIRST, "settled"), (SECOND, "idea")]


def test_put_differently_it_is_settled_and_what_was_asked_stays(northmere: Northmere) -> None:
    world = answers_in(northmere)
    reword(world, NEW, standing(world))
    assert world.targets() == [("Answering first", "settled"), (SECOND, "idea")]
    assert asked_words(world) == [FIRST, SECOND]


def test_reworded_on_another_page_nothing_is_lost_or_settled(northmere: Northmere) -> None:
    world = answers_in(northmere)
    seen = standing(world)
    with signed_in(northmere, "Helen"):
        target = world.about().target
        assert target
        word(target, "From the phone", NOW)
    with pytest.raises(RewordedMeanwhile) as clash:
        reword(world, NEW, seen)
    assert clash.value.standing.behaviour == "From the phone"
    assert world.targets() == [("From the phone", "idea"), (SECOND, "idea")]


def test_another_takes_its_place_and_is_settled_once(northmere: Northmere) -> None:
    world = answers_in(northmere)
    sent_as = uuid.uuid4()
    replace(world, sent_as=sent_as)
    replace(world, sent_as=sent_as)
    assert world.targets() == [(FIRST, "let_go"), ("Answering first", "settled"), (SECOND, "idea")]
    assert asked_words(world) == [FIRST, SECOND]


def test_there_is_never_a_third_and_nothing_is_let_go_for_one(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with signed_in(northmere, "Helen"):
        first = world.about().target
        assert first
        GrowthTarget.objects.filter(pk=first.pk).update(state="let_go")
        add_target(northmere, world.asked.cycle, "Helen", words="Something else")
    with pytest.raises(DomainError, match="never on a third"):
        replace(world)
    assert TWO_ALREADY.startswith("You are working on two already, and never on a third.")
    assert world.targets() == [(FIRST, "let_go"), ("Something else", "idea"), (SECOND, "idea")]


@pytest.mark.parametrize(
    ("state", "says"), [("let_go", "It now says: let go"), ("cracked", "It now says: cracked")]
)
def test_what_is_not_worked_on_any_more_is_not_kept(northmere: Northmere, state: str, says: str) -> None:
    world = answers_in(northmere)
    with signed_in(northmere, "Helen"):
        target = world.about().target
        assert target
        GrowthTarget.objects.filter(pk=target.pk).update(state=state)
    with pytest.raises(DomainError, match=says):
        keep(world)
    assert world.targets()[0] == (FIRST, state)


def test_what_is_deleted_is_not_kept(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with signed_in(northmere, "Helen"):
        target = world.about().target
        assert target
        target.delete()
        asked = world.about()
        assert asked.behaviour == FIRST
    with pytest.raises(DomainError, match="not kept any more"):
        keep(world)


def test_nobody_else_decides_and_nothing_in_a_closed_cycle(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with pytest.raises(DomainError, match="Only whoever asked"):
        keep(world, by="Priya")
    close_cycle(world.asked.cycle)
    with pytest.raises(DomainError, match="Cycle 1 is not under way"):
        keep(world)
    assert world.targets() == [(FIRST, "idea"), (SECOND, "idea")]
