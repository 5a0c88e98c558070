"""A word of thanks: offered, said once, to those who answered."""

from __future__ import annotations

from typing import Any

import pytest

from coachingpairs.errors import DomainError
from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from feedback.emails.kinds import THANKS
from feedback.models import Asking, Thanks
from feedback.rules.thanking import Decided, draft, problem_with
from feedback.services.reading import asked_now
from feedback.services.thanking import ThankedAlready, draft_of, newly_settled, send_thanks
from tests.cast import Northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import add_target, signed_in, word
from tests.feedback.answers_in import AnswersIn, answers_in
from tests.feedback.past_services import UNTIL, by_link, close_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
WORDS = "Thank you. I have settled on listening first."


def thank(world: AnswersIn, words: str = WORDS, *, by: str = "Helen", at: Any = NOW) -> Thanks:
    with signed_in(world.cast, "Helen"):
        return send_thanks(
            asking=Asking.objects.select_related("cycle").get(pk=world.asking.pk),
            leader=world.cast.leader("Helen"),
            words=words,
            by=world.cast.person(by),
            at=at,
        )


def told(world: AnswersIn) -> list[str]:
    """Names of those for whom a message of thanks lies in the outbox."""
    names = {request.pk: name for name, request in world.asked.requests.items()}
    with scope(organisation=world.cast.organisation.pk):
        found = OutgoingMail.objects.filter(kind=THANKS).values_list("subject_id", flat=True)
        return sorted(names[one] for one in found if one)


def closed(cast: Northmere, **more: Any) -> AnswersIn:
    world = answers_in(cast, **more)
    world.asked.close(NOW)
    return world


def offered(world: AnswersIn) -> str:
    with signed_in(world.cast, "Helen"):
        asking = Asking.objects.get(pk=world.asking.pk)
        targets = asked_now(asking)
        return draft_of(targets, leader=world.cast.leader("Helen"), others=newly_settled(asking, targets))


def test_everybody_who_answered_is_told_once_and_reads_it(northmere: Northmere) -> None:
    world = closed(northmere)
    thank(world, WORDS + " \r\n")
    thank(world)
    assert told(world) == ["Amara", "Joanna"]
    for name, sees in (("Amara", [WORDS]), ("Marek", [])):
        with by_link(northmere, world.asked.requests[name]):
            assert [thanks.words for thanks in Thanks.objects.all()] == sees


def test_in_other_words_it_is_not_said_again(northmere: Northmere) -> None:
    world = closed(northmere)
    thank(world)
    with pytest.raises(ThankedAlready) as already:
        thank(world, "On second thoughts")
    assert already.value.thanks.words == WORDS
    assert told(world) == ["Amara", "Joanna"]


def test_while_somebody_may_still_answer_it_waits(northmere: Northmere) -> None:
    world = answers_in(northmere)
    with pytest.raises(DomainError, match="still open"):
        thank(world)
    assert told(world) == []
    thank(world, at=UNTIL)
    assert told(world) == ["Amara", "Joanna"]


def test_once_everybody_has_answered_it_need_not_be_closed(northmere: Northmere) -> None:
    world = answers_in(northmere, "Joanna", "Amara", "Marek")
    thank(world)
    assert told(world) == ["Amara", "Joanna", "Marek"]


def test_without_answers_there_is_nobody_to_thank(northmere: Northmere) -> None:
    world = answers_in(northmere, "Joanna")
    world.take_back("Joanna")
    world.asked.close(NOW)
    with pytest.raises(DomainError, match="Nobody has answered"):
        thank(world)


@pytest.mark.parametrize(("words", "problem"), [(" \n ", "Write a line"), ("a" * 5_001, "5,000 letters")])
def test_words_that_are_missing_or_too_many_are_refused(
    northmere: Northmere, words: str, problem: str
) -> None:
    world = closed(northmere)
    with pytest.raises(DomainError, match=problem):
        thank(world, words)
    assert told(world) == []
    assert problem_with("a" * 5_000) == ""


def test_nobody_else_thanks_and_nobody_in_a_closed_cycle(northmere: Northmere) -> None:
    world = closed(northmere)
    with pytest.raises(DomainError, match="Only whoever asked"):
        thank(world, by="Priya")
    close_cycle(world.asked.cycle)
    with pytest.raises(DomainError, match="Cycle 1 is over"):
        thank(world)


def test_the_words_that_are_offered_say_what_was_decided(northmere: Northmere) -> None:
    world = answers_in(northmere, targets=1)
    assert "decided" not in offered(world)
    with signed_in(northmere, "Helen"):
        target = world.about().target
        assert target
        word(target, "Letting others finish.", NOW)
        GrowthTarget.objects.filter(pk=target.pk).update(state="settled")
    assert offered(world).split("\n\n") == [
        "Thank you for taking the time, and for being frank with me.",
        "I have decided to work on more of this: Letting others finish. "
        "I have put it into other words since I asked you.",
        "If you notice me doing it, or not doing it, please tell me.",
        "Helen",
    ]


def test_what_takes_the_place_of_another_is_offered_too(northmere: Northmere) -> None:
    world = answers_in(northmere, targets=1)
    with signed_in(northmere, "Helen"):
        GrowthTarget.objects.update(state="let_go")
        new = add_target(northmere, world.asked.cycle, "Helen", words="Counting to ten")
        GrowthTarget.objects.filter(pk=new.pk).update(state="settled", created_at=NOW)
    assert offered(world).split("\n\n")[1:3] == [
        "I have decided to work on more of this: Counting to ten.",
        "What you said has changed what I work on.",
    ]


def test_two_are_named_in_one_sentence() -> None:
    both = [Decided("up", "Listening first", "settled"), Decided("down", "Rushing", "cracked")]
    assert "I have decided to work on more of this: Listening first and less of this: Rushing." in draft(
        both, name="Helen"
    )
