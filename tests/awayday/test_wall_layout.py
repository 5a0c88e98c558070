"""What stands where on the wall, from a dozen people to three hundred."""

from __future__ import annotations

from dataclasses import replace

import pytest

from awayday.rules import wall_layout
from awayday.rules.wall import Wall
from awayday.rules.wall_layout import LESSON_SIZES, Layout
from awayday.rules.wall_parts import WallPair, WallPerson
from tests.awayday.walls import HELD_BACK, LONGEST, choosing, lesson, lobby, sealed


def shape(wall: Wall) -> tuple[str, str, int, int, int]:
    """Kind and density, and how many pages of people, of those choosing, of pairs."""
    found = wall.layout
    return (found.css, found.density, len(found.people), len(found.choosing), len(found.pairs))


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        # As drawn in the design, for the twenty-two who are there.
        (lobby(22, 18, long_names=False), ("people", "roomy", 1, 0, 0)),
        (choosing(22, 14, long_names=False), ("side", "roomy", 0, 1, 1)),
        (choosing(22, 16, long_names=False), ("side", "roomy", 0, 1, 1)),
        (choosing(22, 18, long_names=False), ("stacked", "roomy", 0, 1, 1)),
        (sealed(22, long_names=False), ("pairs", "grand", 0, 0, 1)),
        # Twelve and twenty-four need no pages with usual names.
        (choosing(12, 0, long_names=False), ("stacked", "roomy", 0, 1, 0)),
        (choosing(12, 6, long_names=False), ("side", "roomy", 0, 1, 1)),
        (choosing(24, 0, long_names=False), ("stacked", "roomy", 0, 1, 0)),
        (choosing(24, 10, long_names=False, said=HELD_BACK), ("stacked", "full", 0, 1, 1)),
        (choosing(24, 24, long_names=False), ("pairs", "roomy", 0, 0, 1)),
        (lobby(24, 9, long_names=False), ("people", "full", 1, 0, 0)),
        # Rows are rather lower than a long word of a name broken.
        (sealed(8), ("pairs", "full", 0, 0, 1)),
        (sealed(24), ("pairs", "full", 0, 0, 1)),
        (sealed(40, long_names=False), ("pairs", "full", 0, 0, 1)),
        # From there on pages are turned; beyond sixty names are smaller as well.
        (lobby(60, 30, long_names=False), ("people", "full", 3, 0, 0)),
        (choosing(60, 0, long_names=False), ("stacked", "full", 0, 2, 0)),
        (sealed(60, long_names=False), ("pairs", "full", 0, 0, 2)),
        (lobby(300, 30, long_names=False), ("people", "dense", 7, 0, 0)),
        (sealed(300, long_names=False), ("pairs", "dense", 0, 0, 6)),
    ],
)
def test_layouts(wall: Wall, expected: tuple[str, str, int, int, int]) -> None:
    assert shape(wall) == expected


def test_where_not_all_fits_each_list_has_half_of_the_room_or_what_the_other_leaves() -> None:
    half = choosing(120, 60, long_names=False).layout
    assert (half.css, half.density) == ("stacked", "dense")
    assert [page.places for page in half.pairs] == ["1 to 10 of 30", "11 to 20 of 30", "21 to 30 of 30"]
    assert [page.places for page in half.choosing] == ["1 to 20 of 60", "21 to 40 of 60", "41 to 60 of 60"]
    few = choosing(120, 116, long_names=False).layout
    assert [page.places for page in few.choosing] == ["1 to 4 of 4"]
    assert few.pairs[0].last == 18


@pytest.mark.parametrize("in_pairs", range(0, 25, 2))
def test_twenty_four_with_usual_names_need_no_pages_whatever_happens(in_pairs: int) -> None:
    assert choosing(24, in_pairs, long_names=False, said=HELD_BACK).layout.fits_on_one


def test_a_word_that_is_too_long_at_any_density_changes_nothing() -> None:
    endless = WallPair("1", (WallPerson("Wolfeschlegelsteinhausen", None), WallPerson("Jo Bell", None)))
    assert replace(sealed(2), pairs=(endless,)).layout.density == "grand"


def test_a_trio_is_never_beside_another_pair() -> None:
    assert choosing(24, 13, trio=True, long_names=False).layout.fits_on_one
    assert sealed(23, trio=True, long_names=False).layout.pairs[0].items[0].is_trio


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("I thought my silence was giving people room. They were hearing it as doubt.", 6.0),
        (LONGEST, 5.0),
        ("Wow " * 60, 4.25),
        ("W" * 240, 3.5),
    ],
)
def test_a_lesson_is_as_large_as_fits(text: str, size: float) -> None:
    assert LESSON_SIZES[lesson(text).layout.lesson_size] == size


def test_a_text_that_fits_in_no_size_has_the_smallest() -> None:
    assert LESSON_SIZES[wall_layout.lesson_size("W" * 2000)] == 2.75


@pytest.mark.parametrize(
    ("host", "size"),
    [
        ("pairs.northmere.example", 0),
        ("pairs.northmere-homes.example", 1),
        ("coaching.northmere-homes.example", 2),
        ("coaching-pairs.northmere-housing.example", 3),
    ],
)
def test_the_address_stands_on_one_line_as_long_as_it_can(host: str, size: int) -> None:
    assert lobby(24, 9, host=host).layout.address_size == size


def test_a_longer_heading_leaves_less_room() -> None:
    usual = wall_layout.below_the_head("Good morning", "Northmere Awayday")
    assert usual == 50.5
    long = (
        "The Northmere and Harbourside Housing and Care Partnership Awayday, Extended leadership team, Monday"
    )
    assert wall_layout.below_the_head("Good morning", long) == usual - 2.2
    assert wall_layout.below_the_outlook(usual, HELD_BACK.line, HELD_BACK.more) == usual - 6.5 - 2.5 - 2


def test_a_wall_without_lists_is_plain() -> None:
    assert replace(choosing(2, 2), outlook=None, pairs=()).layout == Layout("plain")
    assert lesson(LONGEST).layout.fits_on_one
