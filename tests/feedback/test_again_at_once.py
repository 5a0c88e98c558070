"""Two tabs, or a thumb that presses twice, in real threads on committed data: they are asked once."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from coachingpairs.mail.models import OutgoingMail
from cycles.models import GrowthTarget
from feedback.emails.kinds import REQUEST
from feedback.models import Asking, Request
from feedback.services.again import ONCE
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.cycles.past_services import add_target, signed_in
from tests.cycles.test_targets_at_once import all_at_once
from tests.feedback.looked_again import asked_before, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def northmere() -> Northmere:
    return make_northmere()


@pytest.fixture
def target(northmere: Northmere) -> GrowthTarget:
    cycle = make_cycle(northmere)
    with signed_in(northmere, "Helen"):
        return add_target(northmere, cycle, "Helen")


@pytest.fixture
def first(northmere: Northmere, target: GrowthTarget) -> Asking:
    return asked_before(northmere, target)


def written(cast: Northmere) -> tuple[int, int, int]:
    """Askings to look again, their requests, and messages about them."""
    with signed_in(cast, "Helen"):
        again = Asking.objects.filter(kind="again")
        requests = Request.objects.filter(asking__in=again)
        return again.count(), requests.count(), OutgoingMail.objects.filter(kind=REQUEST).count()


def test_one_form_three_times_asks_once(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    send = partial(look, northmere, first, target, sent_as=uuid.uuid4())
    answers = all_at_once(*[lambda: send().pk] * 3)
    assert len(set(answers)) == 1
    assert written(northmere) == (1, 2, 2)


def test_two_tabs_ask_once(northmere: Northmere, target: GrowthTarget, first: Asking) -> None:
    answers = all_at_once(
        lambda: look(northmere, first, target, "Amara"), lambda: look(northmere, first, target, "Siobhan")
    )
    assert sum(isinstance(one, Asking) for one in answers) == 1
    assert answers.count(ONCE) == 1
    assert written(northmere) == (1, 1, 1)
