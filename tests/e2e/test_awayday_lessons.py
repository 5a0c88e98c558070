"""Lessons: offered before and now, one at a time on the wall; nobody who is typing loses a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from coachingpairs.tenancy.scope import scope
from cycles.services.lessons import offer_lesson
from tests.e2e.focus import expect_focus
from tests.e2e.screens import Screens
from tests.e2e.the_room import heard, in_the_lobby, press, says

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
FIRST = "Asking first and answering last."
SECOND = "Saying no in the first sentence."
THIRD = "A walk is worth three meetings."


def test_lessons_go_round_while_somebody_is_still_typing(screens: Screens) -> None:
    room = in_the_lobby(screens)
    with scope(organisation=room.cast.organisation.pk):
        closes = room.awayday.closes
        assert closes
        for name, text in (("Maggie", FIRST), ("Vikram", SECOND)):
            offer_lesson(cycle=closes, leader=room.cast.leader(name), text=text)
    desk, wall, amara = room.desk(), room.wall(), room.phone("Amara")
    guest = room.guest("Priya")
    expect(wall.locator(".board__counts")).to_contain_text("2 of 8")
    heard(wall)
    amara.get_by_text("Offer a lesson").click()
    typed = amara.locator("#offer textarea")
    typed.fill(THIRD[:5])

    press(wall, "Start with lessons")
    for phone in (amara, guest):
        says(phone, "What we learnt")
        expect(phone.locator("#lesson-now")).to_contain_text(FIRST)
    expect(typed).to_be_visible()
    expect(typed).to_have_value(THIRD[:5])
    typed.fill(THIRD[:10])

    press(wall, "Next lesson")
    expect(amara.locator("#lesson-now")).to_contain_text(SECOND)
    expect(wall.locator(".wall__lesson")).to_contain_text(SECOND)
    expect(typed).to_have_value(THIRD[:10])
    expect_focus(typed)
    amara.keyboard.type(THIRD[10:])
    press(amara, "Offer it to the team")
    expect(amara.locator("#offer")).to_contain_text("What you have offered")
    expect(typed).to_be_hidden()
    expect(typed).to_have_value("")

    expect(desk.locator("main")).to_contain_text(THIRD)
    press(desk, "Next lesson")
    expect(wall.locator(".wall__lesson")).to_contain_text(THIRD)
    expect(amara.locator("#offer")).to_contain_text("Shown on the wall.")
    expect(guest.locator("#lesson-now")).to_contain_text("Amara Okafor")
    press(desk, "Previous lesson")
    expect(wall.locator(".wall__lesson")).to_contain_text(SECOND)
    expect(amara.locator("[data-begun]")).to_be_hidden()
    expect(guest.locator("#lesson-now")).to_contain_text(SECOND)
    assert heard(wall) == [
        f"What we learnt. Lesson 1 of 2, from Maggie Thornton: “{FIRST}”",
        f"Lesson 2 of 2, from Vikram Sethi: “{SECOND}”",
        "Three lessons are offered now.",
        f"Lesson 3 of 3, from Amara Okafor: “{THIRD}”",
        f"Lesson 2 of 3, from Vikram Sethi: “{SECOND}”",
    ]


def test_what_was_being_written_when_choosing_begins_can_still_be_copied(screens: Screens) -> None:
    room = in_the_lobby(screens)
    with scope(organisation=room.cast.organisation.pk):
        closes = room.awayday.closes
        assert closes
        offer_lesson(cycle=closes, leader=room.cast.leader("Maggie"), text=THIRD)
    desk, amara, guest = room.desk(), room.phone("Amara"), room.guest("Priya")
    press(desk, "Start with lessons")
    for phone in (amara, guest):
        says(phone, "What we learnt")
        phone.get_by_text("Offer a lesson").click()
        phone.locator("#offer textarea").fill(f"  {FIRST}\n{SECOND}")
    press(desk, "Go to choosing")
    for phone in (amara, guest):
        expect(phone.locator("#offer")).to_have_count(0)
        begun = phone.get_by_role("status").filter(has_text="What you were writing when the room went on")
        assert begun.locator(".said").inner_text() == f"{FIRST}\n{SECOND}"
    expect(amara.get_by_role("link", name="your lessons (a new tab)")).to_be_visible()
    expect(guest.get_by_role("link", name="your lessons (a new tab)")).to_have_count(0)
    amara.get_by_role("button", name="I have it").click()
    expect(amara.locator("[data-begun]")).to_be_hidden()
