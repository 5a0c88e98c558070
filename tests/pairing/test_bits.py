"""Sets as whole numbers, beside Python's own sets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from pairing.rules.bits import bits_of, lowest_of, mask_of, renumber

PLACES = st.sets(st.integers(0, 70))


@pytest.mark.parametrize(("mask", "places"), [(0, []), (1, [0]), (0b10110, [1, 2, 4]), (1 << 1000, [1000])])
def test_places_of_a_set_lowest_first(mask: int, places: list[int]) -> None:
    assert list(bits_of(mask)) == places
    assert mask_of(places) == mask


@settings(deadline=None)
@given(PLACES, PLACES)
def test_what_two_have_in_common_is_what_their_masks_have(one: set[int], other: set[int]) -> None:
    assert set(bits_of(mask_of(one) & mask_of(other))) == one & other
    assert list(bits_of(mask_of(one) | mask_of(other))) == sorted(one | other)


def test_places_may_come_twice() -> None:
    assert mask_of([3, 0, 3]) == 0b1001


@settings(deadline=None)
@given(PLACES.filter(bool))
def test_the_lowest_place(places: set[int]) -> None:
    assert lowest_of(mask_of(places)) == min(places)


@pytest.mark.parametrize(
    ("masks", "order", "renumbered"),
    [
        ([0b011, 0b100], [2, 0, 1], [0b110, 0b001]),
        ([0b011, 0b100], [2, 1], [0b10, 0b01]),
        ([0b011, 0b100], [1], [1, 0]),
        ([0b011, 0b100], [], [0, 0]),
        ([], [0, 1], []),
    ],
)
def test_renumbering(masks: list[int], order: list[int], renumbered: list[int]) -> None:
    assert renumber(masks, order, 3) == renumbered


@settings(deadline=None)
@given(st.data())
def test_renumbering_is_what_doing_it_person_by_person_gives(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 70))
    masks = data.draw(st.lists(st.integers(0, (1 << width) - 1), max_size=4))
    order = data.draw(st.permutations(range(width)))[: data.draw(st.integers(0, width))]
    by_hand = [{new for new, old in enumerate(order) if mask >> old & 1} for mask in masks]
    assert [set(bits_of(mask)) for mask in renumber(masks, order, width)] == by_hand
