"""From the last pair to closed doors: sealed from the wall, the first hour, the list, what stays open."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.awayday.at_the_door import card_of
from tests.e2e.screens import Screens
from tests.e2e.the_room import TheRoom, heard, press, says, while_choosing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
PAIRS = (("Helen", "Amara"), ("Joanna", "Priya"), ("Maggie", "Vikram"), ("Siobhan", "Idris"))


def choose_the_first_hour(phone: Page, tmp_path: Path) -> str:
    """What stands in their calendar then."""
    day = timezone.localdate() + dt.timedelta(days=9)
    phone.get_by_label("Day").fill(day.isoformat())
    phone.get_by_label("Time").fill("10:30")
    press(phone, "Put our first hour in the calendar")
    expect(phone.locator("#first-session-h")).to_contain_text("10.30")
    with phone.expect_download() as begun:
        phone.get_by_role("link", name="Add it to my calendar").click()
    file = tmp_path / begun.value.suggested_filename
    begun.value.save_as(file)
    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    starts = event.decoded("DTSTART")
    assert starts == dt.datetime.combine(day, dt.time(10, 30), ZoneInfo("Europe/London"))
    return str(event["SUMMARY"])


def seal_on_the_wall(wall: Page) -> None:
    wall.get_by_text("Seal the pairs", exact=True).click()
    expect(wall.locator("#bar-seal-all")).to_contain_text(
        "Seal four pairs? Nobody can change them afterwards."
    )
    press(wall, "Yes, seal them")
    expect(wall.locator("h1")).to_have_text("Four pairs, ready to start")


def closed_to_guests(room: TheRoom, guest: Page, card: str, join: str) -> None:
    """What was open on a phone, what was printed, and what stood on the wall."""
    expect(guest.get_by_role("heading", level=1)).to_have_text("The Awayday is over")
    for address in (card, join):
        anew = room.screens()
        anew.goto(address)
        shown = anew.locator("body").inner_text()
        assert not any(name in shown for name in ("Amara", "Helen", "Leadership team", "Northmere"))


def test_sealed_from_the_wall_and_closed(screens: Screens, tmp_path: Path) -> None:
    room = while_choosing(screens)
    room.pair_up(*PAIRS[:-1])
    card = card_of(room.cast, room.awayday, "Amara")
    wall, helen, siobhan = room.wall(), room.phone("Helen"), room.phone("Siobhan")
    amara = screens()
    amara.goto(card)
    room.pair_up(PAIRS[-1])
    says(siobhan, "You and Idris are a pair")
    expect(wall.locator(".outlook")).to_contain_text("Everybody has a partner.")
    heard(wall)
    seal_on_the_wall(wall)
    assert heard(wall) == ["The pairs are sealed: four pairs."]

    for phone, partner in ((helen, "Amara Okafor"), (amara, "Helen Armitage"), (siobhan, "Idris Kaya")):
        expect(phone.locator("main")).to_contain_text("When do you meet?")
        expect(phone.locator("#choosing .facts")).to_contain_text(partner)
        expect(phone.locator("#choosing")).to_contain_text("What happens next")
        expect(phone.get_by_role("button", name="Step back")).to_have_count(0)
    assert choose_the_first_hour(amara, tmp_path) == "Coaching hour: Helen and Amara"
    expect(helen.locator("#first-session-h")).to_contain_text("10.30")

    pdf = wall.get_by_role("link", name="Print the pairs").get_attribute("href")
    printed = wall.request.get(f"{screens.url}{pdf}")
    assert (printed.status, printed.body()[:5]) == (200, b"%PDF-")

    screens.excuse("status of 404")
    wall.get_by_text("Close the Awayday", exact=True).click()
    press(wall, "Yes, close it")
    closed_to_guests(room, amara, card, f"/join/{room.awayday.code}/")
    expect(helen).not_to_have_url(re.compile("/phone/"))
    expect(helen.locator("main")).to_contain_text("Amara Okafor")
