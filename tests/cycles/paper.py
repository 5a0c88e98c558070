"""Documents as WeasyPrint sets them."""

from __future__ import annotations

import importlib
import os
from typing import Any

import pytest

from coachingpairs import pdf


def weasyprint() -> Any:
    """The library, or a skipped test where Pango is missing; REQUIRE_PDF=1 makes that a failure."""
    try:
        return importlib.import_module("weasyprint")
    except OSError:
        if os.environ.get("REQUIRE_PDF"):
            raise
        pytest.skip("Pango is not installed; that a page is answered instead has its own test")


def laid_out(html: str) -> list[Any]:
    """The pages of a document."""
    document = weasyprint().HTML(string=html, base_url=pdf.HERE, url_fetcher=pdf._fetcher())
    return list(document.render().pages)


def boxes(within: Any, name: str) -> list[Any]:
    """What the elements with that class became, in CSS pixels of 96 to an inch; each element once."""
    found: dict[Any, Any] = {}
    for box in getattr(within, "_page_box", within).descendants():
        element = getattr(box, "element", None)
        if element is not None and name in (element.get("class") or "").split():
            found.setdefault(element, box)
    return list(found.values())


def lines_of(box: Any) -> list[Any]:
    """The lines of text in it."""
    return [line for line in box.descendants() if type(line).__name__ == "LineBox"]


def texts_of(box: Any) -> list[Any]:
    """The runs of letters in it, each with its ``text``."""
    return [text for text in box.descendants() if type(text).__name__ == "TextBox"]


def unknown_letters(text: Any) -> int:
    """How many letters of it no font has, for each of which an empty box is drawn."""
    library = importlib.import_module("weasyprint.text.ffi")
    says = "int pango_layout_get_unknown_glyphs_count(PangoLayout *layout);"
    library.ffi.cdef(says, override=True)
    text.pango_layout.reactivate(text.style)
    return int(library.pango.pango_layout_get_unknown_glyphs_count(text.pango_layout.layout))
