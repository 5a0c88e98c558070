"""The guard, shortlists, help, suggestions, the trio and the override, as people meet them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from coachingpairs.tenancy.scope import scope
from cycles.models import Cycle, Pair
from pairing.services.room import read_room
from pairing.services.suggesting import open_suggestion_of
from teams.models import Leader, Role
from teams.services.organisations import grant_role
from tests.cast import Northmere, make_northmere
from tests.e2e.conftest import Opener
from tests.pairing.room import earlier_cycle, open_room, pair_up

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
REASON = "Maggie would be glad to sit out; she told me on the telephone."


def open_on(page: Page, cast: Northmere, path: str) -> Page:
    page.goto(f"{cast.base}{path}")
    return page


def write_down(desk: Page, one: str, other: str) -> None:
    for label, name in (("One of the two", one), ("The other", other)):
        options = desk.get_by_label(label).locator("option").all_text_contents()
        desk.get_by_label(label).select_option(label=next(text for text in options if text.startswith(name)))
    desk.get_by_label("Both have said yes to me").check()
    desk.get_by_role("button", name="Write the pair down").click()


def test_what_would_strand_somebody_is_not_offered_and_can_be_done_knowingly(open_as: Opener) -> None:
    """Maggie has been with Priya; once Vikram is taken, nobody but Idris is left to her."""
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Maggie", "Priya"))
        cycle = open_room(cast)
    helen = open_on(open_as(cast.person("Helen"), phone=True), cast, "choosing/")
    expect(helen.get_by_role("button", name="Ask Idris Kaya")).to_be_visible()
    desk = open_on(open_as(cast.facilitator), cast, f"cycles/{cycle.number}/room/")

    # Two others become a pair while both screens are open: the choice goes from Helen's phone by itself.
    with scope(organisation=cast.organisation.pk):
        pair_up(cast, cycle, "Amara", "Vikram")
    expect(helen.get_by_role("button", name="Ask Idris Kaya")).to_have_count(0)
    expect(helen.locator(".person", has_text="Idris Kaya")).to_contain_text("Not offered just now")
    expect(helen.locator("main")).to_contain_text("Whom we offer depends on the whole room")
    desk.reload()
    expect(desk.get_by_role("heading", name="Whom to look after")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("Maggie Thornton has only one person left to choose")

    # The facilitator writes it down all the same: whom it strands is said, and a reason asked for.
    write_down(desk, "Helen Armitage", "Idris Kaya")
    expect(desk.get_by_role("alert")).to_contain_text("Maggie Thornton has nobody left to choose")
    assert desk.get_by_label("One of the two").locator("option:checked").inner_text().startswith("Helen")
    desk.locator("[name=although]").fill(REASON)
    desk.locator("#record-pair button[type=submit]").click()
    expect(desk.locator("main")).to_contain_text("Helen Armitage and Idris Kaya are a pair.")
    expect(desk.locator("main")).to_contain_text(REASON)
    expect(helen.get_by_role("heading", level=1)).to_have_text("You and Idris are a pair")
    wall = open_on(open_as(cast.facilitator), cast, f"cycles/{cycle.number}/board/")
    assert REASON not in wall.content()


def say_yes(open_as: Opener, cast: Northmere, cycle: Cycle, who: str) -> Page:
    phone = open_on(open_as(cast.person(who), phone=True), cast, "choosing/")
    with phone.expect_response(lambda answer: answer.request.method == "POST"):
        phone.get_by_role("button", name=re.compile("^Yes")).first.click()
    expect(phone.locator("main")).not_to_contain_text("You seem to be offline")
    return phone


def test_a_list_of_ones_own_help_suggestions_and_the_third_of_a_trio(open_as: Opener) -> None:
    """Seven people: three pairs, one of which takes in a third."""
    cast = make_northmere(leaders=7)
    with scope(organisation=cast.organisation.pk):
        cycle = open_room(cast)

    helen = open_on(open_as(cast.person("Helen"), phone=True), cast, "choosing/")
    helen.get_by_role("link", name="People I’d be glad to work with").click()
    helen.get_by_label(re.compile("Joanna Clarke")).check()
    with helen.expect_navigation():
        helen.get_by_role("button", name="Save my list").click()
    open_on(helen, cast, "choosing/").get_by_role("link", name="Help me find a partner").click()
    expect(helen.locator("main")).to_contain_text("You listed Joanna Clarke")

    desk = open_on(open_as(cast.facilitator), cast, f"cycles/{cycle.number}/room/")
    desk.get_by_role("link", name="Suggest pairs to them").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Suggest pairs to those still choosing?")
    assert "listed" not in desk.locator("main").inner_text()
    desk.get_by_role("button", name="Offer all three").click()
    expect(desk.get_by_text("Three suggestions are on the way.")).to_be_visible()
    with scope(organisation=cast.organisation.pk):
        suggestion = open_suggestion_of(cycle, cast.leader("Helen"))
        assert suggestion
        together = [row.leader.called for row in suggestion.leaders.all()]
    assert "Joanna" in together

    # Each takes it; until the last has, nobody is in a pair.
    for who in together[:-1]:
        say_yes(open_as, cast, cycle, who)
        with scope(organisation=cast.organisation.pk):
            assert not Pair.objects.filter(cycle=cycle).exists()
    last = say_yes(open_as, cast, cycle, together[-1])
    expect(last.get_by_role("heading", level=1)).to_have_text(re.compile("are a (pair|trio)$"))

    # The others choose until one is left, whom a pair takes in.
    with scope(organisation=cast.organisation.pk):
        while len(room := read_room(cycle).still_choosing) > 1:
            one = room[0]
            other = read_room(cycle).seating.offered_to(one)[0]
            pair_up(cast, cycle, one.called, other.called)
        room = read_room(cycle).still_choosing
        was_trio = Pair.objects.filter(cycle=cycle, is_trio=True).exists()
    assert len(room) == (0 if was_trio else 1)
    if room:
        left = open_on(open_as(cast.person(room[0].called), phone=True), cast, "choosing/")
        expect(left.get_by_role("heading", name="You could join a pair")).to_be_visible()
        left.get_by_role("button", name=re.compile("to take you in as a third")).first.click()
        expect(left.get_by_role("button", name="Withdraw my question")).to_be_visible()
        with scope(organisation=cast.organisation.pk):
            asked = open_suggestion_of(cycle, room[0])
            assert asked
            two = [row.leader.called for row in asked.leaders.all() if row.leader != room[0]]
        for who in two:
            say_yes(open_as, cast, cycle, who)
        expect(left.get_by_role("heading", level=1)).to_have_text(re.compile("are a trio$"))
    desk = open_on(desk, cast, f"cycles/{cycle.number}/room/")
    expect(desk.get_by_role("heading", name="Everybody has a partner")).to_be_visible()


LONG = "Maximiliana-Konstantina Featherstonehaugh-Wolfeschlegelstein"
PAGES = (
    "choosing/",
    "choosing/help/",
    "choosing/shortlist/",
    "cycles/2/room/",
    "cycles/2/room/suggestions/",
    "cycles/2/what-if/",
    "cycles/2/repeats/",
    "cycles/2/board/",
    "kept-apart/",
)


def test_the_longest_names_fit_the_narrowest_phone(open_as: Opener) -> None:
    cast = make_northmere()
    with scope(organisation=cast.organisation.pk):
        earlier_cycle(cast, ("Maggie", "Priya"))
        cycle = open_room(cast)
        pair_up(cast, cycle, "Amara", "Vikram")
        for number, leader in enumerate(cast.leaders.values()):
            Leader.objects.filter(pk=leader.pk).update(name=f"{LONG} {number}", title=f"Director of {LONG}")
        grant_role(
            organisation=cast.organisation, person=cast.person("Helen"), role=Role.FACILITATOR, by=None
        )
    page = open_as(cast.person("Helen"), phone=True)
    page.set_viewport_size({"width": 320, "height": 700})
    for path in PAGES:
        response = page.goto(f"{cast.base}{path}")
        assert response is not None
        assert response.status == 200, path
        assert LONG in page.locator("body").inner_text(), path
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
