"""QR codes as a path: read back square by square."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
import segno

from awayday.rules.qr import QUIET_ZONE, qr_of
from tests.awayday.qr_reader import filled, text_of

SHORTEST = "https://a.example/card/" + "A" * 44 + "/"
LONGEST = "https://" + "coaching-pairs." * 6 + "example.org/card/" + "z" * 44 + "/"
TEXTS = [SHORTEST, LONGEST, "https://pairs.example.org/join/482913/", "x", "Zielińska"]


def made(number: int) -> str:
    """Different for each number, and the same in every process that collects these tests."""
    return base64.urlsafe_b64encode(hashlib.sha256(str(number).encode()).digest() + b"x").decode()


@pytest.mark.parametrize("text", [*TEXTS, *(f"https://p.example/{made(number)}" for number in range(20))])
def test_the_path_fills_just_the_squares_of_the_code(text: str) -> None:
    code = qr_of(text)
    matrix = segno.make(text, error="m", micro=False, boost_error=False).matrix
    assert code.size == len(matrix) + 2 * QUIET_ZONE
    dark = filled(code.path, code.size)
    around = range(QUIET_ZONE, code.size - QUIET_ZONE)
    assert [[dark[y][x] for x in around] for y in around] == [[bool(dark) for dark in row] for row in matrix]
    assert sum(map(sum, dark)) == sum(sum(map(bool, row)) for row in matrix)


@pytest.mark.parametrize(
    "text",
    [SHORTEST, *(f"https://p{'x' * more}.example/card/{made(more)}/" for more in range(30))],
)
def test_what_is_drawn_can_be_read(text: str) -> None:
    code = qr_of(text)
    assert text_of(code.path, code.size) == text


def test_the_path_is_short_and_says_nothing_but_lines() -> None:
    path = qr_of(SHORTEST).path
    assert re.fullmatch(r"(M\d+ \d+([hv]-?\d+)+z)+", path)
    assert not re.search(r"h-?\d+h|v-?\d+v", path)
    assert len(path) < 3500


def test_the_same_text_gives_the_same_code() -> None:
    assert qr_of(LONGEST) == qr_of(LONGEST)
    assert qr_of(LONGEST) != qr_of(SHORTEST)


@pytest.mark.parametrize(("text", "size"), [(SHORTEST, 37), ("x", 21)])
def test_the_smallest_version_that_holds_it(text: str, size: int) -> None:
    assert qr_of(text).size == size + 2 * QUIET_ZONE
