"""A page as a tree, and what HTMX does to it with pieces that find their own places (hx-swap-oob)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"input", "meta", "link", "br", "hr", "img", "use"}
SWAP = "hx-swap-oob"


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def id(self) -> str | None:
        return self.attributes.get("id")

    def __iter__(self) -> Iterator[Element]:
        """Itself and every element in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def by_id(self, name: str) -> Element:
        (found,) = [one for one in self if one.id == name]
        return found

    def parent_of(self, name: str) -> tuple[Element, int]:
        for one in self:
            for place, child in enumerate(one.children):
                if isinstance(child, Element) and child.id == name:
                    return one, place
        raise KeyError(name)

    def text(self) -> str:
        said = (child if isinstance(child, str) else child.text() for child in self.children)
        return " ".join(" ".join(said).split())

    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, dict(attrs))
        self.open[-1].children.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].children.append(" ".join(data.split()))


def parse(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder.open) == 1, f"{builder.open[-1].tag} is not closed"
    return builder.open[0]


def apply(page: Element, html: str) -> None:
    """Each piece takes its place, as in htmx 2. KeyError for one whose place is not on the page."""
    for piece in parse(html).elements():
        if piece.tag == "title":
            continue
        how: Any = piece.attributes.pop(SWAP)
        style, _colon, target = how.partition(":")
        parent, place = page.parent_of(target.removeprefix("#") or str(piece.id))
        there = parent.children[place]
        assert isinstance(there, Element)
        if style == "true":
            parent.children[place] = piece
        elif style == "delete":
            del parent.children[place]
        elif style == "innerHTML":
            there.children = piece.children
        else:
            assert style == "beforeend"
            there.children += piece.children
