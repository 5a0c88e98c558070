"""One giver with two windows, and somebody who closes while another writes: threads on committed data."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from cycles.rules.notes import fingerprint
from feedback.models import Answer, Request
from feedback.rules.answers import First, to_text
from feedback.services import giving
from tests.cast import make_northmere
from tests.cycles.made import NOW
from tests.cycles.past_services import signed_in
from tests.cycles.test_pair_words_at_once import together
from tests.feedback.givers import Asked, asked_by_helen
from tests.feedback.past_services import by_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("friday")]
NOTHING = fingerprint("")
ONE, OTHER = First("both", "One"), First("other", "Other")


@pytest.fixture
def asked() -> Asked:
    cache.clear()
    return asked_by_helen(make_northmere())


def save(asked: Asked, said: First, seen: str = NOTHING) -> None:
    with by_link(asked.cast, asked.requests["Amara"]):
        giving.save_draft(request=asked.requests["Amara"], said=said, seen=seen, at=NOW)


def send(asked: Asked, said: First, seen: str = NOTHING) -> None:
    with by_link(asked.cast, asked.requests["Amara"]):
        giving.send_answer(request=asked.requests["Amara"], said=said, seen=seen, at=NOW)


def test_of_two_drafts_one_is_kept_and_the_other_window_is_asked(asked: Asked) -> None:
    for _ in range(5):
        draft = asked.draft("Amara")
        seen = fingerprint(to_text(draft)) if draft else NOTHING
        new = [First("both", f"{draft} {who}"[-200:]) for who in ("one", "other")]
        came_to = together(*(partial(save, asked, said, seen) for said in new))
        assert came_to == ["WrittenElsewhere", "done"]
        assert asked.draft("Amara") in new


def test_a_draft_and_what_is_sent_at_once_are_never_both_silent(asked: Asked) -> None:
    came_to = together(lambda: save(asked, ONE), lambda: send(asked, OTHER))
    assert came_to == ["WrittenElsewhere", "done"]
    assert {asked.draft("Amara"), asked.answer("Amara")} in ({ONE, None}, {OTHER, None})


def test_pressed_many_times_it_is_sent_once(asked: Asked) -> None:
    assert together(*[lambda: send(asked, ONE)] * 4) == ["done"] * 4
    assert asked.answer("Amara") == ONE
    with signed_in(asked.cast, "Helen"):
        assert Answer.objects.count() == 1


def test_sent_while_it_is_closed_it_is_there_or_it_is_said(asked: Asked) -> None:
    came_to = together(lambda: send(asked, ONE), lambda: asked.close(NOW))
    answer = asked.answer("Amara")
    assert (came_to, answer) in ((["done", "done"], ONE), (["ItIsOver", "done"], None))


def test_sent_while_it_is_taken_back_it_is_there_or_it_is_said(asked: Asked) -> None:
    def withdraw() -> None:
        with signed_in(asked.cast, "Helen"):
            waiting = Request.objects.waiting().filter(pk=asked.requests["Amara"].pk)
            with suppress(IntegrityError), transaction.atomic():  # answered in between
                waiting.update(withdrawn_at=NOW)

    came_to = together(lambda: send(asked, ONE), withdraw)
    with signed_in(asked.cast, "Helen"):
        request = Request.objects.get(pk=asked.requests["Amara"].pk)
        answers = Answer.objects.count()
    assert (request.withdrawn_at is None) == (answers == 1)
    assert came_to in (["done", "done"], ["ItIsOver", "done"])


def test_answered_and_declined_at_once_it_is_one_of_them(asked: Asked) -> None:
    def decline() -> None:
        with by_link(asked.cast, asked.requests["Amara"]):
            giving.decline(request=asked.requests["Amara"], at=NOW)

    came_to = together(lambda: send(asked, ONE), decline)
    assert came_to in (["done", "done"], ["DomainError", "done"])
    assert (asked.now("Amara").answered_at, asked.now("Amara").declined_at) == (NOW, None)
