from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from pairing.rules.bits import bits_of
from pairing.rules.eligibility import (
    NOT_OFFERED,
    Chooser,
    Reason,
    Terms,
    Why,
    possible_masks,
    why_not,
    why_not_now,
)

FINANCE, CARE = uuid.uuid4(), uuid.uuid4()
HELEN_ID, PRIYA_ID = uuid.uuid4(), uuid.uuid4()


def helen(function: uuid.UUID | None = FINANCE, manager: uuid.UUID | None = None) -> Chooser:
    return Chooser(HELEN_ID, "Helen Armitage", function, manager)


def priya(function: uuid.UUID | None = CARE, manager: uuid.UUID | None = None) -> Chooser:
    return Chooser(PRIYA_ID, "Priya Nair", function, manager)


NONE = Terms()
BEFORE = Terms({frozenset((HELEN_ID, PRIYA_ID)): 2})
APART = Terms(apart=frozenset({frozenset((HELEN_ID, PRIYA_ID))}))
BOTH = replace(BEFORE, apart=APART.apart)


@pytest.mark.parametrize(
    ("one", "other", "terms", "said"),
    [
        (helen(), priya(), NONE, None),
        (helen(), priya(function=None), NONE, "No function yet"),
        (helen(function=None), priya(), NONE, "You have no function yet"),
        (helen(), priya(function=FINANCE), NONE, "Same function as you"),
        (helen(manager=PRIYA_ID), priya(), NONE, "Your line manager"),
        (helen(), priya(manager=HELEN_ID), NONE, "Reports to you"),
        (helen(), priya(), BEFORE, "Your partner in cycle 2"),
        (helen(manager=PRIYA_ID), priya(function=FINANCE), BEFORE, "Same function as you"),
        (helen(manager=PRIYA_ID), priya(), BEFORE, "Your line manager"),
        (helen(manager=uuid.uuid4()), priya(manager=uuid.uuid4()), NONE, None),
        (helen(), priya(), APART, "Not offered just now"),
        (helen(), priya(), BOTH, "Your partner in cycle 2"),
        (helen(), priya(manager=HELEN_ID), BOTH, "Reports to you"),
        (helen(), priya(), replace(BEFORE, repeats_through=1), "Your partner in cycle 2"),
        (helen(), priya(), replace(BEFORE, repeats_through=2), None),
        (helen(), priya(), replace(BOTH, repeats_through=2), "Not offered just now"),
    ],
)
def test_why_somebody_cannot_be_asked(one: Chooser, other: Chooser, terms: Terms, said: str | None) -> None:
    reason = why_not(one, other, terms)
    assert (reason.to_the_one if reason else None) == said
    back = why_not(other, one, terms)
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
        (Why.KEPT_APART, "Helen and Priya cannot be a pair this cycle."),
        (Why.IN_A_PAIR, "Priya is in a pair already."),
        (Why.ABSENT, "Priya is away just now and chooses later."),
        (Why.SITS_OUT, "Priya sits this cycle out."),
    ],
)
def test_said_about_two_people(why: Why, said: str) -> None:
    assert Reason(why, 3).between("Helen", "Priya") == said


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ("", None),
        ("paired", "Already in a pair"),
        ("absent", "Away just now; chooses later"),
        ("resting", "Sits this cycle out"),
        ("paired absent resting", "Already in a pair"),
        ("absent resting", "Away just now; chooses later"),
    ],
)
def test_why_somebody_cannot_be_asked_this_moment(states: str, said: str | None) -> None:
    def reason_of(asked: uuid.UUID, terms: Terms) -> Reason | None:
        among = {state: [asked] if state in states else [] for state in ("paired", "absent", "resting")}
        return why_not_now(helen(), priya(), terms, **among)

    reason = reason_of(PRIYA_ID, NONE)
    assert (reason.to_the_one if reason else None) == said
    assert reason_of(PRIYA_ID, APART) == (reason or Reason(Why.KEPT_APART)), "said last, as the guard does"
    assert reason_of(HELEN_ID, NONE) is None, "what concerns the one who asks is said elsewhere"


def test_being_kept_apart_sounds_like_any_other_choice_held_back() -> None:
    assert Reason(Why.KEPT_APART).to_the_one == NOT_OFFERED


def test_who_may_pair_with_whom() -> None:
    amara = Chooser(uuid.uuid4(), "Amara Okafor", CARE, HELEN_ID)
    assert possible_masks([helen(), priya(), amara], NONE) == [0b010, 0b001, 0]
    assert possible_masks([], NONE) == []


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Chooser], Terms]:
    """Up to nine people, some of whose managers and earlier partners are not among them."""
    ids = [uuid.UUID(int=number + 1) for number in range(draw(st.integers(0, 9)))]
    known = [*ids, uuid.UUID(int=100), uuid.UUID(int=101)]
    functions = st.sampled_from([None, *(uuid.UUID(int=1000 + number) for number in range(4))])
    choosers = [
        Chooser(
            one,
            f"Person {one.int}",
            draw(functions),
            draw(st.sampled_from([None, *(boss for boss in known if boss != one)])),
        )
        for one in ids
    ]
    twos = st.sets(st.sampled_from(known), min_size=2, max_size=2).map(frozenset)
    history = draw(st.dictionaries(twos, st.integers(1, 4)))
    return choosers, Terms(history, draw(st.frozensets(twos)), draw(st.integers(0, 4)))


@given(rooms())
def test_the_masks_say_what_is_said_about_every_two(room: tuple[list[Chooser], Terms]) -> None:
    choosers, terms = room
    for one, mask in zip(choosers, possible_masks(choosers, terms), strict=True):
        allowed = {other.id for other in choosers if other is not one and why_not(one, other, terms) is None}
        assert {choosers[place].id for place in bits_of(mask)} == allowed
