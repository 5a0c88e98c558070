"""The bar on the projector: it lies below the wall, works from the keyboard, and stays as it was left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from tests.awayday.held import choosing
from tests.cast import Northmere, make_northmere
from tests.e2e.conftest import Opener
from tests.e2e.focus import expect_focus
from tests.pairing.room import pair_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

CROWDED = """() => {
  const box = (part) => part.getBoundingClientRect();
  const all = (parts) => [...document.querySelectorAll(parts)];
  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const parts = all("#bar :is(li, .btn, summary, .stagebar__body > a)")
    .filter((part) => part.checkVisibility() && !part.closest(".wallbar__sure"));
  const floor = Math.max(...all("#wall :is(li, p, h2)").map((part) => box(part).bottom));
  const wrong = [];
  for (const [place, part] of parts.entries()) {
    const { left, right, top, bottom } = box(part);
    const said = part.textContent.trim();
    if (left < 0 || right > innerWidth || bottom > innerHeight) wrong.push(`outside: ${said}`);
    if (top < floor) wrong.push(`upon the wall: ${said}`);
    for (const other of parts.slice(place + 1))
      if (meet(box(part), box(other))) wrong.push(`upon another: ${said}`);
  }
  return wrong;
}"""


def the_wall(open_as: Opener, cast: Northmere, awayday: Awayday) -> Page:
    """Listening to a stream that says nothing: the pages' server has none."""
    page = open_as(cast.facilitator)
    page.route(
        "**/live/**",
        lambda route: route.fulfill(content_type="text/event-stream", body="event: beat\ndata: -\n\n"),
    )
    page.goto(f"{cast.base}cycles/{awayday.opens.number}/awayday/board/")
    return page


def fetch_anew(page: Page) -> None:
    """As when a stream says that the room has changed."""
    page.evaluate("document.getElementById('bar').dataset.before = ''")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live:changed'))")
    expect(page.locator("#bar:not([data-before])")).to_have_count(1)


def test_the_bar_of_a_room_that_is_choosing(open_as: Opener) -> None:
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        awayday = choosing(cast)
        pair_up(cast, awayday.opens, "Helen", "Priya")
    page = the_wall(open_as, cast, awayday)
    for width, height in ((1920, 1080), (1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(CROWDED) == [], f"{width} × {height}"

    # A press changes the bar alone, and the keyboard goes on from where it was.
    page.get_by_role("button", name="Pause choosing").press("Enter")
    expect_focus(page.get_by_role("button", name="Go on choosing"))

    # Sealing from here is only ever pointed to: the page would name those who are left.
    page.get_by_text("Seal from your own screen").click()
    expect(page.locator("#bar")).to_contain_text(
        "Six are still choosing, and the page of sealing names them."
    )
    page.get_by_role("button", name="Darken").click()
    expect(page.get_by_role("button", name="Lighten")).to_be_visible()

    # What was opened stays open, and what was hidden hidden, when the bar is fetched anew.
    fetch_anew(page)
    expect(page.get_by_text("Six are still choosing")).to_be_visible()
    expect(page.get_by_role("button", name="Lighten")).to_be_visible()
    page.get_by_text("Hide controls").click()
    fetch_anew(page)
    expect(page.get_by_role("button", name="Go on choosing")).to_be_hidden()
    expect(page.get_by_text("Controls", exact=True)).to_be_visible()
