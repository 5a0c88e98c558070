"""Two tabs, or a thumb that presses twice, in real threads on committed data: nothing twice, nothing lost."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from cycles.rules.notes import fingerprint
from cycles.rules.targets import Words
from cycles.services.notes import WrittenNote
from cycles.services.targets import hold_place
from feedback.emails.kinds import THANKS
from feedback.models import Asking, Reading, Share, Thanks
from feedback.services.deciding import replace_target, reword_and_settle
from feedback.services.giving import take_answer_back
from feedback.services.reading import NOTE_CHANGED, keep_note
from feedback.services.sharing import NOT_YET, share_answer
from feedback.services.thanking import send_thanks
from tests.cast import Northmere, make_northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import signed_in
from tests.cycles.test_targets_at_once import all_at_once
from tests.feedback.answers_in import AnswersIn, answers_in
from tests.feedback.past_services import by_link
from tests.mail.test_killed_sender import somebody_waits_for_a_lock, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> AnswersIn:
    return answers_in(make_northmere())


def helen(cast: Northmere) -> dict[str, Any]:
    return {"leader": cast.leader("Helen"), "by": cast.person("Helen")}


def thank(world: AnswersIn, words: str) -> str:
    with signed_in(world.cast, "Helen"):
        asking = Asking.objects.select_related("cycle").get(pk=world.asking.pk)
        return send_thanks(asking=asking, words=words, at=NOW, **helen(world.cast)).words


def share(world: AnswersIn) -> Any:
    with signed_in(world.cast, "Helen"):
        return share_answer(answer=world.answer("Joanna"), at=NOW, **helen(world.cast)).pk


def write(world: AnswersIn, text: str) -> str:
    with signed_in(world.cast, "Helen"):
        asking = Asking.objects.select_related("cycle").get(pk=world.asking.pk)
        note = WrittenNote(text, fingerprint(""))
        keep_note(asking=asking, note=note, **helen(world.cast))
        return text


def replace(world: AnswersIn, sent_as: uuid.UUID) -> Any:
    words = Words("down", "Answering before others have finished")
    with signed_in(world.cast, "Helen"):
        asked = world.about()
        return replace_target(asked=asked, words=words, at=NOW, sent_as=sent_as, **helen(world.cast)).pk


def take_back(world: AnswersIn) -> None:
    request = world.asked.requests["Joanna"]
    with by_link(world.cast, request):
        take_answer_back(request=request, at=NOW)


def test_thanked_from_two_tabs_they_are_thanked_once(world: AnswersIn) -> None:
    world.asked.close(NOW)
    said = all_at_once(lambda: thank(world, "Thank you"), lambda: thank(world, "Thanks a lot"))
    with signed_in(world.cast, "Helen"):
        (kept,) = Thanks.objects.all()
    assert sorted(said) == sorted([kept.words, "You have thanked them already. This is what they read."])
    with scope(organisation=world.cast.organisation.pk):
        assert OutgoingMail.objects.filter(kind=THANKS).count() == 2


def test_one_press_four_times_shares_once(world: AnswersIn) -> None:
    shares = all_at_once(*[lambda: share(world)] * 4)
    with signed_in(world.cast, "Helen"):
        assert set(shares) == set(Share.objects.values_list("pk", flat=True))
    assert len(set(shares)) == 1


def test_shared_while_it_is_taken_back_it_is_shared_by_nobody(world: AnswersIn) -> None:
    for _time in range(3):
        shared, _gone = sorted(
            all_at_once(lambda: share(world), lambda: take_back(world)), key=lambda one: one is None
        )
        assert isinstance(shared, uuid.UUID) or shared == NOT_YET or "does not exist" in str(shared)
        assert world.shared("Helen") == []
        assert [given.request.giver_called for given in world.read().answers] == ["Amara"]
        world.give_again("Joanna")


def test_a_note_begun_on_two_pages_is_kept_once_and_the_other_is_asked(world: AnswersIn) -> None:
    said = all_at_once(lambda: write(world, "From the phone"), lambda: write(world, "From the desk"))
    with signed_in(world.cast, "Helen"):
        (kept,) = Reading.objects.all()
    assert sorted(said) == sorted([kept.note, NOTE_CHANGED])


def test_one_form_four_times_replaces_once(world: AnswersIn) -> None:
    form = uuid.uuid4()
    made = all_at_once(*[lambda: replace(world, form)] * 4)
    assert len(set(made)) == 1
    assert world.targets() == [
        ("Listening first", "let_go"),
        ("Answering before others have finished", "settled"),
        ("Saying the difficult thing early", "idea"),
    ]


def test_put_differently_while_another_tab_moves_it_they_do_not_wait_for_each_other_in_a_ring(
    world: AnswersIn,
) -> None:
    """The other tab has the leader's place, and wants the target once this one waits."""
    has_place = threading.Event()

    def moves() -> str:
        with signed_in(world.cast, "Helen"):
            target = world.about().target
            assert target
            hold_place(target.cycle, world.cast.leader("Helen"))
            has_place.set()
            wait_until(somebody_waits_for_a_lock)
            GrowthTarget.objects.select_for_update(no_key=True).get(pk=target.pk)
            return "moved"

    def rewords() -> str:
        assert has_place.wait(30)
        with signed_in(world.cast, "Helen"):
            asked = world.about()
            assert asked.target
            seen = asked.target.wordings.get(replaced_at=None).pk
            words = Words("up", "Waiting until they have finished")
            reword_and_settle(asked=asked, words=words, seen=seen, at=NOW, **helen(world.cast))
            return "settled"

    assert sorted(map(str, all_at_once(moves, rewords))) == ["moved", "settled"]
