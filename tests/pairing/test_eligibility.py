from __future__ import annotations

import uuid

import pytest

from pairing.rules.eligibility import Chooser, History, Reason, Why, possible_partners, why_not

FINANCE, CARE = uuid.uuid4(), uuid.uuid4()
HELEN_ID, PRIYA_ID = uuid.uuid4(), uuid.uuid4()


def helen(function: uuid.UUID | None = FINANCE, manager: uuid.UUID | None = None) -> Chooser:
    return Chooser(HELEN_ID, "Helen Armitage", function, manager)


def priya(function: uuid.UUID | None = CARE, manager: uuid.UUID | None = None) -> Chooser:
    return Chooser(PRIYA_ID, "Priya Nair", function, manager)


BEFORE: History = {frozenset((HELEN_ID, PRIYA_ID)): 2}


@pytest.mark.parametrize(
    ("one", "other", "history", "said"),
    [
        (helen(), priya(), {}, None),
        (helen(), priya(function=None), {}, "No function yet"),
        (helen(function=None), priya(), {}, "You have no function yet"),
        (helen(), priya(function=FINANCE), {}, "Same function as you"),
        (helen(manager=PRIYA_ID), priya(), {}, "Your line manager"),
        (helen(), priya(manager=HELEN_ID), {}, "Reports to you"),
        (helen(), priya(), BEFORE, "Your partner in cycle 2"),
        (helen(manager=PRIYA_ID), priya(function=FINANCE), BEFORE, "Same function as you"),
        (helen(manager=PRIYA_ID), priya(), BEFORE, "Your line manager"),
        (helen(manager=uuid.uuid4()), priya(manager=uuid.uuid4()), {}, None),
    ],
)
def test_why_somebody_cannot_be_asked(
    one: Chooser, other: Chooser, history: History, said: str | None
) -> None:
    reason = why_not(one, other, history)
    assert (reason.to_the_one if reason else None) == said
    back = why_not(other, one, history)
    assert (back is None) == (reason is None)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why.NO_FUNCTION_OF_OWN, "Helen has no function yet. Give them one on the roster."),
        (Why.NO_FUNCTION, "Priya has no function yet. Give them one on the roster."),
        (Why.SAME_FUNCTION, "Helen and Priya are in the same function."),
        (Why.LINE_MANAGER, "Priya is the line manager of Helen."),
        (Why.DIRECT_REPORT, "Helen is the line manager of Priya."),
        (Why.EARLIER_PARTNER, "Helen and Priya were partners in cycle 3."),
    ],
)
def test_said_about_two_people(why: Why, said: str) -> None:
    assert Reason(why, 3).between("Helen", "Priya") == said


def test_who_may_pair_with_whom() -> None:
    amara = Chooser(uuid.uuid4(), "Amara Okafor", CARE, HELEN_ID)
    assert possible_partners([helen(), priya(), amara], {}) == [[1], [0], []]
