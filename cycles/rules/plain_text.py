"""Plain text as somebody types it, taken apart for a page: paragraphs, lists and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLET = re.compile(r"^\s*[-*•]\s+")
ADDRESS = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
ENDINGS = ".,;:!?'’"
PARENTHESES = {")": "(", "]": "["}


@dataclass(frozen=True)
class Piece:
    """A stretch of text; a link when it has an ``address``, which is then what stands there."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph (lines that follow one another) or a list (a line for each item)."""

    lines: tuple[tuple[Piece, ...], ...]
    is_list: bool = False


def blocks(text: str) -> tuple[Block, ...]:
    """Blank lines part paragraphs; lines that begin with “- ” are a list. Nothing is escaped here."""
    found: list[tuple[bool, list[str]]] = []
    is_new = True
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            is_new = True
            continue
        is_item = bool(BULLET.match(line))
        if is_new or found[-1][0] != is_item:
            found.append((is_item, []))
        found[-1][1].append(BULLET.sub("", line) if is_item else line.strip())
        is_new = False
    return tuple(Block(tuple(pieces(line) for line in lines), is_list) for is_list, lines in found)


def pieces(line: str) -> tuple[Piece, ...]:
    """The line with its http and https addresses as links."""
    found: list[Piece] = []
    end = 0
    for match in ADDRESS.finditer(line):
        address = _without_ending(match.group())
        found += [Piece(line[end : match.start()])] * (match.start() > end) + [Piece(address, address)]
        end = match.start() + len(address)
    return (*found, Piece(line[end:])) if end < len(line) else tuple(found)


def _without_ending(address: str) -> str:
    """The full stop or bracket after an address belongs to the sentence."""
    while address[-1] in ENDINGS or (
        address[-1] in PARENTHESES and address.count(address[-1]) > address.count(PARENTHESES[address[-1]])
    ):
        address = address[:-1]
    return address
