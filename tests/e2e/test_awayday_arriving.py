"""From the plan to a lobby full of people, each of whom came in by another way."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from awayday.models import Awayday
from coachingpairs.tenancy.scope import scope
from tests.e2e.screens import DESK, Screens
from tests.e2e.the_room import (
    TheRoom,
    before_planning,
    heard,
    in_the_lobby,
    is_live,
    not_yet_open,
    press,
    says,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def test_an_awayday_is_planned_and_its_doors_open(screens: Screens) -> None:
    cast, cycle = before_planning()
    desk = screens(cast.facilitator, size=DESK)
    desk.goto(f"{cast.base}cycles/{cycle.number}/awayday/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Plan an Awayday")
    expect(desk.locator("main")).to_contain_text("It closes cycle 1 and opens cycle 2")
    expect(desk.locator("aside")).to_contain_text("Everyone can find a partner")
    desk.get_by_label("Day").fill((timezone.localdate() + dt.timedelta(days=2)).isoformat())
    desk.get_by_label("Begins").fill("09:00")
    desk.get_by_label("Ends").fill("13:00")
    desk.get_by_label("Where", exact=True).fill("The Old Library")
    press(desk, "Plan the Awayday")
    expect(desk.locator(".facts")).to_contain_text("The Old Library")
    expect(desk.locator("main")).to_contain_text("8 leaders are expected.")
    press(desk, "Open the doors")
    expect(desk.get_by_role("heading", name="Still awaited")).to_be_visible()
    is_live(desk)
    with scope(organisation=cast.organisation.pk):
        awayday = Awayday.objects.get()
    expect(desk.locator("aside .nums")).to_have_text(awayday.shown_code)


def claim(room: TheRoom, wall: Page, name: str) -> tuple[Page, str]:
    """By the code on the wall and their name; their phone, and the number it shows."""
    phone = room.screens()
    phone.goto("/join/")
    phone.get_by_label("The code on the wall").fill(wall.locator(".join__code").inner_text())
    press(phone, "Join")
    press(phone, f"That’s me {name}")
    says(phone, "Show this number to your facilitator")
    return phone, phone.locator(".claim-number").inner_text()


def test_everybody_comes_in_by_their_own_way(screens: Screens) -> None:
    room = in_the_lobby(screens)
    desk, wall = room.desk(), room.wall()
    expect(wall.locator(".board__counts")).to_contain_text("0 of 8")

    priya = room.phone("Priya")
    expect(priya.locator("main")).to_contain_text("You are here, and on the wall.")
    expect(wall.locator(".board__counts")).to_contain_text("1 of 8")
    amara = room.guest("Amara")
    expect(amara.locator("main")).to_contain_text("You are here, and on the wall.")
    expect(wall.locator(".board__counts")).to_contain_text("2 of 8")

    helen, number = claim(room, wall, "Helen Armitage")
    assert number not in wall.locator("body").inner_text()
    press(desk, f"Yes, that is Helen with number {number}")
    expect(helen).to_have_url(re.compile("/phone/$"))
    expect(helen.locator("main")).to_contain_text("You are here, and on the wall.")
    expect(wall.locator(".board__counts")).to_contain_text("3 of 8")

    press(desk, "Is here without a phone: Vikram Sethi")
    expect(wall.locator(".board__counts")).to_contain_text("4 of 8")
    expect(priya.locator("#room-line")).to_contain_text("4 of 8 are here.")
    for who, how in (
        ("Priya Nair", "Signed in"),
        ("Amara Okafor", "By place card"),
        ("Helen Armitage", "Confirmed by name"),
        ("Vikram Sethi", "Noted, without a phone"),
    ):
        expect(desk.get_by_role("listitem").filter(has_text=who)).to_contain_text(how)
    assert heard(wall) == [
        "Priya Nair is here. 1 of 8.",
        "Amara Okafor is here. 2 of 8.",
        "Helen Armitage is here. 3 of 8.",
        "Vikram Sethi is here. 4 of 8.",
    ]

    # Somebody who takes part from elsewhere comes when the others have begun to choose.
    press(wall, "Go to choosing")
    says(priya, "Who would you like to pair with?")
    says(amara, "Who would you like to pair with?")
    joanna = room.phone("Joanna")
    says(joanna, "Who would you like to pair with?")


def test_before_the_doors_open_there_is_nothing_to_come_in_to(screens: Screens) -> None:
    room = not_yet_open(screens)
    phone = screens()
    phone.goto("/join/")
    phone.get_by_label("The code on the wall").fill("123 456")
    press(phone, "Join")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Join the Awayday")
    signed_in = screens(room.cast.person("Priya"))
    signed_in.goto(f"{room.base}phone/")
    assert "/phone/" not in signed_in.url
