"""A cycle in its third month: five pairs, a colleague who is free, and those who run it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from coachingpairs.tenancy.scope import scope
from cycles.models import Participant
from tests.cast import make_northmere
from tests.cycles.made import make_cycle
from tests.e2e.screens import DESK, PHONE, Screens

PAIRS = (
    ("Helen", "Priya"),
    ("Amara", "Vikram"),
    ("Siobhan", "Idris"),
    ("Leader000", "Leader001"),
    ("Leader002", "Leader003"),
)
INTO_THE_THIRD_MONTH = dt.timedelta(days=70)
"""After its first day and before its last, whichever months those are."""


class TheMonths:
    """Northmere with ``cycle`` under way; Joanna is in no pair and would be glad of a partner."""

    def __init__(self, screens: Screens) -> None:
        self.screens, self.cast = screens, make_northmere(leaders=12)
        self.today = timezone.now().astimezone(self.cast.organisation.zone).date()
        self.cycle = make_cycle(self.cast, starts_on=self.today - INTO_THE_THIRD_MONTH, pairs=PAIRS)
        with scope(organisation=self.cast.organisation.pk):
            free = Participant.objects.filter(cycle=self.cycle, leader=self.cast.leader("Joanna"))
            free.update(sits_out=False)

    def on_phone(self, name: str, *, script: bool = True) -> Page:
        return self._home(self.screens(self.cast.person(name), size=PHONE, script=script))

    def at_desk(self, name: str) -> Page:
        return self._home(self.screens(self.cast.person(name), size=DESK))

    def facilitator(self) -> Page:
        return self._home(self.screens(self.cast.facilitator, size=DESK))

    def take_next_step(self, page: Page, title: str | re.Pattern[str], button: str) -> None:
        """What home says comes next, and a press on its one button."""
        step = self.next_step(page)
        expect(step.get_by_role("heading")).to_have_text(title)
        step.get_by_role("link", name=button).click()
        expect(step).to_have_count(0)

    def next_step(self, page: Page) -> Locator:
        return self._home(page).get_by_role("region", name="What to do next")

    def _home(self, page: Page) -> Page:
        page.goto(self.cast.base)
        return page


def headed(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """One button of that name, and a page that has taken up what it brought."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".htmx-request, .htmx-added, .htmx-swapping, .htmx-settling")).to_have_count(0)


def says_done(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def pages_from(page: Page) -> Iterable[str]:
    """Every page of the team that one reaches with a press from here, and this one: as the browser got it."""
    yield page.content()
    links: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    own = {urlsplit(link).path for link in links if urlsplit(link).netloc == urlsplit(page.url).netloc}
    for path in sorted(path for path in own if path.startswith("/o/") and not path.endswith(".pdf")):
        page.goto(path)
        yield page.content()
