"""Two tabs, or a thumb that presses twice, in real threads on committed data: one round, five at the most."""

from __future__ import annotations

import uuid

import pytest

from feedback.models import Asking
from feedback.services.asking import ASKING_ALREADY
from feedback.services.changing import FIVE_ALREADY, add_colleague
from tests.cast import make_northmere
from tests.cycles.test_targets_at_once import all_at_once
from tests.feedback.asking_as_helen import Helens, helens

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("friday")]


@pytest.fixture
def hers() -> Helens:
    return helens(make_northmere())


def test_one_form_three_times_asks_once(hers: Helens) -> None:
    form = uuid.uuid4()
    answers = all_at_once(*[lambda: hers.ask("Amara", "Joanna", sent_as=form).pk] * 3)
    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert len(hers.letters()) == 2


def test_two_tabs_make_one_round(hers: Helens) -> None:
    answers = all_at_once(lambda: hers.ask("Amara", "Joanna"), lambda: hers.ask("Siobhan", "Idris"))
    assert sum(isinstance(one, Asking) for one in answers) == 1
    assert answers.count(ASKING_ALREADY) == 1
    assert len(hers.letters()) == 2


def test_two_tabs_do_not_make_six(hers: Helens) -> None:
    asking = hers.ask("Amara", "Joanna", "Siobhan", "Vikram")
    answers = all_at_once(
        lambda: hers.do(add_colleague, asking=asking, giver=hers.cast.leader("Idris")).giver_id,
        lambda: hers.do(add_colleague, asking=asking, giver=hers.cast.leader("Maggie")).giver_id,
    )
    assert answers.count(FIVE_ALREADY) == 1
    assert len(hers.shown(asking).standing) == 5
