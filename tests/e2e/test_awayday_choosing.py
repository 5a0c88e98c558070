"""Choosing on real phones: asking and answering, coming together and apart, and who sees what of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screens import DESK, Screens
from tests.e2e.the_room import TheRoom, ask, at_once, heard, is_live, press, says, while_choosing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
WHOM = "Who would you like to pair with?"
EVERYONE = "Everyone can still find a partner."
MOVES = "document.querySelector('.pairing--meet .pairing__half').getAnimations().length"


def test_what_is_asked_and_declined_stays_between_two(screens: Screens) -> None:
    room = while_choosing(screens)
    wall, helen, amara, priya = room.wall(), room.phone("Helen"), room.guest("Amara"), room.phone("Priya")
    before = wall.locator("#wall").inner_text(), priya.locator("#phone").inner_text()

    ask(helen, "Amara Okafor")
    says(helen, "You have asked Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")
    press(amara, re.compile("^Not this time"))
    says(helen, WHOM)
    expect(helen.locator("main")).to_contain_text("Amara Okafor said not this time.")
    expect(helen.locator("main")).to_contain_text("You are both free to ask others.")

    # Withdrawn: it goes from the other phone too. Asked instead: one press, and the first is withdrawn.
    ask(helen, "Priya Nair")
    says(priya, "Helen Armitage would like to pair with you")
    press(helen, "Withdraw my invitation")
    says(helen, WHOM)
    says(priya, WHOM)
    ask(helen, "Priya Nair")
    says(priya, "Helen Armitage would like to pair with you")
    helen.get_by_text("Ask somebody else instead").click()
    expect(helen.locator("#people")).to_contain_text("Asking somebody here withdraws your invitation")
    ask(helen, "Amara Okafor")
    says(helen, "You have asked Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")
    says(priya, WHOM)

    # Nobody else has learnt of any of it.
    assert heard(wall) == []
    assert (wall.locator("#wall").inner_text(), priya.locator("#phone").inner_text()) == before

    # Reloaded in the middle, the question is still there to be answered.
    amara.reload()
    is_live(amara)
    says(amara, "Helen Armitage would like to pair with you")
    press(amara, "Yes, pair with Helen")
    says(amara, "You and Helen are a pair")
    says(helen, "You and Amara are a pair")
    expect(priya.locator("#room-line")).to_contain_text("1 pair, 6 still choosing.")


def test_help_is_for_the_facilitators_eyes_alone(screens: Screens) -> None:
    room = while_choosing(screens)
    desk, wall, helen, amara = room.desk(), room.wall(), room.phone("Helen"), room.guest("Amara")
    sponsor = screens(room.cast.sponsor, size=DESK)
    asked: list[str] = []
    sponsor.on("request", lambda request: asked.append(request.url))
    sponsor.goto(room.base)
    for page in (desk, sponsor):
        is_live(page)
    others = [wall.locator("#wall"), helen.locator("#phone"), sponsor.locator("#desk")]
    before = [part.inner_text() for part in others]
    asked.clear()

    press(amara, "Tell your facilitator I’d like some help")
    expect(amara.locator("#choosing-help")).to_contain_text("Your facilitator knows, and nobody else.")
    expect(desk.get_by_role("heading", name="Would like some help")).to_be_visible()
    expect(desk.get_by_role("button", name="I have spoken with Amara")).to_be_visible()
    assert [part.inner_text() for part in others] == before
    assert (heard(wall), asked) == ([], [])
    sponsor.reload()
    assert sponsor.locator("#desk").inner_text() == before[2]

    press(desk, "I have spoken with Amara")
    expect(amara.locator("#choosing-help")).to_contain_text("Tell your facilitator I’d like some help")


def crossing(room: TheRoom, one: Page, other: Page) -> None:
    """Helen and Priya ask each other at the same moment."""
    at_once((one, lambda: ask(one, "Priya Nair")), (other, lambda: ask(other, "Helen Armitage")))
    says(one, "You and Priya are a pair")
    says(other, "You and Helen are a pair")
    assert room.pairs() == {frozenset({"Helen", "Priya"})}


def undo_at_desk(desk: Page, names: str) -> None:
    """A form of its own: it leads to the room, and back from there."""
    desk.locator("details.sure", has_text=f"Undo the pair of {names}").locator("summary").click()
    press(desk, "Yes, both choose again")
    desk.wait_for_load_state()


def test_pairs_come_together_and_apart_before_all_eyes(screens: Screens) -> None:
    room = while_choosing(screens)
    wall, still = room.wall(motion=True), room.wall()
    helen, priya, amara = room.phone("Helen"), room.phone("Priya"), room.guest("Amara")
    helen_and_priya = re.compile("Helen Armitage and Priya Nair|Priya Nair and Helen Armitage")

    crossing(room, helen, priya)
    for shown, moving in ((wall, 1), (still, 0)):
        expect(shown.locator(".pairing--meet")).to_contain_text("Helen Armitage")
        assert shown.evaluate(MOVES) == moving
        (sentence,) = heard(shown)
        assert helen_and_priya.match(sentence)
        assert sentence.endswith(f" are a pair. {EVERYONE}")
    wall.reload()
    expect(wall.locator(".pairing")).to_have_count(1)
    expect(wall.locator(".pairing--meet")).to_have_count(0)

    # One of them steps back.
    helen.get_by_text("Step back", exact=True).click()
    press(helen, "Yes, step back from this pair")
    says(helen, WHOM)
    says(priya, WHOM)
    expect(priya.locator("main")).to_contain_text("You and Helen Armitage are both free to ask others again.")
    expect(still.locator(".pairing")).to_have_count(0)
    assert heard(still) == [f"Somebody is choosing again. {EVERYONE}"]

    # Paused and gone on, from the bar; what was asked waits.
    ask(helen, "Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")
    press(still, "Pause choosing")
    says(amara, "Paused for a moment")
    expect(amara.get_by_role("button", name="Yes, pair with Helen")).to_have_count(0)
    press(still, "Go on choosing")
    says(amara, "Helen Armitage would like to pair with you")
    press(amara, "Yes, pair with Helen")
    says(helen, "You and Amara are a pair")
    expect(still.locator(".pairing--meet")).to_contain_text("Amara Okafor")
    paused, on, together = heard(still)
    assert (paused, on) == ("Choosing is paused.", f"Choosing goes on. {EVERYONE}")
    assert together.endswith(f" are a pair. {EVERYONE}")

    # The facilitator takes it back for them.
    desk = room.desk()
    undo_at_desk(desk, "Helen Armitage and Amara Okafor")
    says(helen, WHOM)
    says(amara, WHOM)
    assert heard(still) == [f"Somebody is choosing again. {EVERYONE}"]


def test_a_suggestion_reaches_phones_and_the_wall_knows_nothing_of_it(screens: Screens) -> None:
    room = while_choosing(screens)
    wall = room.wall()
    phones = {name: room.phone(name) for name in ("Helen", "Priya", "Amara")}
    desk = room.desk()
    desk.goto(f"{room.cast.base}cycles/2/room/suggestions/")
    press(desk, re.compile("^Offer"))
    for phone in phones.values():
        expect(phone.get_by_role("heading", name=re.compile("^Your facilitator suggests"))).to_be_visible()
    amara = phones["Amara"]
    press(amara, re.compile("^Not this time"))
    expect(amara.get_by_role("heading", name=re.compile("^Your facilitator suggests"))).to_have_count(0)
    assert (room.pairs(), heard(wall)) == (set(), [])
