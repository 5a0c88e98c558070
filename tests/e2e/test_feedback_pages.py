"""The pages of whoever asks, in every state: readable by everybody, with room for long names and words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from coachingpairs.tenancy.scope import scope
from cycles.models import GrowthTarget
from feedback.rules.answers import First
from teams.models import Leader
from tests.cast import make_northmere
from tests.cycles.hands import as_
from tests.e2e.asking_and_answering import ASKS, allow_others
from tests.e2e.conftest import Opener
from tests.e2e.screens import Screens
from tests.e2e.test_every_page import complaints_about
from tests.e2e.the_colleagues import AMARA, TheColleagues
from tests.e2e.the_months import press
from tests.feedback.answers_in import AnswersIn, answers_in, share_past_services
from tests.feedback.looked_again import asked_before

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

LONG_NAME = "Wilhelmina-Konstantinopolitanska Featherstonehaugh-Cholmondeley"
ONE_WORD = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren Nowak"
LONG_WORD = "https://intranet.northmere.example/" + "performance-of-the-third-quarter/" * 6
SAID = {
    "Joanna": First("second", f"You wait. {LONG_WORD} " * 12, "Your calm"),
    "Marek": First("both", "", "Your invoices"),
}
OUTSIDE = (f"Marek {LONG_NAME}", f"marek.{'nowak' * 9}@supplier.example")
Looks = list[str]


def at_both_widths(page: Page, name: str) -> Looks:
    """As it stands, on a narrow phone and at a desk."""
    found: Looks = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        height = page.evaluate("document.documentElement.scrollHeight")
        # What a bar at the foot of the screen lies over can be scrolled to; axe does not scroll.
        page.set_viewport_size({"width": width, "height": height})
        found += complaints_about(page, name)
    filled = page.locator("main .btn:visible:not(.btn--quiet, .btn--plain), .handset__foot .btn:visible")
    if filled.count() > 1:
        found.append(f"{name} has {filled.count()} filled buttons")
    return found


def open_asking() -> AnswersIn:
    """Of three with long names and words, two of whom have answered."""
    cache.clear()
    cast = make_northmere()
    closes_at = timezone.now() + dt.timedelta(days=10)
    more: dict[str, Any] = {"closes_at": closes_at, "outside": OUTSIDE, "personal": LONG_WORD}
    with scope(organisation=cast.organisation.pk):
        Leader.objects.filter(name="Joanna Clarke").update(name=f"Joanna {LONG_NAME}")
    return answers_in(cast, *SAID, said=SAID, **more)


def visited(page: Page, address: str, name: str) -> Looks:
    page.goto(address)
    return at_both_widths(page, name)


def reading_and_changing(world: AnswersIn, page: Page) -> Iterator[Looks]:
    amara = world.asked.requests["Amara"].pk
    feedback = f"{world.cast.base}feedback/"
    yield visited(page, feedback, "overview")
    yield visited(page, world.page(), "answers")
    yield visited(page, f"{world.page()}?by=colleague", "answers by colleague")
    for of in ("add_colleague", "move_date", "close", "decide", "thank"):
        yield visited(page, world.page(of), of)
    for of in ("reminder", "link"):
        yield visited(page, f"{feedback}requests/{amara}/{of}/", of)
    page.goto(world.page("add_colleague"))
    press(page, "Ask them")
    expect(page.get_by_role("alert")).to_be_visible()
    yield at_both_widths(page, "nobody added")
    with as_(world.cast, "Helen"):
        target = GrowthTarget.objects.earliest("slot").pk
    yield visited(page, f"{world.cast.base}targets/{target}/", "target")


def deciding_and_thanking(world: AnswersIn, page: Page) -> Iterator[Looks]:
    page.goto(world.page("decide"))
    page.get_by_role("link", name=re.compile("^Something else")).first.click()
    yield at_both_widths(page, "something else")
    press(page, "Save and settle")
    yield at_both_widths(page, "something else, refused")
    page.goto(world.page("decide"))
    press(page, re.compile("^Keep it.*Listening"))
    yield at_both_widths(page, "decided")
    page.goto(world.page("close"))
    press(page, "Close it now")
    yield visited(page, f"{world.cast.base}feedback/", "overview, closed")
    yield visited(page, world.page(), "answers, closed")
    yield visited(page, world.page("thank"), "thanks")
    page.get_by_label("Your words to them").fill(f"Thank you all. {LONG_WORD}")
    press(page, "Look at what goes")
    yield at_both_widths(page, "thanks, before they go")
    press(page, "Send it")
    yield at_both_widths(page, "thanked")


def partners(world: AnswersIn, page: Page) -> Iterator[Looks]:
    yield visited(page, world.shared_page(), "nothing shared")
    share_past_services(world, "Joanna", timezone.now())
    yield visited(page, world.shared_page(), "shared")
    yield visited(page, f"{world.cast.base}feedback/", "overview of a partner")
    yield visited(page, f"{world.cast.base}sessions/new/", "to talk over")


@pytest.mark.parametrize("dark", [False, True])
def test_of_whoever_asks(open_as: Opener, dark: bool) -> None:
    world = open_asking()
    helen = open_as(world.cast.person("Helen"), dark=dark)
    priya = open_as(world.cast.person("Priya"), dark=dark)
    looks = chain(
        reading_and_changing(world, helen), partners(world, priya), deciding_and_thanking(world, helen)
    )
    assert list(chain.from_iterable(looks)) == []


def asking(us: TheColleagues, page: Page) -> Iterator[Looks]:
    yield visited(page, f"{us.cast.base}feedback/", "overview, nobody asked")
    yield visited(page, f"{us.cast.base}feedback/ask/", "ask")
    page.get_by_label("Amara Okafor").check()
    page.get_by_label("A few words from you").fill(LONG_WORD)
    press(page, "See what they will read")
    yield at_both_widths(page, "ask, refused")
    page.get_by_text("Somebody outside your team, by email").click()
    outside = page.get_by_role("group", name="Number one outside your team")
    outside.get_by_label("Name").fill(ONE_WORD)
    outside.get_by_label("Email address").fill(OUTSIDE[1])
    press(page, "See what they will read")
    yield at_both_widths(page, "what they will read")


def looking_again(us: TheColleagues, page: Page, giver: Page) -> Iterator[Looks]:
    with as_(us.cast, "Helen"):
        target = GrowthTarget.objects.earliest("slot")
    asked_before(us.cast, target, "Amara", "Joanna")
    us.go_to_month_five()
    us.feedback(page).get_by_role("link", name="Ask them to look again").click()
    yield at_both_widths(page, "look again")
    press(page, "See what they will read")
    yield at_both_widths(page, "what they will read again")
    press(page, "Ask Joanna and Amara")
    us.follow(giver, AMARA, ASKS)
    yield at_both_widths(giver, "looking again")
    press(giver, "Send to Helen")
    yield at_both_widths(giver, "looking again, refused")
    for number in (0, 1):
        giver.locator(".scale").nth(number).get_by_label("Better, +2", exact=True).check()
    giver.get_by_label("What have you noticed?").first.fill(LONG_WORD)
    press(giver, "Send to Helen")
    yield at_both_widths(giver, "looked again")
    us.feedback(page).get_by_role("link", name="Read the answers").click()
    yield at_both_widths(page, "what they have noticed")


def test_of_asking_and_looking_again(screens: Screens) -> None:
    us = TheColleagues(screens)
    allow_others(us)
    of = partial(visited, us.facilitator())
    looks = [
        *asking(us, us.at_desk("Helen")),
        *looking_again(us, us.at_desk("Helen"), us.with_nothing()),
        of(f"{us.cast.base}feedback/others/", "others by email"),
    ]
    assert list(chain.from_iterable(looks)) == []
