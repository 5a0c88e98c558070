"""The screens of an Awayday: the facilitator's own, the wall, and everybody's phones."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.services.room import read_room
from tests.awayday.at_the_door import base_of, card_of, forget_wrong_codes
from tests.awayday.held import choosing, draft, opened, planned
from tests.cast import Northmere, make_northmere
from tests.e2e.screens import DESK, PROJECTOR, Screens
from tests.pairing.room import earlier_cycle, pair_up

KEEP = """() => {
  const said = document.getElementById("wall-said");
  window.heard = [];
  new MutationObserver(() => window.heard.push(said.textContent)).observe(said, { childList: true });
}"""


class TheRoom:
    """``base`` is the address of the Awayday that ``cast`` holds."""

    def __init__(self, screens: Screens, cast: Northmere, awayday: Awayday) -> None:
        self.screens, self.cast, self.awayday = screens, cast, awayday
        self.base = base_of(cast, awayday)

    def desk(self, *, script: bool = True) -> Page:
        page = self.screens(self.cast.facilitator, size=DESK, script=script)
        page.goto(self.base)
        return page

    def wall(self, *, motion: bool = False) -> Page:
        """Shown by the facilitator, so with the bar; it keeps what it has said to those who listen."""
        wish = "no-preference" if motion else "reduce"
        page = self.screens(self.cast.facilitator, size=PROJECTOR, reduced_motion=wish)
        page.goto(f"{self.base}board/")
        is_live(page)
        page.evaluate(KEEP)
        return page

    def phone(self, name: str) -> Page:
        """Of somebody who is signed in."""
        page = self.screens(self.cast.person(name))
        page.goto(f"{self.cast.base}choosing/")
        expect(page).to_have_url(f"{self.screens.url}{self.base}phone/")
        is_live(page)
        return page

    def guest(self, name: str) -> Page:
        """Somebody who has scanned their place card."""
        page = self.screens()
        page.goto(card_of(self.cast, self.awayday, name))
        is_live(page)
        return page

    def pairs(self) -> set[frozenset[str]]:
        """The first names of those who are together, as the database has it."""
        with scope(organisation=self.cast.organisation.pk):
            shown = read_room(Cycle.objects.select_related("team").get(pk=self.awayday.opens_id)).pairs
            return {frozenset(member.leader.called for member in one.members) for one in shown}

    def pair_up(self, *pairs: tuple[str, str]) -> list[Pair]:
        """Past the screens, and told to them."""
        with scope(organisation=self.cast.organisation.pk):
            cycle = Cycle.objects.select_related("team").get(pk=self.awayday.opens_id)
            return [pair_up(self.cast, cycle, one, other) for one, other in pairs]


def before_planning(leaders: int = 8) -> tuple[Northmere, Cycle]:
    """A cycle is behind them, whose lessons can be shared, and the next one is being prepared."""
    forget_wrong_codes()
    cast = make_northmere(leaders=leaders)
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Maggie", "Priya"), ("Amara", "Vikram"))
        return cast, draft(cast)


def in_the_lobby(screens: Screens) -> TheRoom:
    cast, cycle = before_planning()
    with scope(organisation=cast.organisation.pk):
        return TheRoom(screens, cast, opened(cast, cycle))


def not_yet_open(screens: Screens) -> TheRoom:
    cast, cycle = before_planning()
    with scope(organisation=cast.organisation.pk):
        return TheRoom(screens, cast, planned(cast, cycle))


def while_choosing(screens: Screens, leaders: int = 8) -> TheRoom:
    cast, cycle = before_planning(leaders)
    with scope(organisation=cast.organisation.pk):
        return TheRoom(screens, cast, choosing(cast, cycle))


def is_live(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-live", "on")


def says(page: Page, text: str | re.Pattern[str]) -> None:
    """The phone's heading, as soon as it has come to it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """As a person would: not within the milliseconds in which htmx takes up what has just come."""
    expect(page.locator(".htmx-added, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.get_by_role("button", name=name).first.click()


def ask(page: Page, name: str) -> None:
    press(page, re.compile(f"^Ask {name}$"))


def heard(wall: Page) -> list[str]:
    """Everything that those who listen to the wall have heard since."""
    sentences: list[str] = wall.evaluate("window.heard.splice(0)")
    return sentences


def at_once(*presses: tuple[Page, Callable[[], object]]) -> None:
    """Each presses on their own screen; all of it reaches the server at the same moment."""
    held: list[tuple[Page, Route]] = []
    for page, do in presses:
        page.route("**/choosing/**", lambda route, page=page: held.append((page, route)))
        do()
    while len(held) < len(presses):
        presses[0][0].wait_for_timeout(20)
    for _page, route in held:
        route.continue_()
    for page, _do in presses:
        page.unroute("**/choosing/**")
