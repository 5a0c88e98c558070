"""Pages as a browser prints them, within the margins of a sheet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from cycles.rules.guide import PAGES
from tests.cast import Northmere, make_northmere
from tests.cycles.made import make_cycle
from tests.e2e.conftest import Opener

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
MARGIN: Any = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
"""What browsers print with unless told otherwise."""


@pytest.fixture
def northmere() -> Northmere:
    cast = make_northmere()
    make_cycle(cast)
    return cast


def sheets(page: Page, address: str) -> int:
    """How many it takes; the root of a PDF's tree of pages counts them all."""
    page.goto(address)
    printed = page.pdf(format="A4", margin=MARGIN)
    return max(int(count) for count in re.findall(rb"/Count (\d+)", printed))


def test_each_page_of_the_guide_is_one_sheet(northmere: Northmere, open_as: Opener) -> None:
    """The list of the other pages, which is not printed, leaves no empty column beside the text."""
    page = open_as(northmere.person("Helen"))
    found = {one.slug: sheets(page, f"{northmere.base}guide/{one.slug}/") for one in PAGES}
    assert found == {one.slug: 1 for one in PAGES}
    assert len(found) == 11


def test_what_two_agree_and_their_home_are_as_wide_as_the_sheet(
    northmere: Northmere, open_as: Opener
) -> None:
    """Were the page only as wide as its content, its container would have no width: a letter to a line."""
    page = open_as(northmere.person("Helen"))
    assert sheets(page, f"{northmere.base}agreement/") == 1
    assert sheets(page, northmere.base) <= 2
