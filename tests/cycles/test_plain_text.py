"""Plain text taken apart for a page."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from cycles.rules.plain_text import Block, Piece, blocks, pieces


def test_blank_lines_part_paragraphs_and_dashes_make_a_list() -> None:
    text = "Rooms\r\nare small.\r\n \r\n\r\nBring:\n- water\n  - a pen\n* time\nThen begin."
    assert blocks(text) == (
        Block(((Piece("Rooms"),), (Piece("are small."),))),
        Block(((Piece("Bring:"),),)),
        Block(((Piece("water"),), (Piece("a pen"),), (Piece("time"),)), is_list=True),
        Block(((Piece("Then begin."),),)),
    )


def test_blank_lines_between_items_make_two_lists() -> None:
    assert [block.is_list for block in blocks("- one\n\n- two")] == [True, True]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t"])
def test_nothing_is_nothing(text: str) -> None:
    assert blocks(text) == ()


@pytest.mark.parametrize("text", ["-5 degrees", "2026-11-26", "—no"])
def test_a_dash_without_a_space_is_no_list(text: str) -> None:
    assert blocks(text) == (Block(((Piece(text),),)),)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("See https://rooms.example/book.", "https://rooms.example/book"),
        ("See (https://rooms.example/book)", "https://rooms.example/book"),
        ("https://rooms.example/a_(b), ask", "https://rooms.example/a_(b)"),
        ("HTTP://Rooms.example?x=1&y=2!", "HTTP://Rooms.example?x=1&y=2"),
        ("“https://rooms.example”", "https://rooms.example"),
        ("<https://rooms.example>", "https://rooms.example"),
    ],
)
def test_addresses_are_links_without_the_end_of_the_sentence(line: str, address: str) -> None:
    found = [piece for piece in pieces(line) if piece.address]
    assert found == [Piece(address, address)]
    assert "".join(piece.text for piece in pieces(line)) == line


@pytest.mark.parametrize(
    "line", ["javascript:alert(1)", "data:text/html,x", "ftp://rooms.example", "rooms.example", "https://"]
)
def test_nothing_else_is_a_link(line: str) -> None:
    assert pieces(line) == (Piece(line),)


@given(st.text(alphabet="ht ps:/.,;()[]!?x-*\n", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(piece.text for block in blocks(text) for line in block.lines for piece in line)
    letters = set(kept) | set(text)
    for letter in letters - set(" -*\n"):
        assert kept.count(letter) == text.count(letter)
