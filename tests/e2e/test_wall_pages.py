"""What the wall's own script does: pages that turn, keys, darkening; and the wall without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from awayday.rules.wall import Wall
from awayday.services.wall import wall_html
from tests.awayday.walls import choosing, sealed
from tests.e2e.projector import projector

pytestmark = pytest.mark.e2e

SWAP = """html => htmx.swap(document.body, html, { swapStyle: "none" })"""
TURNED = 8_000


def places(page: Page, of: str = "pairs") -> str:
    """The caption that can be seen."""
    return page.locator(f"[data-pages={of}] .is-current > .wall__caption").inner_text()


def send(page: Page, wall: Wall, previous: Wall | None) -> None:
    """As a stream would."""
    page.evaluate(SWAP, wall_html(wall, previous))


def test_pages_turn_by_themselves_and_begin_again(browser: Browser) -> None:
    with projector(browser) as shown:
        shown.page.clock.install()
        page = shown.show(sealed(120, long_names=False))
        assert places(page) == "Pairs 1 to 20 of 60"
        for expected in ("Pairs 21 to 40 of 60", "Pairs 41 to 60 of 60", "Pairs 1 to 20 of 60"):
            page.clock.run_for(TURNED)
            assert places(page) == expected


def test_keys_turn_all_lists_and_buttons_hold_the_page(browser: Browser) -> None:
    with projector(browser) as shown:
        shown.page.clock.install()
        page = shown.show(choosing(120, 60, long_names=False))
        page.keyboard.press("ArrowRight")
        assert (places(page), places(page, "choosing")) == ("Pairs 11 to 20 of 30", "21 to 40 of 60")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert (places(page), places(page, "choosing")) == ("Pairs 21 to 30 of 30", "41 to 60 of 60")
        hold = page.get_by_role("button", name="Hold the page")
        hold.press("Enter")
        expect(hold).to_have_attribute("aria-pressed", "true")
        page.clock.run_for(3 * TURNED)
        assert places(page) == "Pairs 21 to 30 of 30"
        page.get_by_role("button", name="The next page").press("Enter")
        assert places(page) == "Pairs 1 to 10 of 30"
        hold.press("Enter")
        page.clock.run_for(TURNED)
        assert places(page) == "Pairs 11 to 20 of 30"


def test_a_new_pair_is_shown_at_once_and_otherwise_the_page_stays(browser: Browser) -> None:
    after = choosing(120, 60, long_names=False)
    before = replace(after, pairs=after.pairs[1:])
    with projector(browser) as shown:
        page = shown.show(before)
        page.keyboard.press("ArrowRight")
        assert places(page) == "Pairs 11 to 20 of 29"
        paused = replace(before, is_paused=True)
        send(page, paused, before)
        assert places(page) == "Pairs 11 to 20 of 29"
        send(page, after, paused)
        assert places(page) == "Pairs 1 to 10 of 30"
        first, second = after.pairs[0].members
        expect(page.locator(".pairing--meet")).to_contain_text(first.name)
        said = f"Choosing goes on. {after.outlook.line}" if after.outlook else ""
        expect(page.locator("#wall-said")).to_have_text(said)
        send(page, replace(after, pairs=before.pairs), after)
        send(page, after, before)
        expect(page.locator("#wall-said")).to_have_text(
            f"{first.name} and {second.name} are a pair. Everyone can still find a partner."
        )


def test_the_controls_of_pages_are_there_where_there_are_pages_and_somebody_moves(browser: Browser) -> None:
    with projector(browser) as shown:
        page = shown.show(sealed(24, long_names=False))
        expect(page.get_by_role("group", name="Pages")).to_have_count(0)
        page = shown.show(sealed(120, long_names=False))
        pager = page.get_by_role("group", name="Pages")
        expect(pager).to_have_css("opacity", "0")
        page.mouse.move(300, 300)
        expect(pager).to_have_css("opacity", "1")


def test_all_pages_can_be_read_by_those_who_listen(browser: Browser) -> None:
    with projector(browser) as shown:
        page = shown.show(sealed(120, long_names=False))
        expect(page.get_by_role("list")).to_have_count(3)
        expect(page.get_by_role("listitem")).to_have_count(60)


def test_without_script_all_pages_are_below_one_another(browser: Browser) -> None:
    with projector(browser, java_script_enabled=False) as shown:
        page = shown.show(sealed(120, long_names=False))
        tops = [
            box["y"] for box in (part.bounding_box() for part in page.locator("[data-page]").all()) if box
        ]
        assert len(tops) == 3
        assert tops == sorted(set(tops))
        expect(page.locator(".wall__caption").first).to_be_hidden()


@pytest.mark.parametrize(("scheme", "first", "address"), [("light", "Darken", "1"), ("dark", "Lighten", "0")])
def test_darkening_is_remembered_by_the_address_alone(
    browser: Browser, scheme: str, first: str, address: str
) -> None:
    """The button is part of the bar, which invented walls do not have."""
    with projector(browser, color_scheme=scheme) as shown:
        page = shown.show(sealed(24))
        page.evaluate(
            """() => {
              const bar = document.createElement("div");
              bar.id = "bar";
              bar.innerHTML = "<button data-darken hidden><span></span></button>";
              document.getElementById("main").append(bar);
            }"""
        )
        page.get_by_role("button", name=first).click()
        assert page.url.endswith(f"?dark={address}")
        there = "dark" if first == "Darken" else "light"
        assert page.evaluate("document.documentElement.dataset.theme") == there
        assert "dark" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        page = shown.show(sealed(24), f"?dark={address}")
        assert page.evaluate("document.documentElement.dataset.theme") == there


def test_a_pair_comes_together_in_motion_only_for_those_who_like_motion(browser: Browser) -> None:
    after = choosing(24, 12)
    before = replace(after, pairs=after.pairs[1:])
    moves = "document.querySelector('.pairing--meet .pairing__half').getAnimations().length"
    for wish, count in (("reduce", 0), ("no-preference", 1)):
        with projector(browser, reduced_motion=wish) as shown:
            page = shown.show(before)
            send(page, after, before)
            assert page.evaluate(moves) == count
