"""Whoever asks presses twice or in two windows, and a giver meanwhile: real threads on committed data."""

from __future__ import annotations

import threading
import time
import uuid

import pytest
from django.core.cache import cache

from coachingpairs.mail.models import OutgoingMail
from coachingpairs.tenancy.scope import scope
from feedback import doors
from feedback.emails.kinds import NUDGE
from feedback.models import Answer, Asking, Link, Request, Share
from feedback.rules.answers import First
from feedback.services import changing, giving
from feedback.services.closing import close_what_is_over
from feedback.services.holding import hold
from feedback.services.reminding import nudge_giver
from feedback.services.sharing import share_answer
from tests.cast import make_northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import DAY, signed_in
from tests.cycles.test_pair_words_at_once import together
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.past_services import UNTIL, by_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("friday")]
SAID = First("both", "Yes")


@pytest.fixture
def asked() -> Asked:
    cache.clear()
    return asked_by_helen(make_northmere())


def as_helen(asked: Asked, service: object, **more: object) -> None:
    """One of services.changing."""
    with signed_in(asked.cast, "Helen"):
        of = {"leader": asked.cast.leader("Helen"), "by": asked.cast.person("Helen"), "at": NOW}
        service(**{**of, **more})  # type: ignore[operator]


def amara(asked: Asked) -> Request:
    with signed_in(asked.cast, "Helen"):
        found = Request.objects.select_related("asking__cycle", "asking__leader", "giver")
        return found.get(pk=asked.requests["Amara"].pk)


def nudge(asked: Asked, words: str) -> None:
    with signed_in(asked.cast, "Helen"):
        nudge_giver(request=amara(asked), words=words, by=asked.cast.person("Helen"), at=NOW)


def send(asked: Asked) -> None:
    with by_link(asked.cast, asked.requests["Amara"]):
        giving.send_answer(request=asked.requests["Amara"], said=SAID, seen="", at=NOW)


def decline(asked: Asked) -> None:
    with by_link(asked.cast, asked.requests["Amara"]):
        giving.decline(request=asked.requests["Amara"], at=NOW)


def nudges(asked: Asked) -> int:
    with scope(organisation=asked.cast.organisation.pk):
        return OutgoingMail.objects.filter(kind=NUDGE).count()


def test_reminded_twice_in_the_same_words_it_is_once(asked: Asked) -> None:
    assert together(*[lambda: nudge(asked, "A word")] * 4) == ["done"] * 4
    assert (nudges(asked), amara(asked).reminders) == (1, 1)


def test_reminded_in_two_windows_one_of_them_is_told_that_it_is_too_soon(asked: Asked) -> None:
    assert together(lambda: nudge(asked, "One"), lambda: nudge(asked, "Other")) == ["DomainError", "done"]
    assert (nudges(asked), amara(asked).reminders) == (1, 1)


def test_reminded_while_they_answer_it_is_one_or_both_and_never_a_broken_page(asked: Asked) -> None:
    came_to = together(lambda: nudge(asked, "A word"), lambda: send(asked))
    assert came_to in (["done", "done"], ["DomainError", "done"])
    assert asked.answer("Amara") == SAID
    assert amara(asked).reminders == nudges(asked) == int(came_to == ["done", "done"])


def test_closed_three_times_it_is_closed_once(asked: Asked) -> None:
    assert (
        together(
            lambda: as_helen(asked, changing.close_asking, asking=asked.asking),
            lambda: as_helen(asked, changing.close_asking, asking=asked.asking, at=NOW + DAY),
            lambda: bool(close_what_is_over(at=UNTIL)),
        )
        == ["done"] * 3
    )
    with signed_in(asked.cast, "Helen"):
        asked.asking.refresh_from_db()
    assert asked.asking.closed_at in (NOW, NOW + DAY, UNTIL)


@pytest.mark.parametrize("gives", [send, decline])
def test_taken_back_or_closed_while_they_say_something(asked: Asked, gives: object) -> None:
    """Either it was there first, or whoever was second reads why not."""
    came_to = together(
        lambda: gives(asked),  # type: ignore[operator]
        lambda: as_helen(asked, changing.take_back, request=amara(asked)),
        lambda: as_helen(asked, changing.close_asking, asking=asked.asking),
    )
    assert set(came_to) <= {"done", "ItIsOver", "DomainError"}
    now = amara(asked)
    assert not (now.withdrawn_at and now.answered_at)
    assert not (now.answered_at and now.declined_at)
    if now.withdrawn_at is None:
        said = asked.answer("Amara") or asked.now("Amara").declined_at
        assert bool(said) == ("ItIsOver" not in came_to)


def test_a_new_link_pressed_three_times_is_one(asked: Asked) -> None:
    asked.link("Amara")
    number = uuid.uuid4()
    press = lambda: as_helen(asked, changing.revoke_links, request=amara(asked), sent_as=number)  # noqa: E731
    assert together(press, press, press) == ["done"] * 3
    with signed_in(asked.cast, "Helen"):
        assert not Link.objects.filter(request=asked.requests["Amara"], revoked_at=None).exists()
    with scope(organisation=asked.cast.organisation.pk):
        assert OutgoingMail.objects.filter(period=f"anew {number.hex}").count() == 1


def test_closed_by_its_leader_and_by_the_beat_they_do_not_wait_for_each_other_in_a_ring(asked: Asked) -> None:
    """The beat comes while the leader's page has the row and has not closed it yet."""
    has_row = threading.Event()

    def leader_closes() -> None:
        with signed_in(asked.cast, "Helen"):
            held = Asking.objects.select_for_update(no_key=True).get(pk=asked.asking.pk)
            has_row.set()
            time.sleep(0.4)
            Asking.objects.filter(pk=held.pk, closed_at=None).update(closed_at=NOW)

    def beat_closes() -> None:
        assert has_row.wait(30)
        with scope(organisation=asked.cast.organisation.pk):
            assert doors.close_over(at=UNTIL) == []

    assert together(leader_closes, beat_closes) == ["done", "done"]
    with signed_in(asked.cast, "Helen"):
        asked.asking.refresh_from_db()
    assert asked.asking.closed_at == NOW


def test_shared_while_it_is_taken_back_they_do_not_wait_for_each_other_in_a_ring(asked: Asked) -> None:
    send(asked)
    has_hold = threading.Event()

    def leader_shares() -> None:
        with signed_in(asked.cast, "Helen"):
            hold(asked.asking.pk, alone=True)
            has_hold.set()
            time.sleep(0.4)
            related = Answer.objects.select_related("request__asking__cycle")
            answer = related.get(request=asked.requests["Amara"])
            helen = asked.cast.leader("Helen")
            share_answer(answer=answer, leader=helen, by=asked.cast.person("Helen"), at=NOW)

    def giver_takes_back() -> None:
        assert has_hold.wait(30)
        with by_link(asked.cast, asked.requests["Amara"]):
            giving.take_answer_back(request=asked.requests["Amara"], at=NOW)

    assert together(leader_shares, giver_takes_back) == ["done", "done"]
    assert (asked.answer("Amara"), asked.draft("Amara")) == (None, SAID)
    with signed_in(asked.cast, "Helen"):
        assert Share.objects.count() == 0
