"""How much room names take, and how lists are divided into pages."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest
from hypothesis import given, strategies as st

from awayday.rules.wall_fit import (
    DENSE,
    FULL,
    GRAND,
    LINE,
    MARGIN,
    ROOMY,
    Page,
    densities,
    fits_in_columns,
    in_columns,
    lines,
    on_one_page,
    paged,
    row_height,
    rows_of_pairs,
    stacked,
)
from awayday.rules.wall_parts import WallPair, WallPerson


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 5, 1),
        ("Ann Lim", 5, 1),
        ("Ann Lim", 2, 2),
        ("Maximiliane Featherstonehaugh-Cholmondeley", 30, 1),
        ("Maximiliane Featherstonehaugh-Cholmondeley", 20, 2),
        ("Maximiliane Featherstonehaugh-Cholmondeley", 11, 3),
        ("Mei-Ling Chan", 4.2, 2),
        ("Mei-Ling Chan", 2.4, 4),
        ("Mei-Ling Chan", 2.5, 3),
        ("iiiiiiii", 2, 1),
        ("WWWWWWWW", 2, 4),
        ("陳大文陳大文", 3.2, 2),
    ],
)
def test_lines(text: str, width: float, count: int) -> None:
    assert lines(text, width) == count


@given(st.text(alphabet="Amil w-", max_size=40), st.floats(1, 30))
def test_more_width_never_takes_more_lines(text: str, width: float) -> None:
    assert lines(text, width + 1) <= lines(text, width)


@pytest.mark.parametrize(
    ("people", "tried"), [(2, (ROOMY, FULL)), (60, (ROOMY, FULL)), (61, (DENSE,)), (300, (DENSE,))]
)
def test_up_to_sixty_names_keep_their_size(people: int, tried: tuple[object, ...]) -> None:
    assert densities(people) == tried


def test_sealed_pairs_may_be_grander() -> None:
    assert densities(24, most_generous=GRAND) == (GRAND, ROOMY, FULL)
    assert densities(61, most_generous=GRAND) == (DENSE,)


def test_points_of_a_picture_of_1920() -> None:
    """A rem is 16 of them."""
    assert [density.name * 16 for density in (GRAND, ROOMY, FULL, DENSE)] == [34, 36, 34, 28]


def test_pages_are_filled_evenly() -> None:
    assert paged("abcdefg", lambda some: len(some) <= 4) == (
        Page(("a", "b", "c", "d"), 1, 4, 7),
        Page(("e", "f", "g"), 5, 7, 7),
    )
    assert [page.places for page in paged(range(25), lambda some: len(some) <= 24)] == [
        "1 to 13 of 25",
        "14 to 25 of 25",
    ]


def test_or_one_after_the_other() -> None:
    assert [page.places for page in paged(range(25), lambda some: len(some) <= 24, evenly=False)] == [
        "1 to 24 of 25",
        "25 of 25",
    ]


def test_nothing_has_no_page_and_what_fits_nowhere_has_its_own() -> None:
    assert paged([], any) == ()
    assert on_one_page([]) == ()
    assert [page.places for page in on_one_page("abc")] == ["1 to 3 of 3"]
    assert [page.items for page in paged([1, 9, 2], lambda some: sum(some) <= 3)] == [(1,), (9,), (2,)]


@given(st.lists(st.integers(1, 9)), st.integers(9, 30), st.booleans())
def test_every_item_is_on_one_page_in_order(items: list[int], room: int, evenly: bool) -> None:
    pages = paged(items, lambda some: sum(some) <= room, evenly=evenly)
    assert list(chain.from_iterable(page.items for page in pages)) == items
    assert all(sum(page.items) <= room for page in pages)
    assert all(before.last + 1 == after.first for before, after in pairwise(pages))
    assert all(page.last - page.first + 1 == len(page.items) and page.of == len(items) for page in pages)


def a_pair(key: str, members: int = 2) -> WallPair:
    return WallPair(key, tuple(WallPerson(f"{key} {place}", None) for place in range(members)))


def test_a_trio_has_a_row_of_its_own() -> None:
    a, b, c, d = (a_pair(key) for key in "abcd")
    trio = a_pair("trio", 3)
    assert rows_of_pairs([a, b, trio, c, d], 2) == [[a, b], [trio], [c, d]]
    assert rows_of_pairs([a, trio, b], 2) == [[a], [trio], [b]]
    assert rows_of_pairs([a, b], 1) == [[a], [b]]


def test_heights_below_one_another() -> None:
    assert stacked([], 2) == 0
    assert stacked([3], 2) == 3
    assert stacked([3, 4, 5], 2) == 16


@pytest.mark.parametrize(
    ("heights", "columns", "height"),
    [([1] * 10, 2, 5), ([1] * 11, 2, 6), ([4, 1, 1, 1, 1], 2, 4), ([1, 1, 4, 1], 2, 5), ([7], 3, 7)],
)
def test_columns(heights: list[float], columns: int, height: float) -> None:
    """The columns of a list are as high as its order allows, as in a browser."""
    assert fits_in_columns(heights, columns, height)
    assert not fits_in_columns(heights, columns, height - 0.5)
    assert height <= in_columns(heights, columns) <= height + 0.01


def test_the_height_of_a_row_is_that_of_its_longest_name() -> None:
    assert row_height([("Ann Lim", 20)], size=2, least=4) == 4
    three = row_height([("Ann Lim", 20), ("Maximiliane Featherstonehaugh-Cholmondeley", 22)], size=2, least=4)
    assert three == 3 * 2 * LINE + MARGIN
