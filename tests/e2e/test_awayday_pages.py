"""Every page of an Awayday: readable by everybody, on the narrowest phone and on a wide dark screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from awayday.rules.stages import Stage
from coachingpairs.tenancy.scope import scope
from cycles.services.lessons import offer_lesson
from tests.awayday.at_the_door import card_of
from tests.awayday.held import moved
from tests.e2e.screens import DESK, Screens
from tests.e2e.test_every_page import look_at
from tests.e2e.the_room import TheRoom, in_the_lobby, not_yet_open, press, says
from tests.pairing.room import seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
NARROW, WIDE = 320, 1280
DARK: dict[str, Any] = {"color_scheme": "dark", "size": DESK}


class Looks:
    """What is wrong with the pages that were looked at."""

    def __init__(self, room: TheRoom) -> None:
        self.room = room
        self.found: list[str] = []
        organiser, leader = room.cast.facilitator, room.cast.person("Priya")
        self._organisers = room.screens(organiser), room.screens(organiser, **DARK)
        self._leaders = room.screens(leader), room.screens(leader, **DARK)

    def organisers(self, *paths: str) -> None:
        self._at(self._organisers, paths)

    def leaders(self, *paths: str) -> None:
        self._at(self._leaders, paths)

    def _at(self, pages: tuple[Page, Page], paths: tuple[str, ...]) -> None:
        for path in paths:
            for page, width in zip(pages, (NARROW, WIDE), strict=True):
                self.found += look_at(page, f"{self.room.base}{path}", width=width)


def move(room: TheRoom, to: Stage) -> None:
    with scope(organisation=room.cast.organisation.pk):
        room.awayday = moved(room.cast, room.awayday, to)


def test_pages_before_the_day(screens: Screens) -> None:
    looks = Looks(not_yet_open(screens))
    looks.organisers("", "plan/", "cards/", "rehearsal/")
    assert looks.found == []


def test_pages_of_the_day(screens: Screens) -> None:
    room = in_the_lobby(screens)
    looks = Looks(room)
    looks.leaders("phone/")
    looks.organisers("")
    with scope(organisation=room.cast.organisation.pk):
        assert room.awayday.closes
        offer_lesson(cycle=room.awayday.closes, leader=room.cast.leader("Priya"), text="Asking first.")
    move(room, Stage.LESSONS)
    looks.leaders("phone/")
    looks.organisers("")
    move(room, Stage.CHOOSING)
    room.pair_up(("Helen", "Amara"))
    looks.leaders("phone/")
    looks.organisers("")
    room.pair_up(("Joanna", "Priya"))
    looks.leaders("phone/")
    with scope(organisation=room.cast.organisation.pk):
        seal(room.cast, room.awayday.opens)
    looks.leaders("phone/", "first-session/")
    looks.organisers("")
    assert looks.found == []


def guests_pages(page: Page, room: TheRoom, width: int) -> list[str]:
    """From the code to the number that the facilitator is shown."""
    found = look_at(page, "/join/", width=width)
    page.goto(f"/join/{room.awayday.code}/")
    found += look_at(page, f"{room.base}names/", width=width)
    press(page, "That’s me Amara Okafor")
    says(page, "Show this number to your facilitator")
    return found + look_at(page, f"{room.base}names/", width=width)


def test_pages_of_those_who_are_not_signed_in(screens: Screens) -> None:
    room = in_the_lobby(screens)
    narrow, wide = screens(), screens(size=DESK, color_scheme="dark")
    found = guests_pages(narrow, room, NARROW) + guests_pages(wide, room, WIDE)
    for page, width in ((narrow, NARROW), (wide, WIDE)):
        page.goto("about:blank")
        page.context.clear_cookies()
        page.goto(card_of(room.cast, room.awayday, "Helen"))
        found += look_at(page, card_of(room.cast, room.awayday, "Priya"), width=width)
    assert found == []
