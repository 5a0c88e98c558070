"""A name of sixty letters without a space on the screens of an Awayday."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from coachingpairs.tenancy.scope import scope
from teams.models import Leader
from tests.awayday.held import choosing
from tests.e2e.screens import PHONE, Screens
from tests.e2e.the_room import TheRoom, before_planning, is_live, press, says

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
LONG = "Maximilianekonstantinopouloupapadimitrioufeatherstonehaughch"


def sideways(page: Page) -> int:
    """How many pixels of the page are beyond its right edge."""
    beyond: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return beyond


def test_no_phone_scrolls_sideways_for_it(screens: Screens) -> None:
    cast, cycle = before_planning()
    with scope(organisation=cast.organisation.pk):
        Leader.objects.filter(pk=cast.leader("Priya").pk).update(name=LONG)
        room = TheRoom(screens, cast, choosing(cast, cycle))
    desk = screens(cast.facilitator, size=PHONE)
    desk.goto(room.base)
    is_live(desk)
    amara, priya = room.phone("Amara"), room.guest("Priya")
    assert [sideways(page) for page in (amara, priya, desk)] == [0, 0, 0]
    press(amara, re.compile(f"^Ask {LONG}$"))
    says(amara, f"You have asked {LONG}")
    says(priya, "Amara Okafor would like to pair with you")
    assert [sideways(page) for page in (amara, priya, desk)] == [0, 0, 0]
    press(priya, "Yes, pair with Amara")
    says(amara, f"You and {LONG} are a pair")
    desk.get_by_text("Pairs, newest first").wait_for()
    assert [sideways(page) for page in (amara, priya, desk)] == [0, 0, 0]
