"""What is hard in a room: two at the same moment, an odd number, and a pair that leaves somebody over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.screens import Screens
from tests.e2e.the_room import TheRoom, ask, at_once, heard, press, says, while_choosing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
REASON = "They have shared an office for years and asked for it; Joanna knows."


def test_two_who_accept_the_same_person_at_once_become_one_pair(screens: Screens) -> None:
    """Helen has asked Amara, Priya has asked Helen. Amara says yes to Helen as Helen says yes to Priya."""
    room = while_choosing(screens)
    wall, amara = room.wall(), room.guest("Amara")
    helen, priya = room.phone("Helen"), room.phone("Priya")
    ask(helen, "Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")
    ask(priya, "Helen Armitage")
    says(helen, "Priya Nair would like to pair with you")
    at_once(
        (amara, lambda: press(amara, "Yes, pair with Helen")),
        (helen, lambda: press(helen, "Yes, pair with Priya")),
    )
    expect(wall.locator(".pairing")).to_have_count(1)
    (pair,) = room.pairs()
    assert pair in ({"Helen", "Amara"}, {"Helen", "Priya"})
    other, name = (priya, "Amara Okafor") if "Amara" in pair else (amara, "Priya Nair")
    said = re.compile(f"Helen Armitage (has just paired|is now in a pair) with {name}")
    says(helen, f"You and {name.split()[0]} are a pair")
    says(other, "Who would you like to pair with?")
    expect(other.locator("#choosing .notice").first).to_contain_text(said)
    expect(other.get_by_role("button", name="Ask Helen Armitage")).to_have_count(0)
    expect(other.locator("#people .person", has_text="Helen Armitage")).to_contain_text("Already in a pair")
    expect(other.get_by_role("button", name=re.compile("^Ask ")).first).to_be_visible()


def test_two_who_say_yes_to_somebody_who_has_asked_instead(screens: Screens) -> None:
    """Helen asked Amara and then Priya instead: both say yes at the same moment, Amara a moment too late."""
    room = while_choosing(screens)
    amara, helen, priya = room.guest("Amara"), room.phone("Helen"), room.phone("Priya")
    ask(helen, "Amara Okafor")
    says(amara, "Helen Armitage would like to pair with you")

    def ask_priya_instead() -> None:
        helen.get_by_text("Ask somebody else instead").click()
        ask(helen, "Priya Nair")
        says(priya, "Helen Armitage would like to pair with you")
        press(priya, "Yes, pair with Helen")

    def too_late(route: Route) -> None:
        ask_priya_instead()
        route.continue_()

    amara.route("**/acceptance/", too_late)
    with amara.expect_response("**/acceptance/") as answered:
        press(amara, "Yes, pair with Helen")
    says(helen, "You and Priya are a pair")
    said = "Helen Armitage (has withdrawn this invitation|has just paired with Priya Nair)"
    assert re.search(said, answered.value.text())
    says(amara, "Who would you like to pair with?")
    expect(amara.locator("#people .person", has_text="Helen Armitage")).to_contain_text("Already in a pair")
    assert room.pairs() == {frozenset({"Helen", "Priya"})}


def test_an_odd_room_ends_with_a_trio(screens: Screens) -> None:
    room = while_choosing(screens, leaders=7)
    room.pair_up(("Helen", "Amara"), ("Joanna", "Priya"), ("Maggie", "Vikram"))
    wall, siobhan = room.wall(), room.phone("Siobhan")
    helen, amara = room.phone("Helen"), room.guest("Amara")
    expect(siobhan.get_by_role("heading", name="You could join a pair")).to_be_visible()
    press(siobhan, re.compile("^Ask .*(Amara and Helen|Helen and Amara).* to take you in as a third"))
    for phone in (helen, amara):
        expect(phone.get_by_role("heading", name="Siobhan Doyle would like to join you")).to_be_visible()
        says(phone, re.compile("are a pair$"))
        press(phone, re.compile("^Yes, if"))
    for phone in (siobhan, helen, amara):
        says(phone, re.compile("are a trio$"))
    expect(wall.locator(".pairing--trio.pairing--meet")).to_have_count(1)
    (sentence,) = heard(wall)
    assert sentence.endswith(" are a trio. Everybody has a partner.")


def write_down(desk: Page, room: TheRoom, one: str, other: str) -> None:
    desk.goto(f"{room.cast.base}cycles/2/room/")
    for label, name in (("One of the two", one), ("The other", other)):
        options = desk.get_by_label(label).locator("option").all_text_contents()
        desk.get_by_label(label).select_option(label=next(text for text in options if text.startswith(name)))
    desk.get_by_label("Both have said yes to me").check()
    press(desk, "Write the pair down")


def test_a_pair_written_down_knowingly_and_sealed_with_two_left(screens: Screens) -> None:
    """Maggie has been with Priya; once Vikram is taken, nobody but Idris is left to her."""
    room = while_choosing(screens)
    room.pair_up(("Vikram", "Siobhan"))
    desk, wall, idris, maggie = room.desk(), room.wall(), room.guest("Idris"), room.phone("Maggie")
    write_down(desk, room, "Helen Armitage", "Idris Kaya")
    expect(desk.get_by_role("alert")).to_contain_text("Maggie Thornton has nobody left to choose")
    assert room.pairs() == {frozenset({"Vikram", "Siobhan"})}
    desk.locator("[name=although]").fill(REASON)
    press(desk, "Write it down all the same")
    says(idris, "You and Helen are a pair")
    expect(wall.locator(".pairing--meet")).to_contain_text("Idris Kaya")
    (sentence,) = heard(wall)
    assert sentence.endswith(
        " are a pair. Not everyone can find a partner any more. A change or two would help."
    )
    expect(maggie.locator("main")).to_contain_text("There is nobody left whom you could ask")
    assert "Maggie" not in wall.locator(".outlook").inner_text()
    assert REASON not in wall.content()

    # Sealed where only the facilitator sees who is left.
    room.pair_up(("Amara", "Priya"))
    expect(wall.locator(".pairing")).to_have_count(3)
    assert "Seal from your own screen" in wall.locator("#bar").inner_text()
    desk.goto(room.base)
    desk.get_by_role("link", name="Seal the pairs").click()
    expect(desk.get_by_role("region", name="Without a partner this cycle")).to_contain_text("Maggie Thornton")
    desk.locator("[name=sit_out]").check()
    press(desk, "Seal the pairs")
    expect(wall.locator("h1")).to_have_text("Three pairs, ready to start")
    says(idris, "You and Helen are a pair")
    says(maggie, "You are sitting this cycle out")
    assert heard(wall)[-1] == "The pairs are sealed: three pairs."
