"""Place cards on paper: everything on a card stays on it."""

from __future__ import annotations

from itertools import cycle
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from awayday.rules.card_sizes import Fit, fit, how_to_join, sheets_for, shortened
from awayday.views.cards import ShownCard, in_sheets
from tests.cycles.paper import boxes, laid_out, lines_of, texts_of, unknown_letters
from tests.cycles.test_sheet import LONG

MM = 96 / 25.4
"""CSS pixels in a millimetre."""

TITLES = (
    "",
    "Director of Housing",
    "Executive Director of Strategic Partnerships, Communities, Regeneration and Corporate Transformation",
    "Head of " + "Interdepartmentalcommunications" * 9,
)
NAMES = (
    "Jo",
    "Amara Okafor",
    "Gareth Llewellyn",
    *LONG,
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren",
    "MMMMMMMMM WWWWWWWWW",
    "BARTHOLOMEW FEATHERSTONEHAUGH",
    "Вікторія Щербаківська-Мельниченко",
    " ".join(["Longname"] * 22),
)


def sheet_of(people: list[tuple[str, str]]) -> str:
    cards = []
    for number, (name, title) in enumerate(people):
        function = SimpleNamespace(code="WWWW", colour=number % 12 + 1) if number % 5 else None
        leader: Any = SimpleNamespace(name=name, title=title, called=name.split()[0], function=function)
        cards.append(ShownCard(leader, "A" * 44))
    return render_to_string(
        "awayday/cards_print.html", {"sheets": in_sheets(cards), "organisation": "Northmere"}
    )


def test_all_of_a_card_stays_on_it_and_eight_are_on_a_sheet() -> None:
    people = [(name, title) for name in NAMES for title in TITLES]
    pages = laid_out(sheet_of(people))
    assert len(pages) == sheets_for(len(people)) == 7
    cards = [card for page in pages for card in boxes(page, "c-card")]
    assert [len(boxes(page, "c-card")) for page in pages] == [8, 8, 8, 8, 8, 8, 4]
    assert len(cards) == len(people)
    for card in cards:
        [text], [scan], [code] = boxes(card, "c-text"), boxes(card, "c-scan"), boxes(card, "c-qr")
        right, foot = card.position_x + card.border_width(), card.position_y + card.border_height()
        for line in lines_of(text):
            assert line.position_x + line.width <= text.content_box_x() + text.width + 0.1
            assert line.position_y + line.height <= foot - 3 * MM
        for line in lines_of(scan):
            assert line.position_x + line.width <= right
            assert line.position_y + line.height <= foot - 3 * MM
        [name], clasps = boxes(text, "c-name"), boxes(text, "p-clasp")
        for clasp in clasps:
            assert name.position_y >= clasp.position_y + clasp.margin_height() - 0.1
            assert {line.position_x for line in lines_of(name)} == {text.content_box_x()}
        assert text.content_box_x() + text.width <= scan.content_box_x()
        assert code.content_box_x() + code.width <= right


@pytest.mark.parametrize(
    "name", ["Şebnem Yıldırım", "Minh Châu Đặng", "Ελένη Παπαδάκη", "Мирослава Гнатюк", "Håkon Sæther"]
)
def test_every_letter_of_a_name_is_drawn_and_no_word_is_broken(name: str) -> None:
    [page] = laid_out(sheet_of([(name, "Head of Delivery")]))
    [card] = boxes(page, "c-card")
    assert [words for words in texts_of(card) if unknown_letters(words)] == []
    [shown] = boxes(card, "c-name")
    on_lines = " ".join("".join(words.text for words in texts_of(line)).strip() for line in lines_of(shown))
    assert on_lines == name


def test_cards_lie_in_two_columns_of_four() -> None:
    [page] = laid_out(sheet_of([("Amara Okafor", "Director of Housing")] * 8))
    cards = boxes(page, "c-card")
    places = [(round((card.position_x) / MM), round((card.position_y) / MM)) for card in cards]
    assert places == [(6 + 99 * (at % 2), 10 + 69 * (at // 2)) for at in range(8)]


@pytest.mark.parametrize("name", ["Amara Okafor", *LONG])
def test_a_code_measures_33_millimetres_and_has_its_quiet_zone(name: str) -> None:
    [page] = laid_out(sheet_of([(name, "")]))
    [code] = boxes(page, "c-qr")
    size = ShownCard(SimpleNamespace(), "A" * 44).qr.size  # type: ignore[arg-type]
    square = code.width / MM / size
    assert (size - 8) * square >= 33
    assert code.width == code.height
    # On the right the zone is in the picture; on the left no word comes nearer than that.
    for line in lines_of(boxes(page, "c-text")[0]):
        assert line.position_x + line.width <= code.content_box_x() + 0.1


def test_a_page_for_each_eight_of_a_large_team() -> None:
    people = [(name, TITLES[1]) for _, name in zip(range(60), cycle(NAMES), strict=False)]
    assert len(laid_out(sheet_of(people))) == 8


@pytest.mark.parametrize(
    ("name", "title", "wanted"),
    [
        ("Jo", "", Fit(1, 1)),
        ("Amara Okafor", "Director of Housing", Fit(1, 1)),
        ("Gareth Llewellyn", "Head of Income", Fit(1, 1)),
        (LONG[0], "Director of Housing", Fit(5, 1)),
        (LONG[4], TITLES[2], Fit(5, 2)),
        # One word of his is longer than a line at any size that can be read.
        (LONG[3], "", Fit(2, 1)),
        ("BARTHOLOMEW FEATHERSTONEHAUGH", "", Fit(6, 1)),
        ("Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren", "", Fit(3, 1)),
        (" ".join(["Longname"] * 22), TITLES[1], Fit(7, 1)),
        (" ".join(["Longname"] * 22), TITLES[2], Fit(7, 0)),
    ],
)
def test_names_step_down_until_they_fit(name: str, title: str, wanted: Fit) -> None:
    assert fit(name, title) == wanted


def test_the_longest_name_that_can_be_stored_has_a_size() -> None:
    assert fit("x" * 200, "y" * 110) == Fit(7, 2)
    assert fit("W" * 200, "") == Fit(7, 1)


def test_long_titles_are_shortened_and_names_never() -> None:
    assert shortened("Director of Housing") == "Director of Housing"
    assert shortened("y" * 110) == "y" * 110
    assert shortened("y" * 111) == "y" * 109 + "…"
    assert shortened("y" * 108 + " and more") == "y" * 108 + "…"


def test_how_to_join_is_said_with_the_name_unless_it_is_endless() -> None:
    assert how_to_join("Amara") == "Scan to join as Amara."
    assert how_to_join("x" * 41) == "Scan to join."


@pytest.mark.parametrize(("cards", "sheets"), [(0, 0), (1, 1), (8, 1), (9, 2), (300, 38)])
def test_how_many_sheets(cards: int, sheets: int) -> None:
    assert sheets_for(cards) == sheets
