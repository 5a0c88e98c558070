"""Two tabs, or a thumb that presses twice, in real threads on committed data: never a third, none twice."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from coachingpairs.errors import DomainError
from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from cycles.rules.targets import TWO_ALREADY, Words
from tests.cast import Northmere, make_northmere
from tests.cycles.hands import as_
from tests.cycles.made import NOW, go_to, make_cycle
from tests.cycles.targeted import LISTEN, begin, carry, targets_of

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each has answered; of a DomainError, its sentence."""
    answers: list[Any] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            answers.append(act())
        except Exception as error:  # noqa: BLE001  a thread's failure has to reach the test
            answers.append(str(error) if isinstance(error, DomainError) else error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


@pytest.fixture
def cast() -> Northmere:
    return make_northmere()


def test_five_tabs_make_two_and_the_others_hear_why(cast: Northmere) -> None:
    cycle = make_cycle(cast)
    answers = all_at_once(
        *(
            lambda number=number: begin(cast, "Helen", cycle, Words("up", f"Thank {number} people by name"))
            for number in range(5)
        )
    )
    assert sum(isinstance(one, GrowthTarget) for one in answers) == 2
    assert answers.count(TWO_ALREADY) == 3
    assert [slot for slot, _state, _words in targets_of(cast, "Helen")] == [1, 2]


def test_one_form_five_times_makes_one(cast: Northmere) -> None:
    cycle, form = make_cycle(cast), uuid.uuid4()
    answers = all_at_once(*[lambda: begin(cast, "Helen", cycle, sent_as=form).pk] * 5)
    assert len(answers) == 5
    assert len(set(answers)) == 1
    assert targets_of(cast, "Helen") == [(1, "idea", LISTEN.behaviour)]


def test_carried_on_by_four_taps_it_goes_on_once(cast: Northmere) -> None:
    first = make_cycle(cast)
    old = begin(cast, "Helen", first)
    with scope(organisation=cast.organisation.pk):
        go_to(first, "wrapping_up")
        go_to(first, "closed", closed_at=NOW)
    second = make_cycle(cast, number=2, pairs=(("Helen", "Idris"), ("Amara", "Priya")))
    answers = all_at_once(*[lambda: carry(cast, "Helen", old, second).pk] * 4)
    assert len(set(answers)) == 1
    with as_(cast, "Helen"):
        assert GrowthTarget.objects.filter(cycle=second).count() == 1
