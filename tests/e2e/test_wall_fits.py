"""Whatever the number of people, nothing on the wall leaves the picture, and names can be read from afar."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from awayday.rules.wall import Wall
from tests.awayday.walls import HELD_BACK, LONGEST, choosing, lesson, lobby, sealed
from tests.e2e.projector import projector

pytestmark = pytest.mark.e2e

PICTURES = [(1920, 1080), (1280, 720), (1024, 768), (1400, 1050), (1600, 720)]
LOOK = """() => {
  const root = document.documentElement;
  const rem = parseFloat(getComputedStyle(root).fontSize);
  const box = (element) => element.getBoundingClientRect();
  const all = (parts) => [...document.querySelectorAll(parts)];
  const said = (element) => `${element.className} “${element.textContent.trim().slice(0, 40)}”`;
  const meet = (one, other) =>
    one.left < other.right - 1 && other.left < one.right - 1 &&
    one.top < other.bottom - 1 && other.top < one.bottom - 1;
  const within = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const wrong = [];

  if (root.scrollWidth > innerWidth) wrong.push("scrolls sideways");
  if (root.scrollHeight > innerHeight) wrong.push("scrolls down");
  const picture = { left: 0, top: 0, right: innerWidth, bottom: innerHeight - 5 * rem };
  for (const part of all("#wall :is(h1, h2, p, dt, dd, li, .outlook, blockquote, figcaption, .qr)"))
    if (!within(box(part), picture)) wrong.push(`leaves the picture: ${said(part)}`);

  for (const name of all(".pairing__name, .wall__people li > span:last-child, blockquote")) {
    if (!within(box(name), box(name.closest(".pairing__half, li, figure"))))
      wrong.push(`leaves its place: ${said(name)}`);
    if (name.scrollWidth > name.clientWidth + 1) wrong.push(`too wide: ${said(name)}`);
  }

  const blocks = all("#wall :is(.board__head, .outlook, .wall__list, .join, .wall__pages, .wall__remark)");
  const lists = [blocks, ...all("[data-page]").map((page) => [...page.querySelectorAll("li")])];
  for (const list of lists)
    for (const [place, item] of list.entries())
      for (const other of list.slice(place + 1))
        if (!item.contains(other) && meet(box(item), box(other)))
          wrong.push(`lies upon another: ${said(item)}`);

  const names = all(".pairing__name, .wall__people li");
  return { wrong, sizes: names.map((name) => parseFloat(getComputedStyle(name).fontSize)) };
}"""


def walls(number: int) -> dict[str, Wall]:
    """All stages with so many people, some of whom have very long names."""
    half = number // 4 * 2
    return {
        "lobby, nobody here": lobby(number, 0),
        "lobby, half": lobby(number, number // 2, host="coaching.northmere-homes.example"),
        "choosing, no pair yet": choosing(number, 0),
        "choosing, the first pairs": choosing(number, 4, said=HELD_BACK),
        "choosing, half": choosing(number, half, said=HELD_BACK),
        "choosing, half, a trio": choosing(number, half + 1, trio=True),
        "choosing, half, usual names": choosing(number, half, long_names=False),
        "choosing, the last four": choosing(number, number - 4, said=HELD_BACK),
        "choosing, everybody": choosing(number, number),
        "choosing, paused": choosing(number, half, paused=True),
        "sealed": sealed(number),
        "sealed, a trio": sealed(number - 1, trio=True),
        "sealed, usual names": sealed(number, long_names=False),
    }


def look(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(LOOK)
    return found


@pytest.mark.parametrize(
    ("number", "least"),
    [(12, 34), (24, 34), (60, 34), (120, 28), (300, 28)],
)
def test_nothing_leaves_the_picture_and_names_are_large(browser: Browser, number: int, least: float) -> None:
    """``least`` of a name, in points of a picture 1920 wide: 34 can be read from 8 m when it is 3 m wide."""
    with projector(browser) as shown:
        for stage, wall in walls(number).items():
            page = shown.show(wall)
            for width, height in PICTURES:
                page.set_viewport_size({"width": width, "height": height})
                found = look(page)
                assert found["wrong"] == [], f"{stage}, {width} × {height}"
                canvas = min(width / 1920, height / 1080)
                assert min(found["sizes"]) >= least * canvas - 0.1, f"{stage}, {width} × {height}"


@pytest.mark.parametrize("text", ["Ask first.", LONGEST, "Wow " * 60, "W" * 240, "I thought so. " * 17])
def test_lessons(browser: Browser, text: str) -> None:
    with projector(browser) as shown:
        page = shown.show(lesson(text))
        for width, height in PICTURES:
            page.set_viewport_size({"width": width, "height": height})
            assert look(page)["wrong"] == [], f"{width} × {height}"


def test_on_a_phone_it_reads_as_any_page(browser: Browser) -> None:
    """Down one column, never sideways; nothing is smaller than a page's own text."""
    with projector(browser) as shown:
        for stage, wall in {**walls(24), "lesson": lesson(LONGEST)}.items():
            page = shown.show(wall)
            for width in (320, 390, 768):
                page.set_viewport_size({"width": width, "height": 844})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{stage} at {width}"
                assert min(look(page)["sizes"], default=17) >= 17, f"{stage} at {width}"


def test_zoomed_beyond_the_canvas_text_grows(browser: Browser) -> None:
    """A picture of 1920 at 400 %."""
    with projector(browser, 480, 270, device_scale_factor=4) as shown:
        sizes = look(shown.show(choosing(24, 8, long_names=False)))["sizes"]
        assert {size * 4 for size in sizes} == {68}
